"""A run as a notebook shows it: a sentence, its figures beside the mean image's, and links to its pages."""

from __future__ import annotations

from html import escape
from typing import Any

from mousaic.images.names import shown
from mousaic.report.findings.run_readme import what_learned
from mousaic.runs.run import Run

PAGES = ("report.html", "report.zh.html", "atlas/index.html", "README.md")
ROWS = (("training", "train"), ("held out", "validation"))


def run_html(run: Run) -> str:
    """HTML without scripts, in which nothing from outside is markup."""
    title = f"<b>Run {escape(shown(run.name))}</b>"
    if not run.finished:
        return f"<div>{title}: {len(run.history)} epochs done, not finished.</div>"
    summary = run.summary
    words = escape(what_learned(run.record, summary, run.learned_from))
    rows = [_row(name, summary[part], summary["baselines"][part]["pearson"]) for name, part in ROWS if summary[part]]
    head = "".join(f"<th>{name}</th>" for name in ("", "Pearson r", "mean image's", "squared error"))
    found = [name for name in PAGES if (run.path / name).is_file()]
    links = " &middot; ".join(f'<a href="{escape((run.path / name).as_posix())}">{name}</a>' for name in found)
    return f"<div>{title}<p>{words}</p><table><tr>{head}</tr>{''.join(rows)}</table><p>{links}</p></div>"


def _row(name: str, figures: dict[str, Any], mean: float) -> str:
    values = f"{figures['pearson']:.3f}", f"{mean:.3f}", f"{figures['reconstruction']:.5f}"
    return f"<tr><th>{name}</th>{''.join(f'<td>{value}</td>' for value in values)}</tr>"

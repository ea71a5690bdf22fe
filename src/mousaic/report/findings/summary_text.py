"""A run in a few lines of plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mousaic.images.layout import Layout
from mousaic.runs.going_on import going_on
from mousaic.words.of_rows import of_rows
from mousaic.words.put import percent

if TYPE_CHECKING:
    from mousaic.runs.run import Run


def speaking_of(shape: Layout) -> Callable[[str], str]:
    """English words about images as words about what has this shape."""
    return str if shape.is_grid else of_rows


def heading(members: int) -> str:
    """Of the figures; all members together are one column more, where there are several."""
    together = f"{'all members':>14}" if members > 1 else ""
    return f"{'':24}{'Pearson r':>12}{together}{'squared error':>16}{'dead':>8}"


def summary_text(run: Run) -> str:
    """What was trained, how well it does beside its baseline, and where the files are."""
    if not run.finished:
        done = len(run.history)
        return f"{run.path}: {done} epochs done, not finished.\nGo on with: {going_on(run.record, run.path)}"
    summary, speak = run.summary, speaking_of(run.shape)
    members = summary["members"]
    what, epochs = "filters" if "places" in summary else "features", summary["epochs"]
    lines = [
        f"{f'{members} members of ' if members > 1 else ''}{summary['features']} {what}, k = {summary['k']}, "
        f"learned from {run.learned_from:,} of {summary['originals']:,} {speak('images')} "
        f"({summary['training_images']:,} with copies), {epochs} epoch{'' if epochs == 1 else 's'} "
        f"in {summary['seconds']:.1f} s",
        "",
        heading(members),
    ]
    for part, title in (("train", "training"), ("validation", "held out")):
        if summary[part]:
            lines += figure_lines(title, summary[part], summary["baselines"][part], members, run.shape)
    lines += _other_codes(summary["validation"], members)
    if not summary["validation"]:
        lines.append(speak("No image was held out: these figures say nothing about other images."))
    lines += [
        "",
        f"run folder   {run.path}",
        f"figures      {run.figures}",
        f"in words     {run.path / 'README.md'}",
    ]
    pages = {
        "report": run.path / "report.html",
        "in Chinese": run.path / "report.zh.html",
        "atlas": run.path / "atlas" / "index.html",
    }
    lines += [f"{name:12} {path} (double click)" for name, path in pages.items() if path.is_file()]
    return "\n".join(lines)


def _other_codes(validation: dict[str, Any], members: int) -> list[str]:
    """What held-out images score with the codes that the figures above are not of."""
    names = {"topk": "one pass", "least-squares": "one pass, weighed", "omp": "matching pursuit"}
    other = validation.get("codes", {})
    rest = " " * (len(heading(members)) - 36 + 2)
    return [
        f"{f'  by {name}':24}{other[kind]:12.3f}{rest}(--codes {kind})"
        for kind, name in names.items()
        if kind in other and abs(other[kind] - validation["pearson"]) > 1e-6
    ]


def figure_lines(
    title: str, figures: dict[str, Any], baseline: dict[str, Any], members: int, shape: Layout
) -> list[str]:
    """The line of a part's figures, and its baseline's below."""
    # Few images cannot need every feature: a feature that is silent on them is not dead.
    dead = f"{percent(figures['dead_fraction'], form='.1%'):>8}" if title == "training" else ""
    together, empty = (f"{figures['pearson_ensemble']:14.3f}", f"{'':14}") if members > 1 else ("", "")
    mean = speaking_of(shape)("  mean image instead")
    return [
        f"{title:24}{figures['pearson']:12.3f}{together}{figures['reconstruction']:16.5f}{dead}",
        f"{mean:24}{baseline['pearson']:12.3f}{empty}{baseline['reconstruction']:16.5f}",
    ]

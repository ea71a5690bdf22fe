"""How well every way of seeing images tells them, as a table with dots, for whichever page shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mousaic.report.page.charts import Mark, dot_row, dot_scale
from mousaic.report.page.elements import Html, grid_table, tag
from mousaic.uses.classify.representations import RECOMMENDED, title_key
from mousaic.words.put import NO_NUMBER

MEASURES = {
    "classifier": {"balanced_accuracy": "told_accuracy", "auroc": "told_auroc", "brier": "told_brier"},
    "model": {"r2": "told_r2", "spearman": "told_spearman"},
}
"""What a line is told by -> its measures, the main one first, and the keys of their words."""


def told_table(lines: Sequence[Mapping[str, Any]], words: Callable[..., str]) -> Html:
    """One row a line.

    Args:
        lines: as :meth:`mousaic.uses.classify.score_lines.Line.columns` gives them; at least one.
    """
    by = next(name for name in MEASURES if name in lines[0])
    main, *others = MEASURES[by]
    marks = [
        [Mark("c1" if _recommended(line) else "c0", *(_known(line[name]) for name in (main, "low", "high")))]
        for line in lines
    ]
    limits = dot_scale(marks)
    parts = any(line["representation"] == "parts" for line in lines)
    rows = []
    for line, dots in zip(lines, marks, strict=True):
        name = words(title_key(line["representation"], parts))
        low, high = line["low"], line["high"]
        rows.append([
            tag("b", name) if _recommended(line) else name,
            words("told_model_" + line[by]),
            _digits(line[main]),
            NO_NUMBER if low is None else words("from_to", low=f"{low:.2f}", high=f"{high:.2f}"),
            *(_digits(line[other]) for other in others),
            "" if line["p"] is None else f"{line['p']:.3g}",
            dot_row(dots, limits, f"{name}: {_digits(line[main])}"),
        ])  # fmt: skip
    first, *rest = MEASURES[by].values()
    return grid_table([*map(words, ("told_numbers", "told_model", first, "interval", *rest)), "p", ""], rows)


def _recommended(line: Mapping[str, Any]) -> bool:
    return bool(line["representation"] == RECOMMENDED)


def _known(value: float | None) -> float:
    return float("nan") if value is None else value


def _digits(value: float | None) -> str:
    return NO_NUMBER if value is None else f"{value:.3f}"

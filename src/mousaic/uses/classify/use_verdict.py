"""What the table says in sentences; the first: is anything told better than brightness and contrast tell it?"""

from __future__ import annotations

from mousaic.images.grouping.beside_p import beside_p
from mousaic.said import Said, told
from mousaic.uses.classify.outcome import Outcome
from mousaic.uses.classify.representations import LIGHT, RECOMMENDED, title_key
from mousaic.uses.classify.score_lines import Table

BEYOND_CHANCE = 0.05
RIVALS = ("pixels", "pca")
"""What needs no parts and no training."""


def verdict(table: Table, outcome: Outcome, independence: Said | None) -> tuple[Said, ...]:
    """The recommended line beside brightness and contrast, beside chance, and beside what costs less; then the codes.

    Args:
        independence: see :attr:`mousaic.images.image_set.ImageSet.independence`.
    """
    model = table.lines[0].model
    first, light = (RECOMMENDED, model), (LIGHT, model)
    p = table.lines[0].p
    said = [against_light(table, outcome, first, light)]
    if p is not None:
        key = "told_beyond_chance" if p < BEYOND_CHANCE else "told_by_chance"
        said.append(beside_p(told(key, p=p), independence))
    codes = ("codes-omp", model)
    if codes in table.main:
        said.append(against_light(table, outcome, codes, light))
        gap = table.gap(codes, ("start", model))
        said.append(told(f"told_start_{_side(gap.low, gap.high)}", **_gap(gap.mean, gap.low, gap.high)))
    plain = max(RIVALS, key=lambda name: table.main[name, model].value)
    gap = table.gap(first, (plain, model))
    parts = _with_parts(table)
    key, of = "told_plain" if parts else "told_own", told(title_key(plain, parts))
    said.append(told(f"{key}_{_side(gap.low, gap.high)}", of=of, **_gap(gap.mean, gap.low, gap.high)))
    return tuple(said)


def against_light(table: Table, outcome: Outcome, one: tuple[str, str], light: tuple[str, str]) -> Said:
    """Whether a line tells more than brightness and contrast do, paired over groups."""
    gap, score, other = table.gap(one, light), table.main[one].value, table.main[light].value
    what = told("told_what_classes") if outcome.kind == "classes" else told("told_what_number", name=outcome.name)
    measure = told("told_accuracy" if outcome.kind == "classes" else "told_r2")
    by = told(title_key(one[0], _with_parts(table)))
    key = f"told_light_{_side(gap.low, gap.high)}"
    values = {"by": by, "what": what, "measure": measure, "score": score, "other": other}
    return told(key, **values, **_gap(gap.mean, gap.low, gap.high))


def _with_parts(table: Table) -> bool:
    return any(name == "parts" for name, _ in table.main)


def _side(low: float, high: float) -> str:
    """better, worse or same; same, too, where there are too few groups to say."""
    return "better" if low > 0 else "worse" if high < 0 else "same"


def _gap(mean: float, low: float, high: float) -> dict[str, float]:
    return {"gap": mean, "low": low, "high": high}

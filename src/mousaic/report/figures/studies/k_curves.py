"""The choice of k as a picture: held-out error, stability and class decoding against k, the choice marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from mousaic.analysis.choose.k_choice import ChosenK
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.panels import panels
from mousaic.report.figures.style import FAINT, INK, SIZE, THIRD, TRAINING, VALIDATION, house_style
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Lines(NamedTuple):
    """All that the picture shows; every list has one number for each k, NaN where there is none."""

    k: list[int]
    chosen: int
    error: list[float]
    spread: list[float]
    """One standard error of ``error``."""
    limit: float
    stability: list[float]
    stability_null: list[float]
    decoding: list[float]
    """Empty without classes."""
    decoding_null: list[float]


def lines(found: ChosenK) -> Lines:
    """The numbers of :func:`choose_k_picture`."""
    rows = found.rows
    decoded = [(row.decoding, row.decoding_null) for row in rows]
    known = [(one, null) for one, null in decoded if one is not None and null is not None]
    return Lines(
        k=[row.k for row in rows],
        chosen=found.k,
        error=[row.mse for row in rows],
        spread=[row.mse_error for row in rows],
        limit=found.choice.limit,
        stability=[row.stability for row in rows],
        stability_null=[row.stability_null for row in rows],
        decoding=[one for one, _ in known],
        decoding_null=[null for _, null in known],
    )


def choose_k_picture(found: ChosenK, lang: str = "en") -> Drawn:
    """Three panels side by side (two where the images have fewer than two classes)."""
    numbers, settings = lines(found), found.settings
    design = told("k_design" if settings["members"] == 1 else "k_design_members", **settings)
    heading, caption = put(found.sentences[0], lang), put_all([design, told("k_caption")], lang)
    titles = ["k_panel_error", "k_panel_stability"] + ["k_panel_decoding"] * bool(numbers.decoding)
    with house_style():
        figure, axes = panels(heading, caption, [say(title, lang) for title in titles])
        _error(axes[0], numbers, lang)
        _stability(axes[1], numbers, lang)
        if numbers.decoding:
            _decoding(axes[2], numbers, lang)
        for each in axes:
            _axis(each, numbers, lang)
    return Drawn(figure, heading, caption, put_all(_alt(numbers), lang))


def _alt(numbers: Lines) -> list[Said]:
    """The numbers of each k."""
    listed = []
    for i, k in enumerate(numbers.k):
        at = {"k": k, "error": numbers.error[i], "spread": numbers.spread[i]}
        at |= {"stability": numbers.stability[i], "null": numbers.stability_null[i]}
        known = i < len(numbers.decoding)
        at |= {"decoding": numbers.decoding[i], "chance": numbers.decoding_null[i]} if known else {}
        listed.append(told("alt_k_classes" if known else "alt_k", **at))
    return [told("alt_choose_k", k=numbers.chosen), told("alt_listed", listed=listed)]


def _error(axes: Axes, numbers: Lines, lang: str) -> None:
    axes.errorbar(numbers.k, numbers.error, numbers.spread, fmt="o-", color=VALIDATION, markersize=3.5, capsize=2.5)
    low = min(e - s for e, s in zip(numbers.error, numbers.spread, strict=True))
    high = max(e + s for e, s in zip(numbers.error, numbers.spread, strict=True))
    room = 0.06 * (high - low)
    axes.set_ylim(low - room, high + room)
    axes.axhspan(low - room, numbers.limit, color=THIRD, alpha=0.12, linewidth=0)
    axes.annotate(
        say("k_within", lang), (0.02, 0.02), xycoords="axes fraction", va="bottom",
        size=SIZE["small"], color=THIRD,
    )  # fmt: skip


def _stability(axes: Axes, numbers: Lines, lang: str) -> None:
    axes.plot(numbers.k, numbers.stability, "o-", color=TRAINING, markersize=3.5, label=say("agree_is_trained", lang))
    label = say("agree_is_untrained", lang)
    axes.plot(numbers.k, numbers.stability_null, "o--", color=FAINT, markersize=3, label=label)
    axes.set_ylim(0, _above(numbers.stability + numbers.stability_null))
    axes.legend(loc="lower left")


def _decoding(axes: Axes, numbers: Lines, lang: str) -> None:
    axes.plot(numbers.k, numbers.decoding, "o-", color=VALIDATION, markersize=3.5, label=say("k_real_labels", lang))
    axes.fill_between(
        numbers.k, numbers.decoding_null, color=FAINT, alpha=0.15, linewidth=0, label=say("k_chance", lang)
    )
    axes.set_ylim(0, _above(numbers.decoding + numbers.decoding_null))
    axes.legend(loc="lower left")


def _above(values: Sequence[float]) -> float:
    """Where an axis from 0 ends: at 1, or just above what is there."""
    return min(1.02, 1.15 * max((v for v in values if math.isfinite(v)), default=1.0))


def _axis(axes: Axes, numbers: Lines, lang: str) -> None:
    """k on a logarithmic axis, with the numbers that were tried, and the choice marked."""
    axes.set_xscale("log")
    axes.set_xlim(numbers.k[0] / 1.12, numbers.k[-1] * 1.12)
    axes.set_xticks(numbers.k, [str(k) for k in numbers.k])
    axes.minorticks_off()
    axes.set_xlabel(say("k_axis", lang))
    axes.axvline(numbers.chosen, color=INK, linestyle=":", linewidth=1.2)
    left, right = (math.log(edge) for edge in axes.get_xlim())
    late = math.log(numbers.chosen) > left + 0.75 * (right - left)  # no room at its right
    axes.annotate(
        f"k = {numbers.chosen}", (numbers.chosen, 1), xycoords=("data", "axes fraction"),
        xytext=(-3 if late else 3, -3), textcoords="offset points", ha="right" if late else "left", va="top",
        size=SIZE["small"], color=INK,
    )  # fmt: skip

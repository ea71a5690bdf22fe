"""Stability as a picture: agreement beside its nulls, found features beside chance, the best and the worst of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mousaic.analysis.stability.found_examples import OTHERS, SHOWN, Example
from mousaic.analysis.stability.stability_result import Stability
from mousaic.arrays import Floats
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.style import DPI, FAINT, INK, SIZE, TRAINING, house_style, wrapped
from mousaic.report.figures.tiles import enlarged, shrunk, signed_pictures
from mousaic.report.findings.member_names import short_name
from mousaic.report.findings.stability_findings import NULLS, SAME, sentences
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, PANEL, SPACE = 10.0, 2.35, 0.9  # inches
TILE, GAP, LABEL = 128, 8, 24  # pixels
TITLED = ("found_best", "found_worst")
"""Keys of the words above the two blocks of features."""
BLOCK = TILE + 20 + OTHERS * (TILE + GAP)
"""Width of one block of features: the feature itself, then its like in other runs."""
ROW = LABEL + TILE + GAP
MARKS = {
    "trained": ("o", TRAINING, TRAINING),
    "untrained": ("x", FAINT, FAINT),
    "pixels": ("s", "white", FAINT),
    "phases": ("D", "white", FAINT),
    "same_images": ("D", FAINT, FAINT),
}
"""Marker, its inside and its edge; the words of each are ``mark_NAME``."""


class Mark(NamedTuple):
    """One point of the left panel."""

    line: int
    kind: str
    value: float


class Drawing(NamedTuple):
    """All numbers that the panels show."""

    titles: list[str]
    """Keys of the words of the lines."""
    marks: list[Mark]
    edges: Floats
    """Of the bins of |cosine|."""
    found: Floats
    """Percent of the comparisons with independent runs in each bin."""
    chance: Floats
    """The same for structureless images."""
    untrained: Floats
    """The same before the first step, of the starts that fire on an original."""


def drawing(found: Stability) -> Drawing:
    """The numbers of :func:`stability`. Agreements that could not be measured are left out."""
    lines = [name for name in NULLS if found.agreements[name].pairs]
    marks = []
    for line, name in enumerate(lines):
        names = [name, *NULLS[name], SAME.get(name, ("", ""))[1]]
        for kind, of in zip(MARKS, names, strict=True):
            if of and found.agreements[of].pairs:
                marks.append(Mark(line, kind, found.agreements[of].living))
    edges = np.linspace(0, 1, 51)
    shares = []
    before = found.untrained_cosine[found.untrained_living]
    for values in (found.cosine[found.living], found.chance[found.living], before):
        counted = np.histogram(values, edges)[0]
        shares.append(100 * counted / max(values.size, 1))
    return Drawing([f"agree_{name}" for name in lines], marks, edges, *shares)


def stability(found: Stability, shape: tuple[int, int, int], lang: str = "en") -> Drawn:
    """Two panels and, below, the features found best and worst with their like in other runs.

    Args:
        shape: (C, S, S) of a feature's picture.
    """
    from matplotlib.figure import Figure

    numbers = drawing(found)
    heading, *rest = (put(sentence, lang) for sentence in sentences(found))
    caption = say("stability_caption", lang)
    with house_style():
        width = WIDTH * 0.96 * DPI
        title = wrapped(heading, width * 0.92, SIZE["heading"])
        more = [line for sentence in rest for line in wrapped(sentence, width, SIZE["label"])]
        lines = wrapped(caption, width, SIZE["small"])
        above = 0.25 + 0.19 * len(title) + 0.16 * len(more)
        rows = max(len(block) for block in found.examples)
        sheet = (rows * ROW + 70) / DPI if rows else 0.0
        below = 0.2 + 0.145 * len(lines)
        height = above + 0.35 + PANEL + SPACE + sheet + below
        figure = Figure(figsize=(WIDTH, height), dpi=DPI)
        y = 1 - 0.12 / height
        figure.text(0.02, y, "\n".join(title), size=SIZE["heading"], weight="bold", va="top")
        y -= (0.08 + 0.19 * len(title)) / height
        figure.text(0.02, y, "\n".join(more), size=SIZE["label"], va="top", linespacing=1.4)
        bottom = (below + sheet + SPACE) / height
        _draw_agreement(figure.add_axes((0.31, bottom, 0.28, PANEL / height)), numbers, lang)
        _draw_histogram(figure.add_axes((0.665, bottom, 0.315, PANEL / height)), numbers, found.threshold, lang)
        if rows:
            _draw_examples(figure.add_axes((0, below / height, 1, sheet / height)), found, shape, sheet, lang)
        y = (below - 0.05) / height
        figure.text(0.02, y, "\n".join(lines), size=SIZE["small"], color=FAINT, va="top", linespacing=1.4)
    return Drawn(figure, heading, caption, put_all(_alt(found, numbers), lang))


def _alt(found: Stability, numbers: Drawing) -> list[Said]:
    """The agreements with what each is judged by, and how like the best matches are."""
    listed = []
    for line, title in enumerate(numbers.titles):
        marks = [told("alt_mark", name=told(f"mark_{m.kind}"), value=m.value) for m in numbers.marks if m.line == line]
        listed.append(told("alt_agreement", name=told(title), listed=marks))
    said = [told("alt_stability"), told("alt_listed", listed=listed)] if listed else []
    best, chance = found.cosine[found.living], found.chance[found.living]
    if best.size and chance.size:
        before = found.untrained_cosine[found.untrained_living]
        start = float(np.median(before)) if before.size else math.nan
        said.append(told("alt_matches", cosine=float(np.median(best)), start=start, chance=float(np.median(chance))))
    return said + [told("alt_found")] * any(len(block) for block in found.examples)


def _draw_agreement(axes: Axes, numbers: Drawing, lang: str) -> None:
    axes.set_title(say("agree_heading", lang), x=-1.03)
    titles = [say(title, lang) for title in numbers.titles]
    axes.set_yticks(range(len(titles)), titles, color=INK, size=SIZE["label"])
    axes.set_ylim(max(len(numbers.titles), 1) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    for kind, (marker, inside, edge) in MARKS.items():
        points = [mark for mark in numbers.marks if mark.kind == kind]
        axes.plot(
            [mark.value for mark in points], [mark.line for mark in points], marker, color=edge, markersize=5.5,
            markerfacecolor=inside, markeredgecolor=edge, label=say(f"mark_{kind}", lang),
            zorder=4 if kind == "trained" else 3,
        )  # fmt: skip
    axes.set_xlim(0, min(1.0, 1.15 * max((mark.value for mark in numbers.marks), default=1.0)))
    axes.set_xlabel(say("axis_agreement", lang))
    axes.legend(loc="upper left", bbox_to_anchor=(-1.06, -0.17), ncols=3, handletextpad=0.1, columnspacing=1.0)


def _draw_histogram(axes: Axes, numbers: Drawing, threshold: float, lang: str) -> None:
    axes.set_title(say("matches_title", lang))
    label = say("matches_by_chance", lang)
    axes.stairs(numbers.chance, numbers.edges, color=FAINT, fill=True, alpha=0.35, label=label)
    label = say("mark_untrained", lang)
    axes.stairs(numbers.untrained, numbers.edges, color=INK, linewidth=0.9, linestyle="--", label=label)
    axes.stairs(numbers.found, numbers.edges, color=TRAINING, linewidth=1.6, label=say("matches_of_runs", lang))
    label = say("matches_from", lang, threshold=threshold)
    axes.axvline(threshold, color=INK, linestyle=":", linewidth=1.2, label=label)
    axes.set_xlim(0, 1)
    axes.set_xlabel(say("axis_match", lang))
    axes.set_ylabel(say("axis_comparisons", lang))
    axes.set_ylim(
        0, 1.55 * max(float(shares.max()) for shares in (numbers.chance, numbers.untrained, numbers.found)) or 1
    )
    axes.legend(loc="upper left")  # few are less alike than 0.3


def _draw_examples(axes: Axes, found: Stability, shape: tuple[int, int, int], height: float, lang: str) -> None:
    """Two blocks of tiles, at pixel positions from the top left."""
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH * DPI)
    axes.set_ylim(height * DPI, 0)
    lefts = (0.02 * WIDTH * DPI, WIDTH * DPI - 0.02 * WIDTH * DPI - BLOCK)
    for left, title, block in zip(lefts, TITLED, found.examples, strict=True):
        axes.text(left, 24, say(title, lang), size=SIZE["label"] + 1, va="bottom")
        for row, example in enumerate(block[:SHOWN]):
            name = short_name(example.member, example.feature, len(found.living))
            _draw_example(axes, example, name, (left, 40 + row * ROW + LABEL), shape, found.runs)


def _draw_example(
    axes: Axes, example: Example, name: str, at: tuple[float, float], shape: Sequence[int], runs: int
) -> None:
    left, top = at
    pictures = np.concatenate([example.picture[None], example.others]).reshape(-1, *shape)
    tiles = signed_pictures(shrunk(pictures, TILE))
    tiles = enlarged(tiles, max(1, TILE // tiles.shape[1]))
    text: dict[str, Any] = {"size": SIZE["tiny"], "color": FAINT, "va": "bottom"}
    axes.text(left, top - 4, name, **text)
    axes.text(
        left + TILE, top - 4, f"{example.found}/{runs} ({example.untrained})", ha="right", **(text | {"color": INK})
    )
    for place, tile in enumerate(tiles):
        x = left + (0 if place == 0 else TILE + 20 + (place - 1) * (TILE + GAP))
        axes.imshow(tile, extent=(x, x + TILE, top + TILE, top), interpolation="nearest", aspect="auto")
        if place:
            axes.text(x, top - 4, f"{example.cosines[place - 1]:.2f}", **text)
    axes.set_xlim(0, WIDTH * DPI)  # imshow moves the limits

"""A comparison of methods as a picture: one line a method, held-out and training r side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mousaic.analysis.compare.score_table import Row
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.style import DPI, FAINT, INK, SIZE, TRAINING, VALIDATION, house_style, plain, wrapped
from mousaic.said import Said, told
from mousaic.words.put import percent, put, put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, LINE = 10.0, 0.245  # inches
LEFT, RIGHT = 0.335, 0.70  # of the width: where the panel begins and ends
COLUMNS = (("held_out_r", 0.755), ("unexplained", 0.828), ("numbers", 0.918), ("dead_tile", 0.975))
"""Keys of the words above the columns at the right, and where these end, in parts of the width."""


class Line(NamedTuple):
    """One method as drawn; ``place`` counts lines from the top, headings included."""

    place: int
    label: Said | str
    ours: bool
    held_out: float
    low: float
    high: float
    training: float
    cells: tuple[str, ...]
    """What stands in the columns at the right."""


class Heading(NamedTuple):
    """A line of words above a block."""

    place: int
    said: Said


class Drawing(NamedTuple):
    """All that the picture shows."""

    lines: list[Line]
    headings: list[Heading]
    low: float
    """Where the axis of r begins; it ends at 1."""
    height: int
    """Lines and headings together."""


def drawing(rows: Sequence[Row], k: int, lang: str = "en") -> Drawing:
    """The numbers of :func:`comparison`: rows at equal code size first, then the wider ones."""
    lines: list[Line] = []
    headings: list[Heading] = []
    place = 0
    for wide, title in ((False, told("equal_numbers_codes", k=k)), (True, told("more_numbers_each"))):
        block = [row for row in rows if row.wide == wide]
        if not block:
            continue
        place += bool(lines)  # a blank line between the blocks
        headings.append(Heading(place, title))
        for row in block:
            place += 1
            r, low, high = row.pearson, row.pearson_low, row.pearson_high
            lines.append(
                Line(place, put(row.title, lang), row.ours, r, low, high, row.train_pearson, _cells(row, lang))
            )
        place += 1
    least = min((min(line.low, line.training) for line in lines), default=0.0)
    return Drawing(lines, headings, max(-1.0, min(least - 0.02, 0.9)), max(place, 1))


def _cells(row: Row, lang: str) -> tuple[str, ...]:
    numbers = f"{row.values}" + (f" +{row.positions} p" if row.positions else "")
    dead = "" if row.dead is None else percent(row.dead, lang)
    return f"{row.pearson:.3f}", f"{row.fvu:.3f}", numbers, dead


def comparison(
    rows: Sequence[Row], verdict: Sequence[Said | str], settings: Mapping[str, Any], lang: str = "en"
) -> Drawn:
    """One line a method: held-out r with its interval, training r, and the columns of the table that matter.

    Args:
        rows: of the table, in its order.
        verdict: what is said above.
        settings: of the comparison (images, groups, folds, repeats, k).
    """
    from matplotlib.figure import Figure

    numbers = drawing(rows, settings["k"], lang)
    heading, *rest = [put(line, lang) for line in verdict] or [""]
    design = told("comparison_design_repeats" if settings["repeats"] > 1 else "comparison_design", **settings)
    caption = put_all([design, told("comparison_caption")], lang)
    with house_style():
        width = WIDTH * 0.96 * DPI
        title = wrapped(heading, width * 0.92, SIZE["heading"])
        more = [line for sentence in rest for line in wrapped(sentence, width, SIZE["label"])]
        below_lines = wrapped(caption, width, SIZE["small"])
        above = 0.35 + 0.19 * len(title) + 0.155 * len(more) + 0.35
        below = 0.65 + 0.145 * len(below_lines)
        height = above + LINE * numbers.height + below
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((LEFT, below / height, RIGHT - LEFT, LINE * numbers.height / height))
        y = 1 - 0.12 / height
        figure.text(0.02, y, "\n".join(map(plain_line, title)), size=SIZE["heading"], weight="bold", va="top")
        y -= (0.08 + 0.19 * len(title)) / height
        figure.text(0.02, y, "\n".join(map(plain_line, more)), size=SIZE["label"], va="top", linespacing=1.35)
        _draw(axes, numbers, lang)
        y = (below - 0.52) / height
        figure.text(0.02, y, "\n".join(below_lines), size=SIZE["small"], color=FAINT, va="top", linespacing=1.4)
    return Drawn(figure, heading, caption, _alt(numbers, lang))


def _alt(numbers: Drawing, lang: str) -> str:
    listed = [
        told("alt_method", name=line.label, r=line.held_out, low=line.low, high=line.high, training=line.training)
        for line in numbers.lines
    ]
    return say("alt_comparison", lang, methods=len(listed), listed=listed)


def plain_line(text: str) -> str:
    """One line of text, safe to draw."""
    return plain(text, longest=1000)


def _draw(axes: Axes, numbers: Drawing, lang: str) -> None:
    axes.set_ylim(numbers.height - 0.4, -0.6)
    axes.set_xlim(numbers.low, 1.0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(say("axis_pearson", lang))
    frame = axes.get_yaxis_transform()  # x in parts of the panel, y in lines

    def column(x: float) -> float:
        return (x - LEFT) / (RIGHT - LEFT)

    for heading in numbers.headings:
        axes.text(
            column(0.02),
            heading.place,
            put(heading.said, lang),
            transform=frame,
            va="center",
            size=SIZE["label"],
            color=FAINT,
        )
    for line in numbers.lines:
        weight = "bold" if line.ours else "normal"
        axes.text(
            column(LEFT) - 0.02, line.place, plain(put(line.label, lang), 70), transform=frame, ha="right", va="center",
            size=SIZE["label"], weight=weight,
        )  # fmt: skip
        for (_, x), cell in zip(COLUMNS, line.cells, strict=True):
            axes.text(column(x), line.place, cell, transform=frame, ha="right", va="center", size=SIZE["label"])
    for name, x in COLUMNS:
        axes.text(
            column(x), -0.75, say(name, lang), transform=frame, ha="right", va="bottom", size=SIZE["small"], color=FAINT
        )
    places = [line.place for line in numbers.lines]
    axes.hlines(places, numbers.low, 1.0, color="#eeeeee", linewidth=0.6, zorder=0)
    axes.hlines(
        places, [line.low for line in numbers.lines], [line.high for line in numbers.lines], color=VALIDATION,
        linewidth=1.4,
    )  # fmt: skip
    axes.plot(
        [line.training for line in numbers.lines], places, "o", markersize=5, markerfacecolor="none",
        markeredgecolor=TRAINING, label=say("dots_learned_from", lang), clip_on=False,
    )  # fmt: skip
    axes.plot(
        [line.held_out for line in numbers.lines], places, "o", markersize=5, color=VALIDATION,
        label=say("dots_held_out", lang), clip_on=False,
    )  # fmt: skip
    axes.legend(
        loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2, handletextpad=0.2, columnspacing=1.2, labelcolor=INK
    )

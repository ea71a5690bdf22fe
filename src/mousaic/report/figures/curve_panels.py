"""The training curves: losses, Pearson r and dead features, epoch by epoch."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from mousaic.arrays import Floats
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.style import FAINT, PAPER, SIZE, THIRD, TRAINING, VALIDATION, house_style, wrapped
from mousaic.report.figures.ticks import log_ticks
from mousaic.said import Said, told
from mousaic.words.put import put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH, HEIGHT = 10.0, 3.9  # inches
PARTS = {"train": "curve_training", "validation": "curve_held_out"}
"""Keys of the words for the two parts of the images."""


class Curve(NamedTuple):
    """One line of a panel."""

    name: str
    """What it is, in every language's words: ``curve_NAME``."""
    colour: str
    dashes: str
    values: Floats
    """One number an epoch; NaN where there is none."""


class Curves(NamedTuple):
    """All that the figure shows. Lines without a single number are left out."""

    epochs: Floats
    losses: list[Curve]
    """Above zero only: zero has no place on a logarithmic axis."""
    pearson: list[Curve]
    dead: list[Curve]
    """In percent."""
    baselines: dict[str, float]
    """Pearson r of the mean image, for "train" and "validation"."""


def curves(history: Sequence[Mapping[str, float]], baseline: Mapping[str, float] | None = None) -> Curves:
    """The numbers of :func:`training_curves`, from the rows of ``history.csv``."""

    def column(name: str, factor: float = 1.0) -> Floats:
        values = [row.get(name) for row in history]
        return np.array([math.nan if v is None else float(v) * factor for v in values], dtype=np.float64)

    def above_zero(name: str) -> Floats:
        values = column(name)
        return np.where(np.isfinite(values) & (values > 0), values, math.nan)

    def seen(*found: Curve) -> list[Curve]:
        return [curve for curve in found if np.isfinite(curve.values).any()]

    pearson = seen(
        Curve("training", TRAINING, "-", column("pearson")),
        Curve("training_all", TRAINING, "--", column("pearson_ensemble")),
        Curve("held_out", VALIDATION, "-", column("validation_pearson")),
        Curve("held_out_all", VALIDATION, "--", column("validation_pearson_ensemble")),
    )
    alone = all(
        np.allclose(column(part + "pearson"), column(part + "pearson_ensemble"), atol=1e-6, equal_nan=True)
        for part in ("", "validation_")
    )
    if alone:  # of one member, the ensemble's r is the member's
        pearson = [curve for curve in pearson if curve.dashes == "-"]
    if np.allclose(column("loss"), column("reconstruction"), rtol=1e-6, equal_nan=True):  # and nothing else is in it
        losses = seen(
            Curve("training", TRAINING, "-", above_zero("reconstruction")),
            Curve("held_out", VALIDATION, "-", above_zero("validation_reconstruction")),
        )
    else:
        losses = seen(
            Curve("total", TRAINING, "-", above_zero("loss")),
            Curve("reconstruction", TRAINING, "--", above_zero("reconstruction")),
            Curve("consistency", THIRD, "-", above_zero("consistency")),
            Curve("held_out_reconstruction", VALIDATION, "-", above_zero("validation_reconstruction")),
        )
    return Curves(
        epochs=column("epoch"),
        losses=losses,
        pearson=pearson,
        dead=seen(Curve("training", TRAINING, "-", column("dead_fraction", 100))),
        baselines={part: r for part, r in (baseline or {}).items() if r is not None and math.isfinite(r)},
    )


def training_curves(
    history: Sequence[Mapping[str, float]], baseline: Mapping[str, float] | None = None, lang: str = "en"
) -> Drawn:
    """Three panels: losses on a logarithmic axis, Pearson r with the mean image's, dead features.

    Args:
        history: rows with the keys of ``history.csv``; missing, None and NaN values are left out.
        baseline: Pearson r of the mean image for ``"train"`` and ``"validation"``.
    """
    from matplotlib.figure import Figure

    numbers = curves(history, baseline)
    with house_style():
        figure = Figure(figsize=(WIDTH, HEIGHT))
        left, middle, right = figure.subplots(1, 3)
        figure.subplots_adjust(left=0.06, right=0.985, top=0.92, bottom=0.40, wspace=0.24)
        _draw_losses(left, numbers, lang)
        _draw_pearson(middle, numbers, lang)
        _draw_dead(right, numbers, lang)
        several = any(curve.name == "total" for curve in numbers.losses)
        caption = say(
            "curves_caption", lang, total=told("curves_total") if several else None,
            together=told("curves_together") if any(curve.dashes == "--" for curve in numbers.pearson) else None,
        )  # fmt: skip
        lines = wrapped(caption, WIDTH * 0.925 * figure.dpi, SIZE["small"])
        figure.text(0.06, 0.17, "\n".join(lines), size=SIZE["small"], color=FAINT, va="top", linespacing=1.4)
    return Drawn(figure, say("curves_heading", lang), caption, put_all(_alt(numbers), lang))


def _alt(numbers: Curves) -> list[Said]:
    """Where each line begins and ends."""
    said = [told("alt_curves", epochs=len(numbers.epochs))]
    for key, drawn in (
        ("alt_curve", numbers.losses),
        ("alt_curve_r", numbers.pearson),
        ("alt_curve_dead", numbers.dead),
    ):
        for curve in drawn:
            known = curve.values[np.isfinite(curve.values)]
            said.append(told(key, name=told(f"curve_{curve.name}"), first=float(known[0]), last=float(known[-1])))
    said += [told("alt_mean_image", part=told(PARTS[part]), r=r) for part, r in numbers.baselines.items()]
    return said


def _draw(axes: Axes, numbers: Curves, drawn: list[Curve], title: str, lang: str) -> None:
    """What the panels share; ``title`` is the key of its words."""
    from matplotlib.ticker import MaxNLocator

    few = len(numbers.epochs) <= 10  # a single epoch is a point, which only a marker shows
    for curve in drawn:
        marker: dict[str, Any] = {"marker": "o", "markersize": 3} if few else {}
        axes.plot(numbers.epochs, curve.values, curve.dashes, color=curve.colour,
                  label=say(f"curve_{curve.name}", lang), **marker)  # fmt: skip
    axes.set_title(say(title, lang))
    axes.set_xlabel(say("epoch", lang))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=7))
    if len(numbers.epochs) == 1:
        axes.set_xticks(numbers.epochs)
    if len(drawn) > 1:  # below the panel, where no curve can run through it
        axes.legend(loc="upper left", bbox_to_anchor=(-0.06, -0.17), ncols=2, handlelength=2.2, columnspacing=0.9)
    if not drawn:
        axes.text(0.5, 0.5, say("no_numbers", lang), transform=axes.transAxes, ha="center", color=FAINT)


def _draw_losses(axes: Axes, numbers: Curves, lang: str) -> None:
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

    _draw(axes, numbers, numbers.losses, "chart_loss", lang)
    if not numbers.losses:
        return
    values = np.concatenate([curve.values for curve in numbers.losses])
    ticks = log_ticks(float(np.nanmin(values)), float(np.nanmax(values)))
    axes.set_yscale("log")
    axes.set_ylim(ticks[0], ticks[-1])
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def _draw_pearson(axes: Axes, numbers: Curves, lang: str) -> None:
    from matplotlib.patheffects import withStroke

    _draw(axes, numbers, numbers.pearson, "chart_r", lang)
    # The higher line is labelled above itself and the lower one below, so that close ones stay legible.
    ranked = sorted(numbers.baselines.items(), key=lambda item: -item[1])
    for place, (part, r) in zip(("bottom", "top"), ranked, strict=False):
        colour = VALIDATION if part == "validation" else TRAINING
        axes.axhline(r, color=colour, linestyle=":", linewidth=1.2)
        label = say("mean_image_is", lang, part=told(PARTS[part]), r=r)
        halo = [withStroke(linewidth=2.5, foreground=PAPER)]
        axes.annotate(
            label, (0.99, r), xycoords=("axes fraction", "data"), xytext=(0, 2 if place == "bottom" else -2),
            textcoords="offset points", ha="right", va=place, size=SIZE["small"], color=colour, path_effects=halo,
        )  # fmt: skip
    axes.margins(y=0.12)


def _draw_dead(axes: Axes, numbers: Curves, lang: str) -> None:
    _draw(axes, numbers, numbers.dead, "curves_dead", lang)
    highest = max((float(np.nanmax(curve.values)) for curve in numbers.dead), default=0.0)
    axes.set_ylim(-0.02 * max(5.0, highest), 1.12 * max(5.0, highest))

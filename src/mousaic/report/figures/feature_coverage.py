"""Where the features look, beside the mean image and what the reconstructions still miss."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.arrays import Floats
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.style import DPI, FAINT, SIZE, house_style, plain, wrapped
from mousaic.said import Said, told
from mousaic.words.put import say

WIDTH, MAP = 10.0, 2.55  # inches


class Maps(NamedTuple):
    """What the figure shows: (S, S) each."""

    mean: Floats
    """The mean image, channels averaged, 0 to 1."""
    density: Floats
    """Energy of features, 1 on average."""
    error: Floats
    """Root mean squared error of the reconstructions, 0 to 1."""


def maps(analysis: FeatureAnalysis) -> Maps:
    """The numbers of :func:`feature_coverage`."""
    mean = analysis.evidence.images.pixels.mean((0, 1), dtype=np.float64)
    assert analysis.coverage is not None
    return Maps(mean, analysis.coverage.density, np.sqrt(analysis.coverage.error))


def feature_coverage(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """Three maps side by side."""
    from matplotlib.figure import Figure

    found, cover = maps(analysis), analysis.coverage
    assert cover is not None
    heading = say("coverage_heading", lang)
    caption = say("coverage_caption", lang, features=cover.features, half=cover.half)
    shown = (
        ("coverage_mean", found.mean, "gray", 0.0, 1.0),
        ("coverage_density", found.density, "viridis", 0.0, float(found.density.max())),
        ("coverage_error", found.error, "magma", 0.0, float(found.error.max())),
    )
    below, above = (0.6, 0.6) if framed else (0.1, 0.3)
    height = below + MAP + above
    with house_style():
        figure = Figure(figsize=(WIDTH, height))
        if framed:
            figure.text(0.02, 0.96, heading, size=SIZE["heading"], weight="bold", va="top")
            lines = wrapped(plain(caption, 2000), WIDTH * 0.96 * DPI, SIZE["small"])
            figure.text(0.02, 0.11, "\n".join(lines), size=SIZE["small"], color=FAINT, va="top", linespacing=1.4)
        for place, (key, values, colours, low, high) in enumerate(shown):
            axes = figure.add_axes((0.02 + place * 0.33, below / height, MAP / WIDTH, MAP / height))
            picture = axes.imshow(values, cmap=colours, vmin=low, vmax=max(high, 1e-9), interpolation="nearest")
            axes.set_title(say(key, lang))
            axes.set_axis_off()
            bar = figure.add_axes((0.28 + place * 0.33, below / height, 0.01, MAP / height))
            figure.colorbar(picture, cax=bar).outline.set_linewidth(0.4)
            bar.grid(False)
    return Drawn(figure, heading, caption, _alt(found, cover.half, lang))


FIGURE = FeatureFigure(feature_coverage, "features")


def _alt(found: Maps, half: float, lang: str) -> str:
    typical = float(np.sqrt(np.square(found.error).mean()))
    return say(
        "alt_coverage", lang, half=half, dense=place_of(found.density), density=float(found.density.max()),
        wrong=place_of(found.error), error=float(found.error.max()), typical=typical,
    )  # fmt: skip


def place_of(values: Floats) -> Said:
    """Where a map (H, W) is largest, in words: one of nine places."""
    row, column = np.unravel_index(int(np.argmax(values)), values.shape)
    down = ("top", "middle", "bottom")[3 * int(row) // values.shape[0]]
    across = ("left", "middle", "right")[3 * int(column) // values.shape[1]]
    return told(f"place_{down}_{across}")

"""Trivial properties beside the classes and beside the features."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.analysis.classes.class_differences import LEVEL
from mousaic.analysis.classes.shortcuts import FOLLOWS
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.arrays import Floats
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.panels import panels
from mousaic.report.figures.style import FAINT, INK, SIZE, TRAINING, VALIDATION, house_style
from mousaic.report.findings.feature_findings import shortcut_headline
from mousaic.said import Said, told
from mousaic.words.put import put, put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class ShortcutNumbers(NamedTuple):
    """What the panels show, one entry a property, the most telling first."""

    names: list[str]
    auc: list[float]
    """Of the two directions the telling one: 0.5 to 1."""
    p: list[float]
    """Corrected for all properties."""
    features: list[Floats]
    """|r| of every feature that fires with the property."""
    best: list[float]
    """|r| of the clearest class feature; empty without classes."""


def shortcut_numbers(analysis: FeatureAnalysis) -> ShortcutNumbers:
    """The numbers of :func:`shortcut_figure`."""
    found, d = analysis.shortcuts, analysis.differences
    auc = np.maximum(found.auc, 1 - found.auc)
    order = np.lexsort((-auc, found.p_family)).tolist()
    follows = np.abs(found.features[~analysis.use.dead])
    best: list[float] = []
    if d is not None and d.tested.any():
        m, h = d.ranked()[0]
        best = [abs(float(found.features[m, h, i])) for i in order]
    return ShortcutNumbers(
        [found.names[i] for i in order], auc[order].tolist(), found.p_family[order].tolist(),
        [follows[:, i] for i in order], best,
    )  # fmt: skip


def shortcut_figure(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """How well each property tells the classes apart, and how closely features follow it."""
    found = shortcut_numbers(analysis)
    classes = analysis.differences is not None
    heading = put(shortcut_headline(analysis.shortcuts), lang) or say("shortcuts_heading", lang)
    caption = say("shortcuts_caption", lang, follows=FOLLOWS)
    titles = [say("auc_title", lang)] * classes + [say("follow_title", lang)]
    with house_style():
        figure, axes = panels(heading, caption, titles, left=0.135, framed=framed)
        if classes:
            _auc(axes[0], found, lang)
        _follow(axes[-1], found, lang)
    return Drawn(figure, heading, caption, put_all(_alt(found, classes), lang))


FIGURE = FeatureFigure(shortcut_figure, "shortcuts")


def _alt(found: ShortcutNumbers, classes: bool) -> list[Said]:
    """AUC and p of each property, how many features follow it, and what the clearest class feature comes closest to."""
    listed = []
    for place, name in enumerate(found.names):
        values = found.features[place]
        at = {"name": told(name), "follow": int((values >= FOLLOWS).sum()), "features": len(values)}
        at |= {"auc": found.auc[place], "p": found.p[place]} if classes else {}
        listed.append(told("alt_property_auc" if classes else "alt_property", **at))
    said = [told("alt_shortcuts", follows=FOLLOWS, listed=listed)]
    if found.best:
        most = int(np.argmax(found.best))
        said.append(told("alt_shortcut_best", name=told(found.names[most]), r=found.best[most]))
    return said


def _auc(axes: Axes, found: ShortcutNumbers, lang: str) -> None:
    places = np.arange(len(found.names))
    colours = [VALIDATION if p <= LEVEL else TRAINING for p in found.p]
    axes.barh(places, [value - 0.5 for value in found.auc], left=0.5, height=0.6, color=colours)
    for place, value, p in zip(places, found.auc, found.p, strict=True):
        inside = value > 0.85
        text, ha, colour = say("auc_bar", lang, auc=value, p=p), "left", INK
        if inside:
            ha, colour = "right", "white"
        x = value + (-0.01 if inside else 0.01)
        axes.text(x, float(place), text, va="center", ha=ha, size=SIZE["small"], color=colour)
    axes.set_xlim(0.5, 1.0)
    axes.set_xlabel(say("axis_auc", lang))
    _properties(axes, found, lang)


def _follow(axes: Axes, found: ShortcutNumbers, lang: str) -> None:
    for place, values in enumerate(found.features):
        spread = (np.arange(len(values)) * 0.618034 % 1 - 0.5) * 0.5
        axes.plot(values, place + spread, ".", color=FAINT, markersize=1.5, alpha=0.35, rasterized=True,
                  label=say("a_feature", lang) if place == 0 else None)  # fmt: skip
    if found.best:
        axes.plot(found.best, np.arange(len(found.best)), "D", color=VALIDATION, markersize=5,
                  label=say("best_class_feature", lang))  # fmt: skip
    axes.axvline(FOLLOWS, color=INK, linewidth=0.9, linestyle="--")
    axes.set_xlim(0, 1)
    axes.set_xlabel(say("axis_r", lang))
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, markerscale=1.2)
    _properties(axes, found, lang)


def _properties(axes: Axes, found: ShortcutNumbers, lang: str) -> None:
    axes.set_yticks(np.arange(len(found.names)), [say(name, lang) for name in found.names])
    axes.set_ylim(len(found.names) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)

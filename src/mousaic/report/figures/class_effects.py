"""All class differences at once: how large, how likely by chance, and whether there are more than chance gives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.classes.class_differences import ClassDifferences
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.arrays import Flags, Floats, Ints
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.panels import panels
from mousaic.report.figures.style import FAINT, TRAINING, VALIDATION, house_style
from mousaic.report.findings.feature_findings import power_headline
from mousaic.words.put import put, say

BINS = 20


class Effects(NamedTuple):
    """What the panels show of the F features tested."""

    effect: Floats
    """(F,): size of the effect, its sign left out."""
    p: Floats
    """(F,): of each feature alone."""
    passed: Flags
    """(F,): after correction for all."""
    counts: Ints
    """Features by p, in :data:`BINS` equal bins from 0 to 1."""
    expected: float
    """Features in each bin if no feature differed (and no two had the same p)."""


def effects(found: ClassDifferences) -> Effects:
    """The numbers of :func:`class_effects`."""
    p = found.p[found.tested]
    counts = np.histogram(p, np.linspace(0, 1, BINS + 1))[0]
    return Effects(np.abs(found.effect[found.tested]), p, found.passed[found.tested], counts, len(p) / BINS)


def class_effects(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """Effect against p, and how the p are distributed beside an even spread."""
    from matplotlib.ticker import MaxNLocator

    d, names = analysis.differences, analysis.evidence.images.class_names
    assert d is not None
    found = effects(d)
    heading = put(power_headline(d, names), lang) or say("class_effects_heading", lang)
    caption, titles = say("effects_caption", lang), [say("effects_title", lang), say("p_title", lang)]
    with house_style():
        figure, (cloud, histogram) = panels(heading, caption, titles, plot=2.9, left=0.075, framed=framed)
        for chosen, colour, key in ((~found.passed, TRAINING, "not_passed"), (found.passed, VALIDATION, "passed")):
            if chosen.any():
                cloud.plot(found.effect[chosen], found.p[chosen], "o", color=colour, markersize=3, alpha=0.6,
                           markeredgewidth=0, label=say(key, lang))  # fmt: skip
        if np.isfinite(d.least_effect):
            cloud.axvline(d.least_effect, color=FAINT, linewidth=0.9, linestyle="--", label=say("needed", lang))
        cloud.set_yscale("log")
        cloud.set_ylim(1.3, max(d.floor, 1e-6) / 2)
        ticks = [tick for tick in (1.0, 0.1, 0.01, 0.001, 1e-4, 1e-5) if tick >= d.floor * 0.99]
        cloud.set_yticks(ticks, [f"{tick:.5f}".rstrip("0").rstrip(".") for tick in ticks])
        cloud.minorticks_off()
        cloud.set_xlim(left=0)
        cloud.set_xlabel(say("axis_effect", lang))
        cloud.set_ylabel(say("axis_p", lang))
        cloud.legend(loc="upper left")
        places = (np.arange(BINS) + 0.5) / BINS
        histogram.bar(places, found.counts, width=0.9 / BINS, color=TRAINING)
        histogram.axhline(found.expected, color=VALIDATION, linestyle="--", label=say("by_chance", lang))
        histogram.set_xlim(0, 1)
        histogram.set_xlabel(say("axis_p", lang))
        histogram.set_ylabel(say("features", lang))
        histogram.set_ylim(0, 1.2 * max(1.0, found.expected, float(found.counts.max())))  # the legend has room above
        histogram.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
        histogram.legend(loc="upper right")
    alt = say(
        "alt_effects", lang, tested=len(found.p), largest=float(found.effect.max()), p=float(found.p.min()),
        passed=int(found.passed.sum()), low=int(found.counts[0]), expected=found.expected, edge=1 / BINS,
    )  # fmt: skip
    return Drawn(figure, heading, caption, alt)


FIGURE = FeatureFigure(class_effects, "classes")

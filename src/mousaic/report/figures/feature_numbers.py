"""How often features fire, how much each carries, and how alike they are, as three panels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.arrays import Floats, Ints
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FeatureFigure
from mousaic.report.figures.panels import panels
from mousaic.report.figures.style import FAINT, TRAINING, VALIDATION, house_style
from mousaic.said import Said, told
from mousaic.words.put import put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BARS = 400
"""The most bars for numbers of images; with more images, several numbers share one."""


class Numbers(NamedTuple):
    """What the panels show."""

    fired: Ints
    """(N + 1,): features, of all members, by the number of images in which they fire."""
    carried: Floats
    """(M, H): each member's share of its importance above 0 that its 1, 2, 3, ... most important features make up."""
    cosine: Floats
    """Nearest |cosine| of each feature looked at."""
    chance: Floats
    """The same of random features."""


def numbers(analysis: FeatureAnalysis) -> Numbers:
    """The numbers of :func:`feature_numbers`."""
    images = len(analysis.evidence.images)
    counts = np.rint(analysis.use.firing_rate * images).astype(np.int64)
    ordered = np.sort(np.maximum(analysis.use.importance, 0), axis=1)[:, ::-1].cumsum(1)
    carried = ordered / np.maximum(ordered[:, -1:], 1e-30)
    cosine = analysis.redundancy.cosine
    return Numbers(np.bincount(counts.ravel(), minlength=images + 1), carried, cosine[~np.isnan(cosine)],
                   analysis.redundancy.chance)  # fmt: skip


def feature_numbers(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """Three panels: firing, importance, redundancy."""
    found = numbers(analysis)
    heading, caption = say("numbers_heading", lang), say("numbers_caption", lang)
    titles = [say(key, lang) for key in ("numbers_firing", "numbers_carried", "numbers_alike")]
    with house_style():
        figure, (firing, carried, alike) = panels(heading, caption, titles, framed=framed)
        _firing(firing, found, lang)
        ranks = np.arange(1, found.carried.shape[1] + 1)
        for row in found.carried:
            carried.plot(ranks, 100 * row, color=TRAINING, linewidth=1.0, alpha=0.7)
        carried.set_xscale("log")
        ticks = [10**i for i in range(7) if 10**i <= len(ranks)]
        carried.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        carried.minorticks_off()
        carried.set_xlabel(say("axis_rank", lang))
        carried.set_ylim(0, 102)
        if len(found.cosine):
            edges = np.linspace(0, 1, 51).tolist()
            for values, colour, key in ((found.cosine, TRAINING, "learned"), (found.chance, FAINT, "random_features")):
                weights = np.full(len(values), 100 / max(len(values), 1))
                alike.hist(
                    values, edges, weights=weights, color=colour, alpha=0.75, label=say(key, lang),
                    histtype="stepfilled",
                )  # fmt: skip
            alike.legend(loc="upper right")
        alike.set_xlim(0, 1)
        alike.set_xlabel(say("axis_cosine", lang))
    return Drawn(figure, heading, caption, put_all(_alt(found), lang))


FIGURE = FeatureFigure(feature_numbers, "features")


def _alt(found: Numbers) -> list[Said]:
    images = len(found.fired) - 1
    counts = np.repeat(np.arange(images + 1), found.fired)
    firing = counts[counts > 0]
    few = max(1, found.carried.shape[1] // 10)
    said = [
        told("alt_firing", features=len(counts), silent=int(found.fired[0]), always=int(found.fired[-1]), images=images,
             median=float(np.median(firing)) if len(firing) else 0.0),
        told("alt_carried", few=few, share=float(found.carried[:, few - 1].mean())),
    ]  # fmt: skip
    if len(found.cosine):
        said.append(told("alt_alike", cosine=float(np.median(found.cosine)), chance=float(np.median(found.chance))))
    return said


def _firing(axes: Axes, found: Numbers, lang: str) -> None:
    """Silent features apart, as they would dwarf the others."""
    used, always = found.fired[1:], len(found.fired) - 1
    each = -(-len(used) // BARS)  # numbers of images that share a bar
    places = np.arange(0, len(used), max(each, 1))
    axes.bar(places + (each + 1) / 2, np.add.reduceat(used, places) if len(used) else used, 0.9 * each, color=TRAINING)
    if always and found.fired[always]:
        axes.bar([always], [found.fired[always]], width=0.9 * each, color=VALIDATION, label=say("every_image", lang))
        axes.legend(loc="upper right")
    last = int(np.flatnonzero(used)[-1]) + 1 if used.any() else 1
    axes.set_xlim(0.3, last + 1.7)
    axes.set_xlabel(say("axis_images", lang))
    text = say("silent", lang, count=int(found.fired[0]))
    axes.text(0.97, 0.80, text, transform=axes.transAxes, ha="right", color=FAINT)

"""How classes are confused, whether probabilities can be believed, and how a number foretold goes with the real one.

All of images that were held out, as the recommended model told them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.arrays import Floats, Ints
from mousaic.images.names import shown
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.panels import panels
from mousaic.report.figures.style import FAINT, INK, SIZE, TRAINING, VALIDATION, house_style, plain
from mousaic.said import Said, told
from mousaic.uses.classify.classification import Classification
from mousaic.words.put import put_all, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BINS = 5
MOST_NUMBERED = 12
"""Of more classes the cells hold no numbers."""
LISTED = 6
"""Cells, bins or images that the alternative text tells."""


class Calibration(NamedTuple):
    """Bins of equally many (image, class) pairs, by the probability told."""

    told: Floats
    """(b,): mean probability."""
    share: Floats
    """(b,): how often it was so."""
    pairs: Ints
    """(b,): how many."""


def confusion_counts(found: Classification) -> Floats:
    """(C, C): how many images of each class (row) were told to be of each (column), the mean over repeats."""
    classes = len(found.outcome.classes)
    counts = np.zeros((classes, classes))
    for said in found.told.astype(np.int64):
        np.add.at(counts, (found.outcome.labels, said), 1 / len(found.told))
    return counts


def calibration(found: Classification) -> Calibration:
    """How probabilities go with how often they are right: of two classes of the second, of more of each."""
    classes = len(found.outcome.classes)
    chosen = [1] if classes == 2 else list(range(classes))
    said = np.concatenate([found.outputs[..., c].ravel() for c in chosen])
    right = np.concatenate([np.tile(found.outcome.labels == c, len(found.outputs)) for c in chosen])
    order = np.argsort(said, kind="stable")
    bins = [one for one in np.array_split(order, BINS) if len(one)]
    return Calibration(
        np.array([said[one].mean() for one in bins]), np.array([right[one].mean() for one in bins]),
        np.array([len(one) for one in bins], np.int64),
    )  # fmt: skip


def confusion(found: Classification, lang: str = "en", framed: bool = True) -> Drawn:
    """Which classes are taken for which, and whether probabilities can be believed."""
    counts, curve = confusion_counts(found), calibration(found)
    heading, caption = say("confusion_heading", lang), say("confusion_caption", lang)
    with house_style():
        figure, axes = panels(
            heading, caption, [say("confusion_panel", lang), say("calibration_panel", lang)], 3.2, 0.14, framed
        )
        _matrix(axes[0], counts, found.outcome.classes, lang)
        _curve(axes[1], curve, lang)
    return Drawn(figure, heading, caption, put_all(_alt(found, counts, curve), lang))


def foretold(found: Classification, lang: str = "en", framed: bool = True) -> Drawn:
    """The number of each image, and what was said of it."""
    values, said = found.outcome.values, found.told[0]
    heading, caption = say("foretold_heading", lang, name=found.outcome.name), say("foretold_caption", lang)
    with house_style():
        figure, axes = panels(heading, caption, [""], 3.2, 0.08, framed)
        ends = [min(values.min(), said.min()), max(values.max(), said.max())]
        axes[0].plot(ends, ends, "--", color=FAINT, linewidth=1)
        axes[0].plot(values, said, "o", color=VALIDATION, markersize=4, alpha=0.8)
        axes[0].set_xlabel(say("foretold_real", lang, name=plain(shown(found.outcome.name))))
        axes[0].set_ylabel(say("foretold_said", lang))
    r2 = found.scores.main.mean
    return Drawn(
        figure, heading, caption, say("alt_foretold", lang, images=len(values), r2=r2, r=found.scores.spearman)
    )


def _matrix(axes: Axes, counts: Floats, classes: tuple[str, ...], lang: str) -> None:
    share = counts / np.maximum(counts.sum(1, keepdims=True), 1)
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    names = [plain(shown(name), 16) for name in classes]
    axes.set_xticks(
        range(len(names)), names, rotation=30 if len(names) > 3 else 0, ha="right" if len(names) > 3 else "center"
    )
    axes.set_yticks(range(len(names)), names)
    axes.grid(False)
    axes.set_xlabel(say("confusion_said", lang))
    axes.set_ylabel(say("confusion_is", lang))
    if len(names) <= MOST_NUMBERED:
        for row, column in np.ndindex(*counts.shape):
            colour = "white" if share[row, column] > 0.55 else INK
            axes.text(
                column, row, f"{counts[row, column]:.4g}", ha="center", va="center", color=colour, size=SIZE["label"]
            )


def _curve(axes: Axes, curve: Calibration, lang: str) -> None:
    axes.plot([0, 1], [0, 1], "--", color=FAINT, linewidth=1, label=say("calibration_ideal", lang))
    axes.plot(curve.told, curve.share, "o-", color=TRAINING, markersize=4, label=say("calibration_found", lang))
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.02, 1.02)
    axes.set_xlabel(say("calibration_said", lang))
    axes.set_ylabel(say("calibration_was", lang))
    axes.legend(loc="upper left")


def _alt(found: Classification, counts: Floats, curve: Calibration) -> list[Said]:
    right = [
        told("alt_confusion_class", name=name, right=float(counts[c, c]), images=float(counts[c].sum()))
        for c, name in enumerate(found.outcome.classes[:LISTED])
    ]
    bins = [
        told("alt_calibration_bin", told=float(one), share=float(share))
        for one, share in zip(curve.told, curve.share, strict=True)
    ]
    return [told("alt_confusion", listed=right), told("alt_calibration", listed=bins)]

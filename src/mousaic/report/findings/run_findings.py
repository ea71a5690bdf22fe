"""What else the numbers say: how good the model is, whether figures flatter it, whether classes differ at all.

Pure functions like those of :mod:`mousaic.report.findings.feature_findings`: numbers in, what they say out, None where
there is nothing to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mousaic.report.findings.feature_findings import LEVEL
from mousaic.said import Said, told

if TYPE_CHECKING:
    from mousaic.analysis.classes.class_means import ClassMeans
    from mousaic.arrays import Floats
    from mousaic.images.image_set import ImageSet
    from mousaic.images.splits.leaks import Leaks


REMEMBERED = 0.05
"""A gap in r between training originals and held-out images from which the model is said to remember its images."""


def quality_headline(summary: Mapping[str, Any], r: Floats, parts: Sequence[str]) -> Said:
    """How well images are described, on held-out images if there are any, beside the mean image.

    Args:
        r: (N,) Pearson r of each original, all members averaged.
        parts: (N,) "train" or "validation".
    """
    held_out = np.array([part == "validation" for part in parts])
    learned = float(np.nanmean(r[~held_out])) if np.isfinite(r[~held_out]).any() else float("nan")
    if not summary["validation"]:
        return told("quality_untested", r=summary["train"]["pearson"])
    own, mean = summary["validation"]["pearson"], summary["baselines"]["validation"]["pearson"]
    if not own > mean:
        return told("quality_none", r=own, mean=mean)
    unseen = float(np.nanmean(r[held_out])) if np.isfinite(r[held_out]).any() else float("nan")
    several = summary["members"] > 1
    remembers = None
    if learned - unseen > REMEMBERED:
        key = "quality_remembers" if several else "quality_remembers_one"
        remembers = told(key, learned=learned, unseen=unseen)
    return told("quality" if several else "quality_one", r=own, mean=mean, remembers=remembers)


def dead_headline(summary: Mapping[str, Any]) -> Said | None:
    """Whether many features learned nothing; None where few did."""
    share = summary["train"]["dead_fraction"]
    return told("dead_many", share=share) if share >= 0.5 else None


def leak_headline(leaks: Leaks | None, shared_groups: int, shared_files: int) -> Said | None:
    """Whether an image on one side of the split is also, or nearly, on the other.

    Args:
        leaks: near and exact copies that the split separates; None where nothing was held out.
        shared_groups: groups with images on both sides.
        shared_files: files of the same bytes on both sides.
    """
    if leaks is None:
        return None
    if shared_groups or shared_files:
        return told("leak_broken", groups=shared_groups, files=shared_files)
    if leaks.pairs:
        return told("leak_pairs", count=len(leaks.pairs), **leaks.first_pairs())
    return told("leak_none", unlisted=told("leak_unlisted", count=leaks.unlisted) if leaks.unlisted else None)


def group_headline(images: ImageSet, leaks: Leaks | None) -> Said | None:
    """Whether groups lie on both sides, where no split could keep or know them; None where groups are known."""
    if leaks is None or images.groups_known:
        return None
    return told("leak_unknown" if images.confounded is None else "leak_confounded")


def places_headline(found: ClassMeans | None, floor: float) -> Said | None:
    """Whether the mean images differ anywhere; None where that cannot be tested.

    Args:
        floor: the smallest p of one test.
    """
    if found is None or floor > LEVEL:
        return None
    count, places, p = int(found.passed.sum()), int(found.p.size), float(np.min(found.p))
    return told("places_some", count=count, places=places, p=p) if count else told("places_none", places=places, p=p)

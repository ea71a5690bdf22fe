"""More findings in plain sentences: how good the model is, whether figures flatter it, whether classes differ at all.

Pure functions like those of :mod:`mousaic.report.findings.feature_findings`: numbers in, sentences out, in English or
Chinese.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mousaic.images.names import first_names
from mousaic.report.findings.feature_findings import LEVEL, number
from mousaic.words.put import say

if TYPE_CHECKING:
    from mousaic.analysis.classes.class_differences import ClassDifferences
    from mousaic.analysis.classes.class_means import ClassMeans
    from mousaic.analysis.classes.permanova import Together
    from mousaic.images.splits.leaks import Leaks
    from mousaic.stats.reconstruction_scores import Floats


REMEMBERED = 0.05
"""A gap in r between training originals and held-out images from which the model is said to remember its images."""


def quality_headline(summary: Mapping[str, Any], r: Floats, parts: Sequence[str], lang: str = "en") -> str:
    """How well images are described, on held-out images if there are any, beside the mean image.

    Args:
        r: (N,) Pearson r of each original, all members averaged.
        parts: (N,) "train" or "validation".
    """
    held_out = np.array([part == "validation" for part in parts])
    learned = float(np.nanmean(r[~held_out])) if np.isfinite(r[~held_out]).any() else float("nan")
    if not summary["validation"]:
        return say("quality_untested", lang, r=f"{summary['train']['pearson']:.3f}")
    values = {
        "r": f"{summary['validation']['pearson']:.3f}",
        "mean": f"{summary['baselines']['validation']['pearson']:.3f}",
    }
    if not summary["validation"]["pearson"] > summary["baselines"]["validation"]["pearson"]:
        return say("quality_none", lang, **values)
    unseen = float(np.nanmean(r[held_out])) if np.isfinite(r[held_out]).any() else float("nan")
    text = say("quality", lang, **values)
    if learned - unseen > REMEMBERED:
        text += say("quality_remembers", lang, learned=f"{learned:.3f}", unseen=f"{unseen:.3f}")
    return text


def dead_headline(summary: Mapping[str, Any], lang: str = "en") -> str:
    """Whether many features learned nothing; empty where few did."""
    share = summary["train"]["dead_fraction"]
    return say("dead_many", lang, share=f"{share:.0%}") if share >= 0.5 else ""


def leak_headline(leaks: Leaks | None, shared_groups: int, shared_files: int, lang: str = "en") -> str:
    """Whether an image on one side of the split is also, or nearly, on the other.

    Args:
        leaks: near and exact copies that the split separates; None where nothing was held out.
        shared_groups: groups with images on both sides.
        shared_files: files of the same bytes on both sides.
    """
    if leaks is None:
        return ""
    if shared_groups or shared_files:
        return say("leak_broken", lang, groups=shared_groups, files=shared_files)
    if leaks.pairs:
        pairs = first_names([f"{a} ~ {b}" for a, b in leaks.pairs], 3, "; ")
        return say("leak_pairs", lang, count=len(leaks.pairs), pairs=pairs)
    return say("leak_none", lang) + (say("leak_unlisted", lang, count=f"{leaks.unlisted:,}") if leaks.unlisted else "")


def together_headline(found: Together | None, differences: ClassDifferences | None, lang: str = "en") -> str:
    """Whether the classes differ in all features taken together; empty where that cannot be tested."""
    if found is None or found.floor > LEVEL or differences is None:
        return ""
    values = {"p": number(found.p), "share": f"{found.share:.1%}", "chance": f"{found.by_chance:.1%}"}
    if found.p > LEVEL:
        return say("together_none", lang, **values)
    key = "together_some" if differences.passed.any() else "together_only"
    return say(key, lang, **values)


def places_headline(found: ClassMeans | None, floor: float, lang: str = "en") -> str:
    """Whether the mean images differ anywhere; empty where that cannot be tested.

    Args:
        floor: the smallest p of one test.
    """
    if found is None or floor > LEVEL:
        return ""
    count = int(found.passed.sum())
    values = {"count": f"{count:,}", "places": f"{found.p.size:,}", "p": number(float(np.min(found.p)))}
    return say("places_some" if count else "places_none", lang, **values)


def moving_hint(differences: ClassDifferences | None, lang: str = "en") -> str:
    """What a person may see and no feature shows; empty where a feature passed or nothing could be tested."""
    if differences is None or differences.passed.any() or not differences.tested.any() or differences.floor > LEVEL:
        return ""
    return say("moving_hint", lang)

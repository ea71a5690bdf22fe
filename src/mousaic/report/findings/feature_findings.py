"""The findings in plain sentences, made from the numbers; they can say that there is nothing to find.

Each function is pure: results in, sentences out, in English or Chinese. What a sentence says is decided here, how it is
worded in the tables of :mod:`mousaic.words.put`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.images.names import shown
from mousaic.words.put import say

if TYPE_CHECKING:
    from mousaic.analysis.classes.class_differences import ClassDifferences
    from mousaic.analysis.classes.class_scores import ByClass
    from mousaic.analysis.classes.shortcuts import Shortcuts
    from mousaic.analysis.feature_analysis import FeatureAnalysis
    from mousaic.analysis.features.feature_shape import FeatureShape
    from mousaic.analysis.features.importance import FeatureUse
    from mousaic.analysis.features.redundancy import Redundancy
    from mousaic.analysis.features.sparsity import Sparsity
    from mousaic.analysis.stability.recurrence import Trust

LEVEL = 0.05


class Headline(NamedTuple):
    """One sentence (or two) about one topic."""

    topic: str
    """classes, power, shortcuts, trust, by_class, use, shape, sparsity or redundancy."""
    text: str


def headlines(analysis: FeatureAnalysis, lang: str = "en") -> list[Headline]:
    """Everything, what a reader most needs to know first."""
    a, names = analysis, analysis.evidence.images.class_names
    texts = [
        ("classes", class_headline(a.differences, names, lang)),
        ("power", power_headline(a.differences, names, lang)),
        ("shortcuts", shortcut_headline(a.shortcuts, names, lang)),
        ("shortcuts", follow_headline(a.shortcuts, a.differences, lang)),
        ("trust", trust_headline(a.trust, a.differences, a.use, lang)),
        ("by_class", by_class_headline(a.by_class, lang)),
        ("use", use_headline(a.use, len(a.evidence.images), lang)),
        ("shape", shape_headline(a.shape, a.use, lang)),
        ("sparsity", sparsity_headline(a.sparsity, lang)),
        ("redundancy", redundancy_headline(a.redundancy, lang)),
    ]
    return [Headline(topic, text) for topic, text in texts if text]


def class_headline(found: ClassDifferences | None, names: Sequence[str], lang: str = "en") -> str:
    """Which features differ between the classes, or that none does, or that none could."""
    if found is None:
        return say("classes_none", lang)
    tested = int(found.tested.sum())
    if not tested:
        return say("classes_untested", lang)
    if found.floor > LEVEL:
        return say("classes_impossible", lang, floor=number(found.floor), units=_units(found, names, lang))
    m, h = found.ranked()[0]
    best = say(
        "classes_best", lang, member=int(m), feature=int(h), effect=f"{abs(found.effect[m, h]):.2f}",
        direction=say("more" if found.effect[m, h] >= 0 else "less", lang),
        name=shown(names[found.best_class[m, h]]), p=number(found.p_family[m, h]),
    )  # fmt: skip
    passed, discovered = int(found.passed.sum()), int((found.q <= LEVEL)[found.tested].sum())
    key = "classes_some" if passed else "classes_no_difference"
    text = say(key, lang, passed=f"{passed:,}", tested=f"{tested:,}", best=best)
    return text + (say("classes_discovered", lang, count=f"{discovered:,}") if discovered > passed else "")


def power_headline(found: ClassDifferences | None, names: Sequence[str], lang: str = "en") -> str:
    """What could have been found at all; empty where there is nothing to test or the first sentence says it."""
    if found is None or not found.tested.any() or found.floor > LEVEL:
        return ""
    units, tested = _units(found, names, lang), int(found.tested.sum())
    if found.exact and found.floor * tested > LEVEL:
        return say("power_few", lang, units=units, floor=number(found.floor), tested=f"{tested:,}")
    return say("power", lang, units=units, tested=f"{tested:,}", effect=f"{found.least_effect:.1f}")


def shortcut_headline(found: Shortcuts, names: Sequence[str], lang: str = "en") -> str:
    """Whether trivial properties tell the classes apart; empty without classes."""
    if not found.names or (found.best_class < 0).all():
        return ""
    order = np.lexsort((-np.abs(found.auc - 0.5), found.p_family))
    telling = [i for i in order if found.p_family[i] <= LEVEL]
    if not telling:
        i = order[0]
        return say(
            "shortcuts_none", lang, count=len(found.names), name=say(found.names[i], lang), auc=_auc(found, i),
            p=number(found.p_family[i]),
        )  # fmt: skip
    listed = [
        say("shortcut_listed", lang, name=say(found.names[i], lang), auc=_auc(found, i), p=number(found.p_family[i]))
        for i in telling
    ]
    return say("shortcuts_some", lang, listed=say("and", lang).join(listed))


def follow_headline(found: Shortcuts, differences: ClassDifferences | None, lang: str = "en") -> str:
    """Whether the class features follow something trivial; empty where no feature passed."""
    if differences is None or not differences.passed.any() or not found.names:
        return ""
    passed = [(int(m), int(h)) for m, h in differences.ranked() if differences.passed[m, h]]
    first = found.closest(*passed[0])
    following = sum(found.closest(*place).follows for place in passed)
    key = "follows" if first.follows else "follows_none"
    text = say(key, lang, name=say(first.name, lang), r=f"{first.r:.2f}", within=f"{first.within:.2f}")
    return text + (say("follow_count", lang, count=following, passed=len(passed)) if len(passed) > 1 else "")


def trust_headline(trust: Trust | None, differences: ClassDifferences | None, use: FeatureUse, lang: str = "en") -> str:
    """How many features, and class features, come back in independent runs."""
    if trust is None:
        return say("trust_unknown", lang)
    half = trust.runs / 2
    again, by_chance = (trust.found >= half) & trust.living, (trust.chance_found >= half) & trust.living
    living = int(trust.living.sum())
    text = say(
        "trust", lang, count=f"{int(again.sum()):,}", living=f"{living:,}", runs=trust.runs,
        chance=f"{int(by_chance.sum()):,}",
    )  # fmt: skip
    if differences is None or not differences.passed.any():
        return text
    passed = differences.passed
    return text + say("trust_classes", lang, count=int((again & passed).sum()), passed=int(passed.sum()))


def by_class_headline(found: ByClass, lang: str = "en") -> str:
    """Whether one class is reconstructed worse."""
    if found.p_pearson is None or found.p_squared_error is None:
        return ""
    p = min(1.0, 2 * min(found.p_pearson, found.p_squared_error))  # two measures, one claim
    key = "by_class_differs" if p <= LEVEL else "by_class_same"
    return say(key, lang, name=shown(found.worst_class), p=number(p))


def use_headline(use: FeatureUse, images: int, lang: str = "en") -> str:
    """How many features fire, and how few carry half."""
    alive = ~use.dead
    text = say("use", lang, alive=f"{int(alive.sum()):,}", total=f"{alive.size:,}", images=f"{images:,}")
    carriers = [carrying_half(row) for row in use.importance]
    if any(carriers):
        text += say("use_half", lang, count=f"{round(float(np.mean(carriers))):,}", features=f"{alive.shape[1]:,}")
    always = int(use.always_on.sum())
    return text + (say("use_always", lang, count=always) if always and images > 1 else "")


def shape_headline(shape: FeatureShape, use: FeatureUse, lang: str = "en") -> str:
    """What kinds of features there are among those that fire."""
    kinds = shape.kind[~use.dead]
    if not len(kinds):
        return ""
    shares = {kind: f"{(kinds == kind).mean():.0%}" for kind in ("local", "edge", "global", "noise")}
    return say("shape", lang, **shares)


def sparsity_headline(found: Sparsity, lang: str = "en") -> str:
    """Whether fewer or more active features would reconstruct better, on held-out images if there are any."""
    row = len(found.parts) - 1  # validation comes last
    own = found.squared_error[row, found.active.tolist().index(found.k)]
    best = int(found.best[row])
    lowest = found.squared_error[row].min()
    enough = int(found.active[np.flatnonzero(found.squared_error[row] <= 1.1 * own)[0]])
    part = say(f"on_{found.parts[row]}", lang)
    text = say("sparsity", lang, part=part, k=found.k, error=f"{own:.5f}", fewer=enough)
    if lowest < 0.98 * own:
        text += say("sparsity_better", lang, best=best, gain=f"{1 - lowest / own:.0%}")
    else:
        text += say("sparsity_enough", lang)
    return text


def redundancy_headline(found: Redundancy, lang: str = "en") -> str:
    """How alike features are."""
    if not np.isfinite(found.median):
        return ""
    return say(
        "redundancy", lang, median=f"{found.median:.2f}", chance=f"{float(np.median(found.chance)):.2f}",
        twins=f"{found.twins:.1%}",
    )  # fmt: skip


def carrying_half(importance: np.ndarray) -> int:
    """How many of a member's features (H,), the most important first, make up half of all importance above 0."""
    ordered = np.sort(importance[importance > 0])[::-1].cumsum()
    return int((ordered < 0.5 * ordered[-1]).sum()) + 1 if len(ordered) else 0


def number(value: float) -> str:
    """A p or the like: two digits that matter, and never 0."""
    return f"{value:.2f}" if value >= 0.095 else f"{value:.2g}"


def _units(found: ClassDifferences, names: Sequence[str], lang: str) -> str:
    """``19 images of A and 20 images of B``, or groups where a group has several images."""
    key = "units_images" if found.units == found.images else "units"
    counts = [
        say(key, lang, count=count, name=shown(name)) for count, name in zip(found.units, names, strict=True) if count
    ]
    return say("and", lang).join(counts) if len(counts) <= 4 else say("units_many", lang, classes=len(counts))


def _auc(found: Shortcuts, i: int) -> str:
    """Of the two directions the telling one."""
    return f"{max(found.auc[i], 1 - found.auc[i]):.2f}"

"""What the numbers on features and classes say, one thing after another; they can say that there is nothing to find.

Each function is pure: results in, what they say out, None where there is nothing to say. The words are in
:mod:`mousaic.words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.arrays import Floats
from mousaic.images.grouping.beside_p import beside_p
from mousaic.report.findings.class_sentences import class_sentences
from mousaic.report.findings.member_names import of_member
from mousaic.said import Said, told

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
    """sample, primary, classes, power, shortcuts, trust, by_class, use, shape, sparsity or redundancy."""
    said: Said


def headlines(analysis: FeatureAnalysis) -> list[Headline]:
    """Everything, what a reader most needs to know first."""
    a, names = analysis, analysis.evidence.images.class_names
    found = [
        ("sample", a.evidence.sample),
        *(("primary", said) for said in class_sentences(a.classes, a.parts, names)),
        ("classes", class_headline(a.differences, names)),
        ("power", power_headline(a.differences, names)),
        ("shortcuts", shortcut_headline(a.shortcuts)),
        ("shortcuts", follow_headline(a.shortcuts, a.differences)),
        ("trust", trust_headline(a.trust, a.differences)),
        ("by_class", by_class_headline(a.by_class)),
        ("use", use_headline(a.use, len(a.evidence.images))),
        ("shape", None if a.shape is None else shape_headline(a.shape, a.use)),
        ("sparsity", sparsity_headline(a.sparsity)),
        ("redundancy", redundancy_headline(a.redundancy)),
        *((name, said) for name, measured in a.more.items() for said in measured.said),
    ]
    condition = a.evidence.images.independence
    return [Headline(topic, beside_p(said, condition)) for topic, said in found if said is not None]


def class_headline(found: ClassDifferences | None, names: Sequence[str]) -> Said:
    """Which features differ between the classes, or that none does, or that none could."""
    if found is None:
        return told("classes_none")
    tested = int(found.tested.sum())
    if not tested:
        return told("classes_untested")
    if found.floor > LEVEL:
        return told("classes_impossible", floor=float(found.floor), units=_units(found, names))
    m, h = (int(i) for i in found.ranked()[0])
    best = told(
        "classes_best", of_member=of_member(m, len(found.effect)), feature=h, effect=abs(float(found.effect[m, h])),
        direction=told("more" if found.effect[m, h] >= 0 else "less"), name=names[found.best_class[m, h]],
        p=float(found.p_family[m, h]),
    )  # fmt: skip
    passed, discovered = int(found.passed.sum()), int((found.q <= LEVEL)[found.tested].sum())
    return told(
        "classes_some" if passed else "classes_no_difference", passed=passed, tested=tested, best=best,
        discovered=told("classes_discovered", count=discovered) if discovered > passed else None,
    )  # fmt: skip


def power_headline(found: ClassDifferences | None, names: Sequence[str]) -> Said | None:
    """What could have been found at all; None where there is nothing to test or the first sentence says it."""
    if found is None or not found.tested.any() or found.floor > LEVEL:
        return None
    units, tested = _units(found, names), int(found.tested.sum())
    if found.exact and found.floor * tested > LEVEL:
        return told("power_few", units=units, floor=float(found.floor), tested=tested)
    return told("power", units=units, tested=tested, effect=float(found.least_effect))


def shortcut_headline(found: Shortcuts) -> Said | None:
    """Whether trivial properties tell the classes apart; None without classes."""
    if not found.names or (found.best_class < 0).all():
        return None
    order = np.lexsort((-np.abs(found.auc - 0.5), found.p_family))
    telling = [i for i in order if found.p_family[i] <= LEVEL]
    if not telling:
        return told("shortcuts_none", count=len(found.names), **_property(found, int(order[0])))
    return told("shortcuts_some", listed=[told("shortcut_listed", **_property(found, int(i))) for i in telling])


def follow_headline(found: Shortcuts, differences: ClassDifferences | None) -> Said | None:
    """Whether the class features follow something trivial; None where no feature passed."""
    if differences is None or not differences.passed.any() or not found.names:
        return None
    passed = [(int(m), int(h)) for m, h in differences.ranked() if differences.passed[m, h]]
    first = found.closest(*passed[0])
    following = sum(found.closest(*place).follows for place in passed)
    return told(
        "follows" if first.follows else "follows_none", name=told(first.name), r=float(first.r),
        within=float(first.within),
        of_all=told("follow_count", count=following, passed=len(passed)) if len(passed) > 1 else None,
    )  # fmt: skip


def trust_headline(trust: Trust | None, differences: ClassDifferences | None) -> Said:
    """How many features, and class features, come back in independent runs."""
    if trust is None:
        return told("trust_unknown")
    again, before, of_classes = trust.often, trust.often_untrained, None
    if differences is not None and differences.passed.any():
        passed = differences.passed
        of_classes = told("trust_classes", count=int((again & passed).sum()), passed=int(passed.sum()))
    return told(
        "trust", count=int(again.sum()), living=int(trust.living.sum()), runs=int(trust.runs),
        before=None if before is None else told("trust_before", count=int(before.sum())),
        chance=int(trust.often_by_chance.sum()), of_classes=of_classes,
    )  # fmt: skip


def by_class_headline(found: ByClass) -> Said | None:
    """Whether one class is reconstructed worse; None without classes."""
    if found.p_pearson is None or found.p_squared_error is None:
        return None
    p = min(found.p_pearson, found.p_squared_error)
    if p <= LEVEL:
        return told("by_class_differs", name=found.worst_class, p=p)
    return told("by_class_same", p=p)


def use_headline(use: FeatureUse, images: int) -> Said:
    """How many features fire, and how few carry half."""
    alive = ~use.dead
    carriers = [carrying_half(row) for row in use.importance]
    always = int(use.always_on.sum())
    key = "use_half" if len(alive) > 1 else "use_half_alone"
    half = told(key, count=round(float(np.mean(carriers))), features=alive.shape[1]) if any(carriers) else None
    return told(
        "use", alive=int(alive.sum()), total=int(alive.size), images=images, half=half,
        always=told("use_always", count=always) if always and images > 1 else None,
    )  # fmt: skip


def shape_headline(shape: FeatureShape, use: FeatureUse) -> Said | None:
    """What kinds of features there are among those that fire; None where none fires."""
    kinds = shape.kind[~use.dead]
    if not len(kinds):
        return None
    return told("shape", **{kind: float((kinds == kind).mean()) for kind in ("local", "edge", "global", "noise")})


def sparsity_headline(found: Sparsity) -> Said:
    """Whether fewer or more active features would reconstruct better, on held-out images if there are any."""
    row = len(found.parts) - 1  # validation comes last
    own = float(found.squared_error[row, found.active.tolist().index(found.k)])
    lowest = float(found.squared_error[row].min())
    enough = int(found.active[np.flatnonzero(found.squared_error[row] <= 1.1 * own)[0]])
    better = lowest < 0.98 * own
    return told(
        "sparsity" if enough < found.k else "sparsity_all",
        part=told(f"on_{found.parts[row]}"), k=found.k, error=own, fewer=enough,
        more=told("sparsity_better", best=int(found.best[row]), gain=1 - lowest / own)
        if better else told("sparsity_enough"),
    )  # fmt: skip


def redundancy_headline(found: Redundancy) -> Said | None:
    """How alike features are; None where a member has a single one."""
    if not np.isfinite(found.median):
        return None
    return told(
        "redundancy", median=float(found.median), chance=float(np.median(found.chance)), twins=float(found.twins)
    )


def carrying_half(importance: Floats) -> int:
    """How many of a member's features (H,), the most important first, make up half of all importance above 0."""
    ordered = np.sort(importance[importance > 0])[::-1].cumsum()
    return int((ordered < 0.5 * ordered[-1]).sum()) + 1 if len(ordered) else 0


def _units(found: ClassDifferences, names: Sequence[str]) -> list[Said] | Said:
    """``19 images of A and 20 images of B``, or groups where a group has several images."""
    key = "units_images" if found.units == found.images else "units"
    counts = [told(key, count=int(count), name=name) for count, name in zip(found.units, names, strict=True) if count]
    return counts if len(counts) <= 4 else told("units_many", classes=len(counts))


def _property(found: Shortcuts, i: int) -> dict[str, Said | float]:
    """A property and how well it tells the classes apart: of the two directions of its AUC the telling one."""
    auc = float(found.auc[i])
    return {"name": told(found.names[i]), "auc": max(auc, 1 - auc), "p": float(found.p_family[i])}

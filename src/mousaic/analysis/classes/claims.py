"""One report, one error: what is claimed besides the primary answer is corrected as one family.

The primary test is made at 5 %. Every further claim about the classes has its p corrected by Holm's method over all of
them (Holm 1979), and can only be made where the primary test passes: its p is at least that of the primary test. So a
report on labels that mean nothing says something wrong in at most 5 % of cases, and where some claims are true, the
others are wrong in at most 5 %.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mousaic.analysis.classes.class_differences import ClassDifferences
from mousaic.analysis.classes.class_means import ClassMeans
from mousaic.analysis.classes.class_scores import ByClass
from mousaic.analysis.classes.shortcuts import Shortcuts
from mousaic.arrays import Floats


def corrected(primary: float, families: Mapping[str, Floats]) -> dict[str, Floats]:
    """The p of the further claims, each family of them corrected within itself already, corrected for the whole report.

    Args:
        primary: p of the primary test.
        families: for each claim the p of all things that it may name, 0 to 1; the smallest decides on the claim.

    Examples:
        >>> further = {"light": np.array([0.01, 0.5]), "size": np.array([0.02])}
        >>> found = corrected(0.001, further)
        >>> found["light"].tolist(), found["size"].tolist()
        ([0.02, 1.0], [0.02])
        >>> corrected(0.3, further)["light"].tolist()
        [0.3, 1.0]
    """
    order = sorted(families, key=lambda name: float(families[name].min(initial=1.0)))
    found, least = {}, primary
    for i, name in enumerate(order):
        own = np.maximum(np.minimum(families[name] * (len(order) - i), 1.0), least)
        least = float(own.min(initial=max(least, 0.0) if not own.size else 1.0))
        found[name] = own
    return found


def claims_of(
    differences: ClassDifferences | None, shortcuts: Shortcuts, means: ClassMeans | None, by_class: ByClass
) -> dict[str, Floats]:
    """What a report claims besides the primary answer, as :func:`corrected` takes it: that features differ, that
    trivial properties do, that mean images do, and that a class is reconstructed worse (two measures, one claim)."""
    found: dict[str, Floats] = {}
    if differences is not None and differences.tested.any():
        found["features"] = differences.p_family
    if shortcuts.names:
        found["shortcuts"] = shortcuts.p_family
    if means is not None:
        found["means"] = means.p
    if by_class.p_pearson is not None and by_class.p_squared_error is not None:
        found["by_class"] = np.minimum(1.0, 2 * np.array([by_class.p_pearson, by_class.p_squared_error]))
    return found

"""What is measured of a run's features, by name: each statistic a function of the evidence and a seed.

Those of this package have results of their own kinds, with sections of the report made for them
(:class:`mousaic.analysis.feature_analysis.FeatureAnalysis`). Any other gives a :class:`Measured`: sentences, which
stand in the report and in findings.json, and a table, which is written beside the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mousaic.analysis.evidence import Evidence
from mousaic.registry import Registry
from mousaic.said import Said


@dataclass(frozen=True)
class Measured:
    """What a further statistic found.

    Attributes:
        said: sentences, the most important first.
        columns: of ``analysis/NAME.csv``, all of one length; none: no table.
    """

    said: tuple[Said, ...] = ()
    columns: Mapping[str, Sequence[Any]] = field(default_factory=dict)


Statistic = Callable[[Evidence, int], Any]
"""Evidence and a seed to a result; None where there is nothing to measure."""

STATISTICS: Registry[Statistic] = Registry("statistic")
_FEATURES, _CLASSES = "mousaic.analysis.features", "mousaic.analysis.classes"
STATISTICS.register("use", f"{_FEATURES}.importance:feature_use", "features_heading")
STATISTICS.register("shape", f"{_FEATURES}.feature_shape:shapes", "kinds_heading", ["grid"])
STATISTICS.register("differences", f"{_CLASSES}.class_differences:class_differences", "class_heading", ["classes"])
STATISTICS.register("means", f"{_CLASSES}.class_means:class_means", "mean_images", ["grid", "classes"])
STATISTICS.register("shortcuts", f"{_CLASSES}.shortcuts:shortcuts", "shortcuts_heading")
STATISTICS.register("by_class", f"{_CLASSES}.class_scores:by_class", "by_class_heading")
STATISTICS.register("sparsity", f"{_FEATURES}.sparsity:sparsity", "axis_active")
STATISTICS.register("redundancy", f"{_FEATURES}.redundancy:redundancy", "likeness")
STATISTICS.register("coverage", f"{_FEATURES}.coverage:coverage", "coverage_heading", ["grid"])
STATISTICS.register("coactivation", f"{_FEATURES}.coactivation:coactivation", "pairs_heading")
STATISTICS.register("window_sizes", f"{_FEATURES}.window_sizes:window_sizes", "sizes_heading", ["grid"])

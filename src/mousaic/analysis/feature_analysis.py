"""All that can be said about the features of a run, gathered in one go; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mousaic.analysis.evidence import Evidence, gather_evidence
from mousaic.analysis.statistics import STATISTICS, Measured

if TYPE_CHECKING:
    from mousaic.analysis.classes.class_differences import ClassDifferences
    from mousaic.analysis.classes.class_scores import ByClass
    from mousaic.analysis.classes.shortcuts import Shortcuts
    from mousaic.analysis.features.coactivation import Coactivation
    from mousaic.analysis.features.coverage import Coverage
    from mousaic.analysis.features.feature_shape import FeatureShape
    from mousaic.analysis.features.importance import FeatureUse
    from mousaic.analysis.features.redundancy import Redundancy
    from mousaic.analysis.features.sparsity import Sparsity
    from mousaic.analysis.parts.part_findings import PartFindings
    from mousaic.analysis.stability.recurrence import Trust
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.run import Run


class FeatureAnalysis(NamedTuple):
    """The results, each described where it is defined."""

    evidence: Evidence
    use: FeatureUse
    shape: FeatureShape
    differences: ClassDifferences | None
    """None with fewer than two classes."""
    shortcuts: Shortcuts
    trust: Trust | None
    """None until ``mousaic stability`` has been run."""
    by_class: ByClass
    sparsity: Sparsity
    redundancy: Redundancy
    coverage: Coverage
    coactivation: Coactivation
    parts: PartFindings | None = None
    """None of images that are no squares, or of too few."""
    more: Mapping[str, Measured] = MappingProxyType({})
    """What statistics registered from outside this package found, by name."""


def analyse(run: Run, images: ImageSet | None = None, seed: int = 0) -> FeatureAnalysis:
    """Analyse the features of a finished run on its originals.

    Args:
        images: the originals; by default they are read from where they were.
        seed: of permutations and resamples.

    Raises:
        MousaicError: the images are not those of the run.
    """
    evidence = gather_evidence(run, images)
    results = {name: STATISTICS.load(name)(evidence, seed) for name in STATISTICS}
    own = {name: results.pop(name) for name in FeatureAnalysis._fields if name in results}
    more = {name: result for name, result in results.items() if result is not None}
    parts = _parts(run, evidence)
    return FeatureAnalysis(evidence=evidence, trust=_trust(run), parts=parts, more=more, **own)


def _parts(run: Run, evidence: Evidence) -> PartFindings | None:
    from mousaic.analysis.parts.part_findings import part_findings

    return part_findings(evidence, run.path, run.config.training.seed)


def _trust(run: Run) -> Trust | None:
    from mousaic.analysis.stability.recurrence import read_trust

    return read_trust(run)

"""All that can be said about the features of a run, gathered in one go; nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mousaic.analysis.classes.class_differences import ClassDifferences, class_differences
from mousaic.analysis.classes.class_scores import ByClass, by_class
from mousaic.analysis.classes.shortcuts import Shortcuts, shortcuts
from mousaic.analysis.evidence import Evidence, gather_evidence
from mousaic.analysis.features.coactivation import Coactivation, coactivation
from mousaic.analysis.features.coverage import Coverage, coverage
from mousaic.analysis.features.feature_shape import FeatureShape, feature_shape
from mousaic.analysis.features.importance import FeatureUse, feature_use
from mousaic.analysis.features.redundancy import Redundancy, redundancy
from mousaic.analysis.features.sparsity import Sparsity, sparsity

if TYPE_CHECKING:
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


def analyse(run: Run, images: ImageSet | None = None, seed: int = 0) -> FeatureAnalysis:
    """Analyse the features of a finished run on its originals.

    Args:
        images: the originals; by default they are read from where they were.
        seed: of permutations and resamples.

    Raises:
        MousaicError: the images are not those of the run.
    """
    evidence = gather_evidence(run, images)
    use = feature_use(evidence)
    return FeatureAnalysis(
        evidence=evidence,
        use=use,
        shape=feature_shape(evidence.model.ensemble, evidence.model.card.shape),
        differences=class_differences(evidence, seed),
        shortcuts=shortcuts(evidence, seed),
        trust=_trust(run),
        by_class=by_class(evidence, seed),
        sparsity=sparsity(evidence),
        redundancy=redundancy(evidence, use.dead, seed),
        coverage=coverage(evidence, use.dead),
        coactivation=coactivation(evidence),
    )


def _trust(run: Run) -> Trust | None:
    from mousaic.analysis.stability.recurrence import read_trust

    return read_trust(run)

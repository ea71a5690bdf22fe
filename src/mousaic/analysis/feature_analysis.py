"""All that can be said about the features of a run, gathered in one go; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from mousaic.analysis.evidence import Evidence, gather_evidence
from mousaic.analysis.statistics import STATISTICS, Measured
from mousaic.device import exact_threads
from mousaic.said import told
from mousaic.stages import Stage, Stages, untold

if TYPE_CHECKING:
    from mousaic.analysis.classes.class_differences import ClassDifferences
    from mousaic.analysis.classes.class_findings import ClassFindings
    from mousaic.analysis.classes.class_means import ClassMeans
    from mousaic.analysis.classes.class_scores import ByClass
    from mousaic.analysis.classes.shortcuts import Shortcuts
    from mousaic.analysis.features.coactivation import Coactivation
    from mousaic.analysis.features.coverage import Coverage
    from mousaic.analysis.features.feature_shape import FeatureShape
    from mousaic.analysis.features.importance import FeatureUse
    from mousaic.analysis.features.redundancy import Redundancy
    from mousaic.analysis.features.sparsity import Sparsity
    from mousaic.analysis.parts.part_findings import PartFindings
    from mousaic.analysis.parts.part_set import PartSet
    from mousaic.analysis.stability.recurrence import Trust
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.run import Run


class FeatureAnalysis(NamedTuple):
    """The results, each described where it is defined."""

    evidence: Evidence
    use: FeatureUse
    shape: FeatureShape | None
    """None of vectors, as are :attr:`coverage` and :attr:`means`."""
    differences: ClassDifferences | None
    """None with fewer than two classes."""
    shortcuts: Shortcuts
    trust: Trust | None
    """None until ``mousaic stability`` has been run."""
    by_class: ByClass
    sparsity: Sparsity
    redundancy: Redundancy
    coverage: Coverage | None
    coactivation: Coactivation
    means: ClassMeans | None = None
    """None with fewer than two classes."""
    parts: PartFindings | None = None
    """None of images that are no squares, or of too few."""
    classes: ClassFindings | None = None
    """The primary answer and what passes; None with fewer than two classes. All other p of claims on classes in this
    analysis are corrected for it, and for each other (:mod:`mousaic.analysis.classes.claims`)."""
    more: Mapping[str, Measured] = MappingProxyType({})
    """What statistics registered from outside this package found, by name."""


SHARES = {"images": 2.0, "differences": 4.0, "means": 2.0, "by_class": 2.0, "parts": 4.0, "classes": 6.0}
"""About what each stage takes; others 1."""
SMALL = 2**21
"""Numbers of all images up to which libraries compute in one thread: two end no sooner with so few, take the processors
for twice as long, and wait for each other where other work, such as trainings on halves, has one of them."""


def analyse(
    run: Run,
    images: ImageSet | None = None,
    seed: int = 0,
    stage: Stage = untold,
    parts: Callable[[], PartSet | None] | None = None,
) -> FeatureAnalysis:
    """Analyse the features of a finished run on its originals.

    Args:
        images: the originals; by default they are read from where they were.
        seed: of permutations and resamples.
        stage: told of each statistic as it begins.
        parts: who waits for the run's parts, where they are learned elsewhere already.

    Raises:
        MousaicError: the images are not those of the run.
    """
    stages = Stages(stage, {name: SHARES.get(name, 1.0) for name in ("images", *STATISTICS, "parts", "classes")})
    evidence = gather_evidence(run, images, stages.begin("images", told("stage_images")))
    with exact_threads(0) if evidence.flat.size <= SMALL else nullcontext():
        return _one_error(_analysed(run, evidence, seed, stages, parts))


def _analysed(
    run: Run, evidence: Evidence, seed: int, stages: Stages, learned: Callable[[], PartSet | None] | None
) -> FeatureAnalysis:
    from mousaic.analysis.classes.class_findings import class_findings

    results: dict[str, Any] = {}
    for name in STATISTICS:
        stages.begin(name, told("stage_of", title=STATISTICS[name].said))
        able = evidence.images.shape.is_grid or "grid" not in STATISTICS[name].capabilities
        results[name] = STATISTICS.load(name)(evidence, seed) if able else None
    own = {name: results.pop(name) for name in FeatureAnalysis._fields if name in results}
    more = {name: result for name, result in results.items() if result is not None}
    stages.begin("parts", told("stage_of", title=told("parts_heading")))
    parts = _parts(run, evidence, learned)
    stages.begin("classes", told("stage_of", title=told("class_heading")))
    classes = class_findings(evidence, parts, own["shortcuts"], seed)
    return FeatureAnalysis(evidence=evidence, trust=_trust(run), parts=parts, classes=classes, more=more, **own)


def _parts(run: Run, evidence: Evidence, learned: Callable[[], PartSet | None] | None) -> PartFindings | None:
    from mousaic.analysis.parts.part_findings import part_findings
    from mousaic.analysis.parts.part_names import named

    found = part_findings(evidence, run.path, run.config.training.seed, learned)
    return None if found is None else named(found, run)


def _trust(run: Run) -> Trust | None:
    from mousaic.analysis.stability.recurrence import read_trust

    return read_trust(run)


def _one_error(analysis: FeatureAnalysis) -> FeatureAnalysis:
    """The same analysis, the p of all claims besides the primary answer corrected for the whole report."""
    from mousaic.analysis.classes.claims import claims_of, corrected

    a = analysis
    if a.classes is None:
        return a
    p = corrected(a.classes.answer.p_primary, claims_of(a.differences, a.shortcuts, a.means, a.by_class))
    if a.differences is not None and "features" in p:
        a = a._replace(differences=a.differences._replace(p_family=p["features"]))
    if "shortcuts" in p:
        a = a._replace(shortcuts=a.shortcuts._replace(p_family=p["shortcuts"]))
    if a.means is not None:
        a = a._replace(means=a.means._replace(p=p["means"]))
    if "by_class" in p:
        pearson, squared = p["by_class"].tolist()
        a = a._replace(by_class=a.by_class._replace(p_pearson=pearson, p_squared_error=squared))
    return a

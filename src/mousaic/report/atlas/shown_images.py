"""Which images an atlas shows: all that were analysed or, of a set too large to be analysed whole, fewer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.features.importance import top_images
from mousaic.analysis.image_sample import sampled
from mousaic.analysis.parts.part_set import FoundParts
from mousaic.arrays import Ints
from mousaic.model.placing import Placing
from mousaic.runs.applied import EncodedImages

ROOM = 6_000_000
"""Bytes of an atlas that its images may take."""
FEWEST = 200


def narrowed(analysis: FeatureAnalysis, members: int, seed: int) -> FeatureAnalysis:
    """The analysis with the images that an atlas of so many members shows; what was found out stays as it is."""
    evidence = analysis.evidence
    most = max(FEWEST, int(ROOM / _bytes_each(analysis, members)))
    if evidence.sample_of is None or most >= len(evidence.images):
        return analysis
    images = evidence.images
    chosen = sampled(images.labels, images.units, evidence.parts, seed, most)
    few = replace(
        evidence,
        images=images.subset(chosen),
        parts=tuple(evidence.parts[i] for i in chosen),
        codes=_of(evidence.codes, chosen),
        reconstruction=evidence.reconstruction[chosen],
        placed=None if evidence.placed is None else _of(evidence.placed, chosen),
    )
    use = analysis.use._replace(top_images=top_images(few, analysis.use.top_images.shape[2]))
    parts = analysis.parts
    if parts is not None:
        at = parts.found
        kept = FoundParts(at.presence[chosen], at.row[chosen], at.column[chosen], at.found[chosen])
        parts = parts._replace(found=kept)
    return analysis._replace(evidence=few, use=use, parts=parts)


def _of(codes: EncodedImages, chosen: Ints) -> EncodedImages:
    return EncodedImages(codes.values[chosen], codes.indices[chosen])


def counts(shown: Evidence, analysed: Evidence) -> dict[str, Any]:
    """What the page says of a sample; nothing where all originals are shown."""
    if shown.sample_of is None:
        return {}
    return {"sampled": {"shown": len(shown.images), "analysed": len(analysed.images), "of": len(shown.sample_of)}}


def _bytes_each(analysis: FeatureAnalysis, members: int) -> float:
    """Of an image in the page: base64 makes a third more of pixels, codes and the places of parts."""
    evidence, parts = analysis.evidence, analysis.parts
    placing: Placing | None = evidence.model.card.placing
    codes = evidence.codes if evidence.placed is None else evidence.placed
    code = codes.values.shape[2] * (8 if placing is None else 12) + 4
    numbers: int = evidence.images.D + members * code + 13 * (0 if parts is None else len(parts.parts))
    return 4 / 3 * numbers + 100

"""Images as a report would ask them: a default training, parts, and what the primary test asks."""

from __future__ import annotations

import numpy as np
import torch

from mousaic.analysis.classes.primary_answer import Asked, asked_of
from mousaic.analysis.evidence import Evidence, evidence_of
from mousaic.analysis.parts.part_findings import PartFindings, findings_of, learned_from
from mousaic.config import ImageOptions, config_for
from mousaic.images.image_set import ImageSet
from mousaic.model.store import Model, ModelCard
from mousaic.training.fit import train_members, untrained_members


def prepared(images: ImageSet, trained: bool = True) -> tuple[Evidence, list[Asked]]:
    """A default training on all images (or its start), and what its report asks first; neither looks at labels."""
    evidence = evidence_for(images, ("train",) * len(images), trained)
    return evidence, asked_of(evidence, parts_for(evidence))


def evidence_for(images: ImageSet, parts: tuple[str, ...], trained: bool) -> Evidence:
    """Images with a model of theirs; ``parts`` are "train" or "validation"."""
    config = config_for(size=images.shape.height, validation=0.0, threads=1)
    ensemble = (train_members if trained else untrained_members)(images, config)
    options = ImageOptions(size=images.shape.height)
    card = ModelCard(tuple(images.shape), 1, ensemble.features, config.model.k, True, options)
    mean = torch.from_numpy(images.pixels.reshape(len(images), -1).mean(0))
    return evidence_of(Model(ensemble, card, mean), images, parts)


def parts_for(evidence: Evidence, seed: int = 0) -> PartFindings | None:
    """Parts learned from the training part."""
    train = np.array([part == "train" for part in evidence.parts])
    parts = learned_from(evidence.images, train, seed)
    return None if parts is None else findings_of(parts, evidence.images)

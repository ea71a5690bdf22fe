"""The model that a training leaves: its members, and what must be known to use them on new images."""

from __future__ import annotations

from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.model.mixture import Mixture
from mousaic.model.store import Model, ModelCard, card_of
from mousaic.model.threshold_codes import batch_threshold
from mousaic.training.data import TrainingData


def trained_model(images: ImageSet, config: Config, ensemble: Ensemble, data: TrainingData) -> Model:
    """The members with their card and the mean of the training originals.

    Args:
        images: the set, which says how images are prepared.
        config: of the training.
        ensemble: as it was learned.
        data: the images that it was learned from, and those held out.
    """
    return Model(ensemble, _card(images, config, ensemble, data), data.flat_originals.mean(0))


def _card(images: ImageSet, config: Config, ensemble: Ensemble, data: TrainingData) -> ModelCard:
    shape = (int(images.shape[0]), int(images.shape[1]), int(images.shape[2]))
    if isinstance(ensemble, Mixture):
        return card_of(ensemble, shape, config.images, limits=images.limits, ranges=images.ranges)
    # Training images have fewer features above a threshold than others do, as features remember them.
    unseen = data.validation if len(data.validation) else data.flat_originals
    thresholds = tuple(batch_threshold(ensemble, data.some(unseen)).tolist())
    return card_of(ensemble, shape, config.images, limits=images.limits, ranges=images.ranges, thresholds=thresholds)

"""Members that several methods of one fold train alike: they are trained once."""

from __future__ import annotations

import dataclasses
import time

from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.training.fit import train_members

MOST_NUMBERS = 2**28
"""Of all ensembles that are kept together: 1 GB. Larger ones are trained again where they are wanted again."""


class SharedTrainings:
    """Trainings on one set of images, kept by all else that they follow from: their parameters, the seed among them.

    Attributes:
        spared: seconds that asking again has saved so far. A method's time is its own and what it was spared.
    """

    def __init__(self, images: ImageSet) -> None:
        self.spared = 0.0
        self._images = images
        self._kept: dict[Config, tuple[Ensemble, float]] = {}

    def members(self, config: Config) -> Ensemble:
        """The ensemble trained on these images with ``config``. It is shared: nobody may change it.

        Raises:
            MousaicError: the loss broke down, or the device is not there.
        """
        key = dataclasses.replace(config, preset="")  # a name alone: what it stands for is in the parameters
        if key in self._kept:
            ensemble, seconds = self._kept[key]
            self.spared += seconds
            return ensemble
        began = time.perf_counter()
        ensemble = train_members(self._images, config)
        seconds = time.perf_counter() - began
        if sum(_numbers(kept) for kept, _ in self._kept.values()) + _numbers(ensemble) <= MOST_NUMBERS:
            self._kept[key] = ensemble, seconds
        return ensemble


def _numbers(ensemble: Ensemble) -> int:
    return sum(parameter.numel() for parameter in ensemble.parameters())

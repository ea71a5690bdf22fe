"""What a kept classifier says of new images."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.images.image_set import ImageSet
from mousaic.said import Said
from mousaic.uses.classify.final_classifier import Predicted
from mousaic.uses.classify.kept_classifier import Kept


class Prediction(NamedTuple):
    """All that is said of N new images."""

    kept: Kept
    """By which classifier."""
    sentences: list[Said]
    asides: list[Said]
    """What a person should know of the images."""
    images: ImageSet
    known: list[str]
    """(N,): what each is; empty where nobody knows."""
    said: Predicted

    @property
    def margin(self) -> float | None:
        """Of a number, as of :class:`mousaic.uses.classify.final_classifier.Final`; None where there is none."""
        final = self.kept.final
        return final.margin if final.kind == "numbers" and np.isfinite(final.margin) else None

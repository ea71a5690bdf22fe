"""The mean image as a compared method: what every other has to beat."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.said import told


def fit_mean(part: Part) -> list[Fitted]:
    """The mean of the training originals, shown for every image."""
    mean = part.mean
    about = Description("mean", told("method_mean"), values=0)
    return [Fitted(about, lambda x: np.broadcast_to(mean, x.shape)[None])]

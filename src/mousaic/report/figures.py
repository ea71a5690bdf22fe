"""The figures of a run: pure functions choose the numbers, thin ones draw them, ``save`` writes a PNG."""

from __future__ import annotations

from mousaic.report.choose import MOST_CLASSES, choose_examples, rank_features
from mousaic.report.curves import curves, training_curves
from mousaic.report.pictures import reconstructions
from mousaic.report.sheets import augmentation_sheet, feature_sheet
from mousaic.report.style import png_bytes, save

__all__ = [
    "MOST_CLASSES",
    "augmentation_sheet",
    "choose_examples",
    "curves",
    "feature_sheet",
    "png_bytes",
    "rank_features",
    "reconstructions",
    "save",
    "training_curves",
]

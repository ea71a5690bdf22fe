"""The figures of a run: pure functions choose the numbers, thin ones draw them, ``save`` writes a PNG."""

from __future__ import annotations

from mousaic.report.figures.curve_panels import curves, training_curves
from mousaic.report.figures.reconstruction_rows import reconstructions
from mousaic.report.figures.sheets import augmentation_sheet, feature_sheet
from mousaic.report.figures.shown_examples import MOST_CLASSES, choose_examples, rank_features
from mousaic.report.figures.style import png_bytes, save

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

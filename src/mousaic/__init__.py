"""Learn the visual parts of a small folder of images.

    import mousaic

    run = mousaic.train("my_images/")          # a run folder, as the command makes
    images = run.load_images("other_images/")  # prepared as the training images were
    codes = run.encode(images)
    run.reconstruct(images).pearson
    run.evaluate(images)

Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mousaic.said import speak_with
from mousaic.version import __version__

if TYPE_CHECKING:
    from mousaic.analysis.choose.k_choice import choose_k
    from mousaic.analysis.compare.comparison import compare
    from mousaic.errors import MousaicError
    from mousaic.estimators.conv_sparse_autoencoder import ConvSparseAutoencoder
    from mousaic.estimators.sparse_autoencoder import SparseAutoencoder
    from mousaic.estimators.sparse_classifier import SparseAutoencoderClassifier
    from mousaic.estimators.sparse_detector import SparseAutoencoderDetector
    from mousaic.estimators.sparse_regressor import SparseAutoencoderRegressor
    from mousaic.exports.hub_folder import Pretrained
    from mousaic.images.image_set import ImageSet, load_images
    from mousaic.pipeline.training_run import resume, train
    from mousaic.runs.run import Run, open_run

_HOME = {
    "ConvSparseAutoencoder": "mousaic.estimators.conv_sparse_autoencoder",
    "ImageSet": "mousaic.images.image_set",
    "MousaicError": "mousaic.errors",
    "Pretrained": "mousaic.exports.hub_folder",
    "Run": "mousaic.runs.run",
    "SparseAutoencoder": "mousaic.estimators.sparse_autoencoder",
    "SparseAutoencoderClassifier": "mousaic.estimators.sparse_classifier",
    "SparseAutoencoderDetector": "mousaic.estimators.sparse_detector",
    "SparseAutoencoderRegressor": "mousaic.estimators.sparse_regressor",
    "choose_k": "mousaic.analysis.choose.k_choice",
    "compare": "mousaic.analysis.compare.comparison",
    "load_images": "mousaic.images.image_set",
    "open_run": "mousaic.runs.run",
    "resume": "mousaic.pipeline.training_run",
    "train": "mousaic.pipeline.training_run",
}

speak_with(lambda said: str(import_module("mousaic.report.findings.spoken").spoken(said)))

__all__ = [
    "ConvSparseAutoencoder", "ImageSet", "MousaicError", "Pretrained", "Run", "SparseAutoencoder",
    "SparseAutoencoderClassifier",
    "SparseAutoencoderDetector", "SparseAutoencoderRegressor", "__version__", "choose_k", "compare", "load_images",
    "open_run", "resume", "train",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'mousaic' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})

"""The real image sets that features are judged on, as folders of files or arrays that this machine has."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from benchmarks.images import PLACES, ROOT, read_images
from mousaic.config import ImageOptions
from mousaic.images.image_set import ImageSet, load_images

MICE = ROOT.parent / "shared" / "data" / "mice"


class RealSet(NamedTuple):
    """A set and the options it is compared with."""

    name: str
    load: Callable[[], ImageSet | None]
    """``None`` where this machine does not have it."""
    options: dict[str, Any]


def mice() -> ImageSet | None:
    """39 grey frames of a mouse on a wheel, two classes, 64x64."""
    return load_images(MICE) if MICE.is_dir() else None


def digits() -> ImageSet:
    """200 handwritten digits of 8x8 that come with scikit-learn (Alpaydin & Kaynak 1998), 20 of each."""
    from sklearn.datasets import load_digits  # type: ignore[import-untyped]

    found = load_digits()
    return _as_set(found.images / 16, found.target, 20)


def _idx(name: str) -> Callable[[], ImageSet | None]:
    def load() -> ImageSet | None:
        place = PLACES[name]
        if not place.is_file():
            return None
        pixels, labels = read_images(place)
        return _as_set(pixels / 255, labels, 10)

    return load


SETS = (
    RealSet("mice", mice, {}),
    RealSet("digits", digits, {"size": 8, "k": 10, "features": 256}),
    RealSet("MNIST", _idx("MNIST"), {"size": 28, "k": 20}),
    RealSet("Fashion-MNIST", _idx("Fashion-MNIST"), {"size": 28, "k": 20}),
)


def _as_set(pixels: np.ndarray, labels: np.ndarray, each: int) -> ImageSet:
    """The first images (n, S, S) of every class, as the command would read them from a folder."""
    with tempfile.TemporaryDirectory() as folder:
        for label in np.unique(labels):
            place = Path(folder) / str(label)
            place.mkdir()
            for number, image in enumerate(pixels[labels == label][:each]):
                Image.fromarray(np.rint(image * 255).astype(np.uint8)).save(place / f"{number:03d}.png")
        return load_images(folder, ImageOptions(size=pixels.shape[1]))

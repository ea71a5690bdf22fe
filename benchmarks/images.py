"""Small real images for the larger shapes, where this machine has some."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

ROOT = Path(__file__).resolve().parent.parent
PLACES = {
    # Debian's package dataset-fashion-mnist.
    "Fashion-MNIST": Path("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"),
    "MNIST": ROOT.parent / "shared" / "data" / "mnist" / "mnist.npz",
}


class SmallImages(NamedTuple):
    """Images (N, 784), float32 from 0 to 1, and what they are."""

    pixels: Tensor
    name: str


def small_images(count: int, path: Path | None) -> SmallImages:
    """The first ``count`` images of 28x28 of ``path``, else of the first place that has them, else random ones.

    Args:
        path: an ``.npz`` with ``x_train``, or the ``.gz`` of an idx file.
    """
    places = {path.name: path} if path is not None else {n: p for n, p in PLACES.items() if p.is_file()}
    for name, place in places.items():
        array = read_images(place)[0][:count]
        return SmallImages(torch.from_numpy(array.reshape(len(array), -1).astype(np.float32) / 255), name)
    return SmallImages(torch.rand(count, 784, generator=torch.Generator().manual_seed(0)), "random images")


def read_images(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (n, 28, 28), uint8, and labels (n,), of an ``.npz`` or of the ``.gz`` of an idx file and its neighbour."""
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            return np.asarray(arrays["x_train"]), np.asarray(arrays["y_train"])
    return _idx(path), _idx(path.with_name(path.name.replace("images-idx3", "labels-idx1")))


def _idx(path: Path) -> np.ndarray:
    with gzip.open(path) as file:
        data = file.read()
    axes = data[3]  # the last byte of the magic number
    shape = np.frombuffer(data, ">i4", count=axes, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * axes).reshape(shape)

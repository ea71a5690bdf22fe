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
        array = _read(place)[:count]
        return SmallImages(torch.from_numpy(array.reshape(len(array), -1).astype(np.float32) / 255), name)
    return SmallImages(torch.rand(count, 784, generator=torch.Generator().manual_seed(0)), "random images")


def _read(path: Path) -> np.ndarray:
    if path.suffix == ".npz":
        with np.load(path) as arrays:
            return np.asarray(arrays["x_train"])
    with gzip.open(path) as file:
        data = file.read()
    shape = np.frombuffer(data, ">i4", count=3, offset=4)  # after the magic number
    return np.frombuffer(data, np.uint8, offset=16).reshape(shape)

"""Training parts of made-up images, for the tests of compared methods."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mousaic.analysis.compare.rival_methods import METHODS

if TYPE_CHECKING:
    from mousaic.analysis.compare.fitted import Fitted, Pixels
    from mousaic.analysis.compare.training_part import Part
    from mousaic.images.image_set import ImageSet


@pytest.fixture(scope="session")
def image_set() -> Callable[..., ImageSet]:
    """Pixels (N, C, S, S) as a set without files."""
    return _image_set


@pytest.fixture(scope="session")
def part_of() -> Callable[..., Part]:
    """Pixels (N, C, S, S) as a training part; options as of a training."""
    return _part_of


@pytest.fixture(scope="session")
def noise() -> Callable[..., Pixels]:
    """Random images (n, channels, side, side)."""
    return _noise


@pytest.fixture(scope="session")
def fit() -> Callable[[str, Part], list[Fitted]]:
    """What a method gives by name."""
    return lambda name, part: METHODS.load(name)(part)


@pytest.fixture(scope="module")
def part() -> Part:
    return _part_of(_noise())


@pytest.fixture(scope="session")
def x() -> Pixels:
    """Five images (5, 64) that ``part`` does not hold."""
    return _noise(5, seed=1).reshape(5, -1)


def _image_set(pixels: Any) -> ImageSet:
    from mousaic.images.image_set import ImageSet

    return ImageSet.from_arrays(np.moveaxis(pixels, 1, 3), paths=[f"{i}.png" for i in range(len(pixels))])


def _part_of(pixels: Any, **options: Any) -> Part:
    from mousaic.analysis.compare.comparison import ROWS_ALONE
    from mousaic.analysis.compare.training_part import Part
    from mousaic.analysis.cross_validation import with_seed
    from mousaic.config import config_for

    options = {"k": 3, "features": 40, "members": 2, "epochs": 4, "copies": 2, "threads": 1} | options
    configs = (
        config_for("default", **options),
        config_for("report", **options),
        config_for(local=4, **options),
        config_for(**{name: value for name, value in options.items() if name not in ROWS_ALONE} | {"model": "conv"}),
    )
    return Part(_image_set(pixels), *(with_seed(config, 7) for config in configs))


def _noise(n: int = 20, channels: int = 1, side: int = 8, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).random((n, channels, side, side)).astype(np.float32)

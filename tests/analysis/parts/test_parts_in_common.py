"""Parts of two sets, matched one to one."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mousaic.analysis.parts.matching import pictures_of
from mousaic.analysis.parts.part_set import PartSet, learn_parts
from mousaic.analysis.parts.parts_in_common import parts_in_common, pictures_alike
from mousaic.images.image_set import ImageSet


def spots(seed: int, count: int = 24, size: int = 32) -> ImageSet:
    """A spot that moves and a bar that stays."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size]
    images = []
    for _ in range(count):
        row, column = rng.uniform(8, 14), rng.uniform(6, 20)
        image = 0.2 + 0.6 * np.exp(-((y - row) ** 2 + (x - column) ** 2) / 6) + rng.normal(0, 0.01, (size, size))
        image[24:26, 10:22] = 0.8
        images.append(image.clip(0, 1))
    return ImageSet.from_arrays(np.array(images, np.float32))


@pytest.fixture(scope="module")
def images() -> ImageSet:
    return spots(0)


@pytest.fixture(scope="module")
def parts(images) -> PartSet:
    return learn_parts(images, 12, 0, chance=False)


def test_a_set_is_itself(images, parts):
    found = parts_in_common(parts, parts, images.pixels)
    assert sorted(found.pairs.tolist()) == [[i, i] for i in range(len(parts))]
    assert found.agreement == pytest.approx(1, abs=1e-5)
    assert len(found.only_first) == len(found.only_second) == 0
    assert found.by_chance < len(parts)


def test_each_part_is_matched_once_or_alone(images, parts):
    found = parts_in_common(parts, learn_parts(spots(1), 7, 5, chance=False), images.pixels)
    for side, (alone, whole) in enumerate(((found.only_first, found.first), (found.only_second, found.second))):
        every = [*found.pairs[:, side].tolist(), *alone.tolist()]
        assert sorted(every) == list(range(len(whole)))
    assert (np.diff(found.agreement) <= 0).all() and (found.agreement >= 0.7).all()


def test_pictures_are_alike_up_to_a_shift_and_only_with_their_sign(parts):
    rng = torch.Generator().manual_seed(0)
    wide = torch.rand(1, 1, 9, 9, generator=rng)

    def only(square: torch.Tensor) -> PartSet:
        return PartSet((pictures_of(square, 0.0),), *list(parts)[1:])

    cut = only(wide[:, :, 2:7, 3:8])
    assert pictures_alike(cut, only(wide))[0, 0] > 0.9
    assert pictures_alike(only(wide), cut) == pytest.approx(pictures_alike(cut, only(wide)).T)
    assert pictures_alike(only(wide), only(wide))[0, 0] == pytest.approx(1, abs=1e-5)
    assert pictures_alike(only(wide), only(-wide))[0, 0] < 0.6

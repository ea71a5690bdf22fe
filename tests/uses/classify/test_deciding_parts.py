"""Which parts decide follows from weights and spread, and two sets of parts know each other again."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.parts.part_set import find_parts, learn_parts
from mousaic.images.image_set import ImageSet
from mousaic.uses.classify.deciding_parts import (
    DecidingParts,
    chosen_again,
    deciding_parts,
    nothing_decides,
    same_parts,
)


def images(seed: int = 0) -> ImageSet:
    """A cross that is there in every other image, at a place of its own; and an edge that never moves."""
    rng = np.random.default_rng(seed)
    pixels = rng.random((20, 24, 24)) * 0.1
    pixels[:, :, 18:] += 0.5
    for one in pixels[::2]:
        row, column = rng.integers(5, 14, 2)
        one[row - 2 : row + 3, column] += 0.7
        one[row, column - 2 : column + 3] += 0.7
    return ImageSet.from_arrays(pixels.clip(0, 1))


def deciding(weight_of: int = 2, seed: int = 0) -> DecidingParts:
    found = images()
    parts = learn_parts(found, 12, seed)
    seen = find_parts(parts, found.pixels)
    places = np.concatenate([seen.row, seen.column], axis=1)
    weight = np.zeros((2, 3 * len(parts) + 5))
    weight[1, weight_of] = 3.0
    weight[1, len(parts) + 1] = 1.0
    values = np.concatenate([seen.presence, places, np.zeros((20, 5))], axis=1)
    return deciding_parts(parts, seen.presence, places, weight, values - values.mean(0))


def test_the_part_with_the_weight_comes_first() -> None:
    found = deciding()
    assert set(found.part[:2].tolist()) == {1, 2}
    assert deciding(5).part[:2].tolist() != found.part[:2].tolist()
    assert abs(found.share.sum() - 1) < 1e-9 and (found.share[2:] == 0).all()
    assert found.presence.shape == found.row.shape == (20, 10)


def test_a_part_is_itself_and_no_other() -> None:
    here = deciding()
    same = same_parts(here, here)
    assert same.diagonal().all()
    moved = here._replace(middle=here.middle + 0.5)
    assert not same_parts(here, moved).any(), "another home is another part"
    rng = np.random.default_rng(0)
    other = here._replace(presence=rng.random(here.presence.shape), row=rng.random(here.row.shape))
    assert not same_parts(here, other).diagonal().any(), "what is there in other images is another part"


def test_folds_are_counted() -> None:
    here = deciding()
    few = here._replace(**{name: getattr(here, name)[..., :1] for name in ("presence", "row", "column")})
    few = few._replace(part=here.part[:1], share=here.share[:1], middle=here.middle[:1], side=here.side[:1])
    counts = chosen_again(here, [here, few, nothing_decides(20)])
    assert counts[0] == 2 and counts.max() == 2 and counts.min() >= 1
    assert chosen_again(nothing_decides(20), [here]).shape == (0,)

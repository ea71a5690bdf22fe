"""Threads: put back as they were, and no bit changed by how many there are where that is promised."""

from __future__ import annotations

import pytest
import torch
from threadpoolctl import threadpool_info

from mousaic.config import config_for
from mousaic.device import exact_threads, threads_to_share, use_threads
from mousaic.images.image_set import ImageSet
from mousaic.training.fit import train_members
from tests.training.test_fit import sums_of_parts


def in_use() -> tuple[int, int, list[int]]:
    return torch.get_num_threads(), threads_to_share(), sorted(one["num_threads"] for one in threadpool_info())


def test_inside_libraries_have_one_and_what_is_shared_out_has_all() -> None:
    before = in_use()
    with exact_threads(3):
        assert in_use()[:2] == (1, 3) and set(in_use()[2]) == {1}
        with use_threads(0) as chosen:
            assert chosen == 3 and in_use()[:2] == (1, 3)
        with use_threads(2) as chosen:
            assert chosen == 2 and in_use()[:2] == (1, 2)
        with exact_threads(1):
            assert in_use()[:2] == (1, 1)
        assert in_use()[:2] == (1, 3)
    assert in_use() == before
    with use_threads(3), exact_threads(0):
        assert in_use()[:2] == (1, 3)
    assert in_use() == before


@pytest.mark.parametrize("preset", ["default", "report"])
def test_their_number_changes_no_bit_of_a_training(preset: str) -> None:
    """At a size where the products of libraries would differ; a mean alone would, of the report's step by autograd."""
    pictures = sums_of_parts(size=48 * 48).reshape(-1, 48, 48)
    images = ImageSet.from_arrays((pictures - pictures.min()) / (pictures.max() - pictures.min()))
    config = config_for(preset, epochs=1, copies=1, features=256, k=8)
    found = []
    for threads in (1, 2, 3):
        with exact_threads(threads):
            found.append(train_members(images, config).weight)
    assert found[0].equal(found[1]) and found[0].equal(found[2])

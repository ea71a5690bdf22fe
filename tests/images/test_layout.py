"""What needs rows and columns, or squares, says so in one sentence."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.layout import Layout, check_trainable

FLAT, OBLONG, SQUARE = Layout(1, 1, 20), Layout(3, 6, 8), Layout(1, 8, 8)


def test_kinds_of_layouts() -> None:
    assert not FLAT.is_grid and OBLONG.is_grid and SQUARE.is_grid
    assert (FLAT.D, OBLONG.D, SQUARE.D) == (20, 144, 64) and FLAT == (1, 1, 20)


def test_needs() -> None:
    with pytest.raises(MousaicError, match=r"^The atlas needs images with rows .* flat vectors of 20 numbers: give"):
        FLAT.need_grid("The atlas")
    with pytest.raises(MousaicError, match="flat vectors"):
        FLAT.need_square("It")
    with pytest.raises(MousaicError, match=r"^It needs square images, and these are 8 x 6: cut or pad them\.$"):
        OBLONG.need_square("It")
    OBLONG.need_grid("It"), SQUARE.need_square("It")
    with pytest.raises(MousaicError, match=r"^A picture needs"):
        ImageSet.from_arrays(np.eye(4)).need_grid("A picture")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "Augmentation needs .*: train with --augment none"),
        ({"augment": "auto"}, "Augmentation"),
        ({"augment": "none"}, "windows .* --init orthogonal"),
        ({"augment": "none", "local": 8}, "windows .* --init orthogonal"),
    ],
)
@pytest.mark.parametrize("layout", [FLAT, OBLONG])
def test_trainings_that_need_squares(layout: Layout, options: dict[str, Any], message: str) -> None:
    check_trainable(SQUARE, config_for(**options))
    with pytest.raises(MousaicError, match=message):
        check_trainable(layout, config_for(**options))
    check_trainable(layout, config_for(augment="none", init="orthogonal"))


def test_vectors_may_start_as_rows() -> None:
    check_trainable(FLAT, config_for(augment="none", model="whole"))

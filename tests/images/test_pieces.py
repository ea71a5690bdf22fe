"""Images kept as arrays while a set is read: in any order, with gaps, in little memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from mousaic.image_options import ImageOptions
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.pieces import Piece, Pieces
from mousaic.images.reading.decoded import GREY, ImageFacts
from mousaic.images.stored import row_pieces
from mousaic.said import told

FACTS = ImageFacts("PNG", GREY, 8, "unsigned", 5, 7, 1, ())


def piece(value: int, kind: type = np.float32, bits: int = 8) -> Piece:
    square, ends = np.full((1, 3, 3), value, kind), (0.0, 2.0**bits - 1)
    return Piece(square, ends, value, value + 0.5, bool(value % 2), FACTS._replace(bits=bits), f"{value:064x}")


def test_what_was_lost_is_left_out_and_the_order_is_that_of_places() -> None:
    pieces = Pieces(6)
    for place in (4, 1, 5, 2):
        pieces.put(place, piece(place, np.float64 if place == 2 else np.float32, 16 if place == 1 else 8))
    pieces.lose(3, told("unreadable_empty"))
    pieces.lose(0, told("unreadable_memory"))
    pieces.settle()
    assert [bits.bits for bits in pieces.facts] == [16, 8] and pieces.kind.tolist() == [0, 1, 1, 1]
    assert pieces.low.tolist() == [1, 2, 4, 5] and pieces.high.tolist() == [1.5, 2.5, 4.5, 5.5]
    assert pieces.inverted.tolist() == [True, False, False, True] and sorted(pieces.lost) == [0, 3]
    assert list(pieces.sha256) == [f"{value:064x}" for value in (1, 2, 4, 5)]
    assert pieces.of_ends((0.0, 255.0)).tolist() == [False, True, True, True]
    assert pieces.sizes().tolist() == [[7, 5]] * 4 and pieces.channels() == {1: 4}
    stacked = pieces.stacked()
    assert stacked.dtype == np.float64 and stacked[:, 0, 0, 0].tolist() == [1, 2, 4, 5]


@pytest.mark.parametrize("kind", [np.uint8, np.uint16, np.bool_, np.float32, np.int16])
@pytest.mark.parametrize("shape", [(9, 8, 8), (9, 8, 8, 1), (9, 6, 7), (9, 8, 8, 3), (9, 20)])
def test_rows_together_are_what_they_are_one_by_one(
    tmp_path: Path, kind: type, shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)
    np.save(tmp_path / "a.npy", rng.integers(0, 2 if kind is np.bool_ else 200, shape).astype(kind))
    together = load_images(tmp_path / "a.npy", ImageOptions(size=8))
    monkeypatch.setattr(row_pieces, "_as_they_are", lambda grids, options: False)
    monkeypatch.setattr(row_pieces, "BLOCK", 4)
    alone = load_images(tmp_path / "a.npy", ImageOptions(size=8))
    assert together.pixels.tobytes() == alone.pixels.tobytes() and together.intake == alone.intake
    assert (together.sha256, together.groups, together.ranges) == (alone.sha256, alone.groups, alone.ranges)


def test_an_image_of_an_array_takes_few_bytes_beside_its_pixels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def taken(count: int) -> int:
        rng = np.random.default_rng(0)
        np.save(tmp_path / "a.npy", rng.integers(0, 250, (count, 4, 4), dtype=np.uint8))
        (tmp_path / "a.csv").write_text("label\n" + "one\ntwo\n" * (count // 2))
        tracemalloc.start()
        images: ImageSet = load_images(tmp_path / "a.npy", ImageOptions(size=4))
        size = tracemalloc.get_traced_memory()[0] - images.pixels.nbytes
        tracemalloc.stop()
        return size

    taken(20)
    assert (taken(2_200) - taken(200)) / 2_000 < 200

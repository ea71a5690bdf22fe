"""Near pairs: found among many, against a naive double loop."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mousaic.images import mapped, near_duplicates
from mousaic.images.near_duplicates import ALIKE, near_pairs, not_all_compared


def test_planted_pairs_among_many() -> None:
    rng = np.random.default_rng(0)
    pixels = rng.random((1300, 1, 32, 32), dtype=np.float32)
    pixels[900] = 0.8 * pixels[3] + 0.1 + 0.02 * rng.random((1, 32, 32), dtype=np.float32)
    pixels[1299] = pixels[600]
    found = near_pairs(pixels)
    assert found.pairs == [(3, 900), (600, 1299)] and found.total == 2
    assert near_pairs(pixels, most=1) == ([(3, 900)], 2, 1300)


def test_agrees_with_a_double_loop() -> None:
    rng = np.random.default_rng(1)
    bases = rng.random((4, 1, 16, 16))
    pixels = np.stack([bases[i % 4] + 0.35 * rng.random() * rng.random((1, 16, 16)) for i in range(30)])
    flat = pixels.reshape(30, -1)
    beyond = flat - flat.mean(axis=0)
    naive = [
        (i, j)
        for i in range(30)
        for j in range(i + 1, 30)
        if np.corrcoef(flat[i], flat[j])[0, 1] >= ALIKE and np.corrcoef(beyond[i], beyond[j])[0, 1] >= 0.9
    ]
    assert 0 < len(naive) < 30 * 29 / 2
    assert near_pairs(pixels.astype(np.float32)).pairs == naive


def test_common_background_does_not_make_a_pair() -> None:
    rng = np.random.default_rng(2)
    background = rng.random((1, 32, 32)).repeat(20, axis=0)[:, None]
    spots = np.zeros((20, 1, 32, 32))
    for i in range(20):
        spots[i, 0, (i // 5) * 8 : (i // 5) * 8 + 4, (i % 5) * 6 : (i % 5) * 6 + 4] = 0.15
    assert near_pairs((background + spots).astype(np.float32)).total == 0


def test_images_without_contrast_and_tiny_ones() -> None:
    assert near_pairs(np.full((3, 1, 16, 16), 0.5, np.float32)).total == 0
    assert near_pairs(np.zeros((1, 3, 4, 4), np.float32)).total == 0
    assert near_pairs(np.random.default_rng(0).random((12, 3, 5, 5), dtype=np.float32)).total == 0


def many(count: int) -> np.ndarray:
    """Images of which every tenth is another one a little changed."""
    rng = np.random.default_rng(3)
    pixels = rng.random((count, 1, 16, 16), dtype=np.float32)
    near = np.arange(9, count, 10)
    pixels[near] = pixels[rng.integers(0, 9, len(near))] + 0.04 * rng.random((len(near), 1, 16, 16), dtype=np.float32)
    return pixels


def test_among_neighbours_nearly_all_pairs_are_found_and_no_others(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = many(3000)
    exact = near_pairs(pixels, 10**6)
    monkeypatch.setattr(near_duplicates, "ALL_COMPARED", 100)
    monkeypatch.setattr(near_duplicates, "BUCKET", 128)
    found = near_pairs(pixels, 10**6)
    assert found.pairs == sorted(set(found.pairs)) and set(found.pairs) <= set(exact.pairs)
    assert found.total == len(found.pairs) >= 0.98 * exact.total > 1000
    assert near_pairs(pixels, 10**6) == found and near_pairs(pixels, 7).pairs == found.pairs[:7]
    assert [said.key for said in not_all_compared(found)] == ["warn_near_neighbours"]


def test_a_set_of_copies_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.random.default_rng(4).random((1, 1, 16, 16), dtype=np.float32).repeat(2000, axis=0)
    monkeypatch.setattr(near_duplicates, "ALL_COMPARED", 100)
    monkeypatch.setattr(near_duplicates, "KEPT", 10_000)
    pixels += 0.01 * np.random.default_rng(5).random(pixels.shape, dtype=np.float32)
    monkeypatch.setattr(near_duplicates, "ALIKE_BEYOND_MEAN", -1.0)
    assert 10_000 < near_pairs(pixels, 5).total < 600_000  # of two million: one bucket more


def test_thumbnails_in_a_file_are_those_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = many(300)
    monkeypatch.setattr(near_duplicates, "ALL_COMPARED", 100)
    plain = near_pairs(pixels, 1000)
    monkeypatch.setattr(mapped.room, "__defaults__", (1000,))
    assert near_pairs(pixels, 1000, tmp_path) == plain and plain.total > 10

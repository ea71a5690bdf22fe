"""Copies of a run's images among new ones: exact, saved again, and none."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from mousaic.images.image_set import ImageSet
from mousaic.uses.copies import copies_of, copies_said
from mousaic.words.put import put


def blobs(count: int, seed: int, side: int = 48) -> np.ndarray:
    """Images uint8 of a few soft spots each, on a common background."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side] / side
    pixels = np.repeat((80 + 60 * y)[None], count, 0)
    for _ in range(6):
        at = draw.random((2, count, 1, 1))
        pixels += draw.normal(0, 40, (count, 1, 1)) * np.exp(-((y - at[0]) ** 2 + (x - at[1]) ** 2) / 0.02)
    return pixels.clip(0, 255).astype(np.uint8)


def saved_again(pixels: np.ndarray, small: bool = False) -> np.ndarray:
    """As poor JPEG, and with ``small`` at half size."""
    image = Image.fromarray(pixels)
    stream = io.BytesIO()
    (image.reduce(2) if small else image).save(stream, "JPEG", quality=40)
    return np.asarray(Image.open(stream).resize(image.size))


OWN = ImageSet.from_arrays(blobs(30, 0), paths=[f"own{i}" for i in range(30)])


def test_exact_copies_copies_saved_again_and_none() -> None:
    own, fresh = blobs(30, 0), blobs(4, 1)
    pixels = [own[7], fresh[0], saved_again(own[12]), saved_again(own[29], small=True), fresh[1]]
    brighter = (own[3] * 0.8 + 20).astype(np.uint8)
    new = ImageSet.from_arrays(np.stack([*pixels, brighter]))
    assert copies_of(new, OWN) == ("own7", "", "own12", "own29", "", "own3")
    assert copies_of(ImageSet.from_arrays(blobs(600, 2)), OWN) == ("",) * 600


def test_few_images_of_the_run_and_one_without_contrast() -> None:
    flat = np.full((1, 48, 48), 90, np.uint8)
    own = ImageSet.from_arrays(np.concatenate([blobs(3, 0), flat]), paths=["a", "b", "c", "flat"])
    new = ImageSet.from_arrays(np.concatenate([saved_again(blobs(3, 0)[1])[None], blobs(1, 5), flat, flat + 1]))
    assert copies_of(new, own) == ("b", "", "flat", "")


def test_vectors_are_copies_only_where_they_are_equal() -> None:
    rows = np.random.default_rng(0).normal(size=(12, 9)).astype(np.float32)
    own = ImageSet.from_arrays(rows, paths=[f"row{i}" for i in range(12)])
    assert copies_of(ImageSet.from_arrays(rows[[4, 5]] + np.float32([[0], [1e-6]])), own) == ("row4", "")


def test_thumbnails_alike_by_chance_are_no_copies() -> None:
    # Two small images of one kind: the same but for what cells of 2 x 2 pixels cannot show.
    fine = (60 * (np.indices((32, 32)).sum(0) % 2)).astype(np.uint8)
    own = 80 + blobs(30, 0, 32) // 3
    other, own[2] = own[2] + fine, own[2] + fine[::-1]
    assert copies_of(ImageSet.from_arrays(other[None]), ImageSet.from_arrays(own)) == ("",)


@pytest.mark.parametrize(("lang", "words"), [("en", "5 of 8 new ones"), ("zh", "8 幅新图像中有 5 幅")])
def test_they_are_counted_and_the_first_are_named(lang: str, words: str) -> None:
    new = ImageSet.from_arrays(blobs(8, 3))
    assert copies_said(new, ("",) * 8) == []
    (said,) = copies_said(new, ("a", "b", "", "c", "d", "e", "", ""))
    text = put(said, lang)
    assert words in text and "image_0003" in text and "image_0004" not in text and "2" in text.partition("c")[2]

"""Parts that were planted are found, on images that nothing was learned from."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from mousaic.analysis.parts.part_findings import findings_of, learned_from
from mousaic.analysis.parts.part_set import find_parts, learn_parts, working
from mousaic.analysis.parts.part_store import FOLDER, holds_parts, read_parts, save_parts
from mousaic.analysis.parts.windows import cut_windows
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.file_places import shown_areas
from mousaic.images.image_set import ImageSet, load_images

CROSS = np.array([[0, 0, 1, 0, 0], [0, 0, 1, 0, 0], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0], [0, 0, 1, 0, 0]])


def walkers(count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Noise with a cross that walks along a row, and a block that is there in every second image: pixels, columns of
    the cross's middle, whether the block is there."""
    draw = np.random.default_rng(seed)
    pixels = 0.3 + 0.03 * draw.standard_normal((count, 32, 32))
    columns, there = draw.integers(6, 26, count), np.arange(count) % 2 == 1
    for image, column, block in zip(pixels, columns, there, strict=True):
        image[18:23, column - 2 : column + 3] += 0.5 * CROSS
        if block:
            image[5:9, 12:16] += 0.4
    return pixels.clip(0, 1).astype(np.float32), columns, there


@pytest.fixture(scope="module")
def learned():
    pixels, _, there = walkers(30, 0)
    images = ImageSet.from_arrays(pixels, there.astype(int))
    return images, learn_parts(images, 24, seed=3)


def test_a_part_follows_what_moves_and_another_is_present_where_the_block_is(learned):
    _, parts = learned
    pixels, columns, there = walkers(60, 1)
    found = find_parts(parts, pixels[:, None])
    off = found.column * 32 - 0.5 - columns[:, None]
    wrong = np.abs(off - np.median(off, axis=0))
    assert float(np.median(wrong, axis=0).min()) < 0.5
    follows = int(np.median(wrong, axis=0).argmin())
    assert found.found[:, follows].mean() > 0.8
    gap = found.presence[there].min(0) - found.presence[~there].max(0)
    assert gap.max() > 0  # one number tells all images with the block from all without
    tells = int(gap.argmax())
    assert found.found[there, tells].mean() > 0.9 and found.found[~there, tells].mean() < 0.2


def test_kinds_and_classes(learned):
    images, parts = learned
    findings = findings_of(parts, images)
    moving = findings.kind == "moving"
    assert moving.any() and (findings.wander[moving] > 1 / 32).all()
    gap = findings.by_class[:, 1] - findings.by_class[:, 0]
    assert np.abs(gap).max() > 0.3
    assert ((findings.share >= 0) & (findings.share <= 1)).all()


def test_images_without_structure_are_told_apart_from_those_with_parts(learned):
    _, parts = learned
    noise = 0.3 + 0.03 * np.random.default_rng(5).standard_normal((200, 1, 32, 32)).astype(np.float32)
    found = find_parts(parts, noise).found
    assert found.mean() < 0.2


def test_the_same_seed_gives_the_same_parts_and_labels_do_not_matter(learned):
    images, parts = learned
    unlabelled = ImageSet.from_arrays(images.pixels[:, 0])
    again = learn_parts(unlabelled, 24, seed=3)
    for one, other in zip(parts.homes, again.homes, strict=True):
        np.testing.assert_array_equal(one, other)
    assert not np.array_equal(learn_parts(unlabelled, 24, seed=4).homes.middle, parts.homes.middle)


def test_no_two_parts_are_near_copies(learned):
    images, parts = learned
    found = find_parts(parts, images.pixels)
    for i in range(len(parts)):
        for j in range(i):
            near = float((parts.homes.middle[i] - parts.homes.middle[j]).norm())
            reach = min(parts.pictures[i].squares.shape[-1], parts.pictures[j].squares.shape[-1]) / 2
            off = [getattr(found, name)[:, i] - getattr(found, name)[:, j] for name in ("row", "column")]
            off = [part - np.median(part) for part in off]
            assert near > reach or (np.hypot(*off) <= 1 / 32).mean() < 0.95


def test_kept_parts_are_read_back(learned, tmp_path):
    _, parts = learned
    assert not holds_parts(tmp_path)
    save_parts(tmp_path, parts)
    kept = read_parts(tmp_path)
    pixels, *_ = walkers(5, 9)
    for one, other in zip(find_parts(parts, pixels[:, None]), find_parts(kept, pixels[:, None]), strict=True):
        np.testing.assert_array_equal(one, other)
    assert (kept.candidates, kept.side, *kept.copies) == (parts.candidates, parts.side, *parts.copies)


def test_a_damaged_file_says_what_to_do(learned, tmp_path):
    save_parts(tmp_path, learned[1])
    path = tmp_path / FOLDER / "parts.safetensors"
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(MousaicError, match="--anew"):
        read_parts(tmp_path)


@pytest.mark.parametrize(("count", "size"), [(3, 32), (10, 6)])
def test_too_few_or_too_small_images_have_no_parts(count, size):
    images = ImageSet.from_arrays(np.random.default_rng(0).random((count, size, size)))
    assert learned_from(images, np.ones(count, bool), 0) is None


def test_large_images_and_colour():
    draw = np.random.default_rng(0)
    images = ImageSet.from_arrays(draw.random((4, 100, 100, 3)))
    parts = learn_parts(images, 4)
    assert parts.side == 64
    assert find_parts(parts, images.pixels).presence.shape == (4, 4)


def test_held_out_images_teach_nothing(learned):
    images, _ = learned
    train = np.arange(len(images)) % 3 > 0
    own, alone = learned_from(images, train, 5, 8), learn_parts(images.subset(np.flatnonzero(train)), 8, 5)
    assert own is not None
    np.testing.assert_array_equal(own.homes.middle, alone.homes.middle)
    assert not np.array_equal(own.homes.middle, learn_parts(images, 8, 5).homes.middle)


def test_the_bars_of_letterbox_images_are_no_parts(tmp_path):
    """Windows of wide files are cut from what the files show, wherever the sharpest edge of the whole image is."""
    draw = np.random.default_rng(0)
    for number in range(8):
        pixels = (150 + draw.normal(0, 25, (32, 64))).clip(0, 255).astype(np.uint8)
        Image.fromarray(pixels).save(tmp_path / f"{number}.png")
    options = ImageOptions(size=40, fit="letterbox")
    images = load_images(tmp_path, options)
    train = np.ones(len(images), bool)
    areas = shown_areas(images.file_sizes, options)
    assert areas[0].tolist() == [0.25, 0.0, 0.75, 1.0]
    pixels = working(images.pixels)
    free, bound = (cut_windows(pixels, 60, np.random.default_rng(0), areas=one) for one in (None, areas))
    for within, candidates in ((False, free), (True, bound)):
        side = candidates[0].pictures.squares.shape[-1] // 2
        rows = candidates[0].at[:, 0].numpy()
        assert ((rows - side >= 10) & (rows + side < 30)).all() == within
    own = learned_from(images, train, 0, 8, options)
    assert own is not None and not np.array_equal(own.homes.middle, learned_from(images, train, 0, 8).homes.middle)

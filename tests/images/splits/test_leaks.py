"""Near and exact copies on both sides of a fold are found, counted and named."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.images.image_set import load_images
from mousaic.images.splits.folds import Fold, make_folds
from mousaic.images.splits.leaks import Leaks, find_leaks
from mousaic.words.put import put


def write(folder, count=12, copies=()):
    """Random images; ``copies`` are (new name, copied number, altered)."""
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (count, 6, 6)).astype(np.uint8).repeat(6, 1).repeat(6, 2)
    folder.mkdir()
    for number, image in enumerate(images):
        Image.fromarray(image).save(folder / f"{number:02d}.png")
    for name, number, altered in copies:
        image = (images[number] * 0.97 + 2).clip(0, 255).astype(np.uint8) if altered else images[number]
        Image.fromarray(image).save(folder / name)
    return folder


def fold(images, *names):
    return Fold(0, 0, np.array([path in names for path in images.paths]))


def test_no_copies_no_leak(tmp_path):
    images = load_images(write(tmp_path / "a"), ImageOptions(size=16))
    leaks = find_leaks(images, make_folds(images.labels, images.groups, 3, 2, 0))
    assert leaks.pairs == leaks.held_out == () and leaks.finding() is None


def test_near_copies_leak_where_a_fold_separates_them(tmp_path):
    images = load_images(write(tmp_path / "a", copies=[("near.png", 3, True)]), ImageOptions(size=16))
    assert images.intake.near_duplicates == (("03.png", "near.png"),)
    together = find_leaks(images, [fold(images, "03.png", "near.png"), fold(images, "00.png")])
    assert together.pairs == ()
    apart = find_leaks(images, [fold(images, "03.png"), fold(images, "near.png", "00.png")])
    assert apart.pairs == (("03.png", "near.png"),) and apart.held_out == ("03.png", "near.png")
    assert "1 near-duplicate pair lies in different folds (03.png and near.png), so 2 images" in put(apart.finding())
    assert "give such images one group" in put(apart.finding())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_more_pairs_than_are_named_are_counted(lang):
    pairs = tuple((f"a{i}.png", f"b{i}\n.png") for i in range(5))
    text = put(Leaks(pairs, ("a0.png",), 1200).finding(), lang)
    assert "a2.png" in text and "a3.png" not in text and "b1\\n.png" in text and "1,200" in text
    assert ("and 2 more)" in text and "(1,200 further pairs were not looked at): give" in text) == (lang == "en")
    assert "1,200" in put(Leaks((), (), 1200).finding(), lang)


def test_exact_copies_leak_only_where_a_table_parts_them(tmp_path):
    folder = write(tmp_path / "a", copies=[("same.png", 3, False)])
    images = load_images(folder, ImageOptions(size=16))
    folds = make_folds(images.labels, images.groups, 12, 1, 0)
    assert find_leaks(images, folds).pairs == ()  # one group by themselves
    with open(folder / "t.csv", "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "group"])
        rows.writerows([path, path] for path in images.paths)
    images = load_images(folder / "t.csv", ImageOptions(size=16))
    folds = make_folds(images.labels, images.groups, 13, 1, 0)
    assert find_leaks(images, folds).pairs == (("03.png", "same.png"),)

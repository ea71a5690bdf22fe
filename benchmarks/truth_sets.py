"""Images whose truth is known: drawn ones, with every number they were drawn from, and mice with annotated points."""

from __future__ import annotations

import csv
from dataclasses import asdict
from typing import NamedTuple

import numpy as np

from benchmarks.quality_sets import MICE
from mousaic.demo.mouse import draw_picture
from mousaic.demo.synthetic_set import plan_demo_set
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.prepare import prepare

SIZE = 64


class Known(NamedTuple):
    """Images and the truth about them."""

    images: ImageSet
    names: tuple[str, ...]
    """Of what is known."""
    truth: np.ndarray
    """Drawn: (N, factors). Annotated: (N, points, 2), x and y in prepared pixels, the middle of the first at 0; NaN
    where a point was not seen."""


def drawn(seeds: list[int], most: int) -> Known:
    """The first images of the synthetic sets of these seeds, with all factors."""
    plan = [(seed, index, image) for seed in seeds for index, image in enumerate(plan_demo_set(seed))][:most]
    pictures = [
        (np.asarray(draw_picture(image.parts, seed, index)) / 255).astype(np.float32) for seed, index, image in plan
    ]
    pixels = np.stack([prepare(picture[..., None], SIZE, "crop")[0] for picture in pictures])
    factors = [asdict(image.parts) for *_, image in plan]
    truth = np.array([[float(value) for value in one.values()] for one in factors])
    images = ImageSet.from_arrays(pixels, [image.label for *_, image in plan])
    return Known(images, tuple(factors[0]), truth)


def annotated() -> Known | None:
    """The mice with their key points, where this machine has them."""
    if not (MICE / "keypoints.csv").is_file():
        return None
    images = load_images(MICE)
    with open(MICE / "keypoints.csv", newline="", encoding="utf-8") as file:
        rows = {row["path"]: row for row in csv.DictReader(file)}
    names = tuple(name[:-2] for name in next(iter(rows.values())) if name.endswith("_x"))
    assert images.file_sizes is not None
    share = SIZE / images.file_sizes[:, 0].astype(float)
    at = [[[rows[path][f"{name}_{axis}"] for axis in "xy"] for name in names] for path in images.paths]
    places = np.array([[[float(v or "nan") for v in point] for point in one] for one in at])
    return Known(images, names, (places + 0.5) * share[:, None, None] - 0.5)

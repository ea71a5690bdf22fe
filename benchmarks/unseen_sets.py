"""Real sets on which nothing may be tuned: crops of photographs that come with scikit-image, and faces.

They judge what was decided on other sets (:mod:`benchmarks.quality_sets`), once it is decided. None is aligned as
frames of one camera are; groups are neighbouring crops of one photograph, so that held-out crops come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from mousaic.images.image_set import ImageSet


class Crops(NamedTuple):
    """Squares cut from one photograph."""

    file: str
    side: int
    """Of a crop, in pixels of the photograph."""
    step: int
    """From one crop to the next."""
    together: int
    """So many crops a side make a group."""


SIZE = 64
TISSUE = (Crops("ihc.png", 64, 64, 2),)
SKY = (Crops("hubble_deep_field.jpg", 96, 120, 2),)
GROUND = tuple(Crops(f"{name}.png", 102, 102, 2) for name in ("grass", "gravel", "brick"))
PAGES = Crops("page.png", 48, 48, 2), Crops("text.png", 48, 48, 2)
RETINA = (Crops("retina.jpg", 120, 120, 2),)
FEWEST_LEVELS = 8
"""Of grey in a crop: the black around a round photograph is left out."""


def unseen_sets() -> dict[str, Callable[[], ImageSet]]:
    """By name; none where scikit-image is not installed (``pip install scikit-image``)."""
    try:
        import skimage.data
    except ImportError:
        return {}
    folder = Path(skimage.data.__file__).parent
    cut = {"tissue": TISSUE, "sky": SKY, "ground": GROUND, "retina": RETINA}
    found: dict[str, Callable[[], ImageSet]] = {
        name: lambda crops=crops: _crops(folder, crops)  # type: ignore[misc]
        for name, crops in cut.items()
    }
    return found | {"faces": lambda: _faces(folder)}


def unseen_classes() -> dict[str, Callable[[], ImageSet]]:
    """Sets of several classes, by name and number of images; none where scikit-image is not installed."""
    sets = unseen_sets()
    if not sets:
        return {}
    import skimage.data

    folder = Path(skimage.data.__file__).parent
    return {
        "grass, gravel, brick, 75": sets["ground"],
        "two printed pages, 51": lambda: _crops(folder, PAGES),
        "faces or not, 100": lambda: _faces_or_not(folder),
    }


def _crops(folder: Path, photographs: Sequence[Crops]) -> ImageSet:
    """Grey crops, the photograph as their class."""
    pixels, labels, groups = [], [], []
    for photograph in photographs:
        with Image.open(folder / photograph.file) as opened:
            grey = np.asarray(opened.convert("L"))
        side, step, together = photograph.side, photograph.step, photograph.together * photograph.step
        for y in range(0, grey.shape[0] - side + 1, step):
            for x in range(0, grey.shape[1] - side + 1, step):
                crop = grey[y : y + side, x : x + side]
                if len(np.unique(crop)) < FEWEST_LEVELS:
                    continue
                small = Image.fromarray(crop).resize((SIZE, SIZE), Image.Resampling.BOX)
                pixels.append(np.asarray(small))
                labels.append(photograph.file)
                groups.append(f"{photograph.file} {y // together} {x // together}")
    return ImageSet.from_arrays(np.stack(pixels), labels, groups)


def _faces(folder: Path) -> ImageSet:
    """100 faces of 25 x 25 pixels, of Labeled Faces in the Wild, each its own group."""
    faces = np.load(folder / "lfw_subset.npy")[:100]
    return ImageSet.from_arrays(faces.astype(np.float32) / max(1.0, float(faces.max())))


def _faces_or_not(folder: Path) -> ImageSet:
    """50 faces and 50 other crops of Labeled Faces in the Wild, each its own group."""
    every = np.load(folder / "lfw_subset.npy")  # 100 faces, then 100 that are none
    some = np.concatenate([every[:50], every[100:150]]).astype(np.float32)
    return ImageSet.from_arrays(some / max(1.0, float(some.max())), ["face"] * 50 + ["none"] * 50)

"""The three sets that the experiment's claims are measured on, how much of it, and digits as "other images"."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.images import PLACES, read_images
from benchmarks.quality_sets import mice
from mousaic.config import Config, config_for
from mousaic.demo.synthetic_set import draw_demo_set
from mousaic.images.image_set import ImageSet, load_images

SIZE = 64
PULLOVER, SANDAL = 2, 5
COUNTS = {PULLOVER: 19, SANDAL: 20}
"""As many as the mice have in each class."""


@dataclass(frozen=True)
class Plan:
    """How much is trained and measured."""

    options: Mapping[str, Any] = field(default_factory=dict)
    """Of every training, over those of the presets."""
    folds: Mapping[str, int] = field(default_factory=lambda: {"mice": 5})
    other_folds: int = 3
    ks: tuple[int, ...] = (10, 50, 100, 250, 1024)
    widths: tuple[int, ...] = (16, 64, 256)
    digits: int = 60_000
    """All of MNIST's, learned from each once: twelve times the steps of the experiment."""
    digits_judged: int = 500
    rounds: int = 1
    seed: int = 0

    def config(self, preset: str = "report", **options: Any) -> Config:
        """The parameters of a training on one thread that holds nothing out by itself."""
        given = {"size": SIZE, "threads": 1, "validation": 0.0, "seed": self.seed} | dict(self.options) | options
        return config_for(preset, **given)

    def folds_of(self, name: str) -> int:
        """Into how many parts a set is divided."""
        return self.folds.get(name, self.other_folds)


WHOLE = Plan()
QUICK = Plan(
    options={"size": 16, "features": 40, "k": 6, "members": 2, "copies": 1, "epochs": 3},
    folds={}, other_folds=2, ks=(3, 6, 40), widths=(4, 8), digits=32, digits_judged=12, rounds=1,
)  # fmt: skip


def drawn() -> ImageSet:
    """The 39 synthetic mice of ``mousaic demo``, two classes."""
    with tempfile.TemporaryDirectory() as folder:
        return load_images(draw_demo_set(Path(folder) / "mice"))


def garments() -> ImageSet | None:
    """The first 19 pullovers and 20 sandals of Fashion-MNIST, made larger; ``None`` where it is not installed."""
    if not PLACES["Fashion-MNIST"].is_file():
        return None
    pixels, labels = read_images(PLACES["Fashion-MNIST"])
    chosen = np.concatenate([np.flatnonzero(labels == label)[:count] for label, count in COUNTS.items()])
    names = ["pullovers" if label == PULLOVER else "sandals" for label in labels[chosen]]
    return ImageSet.from_arrays(resized(pixels[chosen], SIZE), names)


def bars() -> ImageSet:
    """A dozen tiny images of two classes, to see that everything runs: bars that lie and bars that stand."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 60, (12, 16, 16))
    for number, image in enumerate(pixels):
        image[2 + number : 4 + number] += 180
        pixels[number] = image if number % 2 else image.T
    return ImageSet.from_arrays(pixels.astype(np.uint8), ["lying", "standing"] * 6)


SETS: dict[str, Callable[[], ImageSet | None]] = {"mice": mice, "drawn": drawn, "garments": garments}
QUICK_SETS: dict[str, Callable[[], ImageSet | None]] = {"bars": bars}


def digits(plan: Plan) -> tuple[ImageSet, ImageSet] | None:
    """MNIST's digits to learn from and others to be judged on; ``None`` where it is not on this machine.

    The quick plan takes the small digits that come with scikit-learn.
    """
    count, judged, size = plan.digits, plan.digits_judged, plan.config().images.size
    if plan is QUICK:
        from sklearn.datasets import load_digits  # type: ignore[import-untyped]

        pixels = np.uint8(load_digits().images[: count + judged] * 15)
        learned_from, other = pixels[:count], pixels[count:]
    elif PLACES["MNIST"].is_file():
        with np.load(PLACES["MNIST"]) as arrays:
            learned_from, other = arrays["x_train"][:count], arrays["x_test"][:judged]
    else:
        return None
    return _unlabelled(resized(learned_from, size)), _unlabelled(resized(other, size))


def resized(pixels: np.ndarray, size: int) -> np.ndarray:
    """Images (n, s, s), uint8, at another size."""
    return np.stack([np.asarray(Image.fromarray(one).resize((size, size), Image.Resampling.BICUBIC)) for one in pixels])


def _unlabelled(pixels: np.ndarray) -> ImageSet:
    """An image set without a search for near-copies, which would take long among thousands."""
    names = tuple(f"digit_{i:05d}" for i in range(len(pixels)))
    grey, labels = pixels[:, None].astype(np.float32) / 255, np.full(len(pixels), -1)
    found = ImageSet.from_arrays(pixels[:2])
    return replace(found, pixels=grey, paths=names, labels=labels, groups=names, sha256=names)

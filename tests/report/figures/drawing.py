"""What the tests of figures draw, and how they look at it."""

from __future__ import annotations

import io
import warnings

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from mousaic.report import figures
from mousaic.report.figures.drawn import Drawn

ODD_NAMES = [
    "</SCRIPT><img src=x>.png",
    "$x_1$ and $\\frac{a",
    "back\\$slash",
    "a\nb\tc\udce9",
    "long " * 60,
    "日本",
    "",
]


def history(epochs: int, **replaced: float | None) -> list[dict[str, float]]:
    rows = []
    for epoch in range(1, epochs + 1):
        row = {
            "epoch": epoch,
            "loss": 0.1 / epoch,
            "reconstruction": 0.09 / epoch,
            "consistency": 0.1 / epoch,
            "pearson": 1 - 0.5 / epoch,
            "pearson_ensemble": 1 - 0.4 / epoch,
            "dead_fraction": 0.25,
            "l0": 50.0,
            "validation_reconstruction": 0.12 / epoch,
            "validation_pearson": 0.8 - 0.5 / epoch,
            "validation_pearson_ensemble": 0.8 - 0.4 / epoch,
        }
        rows.append(row | replaced)
    return rows


def without_validation(rows: list[dict[str, float]]) -> list[dict[str, float]]:
    return [{k: v for k, v in row.items() if not k.startswith("validation")} for row in rows]


def random_images(n: int, channels: int = 1, size: int = 16) -> np.ndarray:
    return np.random.default_rng(0).random((n, channels, size, size)).astype(np.float32)


def pixels(drawn: Drawn | Figure) -> np.ndarray:
    figure = drawn.figure if isinstance(drawn, Drawn) else drawn
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return np.asarray(Image.open(io.BytesIO(figures.png_bytes(figure))).convert("RGB"))

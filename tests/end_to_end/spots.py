"""Images of a spot that moves a little, as the tests of new batches see them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def draw_spots(
    folder: Path, count: int, seed: int, odd: int | None = None, size: int = 24, at: float | None = None,
    ending: str = "png",
) -> Path:  # fmt: skip
    """The spots lie around the row ``at`` (default: the middle); image ``odd`` has a square beside it."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:size, :size]
    for number in range(count):
        row, column = (size / 2 if at is None else at) + rng.normal(0, 1), size / 2 + rng.normal(0, 1)
        pixels = 60 + 120 * np.exp(-((y - row) ** 2 + (x - column) ** 2) / 20) + rng.normal(0, 4, (size, size))
        if number == odd:
            pixels[4:9, 16:21] = 220
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / f"{number:02d}.{ending}")
    return folder

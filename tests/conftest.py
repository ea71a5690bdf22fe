"""What several test files share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

SHARED = Path(__file__).parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def real_mice() -> Path:
    """39 real images in two classes, kept beside the project."""
    if not (SHARED / "mice").is_dir():
        pytest.skip(f"the real mice are not here ({SHARED / 'mice'})")
    return SHARED / "mice"


@pytest.fixture(scope="session")
def small_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 images of 20x20 pixels in two classes: bars that lie and bars that stand, with noise."""
    folder = tmp_path_factory.mktemp("data") / "bars"
    rng = np.random.default_rng(0)
    for number in range(12):
        name = "lying" if number % 2 else "standing"
        pixels = rng.integers(0, 60, (20, 20))
        pixels[3 + number : 6 + number] += 180
        (folder / name).mkdir(parents=True, exist_ok=True)
        pixels = pixels if number % 2 else pixels.T
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / name / f"{number:02d}.png")
    return folder

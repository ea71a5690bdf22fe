"""Make the pictures of the README from a finished demo run: python docs/make_pictures.py demo/run"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parent / "pictures"


def main(run: Path) -> None:
    """Copy the run's last figures, reduced to 256 colours, which halves the files and cannot be seen."""
    PICTURES.mkdir(exist_ok=True)
    for name in ("training_curves", "reconstructions", "features"):
        newest = sorted((run / "figures").glob(f"{name}*.png"))[-1]
        with Image.open(newest) as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(
                PICTURES / f"{name}.png", optimize=True
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

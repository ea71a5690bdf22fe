"""Make the pictures of the README and the docs from finished work.

python docs/make_pictures.py demo/run              the figures of a run of the demo
python docs/make_pictures.py comparisons/NAME      the picture of a comparison
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parent / "pictures"
FIGURES = (
    "training_curves", "reconstructions", "features", "parts", "class_findings", "comparison", "bits_curves",
)  # fmt: skip


def main(folder: Path) -> None:
    """Copy the newest of each figure in ``folder``, in 256 colours, which halves the files and cannot be seen: of all
    those that lie furthest apart, so that scales of colours keep their steps."""
    PICTURES.mkdir(exist_ok=True)
    for name in FIGURES:
        found = sorted([*folder.glob(f"{name}*.png"), *folder.glob(f"figures/{name}*.png")])
        if found:
            with Image.open(found[-1]) as picture:
                reduced = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
            reduced.save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

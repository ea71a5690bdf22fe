"""Which files are read as which numbers: docs/formats.md, every row of whose table is checked before it is written.

``python -m benchmarks.formats`` writes the page; the tests fail where it says anything else than this does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.dicom_files import dicom_samples
from benchmarks.formats_files import SIDE, Sample, samples
from mousaic.config import ImageOptions
from mousaic.images.image_set import load_images
from mousaic.images.sources import OTHER_FORMATS

PAGE = Path(__file__).parents[1] / "docs" / "formats.md"
LOSSY = 0.05
"""What lossy files are held to."""
HEAD = """# Formats

What files of images become. Every row of this table is checked: files of each combination that it names are written
from an array, read with `--depth-range dtype`, and compared with the array pixel by pixel. `make docs-formats` writes
this page, and the tests fail where it says anything else than what was measured.

"Files" is how many combinations were checked, "largest error" how far any pixel was from the array, in shares of the
range from 0 to 1.

"""
TAIL = """
## What becomes 0 and 1

- Whole numbers: the least and the largest number of their type, as written in the table. Where the values use less than
  a tenth of that, `mousaic intake` says so; `--depth-range percentiles` takes the set's own 0.1 and 99.9 percentiles,
  found in the numbers of the files, whatever their type.
- Floats have no such ends. Those of 0 to 1 stay; those that fill at least a tenth of 0 to 255 or of 0 to 65535 are
  divided by 255 or 65535; of all others the least value of the set becomes 0 and the largest 1. The report says which.
- A model keeps what became 0 and 1. Files of another type are brought to it where their numbers say what black
  and white are (8-bit and 16-bit files, floats of 0 to 1), and else refused with a sentence.

## Several images in a file

| option | what it takes |
|---|---|
| `--page 3` | the third page, frame or slice (default: the first) |
| `--pages all` | every page as an image of its own; those of one file are one group |
| `--project max`, `--project mean` | the brightest value, or the mean, of each pixel over all pages |
| `--channel 2` | the second channel alone |
| `--color grey`, `rgb`, `all` | the mean of the channels (of colours: their brightness), the first three, or all (16) |

Which pages are channels, and which slices or times, is read from what ImageJ, OME or tifffile wrote into the file.
Previews and masks (NewSubfileType) are passed over. A run keeps these options, and reads other images in the same way.

## DICOM

Read where pydicom is installed (`pip install 'mousaic[dicom]'`), uncompressed and with the low byte first. Numbers
become the units that the file gives (rescale slope and intercept; of enhanced files that of all frames), and
MONOCHROME1 is inverted. Frames are taken by the same options as pages. Windows (VOI) are not applied. Names, dates and
numbers of patients are not read.

## Not read

"""


class Row(NamedTuple):
    """One line of the table."""

    sample: Sample
    """The first of its files."""
    compressions: list[str]
    orders: list[str]
    layouts: list[str]
    files: int
    error: float
    """The largest difference of any pixel of any file."""


def error_of(sample: Sample, folder: Path) -> float:
    """How far the file, written and read, is from its array: the largest difference, 0 to 1."""
    where = Path(tempfile.mkdtemp(dir=folder))
    sample.write(where / f"a.{sample.extension}")
    images = load_images(where, ImageOptions(size=SIDE, color="rgb"))
    return float(np.abs(images.pixels[0].astype(np.float64) - sample.shares).max())


def rows(folder: Path) -> Iterator[Row]:
    """Every line, from files that are written into a folder."""
    found: dict[tuple[str, str, str], list[tuple[Sample, float]]] = {}
    for sample in chain(samples(), dicom_samples()):
        found.setdefault((sample.format, sample.meaning, sample.numbers), []).append((sample, error_of(sample, folder)))
    for files in found.values():
        listed = ([getattr(sample, name) for sample, _ in files] for name in ("compression", "order", "layout"))
        yield Row(files[0][0], *(list(dict.fromkeys(names)) for names in listed), len(files), max(e for _, e in files))


def page(lines: list[Row]) -> str:
    """The whole of docs/formats.md."""
    head = ("format", "meaning", "numbers", "0 and 1", "compression", "byte order", "layout", "files", "largest error")
    table = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in lines:
        sample = row.sample
        cells = [sample.format, sample.meaning, sample.numbers, sample.ends]
        cells += [", ".join(names) for names in (row.compressions, row.orders, row.layouts)]
        table.append(f"| {' | '.join([*cells, str(row.files), _shown(row)])} |")
    others: dict[tuple[str, str], list[str]] = {}
    for extension, kind in OTHER_FORMATS.items():
        others.setdefault(kind, []).append(f"`{extension}`")
    not_read = [f"- {name} ({', '.join(names)}): convert it to TIFF, in Python with `{package}`."
                for (name, package), names in others.items()]  # fmt: skip
    return HEAD + "\n".join(table) + "\n" + TAIL + "\n".join(not_read) + "\n"


def _shown(row: Row) -> str:
    """float32 rounds, which is no error; how far lossy files are off depends on the build of their library."""
    if "lossy" in row.sample.meaning:
        return f"under {LOSSY}"
    return "none" if row.error < 1e-6 else f"{row.error:.1g}"


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(page(list(rows(Path(folder)))), encoding="utf-8")
    print(f"{PAGE}: written")


if __name__ == "__main__":
    main()

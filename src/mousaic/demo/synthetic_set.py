"""The embedded demo set: 39 synthetic images of a mouse in two classes, with the truth written beside them."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from mousaic.demo.mouse import draw_picture
from mousaic.demo.planted_parts import CLASSES, COUNTS, PLANTED, MouseParts, draw_parts
from mousaic.demo.skeleton import build, landmarks
from mousaic.errors import MousaicError

TABLE, NOTE = "parts.csv", "SYNTHETIC.txt"
DRAWING = 1
"""Raised whenever the same seed would draw other pixels, so that an older set is not taken for this one."""


class DemoImage(NamedTuple):
    """One image of the set before it is drawn."""

    path: str
    """Place in the folder, with forward slashes."""
    label: str
    parts: MouseParts


def plan_demo_set(seed: int = 0) -> list[DemoImage]:
    """The 39 images of the set in order: 19 without the peg, then 20 with it.

    Files are numbered in turn, the odd numbers with the peg, so that their order tells nothing about the class.

    Raises MousaicError for a negative seed.
    """
    dealt = [(label, place) for label, count in enumerate(COUNTS) for place in range(count)]
    return [
        DemoImage(
            f"{CLASSES[label]}/mouse_{2 * place + 2 - label:02d}.png", CLASSES[label], draw_parts(seed, index, label)
        )
        for index, (label, place) in enumerate(dealt)
    ]


def draw_demo_set(folder: Path, seed: int = 0, progress: Callable[[int, int], None] | None = None) -> Path:
    """Draws the demo set into ``folder`` and returns it; takes a few seconds on one core.

    The folder then holds two class folders of grey 600 x 600 PNGs, ``parts.csv`` with every number that the
    pictures were drawn from, and ``SYNTHETIC.txt``, which says what this is. The same seed gives the same pixels;
    each image has its own random numbers. A folder that already holds exactly this set is left as it is.

    ``progress`` is called with the number of images drawn so far and in all.

    Raises MousaicError when ``folder`` holds anything else, when it cannot be written, or for a negative seed.
    """
    folder = Path(folder)
    plan = plan_demo_set(seed)
    texts = {TABLE: _table(plan), NOTE: _note(seed)}
    try:
        if _holds(folder, plan, texts):
            return folder
        if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            raise MousaicError(
                f"{folder} already exists and is not the demo set of seed {seed}: name a new or empty folder."
            )
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Drawn beside its final place and moved there whole, so that an interruption leaves no half set behind.
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as work:
            whole = Path(work) / "set"
            _write(whole, plan, texts, seed, progress)
            if folder.exists():
                folder.rmdir()
            whole.rename(folder)
    except OSError as problem:
        raise MousaicError(f"{folder} cannot be written ({problem.strerror}): name another folder.") from problem
    return folder


def _write(
    whole: Path, plan: list[DemoImage], texts: dict[str, bytes], seed: int, progress: Callable[[int, int], None] | None
) -> None:
    for label in CLASSES:
        (whole / label).mkdir(parents=True)
    for index, image in enumerate(plan):
        # Camera noise hardly compresses: a higher level would cost seconds and save nothing.
        Image.fromarray(draw_picture(image.parts, seed, index)).save(whole / image.path, compress_level=1)
        if progress:
            progress(index + 1, len(plan))
    for name, text in texts.items():
        (whole / name).write_bytes(text)


def _holds(folder: Path, plan: list[DemoImage], texts: dict[str, bytes]) -> bool:
    """Whether the folder is this very set: the same words and numbers, and exactly the same images by name."""
    if not all((folder / name).is_file() and (folder / name).read_bytes() == text for name, text in texts.items()):
        return False
    found = {path.relative_to(folder).as_posix() for path in folder.glob("*/*.png")}
    return found == {image.path for image in plan}


def _table(plan: list[DemoImage]) -> bytes:
    """The truth of every image as CSV: path, class, every part, and where the named points lie."""
    rows = [
        {"path": image.path, "class": image.label}
        | asdict(image.parts)
        | {name: round(value, 2) for name, value in landmarks(build(image.parts)).items()}
        for image in plan
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _note(seed: int) -> bytes:
    """What a stranger who finds the folder must know."""
    lines = [
        "These images are SYNTHETIC. No animal was filmed: mousaic drew every picture from the numbers in parts.csv.",
        f"Drawn with seed {seed}, drawing version {DRAWING}: {sum(COUNTS)} grey images of 600 x 600 pixels.",
        "",
        "The two classes differ in these parts and in nothing else:",
    ]
    for name, ranges in PLANTED.items():
        spans = ", ".join(f"{_span(*ends)} in {label}" for label, ends in zip(CLASSES, ranges, strict=True))
        lines.append(f"  {name:17} {spans}: {_help(name)}")
    lines += ["", "All other parts are drawn alike in both classes, evenly within these limits:"]
    for f in fields(MouseParts):
        if f.name not in PLANTED:
            lines.append(f"  {f.name:17} {_span(f.metadata['low'], f.metadata['high'])}: {f.metadata['help']}")
    lines += [
        "",
        "The last columns of parts.csv say where points lie (x from the left, y from the top, in pixels).",
        "Those of the obstacle say where it stands, or where it would stand in an image without it.",
    ]
    return ("\n".join(lines) + "\n").encode()


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _help(name: str) -> str:
    return str(MouseParts.__dataclass_fields__[name].metadata["help"])

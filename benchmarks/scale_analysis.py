"""How the analysis after a training grows with images and classes: each point a process of its own, tiny trainings.

    python -m benchmarks.scale_analysis --images 1500 3000 6000 --classes 20
    python -m benchmarks.scale_analysis --images 6000 --classes 2 20 200
    python -m benchmarks.scale_analysis --images 60000 1000000 --classes 10 --array --epochs 1 --members 1
    python -m benchmarks.scale_analysis --images 3000 --classes 2 --files 600 --side 64 --augment fresh --epochs 1

Each stage in seconds of a processor, which a busy machine changes less than those by the clock ("clock", all stages).
"bare" is the memory in MB that is the process's own once all is imported, "own" its peak, "peak" with pages of files
that the system may take back at any time, program code among them; "pages" is the size of report and atlas in MB. With
``--array`` images are rows of one array and not files. Drawn images have a bright spot where their class has it, a
second one anywhere, and noise.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("images", "classes", "reading", "training", "analysis", "tables", "atlas", "report", "clock", "bare",
           "own", "peak", "pages")  # fmt: skip
STATUS = Path("/proc/self/status")
IMPORTED = ("torch", "numba", "matplotlib.pyplot", "sklearn.linear_model", "scipy.stats")
"""What a training with its report imports sooner or later."""
BLOCK = 1000
"""Images that are drawn at a time."""


class Point(NamedTuple):
    """One set to measure."""

    images: int
    classes: int
    side: int = 28
    epochs: int = 2
    preset: str = "default"
    members: int = 2
    array: bool = False
    files: int = 0
    """The side of the files; 0: that of the images, ``side``."""
    augment: str = "none"


def drawn(point: Point, seed: int = 0) -> Iterator[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]]:
    """Images (B, side, side), 0 to 1, and their classes (B,), block by block."""
    rng = np.random.default_rng(seed)
    home = rng.uniform(0.2, 0.8, (point.classes, 2)) * point.side
    line = np.arange(point.side)
    for start in range(0, point.images, BLOCK):
        count = min(BLOCK, point.images - start)
        labels = (start + np.arange(count)) % point.classes
        pixels = rng.normal(0.2, 0.05, (count, point.side, point.side))
        for at in (home[labels] + rng.normal(0, 1, (count, 2)), rng.uniform(0, point.side, (count, 2))):
            down, across = (np.exp(-((line - at[:, [i]]) ** 2) / 6) for i in (0, 1))
            pixels += 0.6 * down[:, :, None] * across[:, None]
        yield pixels.clip(0, 1), labels


def write_images(point: Point, folder: Path) -> Path:
    """The drawn images as PNGs in class folders, or as an array with a table of classes; where they are."""
    from PIL import Image

    if point.array:
        place, shape = folder / "images.npy", (point.images, point.side, point.side)
        array = np.lib.format.open_memmap(place, "w+", np.uint8, shape)
        for start, (pixels, _) in zip(range(0, point.images, BLOCK), drawn(point), strict=True):
            array[start : start + len(pixels)] = pixels * 255
        array.flush()
        classes = (f"class{i % point.classes:03d}" for i in range(point.images))
        place.with_suffix(".csv").write_text("\n".join(["label", *classes]) + "\n", encoding="utf-8")
        return place
    for block, (pixels, labels) in enumerate(drawn(point)):
        for i, (image, label) in enumerate(zip(pixels, labels, strict=True)):
            place = folder / "images" / f"class{label:03d}"
            place.mkdir(parents=True, exist_ok=True)
            picture, file = Image.fromarray((image * 255).astype(np.uint8)), point.files or point.side
            picture.resize((file, file)).save(place / f"{block * BLOCK + i:07d}.png")
    return folder / "images"


def own_memory() -> int:
    """KB that are this process's own now (Linux; 0 elsewhere)."""
    lines = [line.split() for line in STATUS.read_text().splitlines()] if STATUS.is_file() else []
    return sum(int(line[1]) for line in lines if line[0] in ("RssAnon:", "RssShmem:"))


class OwnMemory:
    """The peak of memory that is this process's own, looked at twenty times a second (Linux)."""

    def __init__(self) -> None:
        self.peak = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while STATUS.is_file():
            self.peak = max(self.peak, own_memory())
            time.sleep(0.05)


def measure(point: Point, folder: Path) -> dict[str, float]:
    """Seconds of each stage and the peaks of memory, in this process."""
    import mousaic
    from mousaic.analysis.feature_analysis import analyse
    from mousaic.image_options import ImageOptions
    from mousaic.report.atlas.atlas_files import write_atlas
    from mousaic.report.page.report_page import write_report
    from mousaic.report.tables.analysis_files import write_numbers

    for name in IMPORTED:
        import_module(name)
    data, bare = write_images(point, folder), own_memory()
    began, own, marks = time.perf_counter(), OwnMemory(), [("", time.process_time())]

    def mark(name: str) -> None:
        marks.append((name, time.process_time()))

    images = mousaic.load_images(data, ImageOptions(size=point.side), beside=folder)
    mark("reading")
    run = mousaic.train(
        images, out=folder / "run", report=False, quick_trust=False,
        preset=point.preset, epochs=point.epochs, members=point.members, features=256, k=16, batch_size=64,
        augment=point.augment,
    )  # fmt: skip
    mark("training")
    found = analyse(run, images)
    mark("analysis")
    write_numbers(run, found)
    mark("tables")
    write_atlas(run, found)
    mark("atlas")
    write_report(run, found)
    mark("report")
    seconds = {name: now - before for (_, before), (name, now) in itertools.pairwise(marks)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    pages = sum(path.stat().st_size for path in (run.path / "report.html", *(run.path / "atlas").rglob("*.*"))) / 1e6
    return seconds | {
        "clock": time.perf_counter() - began,
        "bare": bare / 1e3,
        "own": own.peak / 1e3,
        "peak": peak,
        "pages": pages,
    }


def measured_apart(point: Point) -> dict[str, float]:
    """The same in a process of its own, so that the peak is this point's."""
    command = [sys.executable, "-m", "benchmarks.scale_analysis", "--point", json.dumps(point._asdict())]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print a table, a line a point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, nargs="+", default=[1500, 3000, 6000])
    parser.add_argument("--classes", type=int, nargs="+", default=[20])
    parser.add_argument("--side", type=int, default=28)
    parser.add_argument("--preset", default="default")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--members", type=int, default=2)
    parser.add_argument("--array", action="store_true", help="rows of one array, not files")
    parser.add_argument("--files", type=int, default=0, help="side of the files, where not that of the images")
    parser.add_argument("--augment", default="none")
    parser.add_argument("--point", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.point:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(measure(Point(**json.loads(given.point)), Path(folder))))
        return
    print("  ".join(f"{name:>9}" for name in COLUMNS), " (seconds)")
    for count in given.images:
        for classes in given.classes:
            rest = {name: getattr(given, name) for name in Point._fields[2:]}
            found = measured_apart(Point(count, classes, **rest))
            cells = [f"{count:9,}", f"{classes:9,}", *(f"{found[name]:9.1f}" for name in COLUMNS[2:])]
            print("  ".join(cells), flush=True)


if __name__ == "__main__":
    main()

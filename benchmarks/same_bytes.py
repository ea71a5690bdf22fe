"""Whether two checkouts of this project train the same bytes: ``python -m benchmarks.same_bytes OLD NEW``.

A refactoring must leave every trained model as it was. Each training of a fixed list is done with the code of both
folders and the same Python, by the command, in a process of its own; its weights, its figures of every epoch and its
split are compared. ``--steps`` also times a training step of both, in turns.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

TINY = ["--size", "32", "--features", "256", "--members", "3", "--k", "12", "--seed", "3"]
SMALL = [*TINY, "--epochs", "6"]
LONG = [*TINY, "--epochs", "24"]
"""Epochs enough that Ctrl-C finds some left."""
TRAININGS: dict[str, list[str]] = {
    "preset default, torch": [*SMALL, "--backend", "torch"],
    "preset default, compiled": [*SMALL, "--backend", "compiled"],
    "preset report, torch": [*SMALL, "--preset", "report", "--backend", "torch"],
    "preset report, compiled": [*SMALL, "--preset", "report", "--backend", "compiled"],
    "local 16, torch": [*SMALL, "--local", "16", "--backend", "torch"],
    "local 16, compiled": [*SMALL, "--local", "16", "--backend", "compiled"],
    "nested": [*SMALL, "--nested"],
    "consistency of codes": [*SMALL, "--consistency", "0.1"],
    "consistency, matched": [*SMALL, "--consistency", "0.1", "--consistency-kind", "matched"],
    "consistency, dictionary": [*SMALL, "--consistency", "0.1", "--consistency-kind", "dictionary"],
    "early stop": [*SMALL, "--early-stop", "1", "--learn", "topk", "--learning-rate", "0.01"],
    "colour, percentiles": [*SMALL, "--color", "rgb", "--depth-range", "percentiles"],
    "augment auto": [*SMALL, "--augment", "auto"],
}
WHOLE: dict[str, list[str]] = {"preset default, whole": [], "preset report, whole": ["--preset", "report"]}
"""The presets as they are: 5 x 1024 x 4096, all epochs."""
RESUMED = "interrupted and resumed"
CROSSED = "begun by old, resumed by new"
TIMED = ("images_per_second", "seconds")
"""Columns of ``history.csv`` that are times, and differ between any two trainings."""


class Digests(NamedTuple):
    """SHA-256 of what a run holds."""

    model: str
    """``model.safetensors``."""
    history: str
    """``history.csv`` without its times."""
    split: str
    """``split.csv``."""


class Compared(NamedTuple):
    """One training by both checkouts."""

    training: str
    old: Digests
    new: Digests

    @property
    def differing(self) -> list[str]:
        """What is not the same."""
        return [name for name, a, b in zip(Digests._fields, self.old, self.new, strict=True) if a != b]


class Checkout:
    """A folder with this project in it, whose command can be run."""

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.folder = folder.resolve()
        self.threads = threads
        code = "import mousaic; print(mousaic.__file__)"
        found = subprocess.run([sys.executable, "-c", code], env=self._environment(), capture_output=True, text=True)
        if found.returncode or not Path(found.stdout.strip()).is_relative_to(self.folder):
            raise SystemExit(f"{folder} is no checkout of this project (no src/mousaic that can be imported).")

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        """The command, begun."""
        command = [sys.executable, "-m", "mousaic", *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, env=self._environment(), stdout=pipe, stderr=pipe, text=True)

    def run(self, *arguments: str | Path) -> None:
        """The command, to its end."""
        _finished(self.start(*arguments), 0)

    def train(self, data: Path, out: Path, options: Sequence[str]) -> Path:
        """A run folder, without report."""
        self.run("train", data, *options, *self._quietly(), "--out", out)
        return out

    def interrupt(self, data: Path, out: Path, options: Sequence[str], epochs: int = 3) -> Path:
        """The same training, interrupted by Ctrl-C after some epochs."""
        process = self.start("train", data, *options, *self._quietly(), "--out", out)
        while process.poll() is None and _epochs(out) < epochs:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _finished(process, 130)
        return out

    def resume(self, run: Path) -> Path:
        self.run("train", "--resume", run, "--no-report", "--quiet")
        return run

    def _quietly(self) -> list[str]:
        return ["--no-report", "--quiet", "--threads", str(self.threads)]

    def _environment(self) -> dict[str, str]:
        return os.environ | {"PYTHONPATH": str(self.folder / "src")}


def compare(old: Checkout, new: Checkout, data: Path, work: Path, names: Sequence[str]) -> list[Compared]:
    """Both checkouts' digests of each training, told line by line."""
    found = []
    for number, name in enumerate(names):
        places = [work / f"{number}-{side}" for side in ("old", "new")]
        if name == CROSSED:
            runs = [old.train(data, places[0], LONG), new.resume(old.interrupt(data, places[1], LONG))]
        elif name == RESUMED:
            runs = [one.resume(one.interrupt(data, p, LONG)) for one, p in zip((old, new), places, strict=True)]
        else:
            options = (TRAININGS | WHOLE)[name]
            runs = [one.train(data, p, options) for one, p in zip((old, new), places, strict=True)]
        found.append(Compared(name, *map(digests, runs)))
        print(line(found[-1]), flush=True)
    return found


def digests(run: Path) -> Digests:
    """What a finished run holds."""
    with open(run / "history.csv", newline="", encoding="utf-8") as file:
        rows = [[value for column, value in row.items() if column not in TIMED] for row in csv.DictReader(file)]
    parts = ((run / "model.safetensors").read_bytes(), repr(rows).encode(), (run / "split.csv").read_bytes())
    return Digests(*(hashlib.sha256(part).hexdigest() for part in parts))


def line(one: Compared) -> str:
    """A training, the first digits of both models' SHA-256, and whether all is the same."""
    same = "same" if not one.differing else f"DIFFERENT: {', '.join(one.differing)}"
    return f"{one.training:30}{one.old.model[:12]:14}{one.new.model[:12]:14}{same}"


def _epochs(run: Path) -> int:
    table = run / "history.csv"
    return len(table.read_text(encoding="utf-8").splitlines()) - 1 if table.is_file() else 0


def _finished(process: subprocess.Popen[str], code: int) -> None:
    out, err = process.communicate()
    if process.returncode != code:
        raise SystemExit(f"{process.args}\nended with {process.returncode}:\n{out}{err}")


def main() -> None:
    """The table; exits with 1 where anything differs."""
    arguments = _arguments()
    old, new = (Checkout(folder, arguments.threads) for folder in (arguments.old, arguments.new))
    with tempfile.TemporaryDirectory() as work:
        data = arguments.data
        if data is None:
            old.run("demo", Path(work) / "demo", "--draw-only", "--quiet")
            data = Path(work) / "demo" / "mice"
        print(f"{'training':30}{'old':14}{'new':14}model, figures and split")
        found = compare(old, new, data, Path(work), arguments.only)
        if arguments.steps:
            from benchmarks.step_ratio import compare_steps

            compare_steps(old, new, data, Path(work), arguments.rounds)
    differing = sum(bool(one.differing) for one in found)
    print(f"{len(found) - differing} of {len(found)} trainings have the same bytes")
    raise SystemExit(1 if differing else 0)


def _arguments() -> argparse.Namespace:
    names = [*TRAININGS, RESUMED, CROSSED]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.same_bytes", description=__doc__)
    parser.add_argument("old", type=Path, help="a checkout of this project")
    parser.add_argument("new", type=Path, help="another")
    parser.add_argument("--data", type=Path, help="an image folder (default: the demo set, drawn once by OLD)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", nargs="*", choices=[*names, *WHOLE], default=names, help="these trainings alone")
    parser.add_argument("--whole", action="store_true", help="also both presets at their full size")
    parser.add_argument("--steps", action="store_true", help="also time a training step of both, in turns")
    parser.add_argument("--rounds", type=int, default=7, help="turns of each that --steps takes")
    arguments = parser.parse_args()
    arguments.only = [*arguments.only, *(WHOLE if arguments.whole else ())]
    return arguments


if __name__ == "__main__":
    main()

"""The whole command on 39 images of 600x600, by stage: as a user runs it first, and the experiment without a report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from benchmarks.measure import Row, Settings, row
from benchmarks.ours import EXPERIMENT, random_weight
from benchmarks.plain import OneOptimiser
from benchmarks.stages import STAGES
from mousaic.demo.synthetic_set import draw_demo_set

ROOT = Path(__file__).resolve().parent.parent
EPOCHS = 20
KINDS = {"default": "report", "report": ""}
"""Of each preset, whether a report (and an atlas) is made."""


def run(settings: Settings) -> list[Row]:
    """Whole commands, their stages, and beside them the experiment's training loop alone in plain PyTorch."""
    rounds = 1 if settings.quick else 3
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        data = settings.data or draw_demo_set(folder / "images")
        found: dict[str, list[Any]] = {kind: [] for kind in (*KINDS, "cold", "plain")}
        for number in range(rounds):
            found["cold"].append(
                _command(data, folder / f"cold {number}", "default", settings, _nothing_cached(folder))
            )
            for kind in KINDS:
                whole = _command(data, folder / f"{kind} {number}", kind, settings, _cached())
                found[kind].append((whole, _stages(data, folder / f"stages {kind} {number}", kind, settings)))
            found["plain"].append(_plain_loop(1 if settings.quick else EPOCHS, settings))
    name = data.name if settings.data else "the demo set"
    rows = _rows("mousaic train", found["default"], f"report and atlas included, on {name}")
    rows.insert(1, row("command", "the same, nothing cached", found["cold"], unit="s", note=_COLD))
    rows += _rows("mousaic train --preset report", found["report"], f"no report, on {name}")
    note = "the 300 steps alone" + (", from one epoch timed" if settings.quick else "")
    return [*rows, row("command", "plain PyTorch, training loop alone", found["plain"], unit="s", note=note)]


_NOTES = {
    "start": "Python and imports",
    "training": "without what is listed below it",
    "compilation": "preparing the step and its first call",
    "pictures": "while the training is kept",
    "figures": "of the report, by two processes",
    "halves": "waiting for two trainings on halves, beside since the training",
}
_COLD = "Mousaic's and numba's compiled files, fonts"


def _rows(name: str, found: list[tuple[float, dict[str, Any]]], note: str) -> list[Row]:
    """The whole, and its stages in another process."""
    missing = sorted({place for _, stages in found for place in stages["missing"]})
    rows = [row("command", name, [whole for whole, _ in found], unit="s", note=note)]
    for stage in STAGES:
        seconds = [stages["seconds"].get(stage, 0.0) for _, stages in found]
        if max(seconds) > 0.001:
            rows.append(row("command", f"  {stage}", seconds, unit="s", note=_NOTES.get(stage, "")))
    if missing:
        rows[0] = replace(rows[0], note=f"not found, so not timed on their own: {', '.join(missing)}")
    return rows


def _cached() -> dict[str, str]:
    """The environment of a user, who lets Python keep what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def _nothing_cached(folder: Path) -> dict[str, str]:
    """Of the first time on a machine: the package was compiled by nobody, and fonts were not looked for."""
    place = Path(tempfile.mkdtemp(dir=folder))
    shutil.copytree(ROOT / "src" / "mousaic", place / "mousaic", ignore=shutil.ignore_patterns("__pycache__"))
    return _cached() | {"PYTHONPATH": str(place), "MPLCONFIGDIR": str(place / "fonts")}


def _command(data: Path, out: Path, preset: str, settings: Settings, environment: Mapping[str, str]) -> float:
    """Seconds of the command as a user runs it."""
    options = ["--preset", preset, "--out", str(out), "--threads", str(settings.threads), "--quiet"]
    options += ["--device", settings.device.type] + ["--no-report"] * (not KINDS[preset])
    began = time.perf_counter()
    _python(["-m", "mousaic", "train", str(data), *options], environment)
    return time.perf_counter() - began


def _stages(data: Path, out: Path, preset: str, settings: Settings) -> dict[str, Any]:
    chosen = [preset, KINDS[preset], str(settings.threads), settings.device.type]
    arguments = ["-m", "benchmarks.stages", str(data), str(out), *chosen, repr(time.time())]
    found: dict[str, Any] = json.loads(_python(arguments, _cached()).splitlines()[-1])
    return found


def _python(arguments: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(f"{arguments[:3]} failed:\n{done.stderr}")
    return done.stdout


def _plain_loop(epochs: int, settings: Settings) -> float:
    """Seconds of 20 epochs over 234 images, measured over so many epochs."""
    shape = EXPERIMENT
    train = OneOptimiser(shape, random_weight(shape), settings.device)
    source = torch.Generator().manual_seed(0)
    images = torch.rand(234, shape.pixels, generator=source).to(settings.device)
    train(images[: shape.batch])  # Adam's state is made in the first step
    began = time.perf_counter()
    for _ in range(epochs):
        for batch in torch.randperm(len(images), generator=source).to(settings.device).split(shape.batch):
            float(train(images[batch]))
    return (time.perf_counter() - began) * EPOCHS / epochs

"""The experiment from the command line: ``mousaic train --preset report`` on 39 images of 600x600."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
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


def run(settings: Settings) -> list[Row]:
    """Whole command, its stages, and beside them the training loop alone in plain PyTorch."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        data = settings.data or draw_demo_set(folder / "images")
        whole: list[float] = []
        plain: list[float] = []
        stages: list[dict[str, float]] = []
        missing: set[str] = set()
        for number in range(1 if settings.quick else 3):
            whole.append(_command(data, folder / f"command{number}", settings))
            found = _stages(data, folder / f"stages{number}", settings)
            stages.append(found["seconds"])
            missing |= set(found["missing"])
            plain.append(_plain_loop(1 if settings.quick else EPOCHS, settings))
    name = data.name if settings.data else "the demo set"
    rows = [row("command", "mousaic train --preset report", whole, unit="s", note=f"no report, on {name}")]
    for stage in STAGES:
        seconds = [found.get(stage, 0.0) for found in stages]
        rows.append(row("command", f"  {stage}", seconds, unit="s", note=_NOTES.get(stage, "")))
    note = "the 300 steps alone" + (", from one epoch timed" if settings.quick else "")
    rows.append(row("command", "plain PyTorch, training loop alone", plain, unit="s", note=note))
    if missing:
        rows[0] = replace(rows[0], note=f"not found, so not timed on their own: {', '.join(sorted(missing))}")
    return rows


_NOTES = {
    "start": "Python and imports",
    "training": "without what is listed below it",
    "compilation": "preparing the step and its first call",
}


def _command(data: Path, out: Path, settings: Settings) -> float:
    """Seconds of the command as a user runs it."""
    options = ["--preset", "report", "--out", str(out), "--threads", str(settings.threads), "--quiet", "--no-report"]
    options += ["--device", settings.device.type]
    began = time.perf_counter()
    _python(["-m", "mousaic", "train", str(data), *options])
    return time.perf_counter() - began


def _stages(data: Path, out: Path, settings: Settings) -> dict[str, Any]:
    arguments = [str(data), str(out), str(settings.threads), settings.device.type, repr(time.time())]
    found: dict[str, Any] = json.loads(_python(["-m", "benchmarks.stages", *arguments]).splitlines()[-1])
    return found


def _python(arguments: list[str]) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True)
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

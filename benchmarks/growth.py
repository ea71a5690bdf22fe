"""How time and memory grow with images, features, members and k: one process a point, one axis at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import Row, Settings, row
from benchmarks.ours import EXPERIMENT, Shape

ROOT = Path(__file__).resolve().parent.parent


class Point(NamedTuple):
    """One training to measure."""

    name: str
    shape: Shape
    images: int


def points(quick: bool) -> list[Point]:
    """All points; quick: the ends of each axis, less the largest of all."""
    small, one = Shape(5, 1024, 50, 784, 64), EXPERIMENT._replace(members=1)
    axes = [
        [Point(f"{n:,} images, 28x28, batch 64", small, n) for n in (39, 1_000, 10_000, 60_000)],
        [Point(f"{h:,} features, one member", one._replace(features=h), 234) for h in (256, 1_024, 4_096, 16_384)],
        [Point(f"{m} member{'s' * (m > 1)}", EXPERIMENT._replace(members=m), 234) for m in (1, 2, 5, 16)],
        [Point(f"k = {k}", EXPERIMENT._replace(k=k), 234) for k in (5, 50, 200, 400)],
    ]
    return [point for axis in axes for point in ([axis[0], axis[2]] if quick else axis)]


def run(settings: Settings) -> list[Row]:
    """Time of a step and of an epoch, and peak memory, of each point."""
    rows = []
    for point in points(settings.quick):
        found = _measure(point, settings)
        if "error" in found:
            rows.append(Row("growth", point.name, "ms", note=found["error"]))
            continue
        seconds, median = found["seconds"], found["median"]
        peak = f"peak {found['peak_mib']:,.0f} MiB ({found['start_mib']:,.0f} of them torch itself)"
        if found["gpu_mib"]:
            peak += f", GPU {found['gpu_mib']:,.0f} MiB"
        note = f"epoch {median * found['steps_per_epoch']:.2f} s; {peak}; {found['backend']}"
        rows.append(row("growth", point.name, seconds, members=point.shape.members, note=note))
    return rows


def _measure(point: Point, settings: Settings) -> dict[str, Any]:
    given = {
        "shape": point.shape._asdict(),
        "images": point.images,
        "threads": settings.threads,
        "device": settings.device.type,
        "steps": 10 if settings.quick else 30,
    }
    command = [sys.executable, "-m", "benchmarks.point", json.dumps(given)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        return {"error": lines[-1] if lines else f"ended with {done.returncode}, perhaps for lack of memory"}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found

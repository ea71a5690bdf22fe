"""Timing in turns, the table, and the name of the machine."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor


@dataclass(frozen=True)
class Settings:
    """What every section is told."""

    threads: int
    device: torch.device
    quick: bool
    data: Path | None = None
    """The image folder of the section ``command``; None: the demo set is drawn."""
    small_images: Path | None = None
    """The 28x28 images of the section ``large``; None: those found on this machine."""

    def rounds(self, full: int) -> int:
        return 3 if self.quick else full


@dataclass(frozen=True)
class Row:
    """One line of the table; ``per_member`` has the unit of ``median``, ``to_limit`` is a ratio.

    Without numbers where nothing could be measured; the note then says why.
    """

    section: str
    what: str
    unit: str
    median: float | None = None
    least: float | None = None
    most: float | None = None
    per_member: float | None = None
    to_limit: float | None = None
    note: str = ""


class Contestant(NamedTuple):
    """Something that is called again and again with a batch and, unless it is the epoch's last, the next one."""

    name: str
    call: Callable[[Tensor, Tensor | None], Any]
    members: int = 1
    note: str = ""


def in_turns(
    contestants: Sequence[Contestant], batches: Sequence[Tensor], rounds: int, calls: int, device: torch.device
) -> dict[str, list[float]]:
    """Seconds per call of each contestant, one number a round.

    Every round goes through all contestants, each round beginning with another one, so that a slow moment of the
    machine falls on all alike. Each turn is ``calls`` calls in a row, as training would make them, after one that
    is not timed: it brings the contestant's own weights back into the cache.
    """
    times: dict[str, list[float]] = {c.name: [] for c in contestants}
    feeds = {c.name: _endlessly(batches) for c in contestants}
    for number in range(-1, rounds):  # round -1 is the warm-up: compilation, lazy state, first allocations
        first = number % len(contestants)
        for contestant in [*contestants[first:], *contestants[:first]]:
            feed = feeds[contestant.name]
            contestant.call(*next(feed))
            finish(device)
            began = time.perf_counter()
            for _ in range(calls):
                contestant.call(*next(feed))
            finish(device)
            if number >= 0:
                times[contestant.name].append((time.perf_counter() - began) / calls)
    return times


def _endlessly(batches: Sequence[Tensor]) -> Iterator[tuple[Tensor, Tensor | None]]:
    """Epoch after epoch, each batch with its successor in the epoch."""
    while True:
        yield from zip(batches, [*batches[1:], None], strict=True)


def finish(device: torch.device) -> None:
    """Wait until the device has done what it was asked."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def row(
    section: str,
    what: str,
    seconds: Sequence[float],
    *,
    members: int | None = None,
    limit: float | None = None,
    note: str = "",
    unit: str = "ms",
) -> Row:
    """A line from repeated times; ``limit`` is in seconds."""
    scale = {"ms": 1e3, "s": 1.0}[unit]
    median = statistics.median(seconds)
    return Row(
        section,
        what,
        unit,
        scale * median,
        scale * min(seconds),
        scale * max(seconds),
        scale * median / members if members else None,
        median / limit if limit else None,
        note,
    )


def table(rows: Sequence[Row]) -> str:
    """All lines, aligned; words to the left, numbers to the right."""
    head = ["section", "what", "median", "min", "max", "unit", "per member", "x limit", "note"]
    lines = [head]
    for r in rows:
        numbers = [_number(r.median), _number(r.least), _number(r.most)]
        ratio = "" if r.to_limit is None else f"{r.to_limit:.2f}"
        lines.append([r.section, r.what, *numbers, r.unit, _number(r.per_member), ratio, r.note])
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    left = {0, 1, 5, 8}
    shown = []
    for i, line in enumerate(lines):
        cells = [cell.ljust(widths[n]) if n in left else cell.rjust(widths[n]) for n, cell in enumerate(line)]
        if i == 1 or (i > 1 and line[0] != lines[i - 1][0]):
            shown.append("-" * (sum(widths[:-1]) + 2 * (len(widths) - 1)))
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)


def as_json(rows: Sequence[Row]) -> list[Mapping[str, Any]]:
    return [asdict(r) for r in rows]


def machine(settings: Settings) -> dict[str, Any]:
    """What the figures were measured on."""
    found: dict[str, Any] = {
        "cpu": _cpu(),
        "cores": cores(),
        "threads": settings.threads,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "torch": torch.__version__,
        "matmul_precision": torch.get_float32_matmul_precision(),
        "device": str(settings.device),
    }
    if settings.device.type == "cuda":
        found["gpu"] = torch.cuda.get_device_name(settings.device)
    return found


def cores() -> int:
    """Processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"

"""The time of a training step in two checkouts of this project, measured in turns."""

from __future__ import annotations

import csv
import statistics
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from benchmarks.same_bytes import Checkout

EPOCHS = 6
OPTIONS = ["--preset", "report", "--validation", "0", "--epochs", str(EPOCHS)]
"""5 members x 1,024 features x 4,096 pixels in batches of 16, copies drawn once."""


class Ratio(NamedTuple):
    """Of one backend."""

    old: float
    """Seconds an epoch, the median over rounds."""
    new: float
    ratio: float
    """New over old: the median over rounds of the ratio in one round, where a slow moment falls on both alike."""
    spread: tuple[float, float]
    """The least and the largest ratio of a round."""
    fastest: float
    """New over old of the fastest epochs of all rounds: on a busy machine what other programs disturb least."""


def compare_steps(old: Checkout, new: Checkout, data: Path, work: Path, rounds: int) -> dict[str, Ratio]:
    """The ratio of each backend, told line by line."""
    found = {}
    for backend in ("compiled", "torch"):
        times: list[list[float]] = []
        for number in range(-1, rounds):  # round -1 warms up: compiled code is cached, the images' pages are read
            pair = [(0, old), (1, new)] if number % 2 else [(1, new), (0, old)]
            took = [0.0, 0.0]
            for side, checkout in pair:
                out = work / f"steps-{backend}-{number}-{side}"
                took[side] = epoch_seconds(checkout.train(data, out, [*OPTIONS, "--backend", backend]))
            if number >= 0:
                times.append(took)
        found[backend] = _ratio(times)
        print(_line(backend, found[backend], rounds), flush=True)
    return found


def epoch_seconds(run: Path) -> float:
    """The fastest epoch after the first, which compiles: what is slower than the fastest, other programs took."""
    with open(run / "history.csv", newline="", encoding="utf-8") as file:
        ends = [float(row["seconds"]) for row in csv.DictReader(file)]
    return min(b - a for a, b in pairwise(ends))


def _ratio(times: list[list[float]]) -> Ratio:
    ratios = [new / old for old, new in times]
    old, new = (statistics.median(side) for side in zip(*times, strict=True))
    least_old, least_new = (min(side) for side in zip(*times, strict=True))
    return Ratio(old, new, statistics.median(ratios), (min(ratios), max(ratios)), least_new / least_old)


def _line(backend: str, r: Ratio, rounds: int) -> str:
    return (
        f"epoch of preset report, {backend}: old {r.old:.3f} s, new {r.new:.3f} s, ratio {r.ratio:.3f} "
        f"({r.spread[0]:.3f} to {r.spread[1]:.3f} in {rounds} rounds), of the fastest epochs {r.fastest:.3f}"
    )

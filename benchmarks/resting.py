"""What it saves that rows rest, and that rows at rest are screened: ``python -m benchmarks.resting``.

The same training in three ways, epoch by epoch in turns: every row has a pass each step; rows at rest have none but for
their product; rows at rest are screened in bfloat16. Milliseconds a step, the mean over the training.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import Tensor

from benchmarks.ours import EXPERIMENT, Shape, Training, random_weight
from benchmarks.truth_sets import drawn
from mousaic.training.steps import compiled

WAYS = ("all rows", "rows rest", "screened")
ONE = EXPERIMENT._replace(members=1)
COPIES = 6


class Case(NamedTuple):
    """A training to measure."""

    images: str
    shape: Shape
    center: bool
    epochs: int


CASES = [
    Case("random", EXPERIMENT, False, 2),
    Case("mice", EXPERIMENT, False, 40),
    Case("mice", EXPERIMENT, True, 20),
    Case("mice", ONE, False, 90),
    Case("random", ONE._replace(features=16_384), False, 2),
    Case("mice", ONE._replace(features=16_384), False, 20),
    Case("mice", ONE._replace(features=16_384), True, 20),
]


def main() -> None:
    """Print a line of a table for each case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--cases", default=",".join(map(str, range(1, len(CASES) + 1))), help="which, from 1")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    print(
        f"| training | at rest | {' | '.join(WAYS)} | the last two |\n|---|---|---|---|---|---|",
        flush=True,
    )
    for number in given.cases.split(","):
        case = CASES[int(number) - 1]
        rested, times = measure(case)
        told = " | ".join(f"{1e3 * seconds:.1f}" for seconds in times)
        name = f"{case.shape.members} x {case.shape.features:,}, {case.images}, {'' if case.center else 'no '}center"
        print(f"| {name}, {case.epochs} epochs | {rested:.0%} | {told} | {times[2] / times[1]:.2f} |", flush=True)


def measure(case: Case) -> tuple[float, list[float]]:
    """The share of rows at rest in the end, and seconds a step of each of WAYS."""
    images = _images(case)
    mean = images.mean(0) if case.center else None
    weight = random_weight(case.shape)
    trainings = [Training(case.shape, weight, mean, torch.device("cpu"), "compiled") for _ in WAYS]
    took, steps = [0.0] * len(WAYS), 0
    for epoch in range(-1, case.epochs):  # epoch -1 compiles
        batches = images[torch.randperm(len(images), generator=torch.Generator().manual_seed(epoch + 1))]
        order = [(epoch + turn) % len(WAYS) for turn in range(len(WAYS))]
        for way in order:
            with _screens(way == 2):
                seconds = _epoch(trainings[way], batches.split(case.shape.batch), way == 0)
            took[way] += seconds * (epoch >= 0)
        steps += len(batches.split(case.shape.batch)) * (epoch >= 0)
    assert torch.equal(trainings[1].weight(), trainings[2].weight()), "to the bit"
    resting = trainings[1].state.adam.resting
    rested = 0.0 if resting is None else float((resting > 0).float().mean())
    return rested, [seconds / steps for seconds in took]


def _epoch(training: Training, batches: tuple[Tensor, ...], awake: bool) -> float:
    began = time.perf_counter()
    for number, x in enumerate(batches):
        training(x, batches[number + 1] if number + 1 < len(batches) else None)
        if awake and training.state.adam.resting is not None:
            training.state.adam.resting.zero_()
    return time.perf_counter() - began


def _images(case: Case) -> Tensor:
    """234 of them: noise, or 39 drawn mice and five moved copies of each."""
    source = torch.Generator().manual_seed(0)
    if case.images == "random":
        return torch.rand(39 * COPIES, case.shape.pixels, generator=source)
    pixels = torch.from_numpy(drawn([0], 39).images.pixels)[:, 0]
    moved = [pixels.roll(tuple(torch.randint(-4, 5, (2,), generator=source).tolist()), (1, 2)) for _ in range(COPIES)]
    return torch.cat(moved).flatten(1).contiguous()


@contextmanager
def _screens(on: bool) -> Iterator[None]:
    """With screens where they pay, or nowhere."""
    share = compiled.SHARE
    compiled.SHARE = share if on else 2.0
    try:
        yield
    finally:
        compiled.SHARE = share


if __name__ == "__main__":
    main()

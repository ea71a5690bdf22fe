"""Steps of one member by one process, and by several that divide its batches, with one thread each.

    python -m benchmarks.over_ranks --ranks 2 --turns 3

Launches take turns, as a machine is seldom quiet. A step begins where the first process has a batch, and ends where all
have taken it. Images and features are random, so that batches use as many rows as they can.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import time
from statistics import median
from typing import Any, NamedTuple

import torch
from torch import Tensor

from mousaic.config import Config, config_for
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import parts_of
from mousaic.model.placing import Placing
from mousaic.training.checkpoint import TrainingState
from mousaic.training.ranks.rank_shares import RankBatches
from mousaic.training.ranks.talk import Talk
from mousaic.training.steps.backend import make_step
from mousaic.training.steps.share import WHOLE_BATCH


class Case(NamedTuple):
    """One training's steps."""

    backend: str
    pixels: int
    features: int
    batch: int
    steps: int


CASES = [
    Case("compiled", 784, 4096, 256, 8),
    Case("compiled", 784, 4096, 1024, 4),
    Case("compiled", 4096, 16384, 256, 3),
    Case("compiled", 4096, 16384, 1024, 2),
    Case("torch", 784, 4096, 256, 8),
    Case("torch", 784, 4096, 1024, 4),
    Case("torch", 4096, 16384, 256, 2),
    Case("autograd", 1024, 32, 64, 3),
    Case("omp", 4096, 256, 256, 3),
    Case("omp", 784, 1024, 256, 3),
]
"""Those of ``autograd`` are 32 filters of 15 pixels."""
K = 50


class CountedTalk(Talk):
    """Counts the bytes that this process gives."""

    given = 0

    def gathered(self, own: Tensor, counts: list[int]) -> Tensor:
        self.given += own[: counts[self.rank]].nbytes
        return super().gathered(own, counts)

    def add(self, tensor: Tensor) -> Tensor:
        self.given += tensor.nbytes
        return super().add(tensor)

    def most(self, tensor: Tensor) -> Tensor:
        self.given += tensor.nbytes
        return super().most(tensor)


def options_of(case: Case) -> Config:
    """The options of its training."""
    if case.backend == "omp":
        return config_for(features=case.features, k=K, model="whole", batch_size=case.batch)
    if case.backend == "autograd":
        size = math.isqrt(case.pixels)
        return config_for(model="conv", filters=case.features, k=K, size=size, batch_size=case.batch)
    return config_for(learn="topk", features=case.features, k=K, model="whole", batch_size=case.batch)


def state_of(case: Case, config: Config) -> TrainingState:
    """As it begins."""
    parts, width, model = parts_of(config.model), case.pixels, config.model
    if case.backend == "autograd":
        shape = 1, config.images.size, config.images.size
        placing = Placing(shape, model.filters, config.filter_sides, model.stride, model.neighbourhood)
        parts, width = parts._replace(placing=placing), placing.numbers
    rows = orthogonal(1, min(case.features, width), width, 0)
    rows = rows.repeat(1, -(-case.features // rows.shape[1]), 1)[:, : case.features]
    rows += 0.1 * torch.randn(rows.shape, generator=torch.Generator().manual_seed(0)) / width**0.5
    ensemble = Ensemble.of_rows(rows, K, torch.full((case.pixels,), 0.5), parts).requires_grad_(False)
    return TrainingState.start(ensemble, "topk" if config.by_gradients else "omp")


def measured(case: Case, talk: CountedTalk | None) -> dict[str, Any]:
    """Seconds of wall and of all processors, and bytes that this process gives, a step; after one step."""
    config = options_of(case)
    state = state_of(case, config)
    step = make_step(case.backend, state, config, 1, images=WHOLE_BATCH if talk is None else RankBatches(talk))
    draw = torch.Generator().manual_seed(1)
    walls, cpu, given = [], 0.0, 0
    for number in range(case.steps + 1):
        x = torch.rand(case.batch, case.pixels, generator=draw)
        if talk is not None:
            talk.order()
            given = talk.given
        began, used = time.perf_counter(), time.process_time()
        if talk is not None:
            talk.shown(x)
        step(x, x, 1e-4)
        if number:
            walls.append(time.perf_counter() - began)
            cpu += time.process_time() - used
    if talk is None:
        return {"wall": median(walls), "cpu": cpu / case.steps, "given": 0}
    total = float(talk.add(torch.tensor([cpu], dtype=torch.float64)))
    return {"wall": median(walls), "cpu": total / case.steps, "given": talk.given - given - 8}


def work(names: list[int]) -> None:
    """What each process does; the first prints."""
    torch.set_num_threads(1)
    talk = CountedTalk() if "TORCHELASTIC_RUN_ID" in os.environ else None
    for name in names:
        found = measured(CASES[name], talk)
        if talk is None or talk.rank == 0:
            print(json.dumps({"case": name, **found}), flush=True)
    if talk is not None:
        talk.close()


def launched(ranks: int, names: list[int]) -> list[dict[str, Any]]:
    """The lines of so many processes."""
    torchrun = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(ranks)] * (ranks > 1)
    command = [sys.executable, *torchrun, "-m", "benchmarks.over_ranks", "--work", *map(str, names)]
    there = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=there)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ranks", type=int, default=2)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--cases", type=int, nargs="*", default=list(range(len(CASES))))
    parser.add_argument("--work", type=int, nargs="*", default=None)
    asked = parser.parse_args()
    if asked.work is not None:
        work(asked.work)
        return
    found: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for _ in range(asked.turns):
        for ranks in (1, asked.ranks):
            for line in launched(ranks, asked.cases):
                found.setdefault((line["case"], ranks), []).append(line)
    for name in asked.cases:
        print(row_of(name, found[name, 1], found[name, asked.ranks]))


def row_of(name: int, one: list[dict[str, Any]], more: list[dict[str, Any]]) -> str:
    """A line of a table: medians of the turns."""
    case = CASES[name]
    wall, cpu = ([median(line[what] for line in lines) for lines in (one, more)] for what in ("wall", "cpu"))
    dense = 4 * case.pixels * case.features
    cells = [case.backend, f"{case.pixels}-{case.features}", case.batch, f"{wall[0]:.3f}", f"{wall[1]:.3f}",
             f"{wall[0] / wall[1]:.2f}", f"{cpu[0]:.3f}", f"{cpu[1]:.3f}", f"{more[0]['given'] / 1e6:.2f}",
             f"{dense / 1e6:.1f}"]  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"


if __name__ == "__main__":
    main()

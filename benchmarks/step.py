"""The experiment's training step: five members 4096-1024, k = 50, batches of 16."""

from __future__ import annotations

import statistics

import torch
from torch import Tensor

from benchmarks.limits import FusedAdam, Product
from benchmarks.measure import Contestant, Row, Settings, in_turns, row
from benchmarks.ours import EXPERIMENT, Shape, backend_names, chosen_backend, make_step, random_weight
from benchmarks.plain import EachAnew, OneOptimiser, SeparateMembers, check_same

EPOCHS = 20
WAYS = {"compiled": "Mousaic, compiled", "torch": "Mousaic, PyTorch"}


def run(settings: Settings) -> list[Row]:
    """Times of one step, after a check that all three trainings compute the same."""
    device, shape = settings.device, EXPERIMENT
    check_same(device)
    weight = random_weight(shape)
    contestants = [
        Contestant("the experiment's own way", SeparateMembers(shape, weight, device), 5, "figures image by image"),
        Contestant("the same, all codes anew for each", EachAnew(shape, weight, device), 5, "figures image by image"),
        Contestant("plain PyTorch", OneOptimiser(shape, weight, device), 5, "no figures but the loss"),
        *mousaic(shape, weight, device, EPOCHS * 15),
        Contestant("limit: the encoding product", Product(weight, device), 5),
        Contestant("limit: fused Adam", FusedAdam(shape, device), 5),
    ]
    source = torch.Generator().manual_seed(0)
    batches = [torch.rand(shape.batch, shape.pixels, generator=source).to(device) for _ in range(15)]
    times = in_turns(contestants, batches, settings.rounds(9), 5 if settings.quick else 15, device)
    product, adam = times["limit: the encoding product"], times["limit: fused Adam"]
    limits = [p + a for p, a in zip(product, adam, strict=True)]
    limit = statistics.median(limits)
    rows = [row("step", c.name, times[c.name], members=c.members, limit=limit, note=c.note) for c in contestants]
    return [*rows, row("step", "limit: both", limits, members=5, limit=limit)]


def mousaic(shape: Shape, weight: Tensor, device: torch.device, steps: int) -> list[Contestant]:
    """Mousaic in every way it can compute its step here; the note says which one it takes for so many steps."""
    chosen = chosen_backend(shape, device, steps)
    notes = {name: "with all figures" + (", chosen for 20 epochs" if name == chosen else "") for name in WAYS}
    return [
        Contestant(WAYS[name], make_step(shape, weight, None, device, name), shape.members, notes[name])
        for name in backend_names(device)
    ]

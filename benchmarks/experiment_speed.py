"""Whether it trains fast on a CPU: seconds of one thread, in turns, beside plain PyTorch and other methods."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import torch

from benchmarks.experiment_rivals import plain_loss
from benchmarks.experiment_scores import Principal
from benchmarks.experiment_sets import Plan
from benchmarks.ours import Shape
from benchmarks.plain import SeparateMembers
from mousaic.analysis.compare.dense_network import dense_row
from mousaic.analysis.compare.training_part import Part, draw_pool
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.said import told
from mousaic.training.fit import train_members, untrained_members


def study(images: ImageSet, name: str, plan: Plan) -> dict[str, Any]:
    """Least of the rounds, each way of training in turn: seconds of processor time, and of the clock."""
    ways = _ways(images, plan)
    spent: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(plan.rounds):
        for way, train in ways.items():
            worked, began = time.process_time(), time.perf_counter()
            train()
            spent[way].append((time.process_time() - worked, time.perf_counter() - began))
    return {
        "rounds": plan.rounds,
        "ways": {
            way: {"cpu": min(one[0] for one in rounds), "clock": min(one[1] for one in rounds)}
            for way, rounds in spent.items()
        },
    }


def _ways(images: ImageSet, plan: Plan) -> dict[str, Callable[[], object]]:
    report, usual = plan.config(), plan.config("default", members=1)
    part = Part(images, usual, report, usual, None)
    return {
        "report": lambda: train_members(images, report),
        "plain": lambda: _plainly(images, report),
        "default": lambda: train_members(images, usual),
        "autoencoder": lambda: dense_row(
            part, "autoencoder", told("method_autoencoder", units=part.k), 1, plain_loss, plan.widths[-1]
        ),
        "PCA": lambda: Principal(images, usual, usual.model.k),
    }


def _plainly(images: ImageSet, config: Config) -> None:
    """The experiment as most people would write it in PyTorch, with its copies, order and number of steps."""
    model, training = config.model, config.training
    shape = Shape(model.members, model.features, model.k, images.D, training.batch_size)
    members = SeparateMembers(shape, untrained_members(images, config).dictionary().clone(), torch.device("cpu"))
    pool = torch.from_numpy(draw_pool(images, config.augmentation, config))
    source = torch.Generator().manual_seed(training.seed)
    for _ in range(training.epochs):
        for batch in torch.split(pool[torch.randperm(len(pool), generator=source)], training.batch_size):
            members(batch)

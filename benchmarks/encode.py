"""Encoding alone, in images per second, beside the product it cannot do without."""

from __future__ import annotations

import statistics

import torch

from benchmarks.limits import Product
from benchmarks.measure import Contestant, Row, Settings, in_turns
from benchmarks.ours import EXPERIMENT, LARGE, Shape, encode, make_ensemble, random_weight


def run(settings: Settings) -> list[Row]:
    """Both shapes; the experiment's in batches of 256 too, as encoding a folder would use."""
    shapes = [EXPERIMENT, EXPERIMENT._replace(batch=256), LARGE]
    return [line for shape in shapes for line in _shape(shape, settings)]


def _shape(shape: Shape, settings: Settings) -> list[Row]:
    device = settings.device
    weight = random_weight(shape)
    ensemble = make_ensemble(shape, weight, None, device)
    name = f"{shape.members} x {shape.pixels}-{shape.features}, k={shape.k}, batch {shape.batch}"
    contestants = [
        Contestant(f"Mousaic: {name}", lambda x, following: encode(ensemble, x), shape.members),
        Contestant(f"limit: the product: {name}", Product(weight, device), shape.members),
    ]
    source = torch.Generator().manual_seed(0)
    batches = [torch.rand(shape.batch, shape.pixels, generator=source).to(device) for _ in range(8)]
    times = in_turns(contestants, batches, settings.rounds(7), 3 if settings.quick else 8, device)
    limit = statistics.median(times[contestants[1].name])
    return [_throughput(c.name, times[c.name], shape.batch, limit) for c in contestants]


def _throughput(name: str, seconds: list[float], batch: int, limit: float) -> Row:
    """``to_limit`` compares times: 2 means twice as long as the limit."""
    median = statistics.median(seconds)
    middle, least, most = (batch / s for s in (median, max(seconds), min(seconds)))
    note = "through all members"
    return Row("encode", name, "images/s", middle, least, most, to_limit=median / limit, note=note)

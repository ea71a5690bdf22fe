"""One member at a larger size: 8,192 images of 28x28, 4,096 features, k = 64, batches of 1,024."""

from __future__ import annotations

import statistics

from benchmarks.images import small_images
from benchmarks.limits import FusedAdam, Product
from benchmarks.measure import Contestant, Row, Settings, in_turns, row
from benchmarks.ours import LARGE, random_weight
from benchmarks.plain import OneOptimiser
from benchmarks.step import EPOCHS, mousaic

IMAGES = 8192


def run(settings: Settings) -> list[Row]:
    """Times of one step; an epoch is eight."""
    device, shape = settings.device, LARGE
    images = small_images(IMAGES, settings.small_images)
    batches = list(images.pixels.to(device).split(shape.batch))
    weight = random_weight(shape)
    contestants = [
        Contestant("plain PyTorch", OneOptimiser(shape, weight, device), note=f"{images.name}; 8 steps an epoch"),
        *mousaic(shape, weight, device, EPOCHS * len(batches)),
        Contestant("limit: the encoding product", Product(weight, device)),
        Contestant("limit: fused Adam", FusedAdam(shape, device)),
    ]
    times = in_turns(contestants, batches, settings.rounds(7), 2 if settings.quick else 8, device)
    limit = statistics.median(times["limit: the encoding product"]) + statistics.median(times["limit: fused Adam"])
    return [row("large", c.name, times[c.name], limit=limit, note=c.note) for c in contestants]

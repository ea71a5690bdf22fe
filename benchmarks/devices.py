"""Whether a GPU learns what the processor learns, and how fast: ``python -m benchmarks.devices``.

Every kind of member is trained twice from one seed on the demo's images, once on each device. Both round otherwise, and
training magnifies a rounding wherever a feature only just became active; so the first steps are compared number by
number, and the whole training by what it comes to on held-out images.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import torch
from torch import Tensor

from mousaic.config import config_for
from mousaic.demo.synthetic_set import draw_demo_set
from mousaic.images.image_set import ImageSet, load_images
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import train_members
from mousaic.training.metrics import evaluate

KINDS: dict[str, dict[str, Any]] = {
    "omp, windows (default)": {},
    "top-k, tied, 5 members (report)": {"preset": "report"},
    "nested": {"learn": "topk", "nested": True},
    "matched features": {"learn": "topk", "members": 3, "consistency": 0.1, "consistency_kind": "matched"},
    "deep encoder": {"learn": "topk", "model": "whole", "encoder": "deep-2", "decoder": "untied"},
    "tied-deep": {"learn": "topk", "model": "whole", "encoder": "deep-2", "decoder": "tied-deep"},
    "JumpReLU": {"learn": "topk", "model": "whole", "sparsity": "jump-relu"},
    "BatchTopK": {"learn": "topk", "model": "whole", "sparsity": "batch-top-k"},
    "filters, winners": {"model": "conv", "filters": 8},
    "filters, omp": {"model": "conv", "filters": 8, "learn": "omp"},
}
"""Options that reach every part that computes on a device."""


EVERY = 5
"""One of so many images is held out."""


class Trained(NamedTuple):
    """One training on one device."""

    seconds: float
    first: Tensor
    """All parameters after one epoch, in a row, on the processor."""
    r: float
    """Of held-out images, averaged over members."""


def main() -> None:
    """Train every kind on both devices; one line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.devices", description=__doc__)
    parser.add_argument("--device", default="cuda", help="beside the processor")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), help="of those in this file")
    arguments = parser.parse_args()
    print(f"{'':34}{'apart':>14}{'r, cpu':>8}{'r, other':>9}{'s, cpu':>8}{'s, other':>9}")
    with TemporaryDirectory() as folder:
        images = load_images(draw_demo_set(Path(folder) / "demo"), config_for().images)
    for line in lines(images, arguments.kinds, arguments.device, arguments.epochs):
        print(line, flush=True)


def lines(images: ImageSet, kinds: list[str], device: str, epochs: int) -> Iterator[str]:
    """A line of the table for each kind: how far apart the parameters are after an epoch, relative to their length."""
    for kind in kinds:
        here, there = (trained(images, kind, where, epochs) for where in ("cpu", device))
        apart = float((here.first - there.first).norm() / here.first.norm())
        yield (f"{kind:34}{apart:14.1e}{here.r:8.4f}{there.r:9.4f}{here.seconds:8.2f}{there.seconds:9.2f}")


def trained(images: ImageSet, kind: str, device: str, epochs: int) -> Trained:
    """One training of a kind of members, and what it comes to."""
    settings = {"preset": "default"} | KINDS[kind]
    config = config_for(**settings, epochs=epochs, device=device)
    held_out = torch.arange(len(images)) % EVERY == 0
    first: list[Tensor] = []

    def keep(state: TrainingState) -> None:
        if not first:
            first.append(torch.cat([p.detach().flatten().cpu() for p in state.ensemble.parameters()]))

    began = time.perf_counter()
    ensemble = train_members(images.subset(torch.nonzero(~held_out).flatten().tolist()), config, after_epoch=keep)
    x = torch.from_numpy(images.pixels[held_out.numpy()]).flatten(1).to(ensemble.device)
    figures = evaluate(ensemble, x, 0.0)
    return Trained(time.perf_counter() - began, first[0], figures["pearson"])


if __name__ == "__main__":
    main()

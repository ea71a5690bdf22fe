"""The step of filters that may lie anywhere (``--model conv``) beside the three convolutions of a dense one.

They are the products with all filters at all places, the pictures of as many codes, and the filters' gradient of one of
both uses. Codes have k active entries, so Mousaic needs the first whole and the others at k places.
"""

from __future__ import annotations

import statistics
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import conv2d, conv_transpose2d
from torch.nn.grad import conv2d_weight

from benchmarks.measure import Contestant, Row, Settings, in_turns, row
from benchmarks.ours import LEARNING_RATE
from benchmarks.truth_sets import drawn
from mousaic.config import config_for
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import untrained_members
from mousaic.training.steps.backend import choose_backend, make_step

BATCHES = 10


def run(settings: Settings) -> list[Row]:
    """Times of one step with the parameters of the command."""
    device, images = settings.device, drawn([0], 39).images
    config = config_for(model="conv", validation=0.0)
    ensemble = untrained_members(images, config).to(device)
    state, pixels = TrainingState.start(ensemble), images.D
    own = make_step(choose_backend(config, device, pixels, BATCHES), state, config, settings.threads)
    placing = ensemble.parts.placing
    assert placing is not None
    shape = placing.filters, placing.shape[0], placing.side, placing.side
    source = torch.Generator().manual_seed(0)
    filters = torch.randn(shape, generator=source).to(device)
    batch = config.training.batch_size
    codes = torch.randn(batch, placing.filters, *placing.grid, generator=source).to(device)
    around: dict[str, Any] = {"stride": placing.stride, "padding": placing.margin}

    def convolutions(x: Tensor, following: Tensor | None) -> None:
        seen = x.reshape(len(x), *placing.shape)
        conv2d(seen, filters, **around)
        conv_transpose2d(codes, filters, output_padding=placing.stride - 1, **around)
        conv2d_weight(seen, shape, codes, **around)

    contestants = [
        Contestant("Mousaic", lambda x, following: own(x, following, LEARNING_RATE), note="with all figures"),
        Contestant("limit: three dense convolutions", torch.no_grad()(convolutions)),
    ]
    flat = torch.from_numpy(images.pixels).flatten(1).to(device)
    batches = [flat[torch.randint(len(flat), (batch,), generator=source)] for _ in range(BATCHES)]
    times = in_turns(contestants, batches, settings.rounds(7), 3 if settings.quick else 10, device)
    limit = statistics.median(times[contestants[1].name])
    return [row("conv", one.name, times[one.name], members=1, limit=limit, note=one.note) for one in contestants]

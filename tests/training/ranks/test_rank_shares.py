"""Images of a batch divided over real processes: all of them learn the same, as one process does but for rounding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn.functional import mse_loss

from mousaic.config import Config, config_for
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import parts_of
from mousaic.model.placing import Placing
from mousaic.training.checkpoint import TrainingState
from mousaic.training.ranks.rank_shares import RankBatches
from mousaic.training.ranks.state_parts import rest_in, weights_in
from mousaic.training.ranks.talk import Talk
from mousaic.training.steps.backend import make_step
from mousaic.training.steps.share import WHOLE_BATCH, BatchShare
from tests.end_to_end.processes import Command

SIDE = 8
SIZES = (10, 10, 3, 1)
"""Images of each batch: of the last two there are none for some of four processes."""
TOPK = {"learn": "topk", "features": 40, "k": 3, "batch_size": 10}
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "by hand": ("torch", TOPK),
    "nested, confined": ("torch", TOPK | {"nested": True, "members": 2, "model": "windows"}),
    "members that agree": ("torch", TOPK | {"members": 3, "consistency": 0.5}),
    "automatic": ("autograd", TOPK | {"decoder": "untied"}),
    "deep": ("autograd", TOPK | {"encoder": "deep-2", "init": "orthogonal"}),
    "filters": ("autograd", {"model": "conv", "filters": 4, "filter_sizes": 3, "k": 4, "size": SIDE}),
    "compiled": ("compiled", TOPK | {"members": 2, "consistency": 0.5}),
    "pursuit": ("omp", {"features": 40, "k": 3}),
}
PRECISION = {"torch": torch.float64, "autograd": torch.float64, "compiled": torch.float32, "omp": torch.float32}
"""Adam's first steps are as large for the smallest gradient as for any: in float32 rounding would be seen in them."""
CLOSE: dict[torch.dtype, dict[str, float]] = {
    torch.float64: {"rtol": 1e-6, "atol": 1e-9},
    torch.float32: {"rtol": 1e-3, "atol": 2e-6},
}


def config_of(kind: str) -> Config:
    return config_for(**({"model": "whole"} | KINDS[kind][1]))


def state_of(kind: str) -> TrainingState:
    backend, config = KINDS[kind][0], config_of(kind)
    model, parts, width = config.model, parts_of(config.model), SIDE * SIDE
    if model.model == "conv":
        placing = Placing((1, SIDE, SIDE), model.filters, config.filter_sides, model.stride, model.neighbourhood)
        parts, width = parts._replace(placing=placing), placing.numbers
    rows = orthogonal(model.members, model.filters if parts.placing else model.features, width, 0)
    mean = torch.rand(SIDE * SIDE, generator=torch.Generator().manual_seed(0))
    if config.sides and not parts.placing:
        rows[..., : SIDE * SIDE // 2] = 0
    ensemble = Ensemble.of_rows(rows, model.k, mean, parts).requires_grad_(False).to(PRECISION[backend])
    return TrainingState.start(ensemble, "topk" if config.by_gradients else "omp")


def batches(kind: str) -> list[Tensor]:
    draw = torch.Generator().manual_seed(1)
    return [torch.rand(size, SIDE * SIDE, generator=draw).to(PRECISION[KINDS[kind][0]]) for size in SIZES]


def trained(kind: str, images: BatchShare) -> dict[str, Tensor]:
    """Everything a training leaves, and the figures of each batch."""
    config, given = config_of(kind), batches(kind)
    state, found = state_of(kind), {}
    step = make_step(KINDS[kind][0], state, config, 1, images=images)
    for number, x in enumerate(given):
        following = given[number + 1] if number + 1 < len(given) else None
        found[f"means {number}"], found[f"fired {number}"] = step(x, following, 1e-2 / (number + 1))
    tensors = [*weights_in(state), *rest_in(state)]
    return found | {f"state {number:02d}": tensor for number, tensor in enumerate(tensors)}


def work(arguments: Sequence[str]) -> None:
    """What each of the processes does: every training, and the first of them twice."""
    torch.set_num_threads(1)
    talk = Talk()
    for name in (*KINDS, f"{next(iter(KINDS))} again"):
        found = trained(name.removesuffix(" again"), RankBatches(talk))
        save_file({key: t.contiguous() for key, t in found.items()}, f"{arguments[0]}/{name} {talk.rank}")
    talk.close()


Found = tuple[int, Path]


@pytest.fixture(scope="module", params=[2, 4])
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """How many processes there were, and where is what they found."""
    trained("compiled", WHOLE_BATCH)  # or each of the processes would compile it, where nothing is kept yet
    folder = tmp_path_factory.mktemp("ranks")
    process = Command(folder, processes=request.param, task=work)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    return request.param, folder


def differing(one: dict[str, Tensor], other: dict[str, Tensor]) -> list[str]:
    assert one.keys() == other.keys()
    return [key for key in one if not torch.equal(one[key], other[key])]


@pytest.mark.parametrize("kind", KINDS)
def test_all_have_the_same(kind: str, found: Found) -> None:
    processes, folder = found
    first, *others = (load_file(folder / f"{kind} {rank}") for rank in range(processes))
    assert [differing(first, other) for other in others] == [[]] * (processes - 1)


def test_each_time(found: Found) -> None:
    kind = next(iter(KINDS))
    assert not differing(load_file(found[1] / f"{kind} 0"), load_file(found[1] / f"{kind} again 0"))


@pytest.mark.parametrize("kind", KINDS)
def test_as_one_process_but_for_rounding(kind: str, found: Found) -> None:
    alone, divided = trained(kind, WHOLE_BATCH), load_file(found[1] / f"{kind} 0")
    for key, tensor in alone.items():
        torch.testing.assert_close(divided[key].to(tensor), tensor, **CLOSE[PRECISION[KINDS[kind][0]]], msg=key)


def test_as_the_whole_gradient(found: Found) -> None:
    """Of every batch as a whole, by automatic differentiation and PyTorch's own Adam."""
    ensemble = state_of("by hand").ensemble.requires_grad_(True)
    adam = torch.optim.Adam(ensemble.parameters())
    for number, x in enumerate(batches("by hand")):
        adam.param_groups[0]["lr"] = 1e-2 / (number + 1)
        adam.zero_grad()
        mse_loss(ensemble(x)[1][0], x).backward()
        adam.step()
    ours = load_file(found[1] / "by hand 0")
    for number, (_, wanted) in enumerate(sorted(ensemble.values.items())):
        torch.testing.assert_close(ours[f"state {number:02d}"], wanted.detach(), **CLOSE[wanted.dtype])

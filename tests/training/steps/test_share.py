"""Members trained apart, with a thread for each process, have the bytes of members trained together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.config import Config, config_for
from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import parts_of
from mousaic.training.checkpoint import TrainingState
from mousaic.training.metrics import BatchFigures
from mousaic.training.ranks.rank_shares import dealt
from mousaic.training.ranks.state_parts import part_of, rest_in, weights_in
from mousaic.training.steps.backend import make_step
from mousaic.training.steps.divisible import apart, check_batches, check_divisible
from mousaic.training.steps.share import Share

PIXELS = 7 * 7


class Meeting:
    """Where as many threads as there are shares put down what each has, and take what all have."""

    def __init__(self, members: int, processes: int) -> None:
        self.all, self.there = dealt(members, processes), threading.Barrier(processes, timeout=60)
        self.brought: list[Tensor] = [torch.empty(0)] * processes

    def share(self, number: int) -> Share:
        meeting = self

        class Own:
            own = meeting.all[number]

            def whole(self, own: Tensor) -> Tensor:
                meeting.brought[number] = own.clone()
                meeting.there.wait()
                found = torch.cat(meeting.brought)
                meeting.there.wait()
                return found

        return Own()


def state_of(config: Config) -> TrainingState:
    model = config.model
    draw = torch.Generator().manual_seed(0)
    rows = orthogonal(model.members, model.features, PIXELS, 0)
    mean = torch.rand(PIXELS, generator=draw) if model.center else None
    ensemble = Ensemble.of_rows(rows, model.k, mean, parts_of(model)).requires_grad_(False)
    return TrainingState.start(ensemble, "topk" if config.by_gradients else "omp")


def trained(config: Config, backend: str, batches: Sequence[Tensor], processes: int) -> tuple[list[Tensor], Any]:
    """All tensors of the state, and the figures of each batch as each of the processes has them."""
    state, meeting = state_of(config), Meeting(config.model.members, processes)
    if backend == "compiled":
        state.adam.note_resting(state.ensemble)

    def work(number: int) -> list[BatchFigures]:
        mine = part_of(state, meeting.all[number])
        step = make_step(backend, mine, config, 1, meeting.share(number))
        return [
            step(x, batches[n + 1] if n + 1 < len(batches) else None, 1e-2 / (n + 1)) for n, x in enumerate(batches)
        ]

    with ThreadPoolExecutor(processes) as pool:
        figures = list(pool.map(work, range(processes)))
    return [*weights_in(state), *rest_in(state)], figures


def images(*sizes: int) -> list[Tensor]:
    draw = torch.Generator().manual_seed(1)
    return [torch.rand(size, PIXELS, generator=draw) for size in sizes]


def assert_equal(config: Config, backend: str, batches: Sequence[Tensor], processes: int) -> None:
    together, (figures,) = trained(config, backend, batches, 1)
    divided, found = trained(config, backend, batches, processes)
    start = state_of(config)
    assert not torch.equal(together[-1], [*weights_in(start), *rest_in(start)][-1])
    assert all(map(torch.equal, together, divided))
    for own in found:
        assert all(map(torch.equal, map(_means, figures), map(_means, own)))
        assert all(torch.equal(one.fired, other.fired) for one, other in zip(figures, own, strict=True))


def _means(figures: BatchFigures) -> Tensor:
    return figures.means


@pytest.fixture(autouse=True)
def one_thread() -> Any:
    with use_threads(1):
        yield


@settings(max_examples=25, deadline=None)
@given(
    backend=st.sampled_from(["torch", "compiled"]),
    members=st.integers(2, 5),
    processes=st.integers(2, 5),
    features=st.integers(3, 61),
    sizes=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    center=st.booleans(),
    consistency=st.sampled_from([0.0, 0.1, 3.0]),
)
def test_learning_by_gradients(
    backend: str, members: int, processes: int, features: int, sizes: list[int], center: bool, consistency: float
) -> None:
    config = config_for("report", members=members, features=features, k=3, center=center, consistency=consistency,
                        batch_size=9)  # fmt: skip
    assert_equal(config, backend, images(*sizes), min(members, processes))


@pytest.mark.parametrize("backend", ["torch", "compiled"])
def test_one_image_of_one_member(backend: str) -> None:
    """A library sees one vector there, and many vectors where there are more members."""
    assert_equal(config_for("report", members=2, features=61, k=5, batch_size=9), backend, images(9, 1, 1), 2)


@pytest.mark.parametrize("backend", ["torch", "compiled"])
def test_batches_that_a_library_multiplies(backend: str) -> None:
    config = config_for("report", members=3, features=50, k=5, batch_size=80)
    assert_equal(config, backend, images(80, 80, 7), 2)


def test_nested_codes() -> None:
    assert_equal(config_for("report", members=3, features=20, k=8, nested=True), "torch", images(6, 6), 2)


@pytest.mark.parametrize("processes", [2, 3, 4])
def test_learning_on_the_codes_of_matching_pursuit(processes: int) -> None:
    assert_equal(config_for(members=4, features=50, k=4), "omp", images(20, 20, 3, 1), processes)


def test_the_consistency_loss_is_of_all_members() -> None:
    """Members with nothing to tell each other would become others."""
    found = [
        trained(config_for("report", members=4, features=20, k=3, consistency=weight), "torch", images(6, 6), 2)[0]
        for weight in (5.0, 0.0)
    ]
    assert not all(map(torch.equal, *found))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"consistency": 0.1, "consistency_kind": "matched"}, "--consistency-kind matched compares"),
        ({"batch_size": 3}, "4 processes cannot divide batches of --batch-size 3"),
        ({"sparsity": "batch-top-k"}, "--sparsity batch-top-k judges a batch as a whole"),
        ({"sparsity": "jump-relu"}, "--sparsity jump-relu judges a batch as a whole"),
    ],
)
def test_what_cannot_be_divided_is_refused(options: dict[str, Any], reason: str) -> None:
    config = config_for(**{"members": 2, "learn": "topk"} | options)
    with pytest.raises(MousaicError, match=reason):
        check_divisible(config)
        check_batches(config, 4)


@pytest.mark.parametrize(
    ("options", "by_members"),
    [
        ({}, True),
        ({"learn": "topk"}, True),
        ({"learn": "topk", "nested": True}, True),
        ({"preset": "report"}, True),
        ({"learn": "topk", "backend": "autograd"}, False),
        ({"model": "conv"}, False),
        ({"encoder": "deep-2"}, False),
    ],
)
def test_what_can_be_divided(options: dict[str, Any], by_members: bool) -> None:
    config = config_for(**{"members": 2} | options)
    check_divisible(config)
    check_batches(config, 4)
    assert apart(config) == by_members


@given(members=st.integers(1, 40), processes=st.integers(1, 8))
def test_members_are_dealt_in_order_and_evenly(members: int, processes: int) -> None:
    parts = dealt(members, processes)
    assert [m for part in parts for m in range(part.start, part.stop)] == list(range(members))
    counts = [part.stop - part.start for part in parts]
    assert max(counts) - min(counts) <= 1

"""The two consistency losses against automatic differentiation, and who is whose partner."""

from __future__ import annotations

import dataclasses
from itertools import permutations
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from mousaic.config import Config, config_for
from mousaic.errors import MousaicError
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.pipeline.training_run import train
from mousaic.training.checkpoint import TrainingState, load_checkpoint, save_checkpoint
from mousaic.training.data import TrainingData
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.loop import Loop
from mousaic.training.metrics import evaluate
from mousaic.training.objectives.consistency import feature_loss, latent_loss
from mousaic.training.objectives.partners import REFRESH, find_partners, has_partners, strength
from mousaic.training.progress import Silent
from mousaic.training.steps.backend import choose_backend, make_step
from mousaic.training.steps.handwritten import loss_and_gradients

KINDS = ("dictionary", "matched")


def dictionaries(members: int, features: int, pixels: int, seed: int = 0) -> Tensor:
    source = torch.Generator().manual_seed(seed)
    return torch.randn(members, features, pixels, generator=source, dtype=torch.float64)


def naive_feature_loss(weight: Tensor, fixed: Tensor, partners: Tensor) -> Tensor:
    """Feature by feature; the partners are ``fixed``."""
    terms = [
        1 - torch.cosine_similarity(weight[m, h], fixed.flatten(0, 1)[partners[m, h]], dim=0).abs()
        for m in range(weight.shape[0])
        for h in range(weight.shape[1])
    ]
    return torch.stack(terms).mean()


@settings(max_examples=25, deadline=None)
@given(
    members=st.integers(2, 4),
    features=st.integers(1, 9),
    pixels=st.integers(2, 8),
    kind=st.sampled_from(KINDS),
    turn=st.integers(0, 5),
    seed=st.integers(0, 99),
)
def test_the_pull_on_features_is_the_derivative(members, features, pixels, kind, turn, seed):
    weight = dictionaries(members, features, pixels, seed).requires_grad_(True)
    partners = find_partners(weight, kind, turn)
    expected = naive_feature_loss(weight, weight.detach(), partners)
    expected.backward()
    gradient = torch.ones_like(weight)
    loss = feature_loss(weight.detach(), partners, 0.7, gradient)
    torch.testing.assert_close(loss, expected.detach())
    torch.testing.assert_close(gradient - 1, 0.7 * weight.grad)


def test_the_pull_passes_the_check_by_finite_differences():
    weight = dictionaries(2, 3, 4).requires_grad_(True)
    fixed, partners = weight.detach().clone(), find_partners(weight, "dictionary")

    class Pull(torch.autograd.Function):
        @staticmethod
        def forward(context, weight):
            gradient = torch.zeros_like(weight)
            loss = feature_loss(weight, partners, 1.0, gradient)
            context.save_for_backward(gradient)
            return loss

        @staticmethod
        def backward(context, above):
            return above * context.saved_tensors[0]

    Pull.apply(weight).backward()
    for place in range(weight.numel()):
        step = torch.zeros_like(fixed).view(-1)
        step[place] = 1e-6
        up, down = (naive_feature_loss(fixed + s * step.view_as(fixed), fixed, partners) for s in (1, -1))
        assert weight.grad.view(-1)[place].item() == pytest.approx(((up - down) / 2e-6).item(), abs=1e-7)


def test_features_along_or_against_their_partners_are_at_rest():
    weight = dictionaries(1, 5, 6).expand(3, 5, 6) * torch.tensor([1.0, -2.0, 0.5])[:, None, None]
    for kind in KINDS:
        partners, gradient = find_partners(weight, kind), torch.zeros_like(weight)
        assert feature_loss(weight, partners, 1.0, gradient) == pytest.approx(0, abs=1e-12)
        assert gradient.abs().max() < 1e-12
    assert torch.equal(find_partners(weight, "matched")[0], torch.arange(5, 10))


def test_a_row_of_zeros_pulls_nothing_and_stays():
    weight = dictionaries(2, 3, 4)
    weight[0, 1] = 0
    for kind in KINDS:
        gradient = torch.zeros_like(weight)
        loss = feature_loss(weight, find_partners(weight, kind), 1.0, gradient)
        assert torch.isfinite(loss) and torch.isfinite(gradient).all()


@pytest.mark.parametrize("members", [2, 3, 5])
def test_every_member_is_met_in_turn_and_never_oneself(members):
    weight = dictionaries(members, 4, 6)
    for kind in KINDS:
        met = {m: [int(find_partners(weight, kind, t)[m, 0]) // 4 for t in range(members - 1)] for m in range(members)}
        for member, others in met.items():
            assert sorted(others) == [m for m in range(members) if m != member]


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 500))
def test_partners_are_the_nearest_or_the_best_one_to_one(seed):
    weight = dictionaries(2, 5, 3, seed)
    cosine = torch.nn.functional.cosine_similarity(weight[0][:, None], weight[1][None], dim=2).abs()
    nearest = find_partners(weight, "dictionary")[0] - 5
    assert nearest.tolist() == [max(range(5), key=lambda g, h=h: cosine[h, g]) for h in range(5)]
    matched = (find_partners(weight, "matched")[0] - 5).tolist()
    best = max(sum(cosine[h, g] for h, g in enumerate(order)) for order in permutations(range(5)))
    assert sorted(matched) == list(range(5))
    assert sum(cosine[h, g] for h, g in enumerate(matched)) == pytest.approx(float(best))


@pytest.mark.parametrize("kind", KINDS)
def test_the_whole_loss_has_the_gradient_of_its_two_terms(kind):
    ensemble = Ensemble.tied(dictionaries(3, 8, 12), dictionaries(1, 3, 8)[0] / 9, None, 3).requires_grad_(True)
    x = dictionaries(1, 4, 12)[0]
    partners = find_partners(ensemble.weight, kind)
    output = ensemble(x)[1]
    reconstruction = (output - x).square().mean()
    consistency = naive_feature_loss(ensemble.weight, ensemble.weight.detach(), partners)
    (reconstruction + 0.3 * consistency).backward()
    step = loss_and_gradients(ensemble, x, 0.3, partners=partners)
    torch.testing.assert_close(step.losses.consistency, consistency.detach())
    torch.testing.assert_close(step.losses.total, (reconstruction + 0.3 * consistency).detach())
    torch.testing.assert_close(step.gradients.weight, ensemble.weight.grad)
    torch.testing.assert_close(step.gradients.bias, ensemble.bias.grad)
    figures = evaluate(ensemble, x, 0.3, partners=partners)
    assert figures["consistency"] == pytest.approx(consistency.item())


def test_codes_alike_cost_nothing_and_codes_apart_do():
    indices = torch.tensor([[[0, 2]], [[0, 2]]])
    alike, _ = latent_loss(Codes(torch.tensor([[[1.0, 3.0]], [[1.0, 3.0]]]), indices), 4)
    apart, _ = latent_loss(Codes(torch.tensor([[[1.0, 3.0]], [[2.0, 3.0]]]), indices), 4)
    assert alike == 0 and apart == 0.25


def test_the_weight_rises_for_features_and_is_whole_for_codes():
    options = config_for("default", consistency=2.0, epochs=20).training
    assert [strength(options, epoch) for epoch in (0, 19)] == [2.0, 2.0]
    options = dataclasses.replace(options, consistency_kind="matched")
    assert [strength(options, epoch) for epoch in (0, 1, 3, 19)] == [0.5, 1.0, 2.0, 2.0]
    assert strength(dataclasses.replace(options, epochs=1), 0) == 2.0


def config_of(kind: str, **changes) -> Config:
    options = {"features": 24, "k": 3, "members": 3, "epochs": 2 * REFRESH + 1, "batch_size": 4, "validation": 0.0,
               "copies": 1, "init": "orthogonal", "consistency": 0.5}  # fmt: skip
    return config_for("default", **(options | {"consistency_kind": kind} | changes))


def fresh_state() -> TrainingState:
    ensemble = Ensemble.of_rows(orthogonal(3, 24, 64, 0), 3, torch.full((64,), 0.5)).requires_grad_(False)
    return TrainingState.start(ensemble)


def a_loop(config: Config, save=lambda state: None) -> Loop:
    originals = torch.rand(4, 1, 8, 8, generator=torch.Generator().manual_seed(3))
    data = TrainingData(originals, torch.zeros(0, 64), config.augmentation, 0, torch.device("cpu"))
    make = lambda state: make_step("torch", state, config, 1)  # noqa: E731
    return Loop(data, config.training, make, save, lambda state: None, Silent(), Interrupt())


@pytest.mark.parametrize("kind", KINDS)
def test_training_with_it_makes_members_more_alike(kind):
    alike = []
    for weight in (0.0, 5.0):
        state = fresh_state()
        a_loop(config_of(kind, consistency=weight, learning_rate=1e-2, epochs=40)).run(state)
        trained = state.ensemble.weight
        alike.append(1 - float(feature_loss(trained, find_partners(trained, kind))))
    assert alike[1] > alike[0] + 0.1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", [1, 3, 2 * REFRESH + 1])
def test_stopped_between_two_choices_of_partners_and_resumed_is_never_stopped(tmp_path: Path, kind, batch):
    path, whole, config = tmp_path / "state.safetensors", fresh_state(), config_of(kind)
    a_loop(config).run(whole)

    class StopsAt(Silent):
        told = 0

        def batch(self, epoch, done, total):
            self.told += 1
            loop.interrupt.asked = self.told == batch

    loop = a_loop(config, lambda state: save_checkpoint(path, state))
    loop.progress = StopsAt()
    with pytest.raises(Interrupted):
        loop.run(fresh_state())
    resumed = fresh_state()
    load_checkpoint(path, resumed)
    assert resumed.partners is not None
    a_loop(config).run(resumed)
    assert torch.equal(resumed.ensemble.weight, whole.ensemble.weight)
    assert [row["loss"] for row in resumed.history] == [row["loss"] for row in whole.history]


def test_a_checkpoint_with_partners_that_are_not_there_is_refused(tmp_path: Path):
    path, state = tmp_path / "state.safetensors", fresh_state()
    state.partners = torch.full((3, 24), 72)
    save_checkpoint(path, state)
    with pytest.raises(MousaicError, match="does not fit"):
        load_checkpoint(path, fresh_state())


def test_the_compiled_step_is_left_aside_where_it_lacks_the_loss():
    cpu, most = torch.device("cpu"), 10**9
    for kind in KINDS:
        config = config_of(kind)
        assert choose_backend(config, cpu, 64, most) == "torch"
        asked = dataclasses.replace(config, training=dataclasses.replace(config.training, backend="compiled"))
        with pytest.raises(MousaicError, match=f"--consistency-kind {kind} use --backend torch"):
            choose_backend(asked, cpu, 64, most)
    for config in (
        config_of("matched", consistency=0.0, learn="topk"),
        config_of("matched", members=1),
        config_of("latent"),
    ):
        assert not has_partners(config.training, config.model.members)
        assert choose_backend(config, cpu, 64, most) == "compiled"


def test_a_run_that_draws_features_together_can_be_judged_as_it_was_trained(small_set: Path, tmp_path: Path):
    run = train(
        small_set, out=tmp_path / "run", size=12, features=24, k=3, members=2, epochs=1, copies=1, threads=1,
        consistency=0.5, consistency_kind="matched", report=False,
    )  # fmt: skip
    held = run.history[0]
    images = run.load_images(small_set)
    held_out = images.subset([n for n, row in enumerate(run.split) if row.part == "validation"])
    found = run.evaluate(held_out)["model"]
    weight = run.model.ensemble.weight
    expected = naive_feature_loss(weight, weight, find_partners(weight, "matched"))
    assert found["consistency"] == pytest.approx(float(expected), rel=1e-4)
    assert found["loss"] == pytest.approx(found["reconstruction"] + 0.5 * found["consistency"])
    # Its partners were chosen as the epoch began, and these are at least as near.
    assert found["consistency"] <= held["validation_consistency"] + 1e-6
    assert held["validation_reconstruction"] == pytest.approx(found["reconstruction"], rel=1e-5)

"""Trainings from one start: held to sums done feature by feature, and to cases whose answer is known."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.stability.independent_training import Design, Learned, Revived
from mousaic.analysis.stability.measurement import stability
from mousaic.analysis.stability.shared_halves import quick_trust
from mousaic.analysis.stability.shared_start import Beyond, SharedStart, beyond_start, compare_beyond
from mousaic.analysis.stability.training_plan import plan_halves
from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import load_images
from mousaic.report.findings.stability_findings import sentences
from mousaic.training import revive as revival
from mousaic.training.fit import train_members, untrained_members

TINY = {"size": 12, "features": 24, "k": 3, "epochs": 2, "copies": 2, "threads": 1, "validation": 0.0}


def config(**changes):
    return config_for("default", **(TINY | changes))


@pytest.fixture(scope="module")
def images(small_set):
    return load_images(small_set, config().images)


def learned(rows, start, living=None):
    alive = np.ones(len(rows), bool) if living is None else living
    rows, start = rows.astype(np.float32), start.astype(np.float32)
    return Learned(rows, alive, start, alive, 0.0, (math.nan, math.nan), 0.0)


def naive(one, other, start):
    """The cosine of what is left of one feature, and of its length, in each of two trainings."""
    left = []
    for row in (one, other):
        unit, begun = row / math.sqrt(sum(v * v for v in row)), start / math.sqrt(sum(v * v for v in start))
        along = sum(a * b for a, b in zip(unit, begun, strict=True))
        left.append([a - along * b for a, b in zip(unit, begun, strict=True)])
    lengths = [math.sqrt(sum(v * v for v in rest)) for rest in left]
    return sum(a * b for a, b in zip(*left, strict=True)) / (lengths[0] * lengths[1]), lengths


@settings(deadline=None, max_examples=30)
@given(st.integers(2, 8), st.integers(3, 12), st.integers(0, 999))
def test_what_is_left_agrees_as_summed_feature_by_feature(features, pixels, seed):
    rng = np.random.default_rng(seed)
    start, a, b = rng.standard_normal((3, features, pixels))
    living = rng.random(features) < 0.7
    found = compare_beyond(learned(3 * a, start), learned(b, start, living))
    for h in range(features):
        if living[h]:
            assert found.cosine[h] == pytest.approx(naive(a[h], b[h], start[h])[0], abs=1e-4)
        else:
            assert math.isnan(found.cosine[h])
    if living.any():
        lengths = [naive(a[h], b[h], start[h])[1] for h in range(features) if living[h]]
        assert found.moved == pytest.approx(np.mean(lengths), abs=1e-4)
    rest = [(v - (v @ s) * s) for rows in (a, b) for v, s in zip(unit(rows), unit(start), strict=True)]
    one, other = unit(np.array(rest[:features])), unit(np.array(rest[features:]))
    pairs = [one[i] @ other[j] for i in range(features) for j in range(features) if i != j and living[i] and living[j]]
    assert found.mismatched == pytest.approx(np.mean(pairs), abs=1e-4) if pairs else math.isnan(found.mismatched)


def unit(rows):
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def test_the_start_drops_out_and_what_both_learned_stays():
    rng = np.random.default_rng(0)
    start, taught, own, other = rng.standard_normal((4, 30, 400)).astype(np.float32)
    assert abs((beyond_start(start + taught, start) * unit(start)).sum(-1)).max() < 1e-5
    same = compare_beyond(learned(start + taught, start), learned(5 * start + 2 * taught, start))
    assert same.cosine.min() > 0.999 and abs(same.mismatched) < 0.02
    apart = compare_beyond(learned(start + own, start), learned(start + other, start))
    assert abs(apart.cosine.mean()) < 0.05  # the starts alone have |cosine| of about 0.5 with each other
    kept = compare_beyond(learned(start, start), learned(2 * start, start))
    assert np.isnan(kept.cosine).all() and kept.moved < 1e-3 and math.isnan(kept.mismatched)


def beyond(mean, spread=0.02, features=50, moved=0.5):
    return Beyond((mean + spread * np.linspace(-1, 1, features)).astype(np.float32), 0.0, moved)


@pytest.mark.parametrize(
    ("halves", "scattered", "verdict"),
    [
        ([beyond(0.3)], [beyond(0.2)], "beyond"),
        ([beyond(0.3)], [beyond(0.285)], "structureless"),  # too little, however sure
        ([beyond(0.3), beyond(0.19)], [beyond(0.2)], "structureless"),  # one division alone is not enough
        ([beyond(0.3), beyond(0.3)], [beyond(0.2), beyond(0.31)], "structureless"),
        ([beyond(0.3, 0.6, 8)], [beyond(0.2, -0.6, 8)], "structureless"),  # features differ by more than that
        ([beyond(0.3, 0.6, 8)], [beyond(0.2, 0.6, 8)], "beyond"),  # each beside its own like
        ([beyond(0.3)], [beyond(np.nan)], "beyond"),
        ([beyond(0.3, moved=0.005)], [beyond(0.2)], "nothing"),
        ([beyond(np.nan, moved=np.nan)], [beyond(0.2)], "nothing"),
    ],
)
def test_the_verdict(halves, scattered, verdict):
    assert SharedStart(tuple(halves), tuple(scattered)).verdict == verdict


def test_the_figure_is_the_mean_over_features_of_the_means_over_divisions():
    one, other = beyond(0.3), beyond(0.4)
    other.cosine[:10] = np.nan
    found = SharedStart((one, other), (one,)).cosine
    each = [np.nanmean([a, b]) for a, b in zip(one.cosine, other.cosine, strict=True)]
    assert found.mean == pytest.approx(np.mean(each)) and found.features == 50
    assert found.high - found.mean == pytest.approx(1.96 * np.std(each, ddof=1) / math.sqrt(50))


def test_the_quick_test_is_trainings_from_the_runs_own_start(images):
    found = quick_trust(images, config(), seed=5)
    plan = plan_halves("shared", 0, images.labels, images.groups, 5)
    start = untrained_members(images, config())
    begun, made = start.weight[0].numpy().copy(), []
    for planned in plan[:2]:
        own = train_members(images.subset(planned.images), config(seed=planned.seed(5)), start=copied(start))
        made.append((own.weight[0].numpy(), _fires(own, images.subset(planned.images))))
    (a, living), (b, other) = made
    for h in range(24):
        if living[h] and other[h] and min(naive(a[h], b[h], begun[h])[1]) > 0.011:
            assert found.shared.halves[0].cosine[h] == pytest.approx(naive(a[h], b[h], begun[h])[0], abs=1e-4)
    assert not set(plan[0].images) & set(plan[1].images)
    again = quick_trust(images, config(), seed=5).shared
    assert (_told(again.halves[0]) == _told(found.shared.halves[0])).all()
    whole = stability(images, config(), start, runs=2, seed=5).shared
    assert (_told(whole.halves[0]) == _told(found.shared.halves[0])).all() and len(whole.halves) == 2


def copied(ensemble):
    values = {name: p.data.clone() for name, p in ensemble.values.items()}
    return type(ensemble)(values, ensemble.k, ensemble.parts).requires_grad_(False)


def _fires(ensemble, images):
    codes = ensemble.encode(torch.from_numpy(images.pixels).flatten(1)).dense(ensemble.features)[0]
    return (codes != 0).any(0).numpy()


def _told(one):
    return np.nan_to_num(one.cosine, nan=9)


def test_a_training_that_learns_nothing_is_never_called_learning(images):
    c = config(learn="topk", learning_rate=1e-9, batch_size=4)
    ensemble = train_members(images, c)
    found = stability(images, c, ensemble, runs=3)
    assert found.shared.verdict == "nothing"
    assert found.often == found.often_untrained and (found.found == found.untrained_found).all()
    said = {one.key: one for one in sentences(found)}
    assert said["runs_agree"].values["verdict"].key != "agree_more"
    assert said["halves_agree"].values["meaning"].key == "halves_untrained"
    assert "shared_nothing" in said and "shared_start" not in said
    assert found.often == 0 or said["found_again"].values["meaning"].key == "found_untrained"


def test_images_without_structure_are_not_called_a_kind(images):
    rng = np.random.default_rng(1)
    noise = rng.uniform(0, 1, images.pixels.shape).astype(np.float32)
    found = quick_trust(dataclasses.replace(images, pixels=noise), config(epochs=4)).shared
    assert found.verdict != "beyond"


def test_images_that_share_what_the_start_lacks_are(images):
    rng = np.random.default_rng(2)
    shape = np.outer(np.hanning(12), np.hanning(12))
    pixels = 0.5 + 0.25 * rng.choice([-1, 1], (40, 1, 1)) * shape + 0.05 * rng.standard_normal((40, 12, 12))
    made = dataclasses.replace(
        images.subset([0] * 40), pixels=pixels[:, None].clip(0, 1).astype(np.float32),
        groups=tuple(f"g{i}" for i in range(40)),
    )  # fmt: skip
    c = config(learn="topk", model="whole", init="orthogonal", epochs=30, learning_rate=3e-3, augment="none", k=2)
    found = quick_trust(made, c).shared
    assert found.verdict == "beyond" and found.cosine.mean > 0.3 and abs(found.mismatched) < found.cosine.mean


def test_features_that_began_anew_are_left_out(images, monkeypatch):
    c = config(learn="topk", batch_size=4, epochs=5, revive=0.6, features=60, k=2)
    plan = plan_halves("shared", 0, images.labels, images.groups, 0)
    design = Design(images, c, 1, 0, plan)
    began, original = [], revival.forget
    monkeypatch.setattr(
        revival, "forget", lambda memory, member, chosen: began.append(chosen) or original(memory, member, chosen)
    )
    one = design.train(plan[0])
    assert began and not one.living[torch.cat(began).unique().numpy()].any()
    monkeypatch.undo()
    noted = Revived(c)
    assert not noted.first.any()
    still = dataclasses.replace(c, training=dataclasses.replace(c.training, revive=0.0))
    assert design_living(images, still, plan).sum() >= one.living.sum()


def design_living(images, c, plan):
    return Design(images, c, 1, 0, plan).train(plan[0]).living


def test_pursuit_keeps_each_feature_at_its_place(images):
    c = config(epochs=3)
    start = untrained_members(images, c)
    begun, support = start.weight[0].clone(), start.weight[0] != 0
    trained = train_members(images, c, start=start).weight[0]
    assert ((trained != 0) <= support).all()  # each has learned within its own window
    own = torch.nn.functional.cosine_similarity(trained, begun, dim=1)
    others = torch.nn.functional.normalize(trained, dim=1) @ torch.nn.functional.normalize(begun, dim=1).T
    assert own.mean() > 2 * others.abs().mean()


def test_too_few_groups_are_refused(images):
    with pytest.raises(MousaicError, match="trained on 3 groups"):
        quick_trust(images.subset([0, 1, 2]), config())

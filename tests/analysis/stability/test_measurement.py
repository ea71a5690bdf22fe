"""Independent runs and what is made of them: held to trainings done one by one and to known answers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mousaic.analysis.stability import agreement as measures
from mousaic.analysis.stability.independent_training import Design, Learned, living_features, members_needed, own_start
from mousaic.analysis.stability.measurement import stability
from mousaic.analysis.stability.training_plan import plan_trainings
from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import load_images
from mousaic.model.ensemble import Ensemble
from mousaic.stats.dictionary_matching import cosines, pw_mcc
from mousaic.training.fit import train_members, training_data, untrained_members

TINY = {"size": 12, "features": 24, "k": 3, "epochs": 2, "copies": 2, "threads": 1, "validation": 0.0}


def config(**changes):
    return config_for("default", **(TINY | {"members": 2} | changes))


@pytest.fixture(scope="module")
def images(small_set):
    return load_images(small_set, config().images)


@pytest.fixture(scope="module")
def ensemble(images):
    return train_members(images, config()).cpu()


@pytest.fixture(scope="module")
def found(images, ensemble):
    return stability(images, config(), ensemble, runs=3, seed=5)


def naive_best(feature, dictionary, living):
    """The largest |cosine| with a living feature."""
    each = [
        abs(float(feature @ row)) / float(np.linalg.norm(feature) * np.linalg.norm(row))
        for row, alive in zip(dictionary, living, strict=True)
        if alive
    ]
    return max(each, default=0.0)


def naive_living(ensemble, images, c):
    codes = ensemble.encode(training_data(images, c).flat_originals)
    dense = codes.dense(ensemble.features).numpy()
    return (dense != 0).any(1)


def test_every_feature_is_looked_for_in_runs_trained_one_by_one(images, ensemble, found):
    plan = plan_trainings(images.labels, images.groups, 3, 5)
    weight = ensemble.weight.detach().numpy()
    assert (found.living == naive_living(ensemble, images, config())).all()
    for run, planned in enumerate(plan[:3]):
        c = config(seed=planned.seed(5))
        sample = images.subset(planned.images)
        other = train_members(sample, c)
        rows, living = other.weight.detach().numpy()[0], naive_living(other, sample, c)[0]
        for at in [(0, 0), (0, 23), (1, 7)]:
            assert found.cosine[*at, run] == pytest.approx(naive_best(weight[at], rows, living), abs=1e-5)
    assert (found.found == (found.cosine >= found.threshold).sum(-1)).all()
    assert found.chance.shape == (2, 24, 8) and found.cosine.shape == (2, 24, 3)
    assert found.runs == 3 and found.members == 2 and found.images == 12


def test_every_start_is_looked_for_among_the_starts(images, found):
    start = untrained_members(images, config())
    begun, plan = start.weight.numpy(), plan_trainings(images.labels, images.groups, 3, 5)
    assert (found.untrained_living == naive_living(start, images, config())).all()
    for run, planned in enumerate(plan[:3]):
        c, sample = config(seed=planned.seed(5)), images.subset(planned.images)
        other = untrained_members(sample, c)
        rows, living = other.weight.numpy()[0], naive_living(other, sample, c)[0]
        for at in [(0, 0), (0, 23), (1, 7)]:
            assert found.untrained_cosine[*at, run] == pytest.approx(naive_best(begun[at], rows, living), abs=1e-5)
    often = (found.untrained_cosine >= found.threshold).sum(-1) >= 1.5
    assert found.often_untrained == (often & found.untrained_living).sum()


def test_the_agreements_are_those_of_the_trainings(images, ensemble, found):
    plan = {p.name: p for p in plan_trainings(images.labels, images.groups, 3, 5)}
    design = Design(images, config(), 2, 5, list(plan.values()))
    half, other = (design.train(plan[f"half-0-{n}"]) for n in (0, 1))
    between = cosines(half.dictionary, other.dictionary)
    living = pw_mcc(between[half.living][:, other.living])
    halves = found.agreements["halves"]
    assert halves.pairs == 2 and any(living == pytest.approx(v, abs=1e-6) for v in (halves.least, halves.most))
    weight = ensemble.weight.detach().numpy()
    assert found.agreements["members"].every == pytest.approx(pw_mcc(cosines(weight[0], weight[1])), abs=1e-6)
    start = untrained_members(images, config()).weight.numpy()
    assert found.agreements["untrained_members"].every == pytest.approx(pw_mcc(cosines(start[0], start[1])), abs=1e-6)
    pairs = {name: a.pairs for name, a in found.agreements.items()}
    assert pairs["runs"] == 3 and pairs["run"] == 6 and pairs["untrained_runs"] == 3
    for kind in ("pixels", "phases"):
        numbers = [pairs[f"{kind}_{what}"] for what in ("members", "run", "same_images", "other_images")]
        assert numbers == [4, 8, 2, 4]
    for a in found.agreements.values():
        assert 0 <= a.least <= a.living <= a.most <= 1


def test_scattered_trainings_see_scattered_images_and_blocks_other_ones(images):
    plan = plan_trainings(images.labels, images.groups, 2, 0)
    design = Design(images, config(), 1, 0, plan)
    one, two, three, four = (design.images_of(p).pixels for p in design.of("phases"))
    spots = [p.images for p in design.of("phases")]
    shared = next(i for i in spots[0] if i in spots[1])
    assert (one[spots[0].index(shared)] == two[spots[1].index(shared)]).all()
    shared = next(i for i in spots[0] if i in spots[2])
    assert not np.allclose(one[spots[0].index(shared)], three[spots[2].index(shared)])
    assert not np.allclose(one[0], images.pixels[spots[0][0]])
    assert (design.images_of(plan[0]).pixels == images.pixels[list(plan[0].images)]).all()
    assert len(four) == len(images)


def test_same_seed_same_figures_and_another_others(images, ensemble, found):
    again = stability(images, config(), ensemble, runs=3, seed=5)
    assert (again.cosine == found.cosine).all() and (again.chance == found.chance).all()
    assert again.agreements == found.agreements and again.threshold == found.threshold
    other = stability(images, config(), ensemble, runs=2, seed=6)
    assert not np.allclose(other.cosine, found.cosine[..., :2])


def test_interrupted_it_goes_on_where_it_stopped_to_the_same_figures(images, ensemble, found, tmp_path):
    def stop(done):
        if done.number == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stability(images, config(), ensemble, runs=3, seed=5, folder=tmp_path, tell=stop)
    assert len(list(tmp_path.iterdir())) == 7
    next(tmp_path.iterdir()).write_bytes(b"half a file")
    told = []
    again = stability(images, config(), ensemble, runs=3, seed=5, folder=tmp_path, tell=told.append)
    assert [done.number for done in told] == list(range(7, 28)) and told[-1].left == 0
    assert (again.cosine == found.cosine).all() and (again.chance == found.chance).all()
    assert again.agreements == found.agreements
    told.clear()  # what was kept under other parameters does not count
    stability(images, config(epochs=1), ensemble, runs=3, seed=5, folder=tmp_path, tell=told.append)
    assert len(told) == 27


def test_members_that_do_not_act_on_each_other_need_no_company(images):
    assert members_needed(config(members=5, consistency=0.1)) == 5
    assert members_needed(config(members=5, consistency=0.0)) == 2
    assert members_needed(config(members=1, consistency=0.1)) == 1

    def first(members, consistency):
        c = config(members=members, consistency=consistency, epochs=10, learn="topk", model="whole", learning_rate=3e-3)
        return train_members(images, c).weight[0].detach().numpy()

    assert own_start(first(4, 0.0), first(2, 0.0)).min() > 0.9999
    assert own_start(first(4, 10.0), first(2, 10.0)).min() < 0.98


def learned(dictionary, living=None):
    alive = np.ones(len(dictionary), bool) if living is None else living
    rows = dictionary.astype(np.float32)
    return Learned(rows, alive, rows, alive, 0.0, (math.nan, math.nan), 0.0)


def test_planted_features_are_found_again_and_others_are_not():
    rng = np.random.default_rng(0)
    shared = rng.standard_normal((10, 200))
    mine = np.concatenate([shared, rng.standard_normal((10, 200))])[None].astype(np.float32)
    others = []
    for _ in range(4):
        noisy = -3 * (shared + 0.3 * rng.standard_normal(shared.shape))
        rows = rng.permutation(np.concatenate([noisy, rng.standard_normal((10, 200))]))
        others.append(lambda rows=rows: learned(rows))
    others.append(lambda: learned(mine[0], np.zeros(20, bool)))  # a run whose features are all dead finds none
    found, agreement = measures.find_again(mine, np.ones((1, 20), bool), others)
    again = (found.cosine >= measures.FLOOR).sum(-1)[0]
    assert (again[:10] == 4).all() and (again[10:] == 0).all()
    assert (found.feature[..., 4] == -1).all() and agreement.pairs == 4
    assert 0.5 < agreement.living < 0.65  # ten of twenty matched at 0.96, ten at chance


def test_the_threshold_is_the_floor_or_what_chance_gives_once_in_a_hundred():
    chance, living = np.zeros((1, 100, 2), np.float32), np.ones((1, 100), bool)
    assert measures.threshold(chance, living) == measures.FLOOR
    chance[0, :10] = 0.8
    assert measures.threshold(chance, living) == pytest.approx(0.8)
    living[0, :10] = False  # what dead features give does not count
    assert measures.threshold(chance, living) == measures.FLOOR
    assert measures.threshold(chance, np.zeros((1, 100), bool)) == measures.FLOOR


def test_a_feature_that_kept_its_start_is_told_from_one_that_moved():
    start = np.linalg.qr(np.random.default_rng(0).standard_normal((2, 50, 24)))[0].transpose(0, 2, 1).astype(np.float32)
    moved = start.copy()
    moved[1] = np.roll(start[1], 1, axis=0)
    kept = own_start(-2 * moved, start)
    np.testing.assert_allclose(kept[0], 1, atol=1e-6)
    np.testing.assert_allclose(kept[1], 0, atol=1e-6)


def test_larger_dictionaries_are_matched_in_fewer_pairs():
    assert measures.affordable(64) == measures.affordable(1024) == measures.MOST_PAIRS
    assert measures.affordable(100_000) == 3
    assert measures.some_pairs(4, 64) == [(0, 1), (1, 2), (2, 3), (0, 2), (1, 3), (0, 3)]
    assert measures.some_pairs(9, 100_000) == [(0, 1), (1, 2), (2, 3)]


def test_members_alone_and_dead_dictionaries_give_no_figures(images):
    alone = train_members(images, config(members=1)).cpu()
    found = stability(images, config(members=1), alone, runs=2)
    assert found.agreements["members"].pairs == 0 and math.isnan(found.agreements["members"].living)
    assert found.agreements["pixels_members"].pairs == 0
    assert measures.agreement([(0.3, math.nan), (0.2, 0.1)]) == measures.Agreement(0.2, 0.1, 0.1, 0.1, 1)


def test_living_features_fire_on_some_original(images, ensemble):
    living = living_features(ensemble, images, config())
    assert living.any() and (living == naive_living(ensemble, images, config())).all()
    ensemble = Ensemble.tied(ensemble.weight.data, ensemble.bias.data.clone(), ensemble.center.data, ensemble.k)
    ensemble.bias.data[0, :20] = -100.0  # never among the k largest
    assert not living_features(ensemble, images, config())[0, :20].any()


def test_too_few_runs_or_groups_are_refused(images, ensemble):
    with pytest.raises(MousaicError, match="--runs must be at least 2"):
        stability(images, config(), ensemble, runs=1)
    with pytest.raises(MousaicError, match="trained on 2 groups"):
        stability(images.subset([0, 1]), config(), ensemble)

"""One method in one fold follows from its arguments alone: in any process, with trainings shared or not."""

from __future__ import annotations

import dataclasses
import pickle
from concurrent.futures import ProcessPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from mousaic.analysis import ensembles
from mousaic.analysis.compare import judging, shared_trainings
from mousaic.analysis.compare.comparison import compare
from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.judging import judge
from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.analysis.compare.training_part import Part
from mousaic.analysis.cross_validation import cross_validated
from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import load_images
from mousaic.images.splits.folds import make_folds
from mousaic.registry import Entry
from mousaic.said import told
from mousaic.seeds import derive_seed
from tests.end_to_end.processes import quick_start

TINY = {"size": 12, "features": 24, "k": 3, "members": 2, "epochs": 2, "copies": 2, "threads": 1}
SHARING = ["default", "consensus", "stacked"]
"""What trains the preset ``default`` first of all."""


@pytest.fixture
def trained(monkeypatch):
    """Configurations of all trainings of a comparison, in their order."""
    found, real = [], shared_trainings.train_members

    def train_members(images, config, **more):
        found.append((len(images), config))
        return real(images, config, **more)

    for module in (shared_trainings, ensembles):
        monkeypatch.setattr(module, "train_members", train_members)
    return found


def tasks(folder, methods):
    """Every method and fold of a comparison of a folder, as the comparison makes them."""
    configs = (
        config_for(**TINY),
        config_for("report", **TINY),
        config_for(**TINY, local=4),
        config_for(**TINY, model="conv"),
    )
    images = load_images(folder, configs[0].images)
    plan = make_folds(images.labels, images.groups, 2, 1, 0)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(0, "compare", fold.repeat, fold.number)):
        part = Part(turn.learned_from, *map(turn.own, configs))
        yield from ((turn.fold, METHODS[name], part, turn.x) for name in methods)


def test_a_pool_of_processes_gives_the_same_numbers(small_set):
    methods = ["mean", "pca", "pca-tuned", "nmf", "report", "local", *SHARING]
    expected = compare(small_set, methods=methods, folds=2, **TINY).image_pearson
    jobs = list(tasks(small_set, methods))
    found = {name: np.zeros(12) for name in expected}
    given = zip(*((method, part, x) for _, method, part, x in jobs), strict=True)
    with ProcessPoolExecutor(2, quick_start()) as pool:
        for (fold, *_), rows in zip(jobs, pool.map(judge, *given), strict=True):
            for row in rows:
                found[row.about.row][fold.held_out] = row.r
    for name, r in expected.items():
        np.testing.assert_array_equal(found[name], r, err_msg=name)


def test_what_is_alike_is_trained_once_a_fold(small_set, trained):
    compare(small_set, methods=[*SHARING, "local"], folds=2, **TINY)
    whole = [config for size, config in trained if size == 6]
    # of each fold: default, local, and what the consensus is trained on with; stacked has three inner folds beside
    assert len(whole) == 2 * 3 and len(trained) == 2 * (3 + 3)
    assert len({config for size, config in trained if size == 6}) == 6


def test_trained_once_or_each_alone_the_numbers_are_the_same(small_set, trained):
    together = compare(small_set, methods=SHARING, folds=2, **TINY)
    count = len(trained)
    for name in SHARING:
        alone = compare(small_set, methods=[name], folds=2, **TINY)
        for row, r in alone.image_pearson.items():
            np.testing.assert_array_equal(together.image_pearson[row], r)
    assert len(trained) - count == count + 2 * 2


def test_with_one_member_the_controls_are_the_default_and_not_trained_again(small_set, trained):
    compare(small_set, methods=["default", "control"], folds=2, **TINY | {"members": 1})
    assert len(trained) == 2


def test_seconds_are_what_a_method_takes_alone(small_set, monkeypatch):
    """The clock goes on by one second a training; nothing else takes any."""
    now, real = [0.0], shared_trainings.train_members

    def train_members(images, config, **more):
        now[0] += 1
        return real(images, config, **more)

    for module in (shared_trainings, ensembles):
        monkeypatch.setattr(module, "train_members", train_members)
    for module in (shared_trainings, judging):
        monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=lambda: now[0]))
    found = {row.method: row.seconds for row in compare(small_set, methods=SHARING, folds=2, **TINY).rows}
    assert (found["default"], found["consensus"], found["stacked"]) == (1, 2, 4)


def test_too_large_ensembles_are_not_kept(part, monkeypatch):
    monkeypatch.setattr(shared_trainings, "MOST_NUMBERS", 2 * (40 * 64 + 40 + 64 + 40 * 40) - 1)
    one, other = (dataclasses.replace(part).trainings.members(part.config) for _ in "ab")
    assert one is not other
    monkeypatch.setattr(shared_trainings, "MOST_NUMBERS", 2 * (40 * 64 + 40 + 64 + 40 * 40))
    kept = dataclasses.replace(part).trainings
    assert kept.members(part.config) is kept.members(dataclasses.replace(part.config, preset="another name"))
    assert kept.spared > 0


def test_a_part_travels_without_what_follows_from_it(small_set):
    *_, part, _ = next(tasks(small_set, ["pca"]))
    before = len(pickle.dumps(part))
    part.trainings.members(part.config)
    assert len(part.pool) == 36 and len(pickle.dumps(part)) == before
    again = pickle.loads(pickle.dumps(part))
    np.testing.assert_array_equal(again.pool, part.pool)
    assert again.trainings is not part.trainings


def test_numbers_that_are_not_finite_are_refused(part, x):
    about = Description("broken", told("method_mean"), 0)
    broken = Entry("broken", lambda part: [Fitted(about, lambda x: np.full((1, *x.shape), np.nan))])
    with pytest.raises(MousaicError, match="method broken gave numbers that are not finite: leave it out"):
        judge(broken, part, x)

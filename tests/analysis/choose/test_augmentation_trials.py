"""Augmentation is chosen by images of the training part that no trial learned from."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.analysis.choose import augmentation_trials as augment_trials
from mousaic.analysis.choose.augmentation_findings import choice_sentence, plan_sentence, trial_line
from mousaic.analysis.choose.augmentation_trials import (
    Tried,
    choose_augmentation,
    held_out_r,
    plainest,
    plan_trials,
    trial_config,
)
from mousaic.analysis.compare.comparison import compare
from mousaic.config import AugmentOptions, concrete, config_for
from mousaic.errors import MousaicError
from mousaic.images.augmentation_policies import FLIPS, STRENGTHS, refuse_strengths, strengths, with_flips
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds
from mousaic.seeds import derive_seed
from mousaic.training.fit import train_members
from mousaic.words.put import put

TINY = {"size": 8, "features": 24, "k": 3, "members": 2, "epochs": 3, "copies": 2, "threads": 1, "augment": "auto"}


def image_set(pixels, groups=None):
    """Pixels (N, S, S) as a set without files."""
    return ImageSet.from_arrays(pixels, groups=groups, paths=[f"{i}.png" for i in range(len(pixels))])


def noise(n=12, side=8, seed=0):
    return np.random.default_rng(seed).random((n, side, side))


@pytest.fixture(scope="module")
def chosen():
    return choose_augmentation(image_set(noise()), config_for(**TINY))


def test_strengths_rise_and_flips_are_apart():
    ladder = strengths(AugmentOptions(), config_for("report").augmentation)
    assert list(ladder) == ["none", "slight", "mild", "report"]
    for name in STRENGTHS:
        values = [getattr(options, name) for options in ladder.values()]
        assert values == sorted(values) and values[0] == 0 and values[1] == getattr(AugmentOptions(), name)
    assert ladder["report"].rotation == 15 and ladder["mild"].rotation == 10
    assert all(getattr(options, flip) == 0 for options in ladder.values() for flip in FLIPS)
    kinds = with_flips(ladder["none"])
    assert [(o.flip_horizontal, o.flip_vertical) for o in kinds.values()] == [(0, 0), (0.5, 0), (0, 0.5), (0.5, 0.5)]
    assert [o.augment for o in kinds.values()] == ["fixed", "fresh", "fresh", "fresh"]  # exact copies stay the same


def test_the_choice_follows_the_table(chosen):
    assert [(t.question, t.strength) for t in chosen.trials[:4]] == [
        ("strength", "none"), ("strength", "slight"), ("strength", "mild"), ("strength", "report"),
    ]  # fmt: skip
    assert [t.flips for t in chosen.trials[4:]] == ["no flips", "left-right flips", "upside-down flips", "both flips"]
    for question in ("strength", "flips"):
        rows = [t for t in chosen.trials if t.question == question]
        best = max(t.pearson for t in rows)
        assert [t.behind for t in rows] == pytest.approx([best - t.pearson for t in rows])
        within = [t.behind <= t.behind_error for t in rows]
        assert [t.chosen for t in rows].index(True) == within.index(True) and sum(t.chosen for t in rows) == 1
    strength = next(t.strength for t in chosen.trials[:4] if t.chosen)
    flips = next(t.flips for t in chosen.trials[4:] if t.chosen)
    ladder = strengths(AugmentOptions(copies=2), config_for("report").augmentation)
    assert (chosen.strength, chosen.flips) == (strength, flips)
    assert chosen.options == with_flips(ladder[strength])[flips] and chosen.options.augment in ("fresh", "fixed")


def test_a_trial_is_a_plain_training_on_the_other_folds():
    images, config = image_set(noise()), config_for(**TINY)
    found = choose_augmentation(images, config)
    plan, seed = found.plan, derive_seed(0, "augmentation")
    options = strengths(AugmentOptions(copies=2), config_for("report").augmentation)["mild"]
    r = np.zeros(12)
    for fold in make_folds(images.labels, images.groups, plan.folds, 1, seed):
        own = config_for(
            size=8, features=24, k=3, members=1, epochs=plan.epochs, threads=1, validation=0.0,
            seed=derive_seed(seed, fold.number), **dataclasses.asdict(options),
        )  # fmt: skip
        ensemble = train_members(images.subset(np.flatnonzero(~fold.held_out)), own)
        x = torch.from_numpy(images.pixels[fold.held_out]).flatten(1)
        y = ensemble(x)[1][0].numpy()
        r[fold.held_out] = [np.corrcoef(a, b)[0, 1] for a, b in zip(x.numpy(), y, strict=True)]
    assert found.trials[2].pearson == pytest.approx(r.mean(), abs=1e-5)
    assert found.trials[2].standard_error == pytest.approx(r.std(ddof=1) / np.sqrt(12), abs=1e-5)


@settings(max_examples=8, deadline=None)
@given(
    groups=st.lists(st.integers(0, 6), min_size=8, max_size=16).filter(lambda g: len(set(g)) >= 4),
    seed=st.integers(0, 99),
)
def test_no_trial_learns_from_the_groups_it_is_judged_on(groups, seed):
    names = [f"g{g}" for g in groups]
    images = image_set(noise(len(groups), 4, seed), names)
    config = config_for(size=4, features=4, k=2, members=1, epochs=1, copies=1, threads=1, seed=seed)
    seen = []

    def watched(part, own):
        seen.append(set(part.groups))
        return train_members(part, own)

    folds = make_folds(images.labels, names, plan_trials(config, len(set(names))).folds, 1, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(augment_trials, "train_members", watched)
        held_out_r(images, folds, config)
    held = [{names[i] for i in np.flatnonzero(fold.held_out)} for fold in folds]
    assert len(seen) == len(folds) and set.union(*held) == set(names)
    assert all(not learned & judged for learned, judged in zip(seen, held, strict=True))


def test_trials_done_before_are_not_done_again_and_the_same_seed_chooses_the_same(chosen, monkeypatch):
    kept = {}
    again = choose_augmentation(image_set(noise()), config_for(**TINY), keep=kept.__setitem__)
    assert [t._replace(seconds=0) for t in again.trials] == [t._replace(seconds=0) for t in chosen.trials]
    assert len(kept) == 7
    known = {name: kept[name] for name in list(kept)[:5]}
    more = {}
    third = choose_augmentation(image_set(noise()), config_for(**TINY), known, more.__setitem__)
    assert list(more) == list(kept)[5:]
    assert [t.pearson for t in third.trials] == [t.pearson for t in chosen.trials]
    other = choose_augmentation(image_set(noise()), config_for(**TINY | {"seed": 1}))
    assert [t.pearson for t in other.trials] != [t.pearson for t in chosen.trials]


def test_flips_are_chosen_where_mirror_images_are_held_out_and_not_where_sides_matter():
    rng = np.random.default_rng(0)
    half = rng.random((12, 12, 12))
    config = config_for(size=12, features=64, k=4, members=3, epochs=30, copies=5, threads=1, augment="auto")
    mirrored = choose_augmentation(image_set(np.concatenate([half, half[:, :, ::-1]])), config)
    assert (mirrored.options.flip_horizontal, mirrored.options.flip_vertical) == (0.5, 0), put(
        choice_sentence(mirrored)
    )
    upside_down = choose_augmentation(image_set(np.concatenate([half, half[:, ::-1]])), config)
    assert (upside_down.options.flip_horizontal, upside_down.options.flip_vertical) == (0, 0.5)
    # Parts that are always in the same corner: what flips add is never seen.
    parts = np.zeros((3, 12, 12))
    parts[0, :4, :3], parts[1, 2:5, 4:6], parts[2, :2, 7:9] = 1, 1, 1
    one_sided = choose_augmentation(image_set(0.2 + np.einsum("nk,khw->nhw", rng.random((20, 3)) * 0.7, parts)), config)
    assert (one_sided.options.flip_horizontal, one_sided.options.flip_vertical) == (0, 0)
    flipped = [t for t in one_sided.trials if t.question == "flips" and not t.chosen]
    assert all(t.behind > t.behind_error for t in flipped)


def test_the_plainest_within_an_error_is_taken():
    rng = np.random.default_rng(0)
    names = [str(i) for i in range(20)]
    hard = rng.random(20)
    wobble = rng.normal(0, 0.01, 20)
    little = hard + 0.001 + wobble - wobble.mean()
    assert plainest([Tried(hard, 0), Tried(little, 0)], names) == 0
    assert plainest([Tried(hard, 0), Tried(hard + 0.001, 0)], names) == 1  # better on every image alike


@pytest.mark.parametrize(("members", "epochs"), [(1, 1), (1, 15), (5, 15), (5, 60), (30, 15), (1000, 3)])
def test_trials_take_about_as_long_as_the_training(members, epochs):
    plan = plan_trials(config_for(members=members, epochs=epochs), 40)
    assert 2 <= plan.folds <= 5 and 1 <= plan.epochs <= epochs and plan.epochs >= epochs / 3
    assert plan.work == pytest.approx(7 * (plan.folds - 1) * plan.epochs / (members * epochs))
    if members >= 5:
        assert plan.work < 1.6
    assert plan_trials(config_for(members=1000), 4).folds == 4
    assert f"{plan.folds} folds" in put(plan_sentence(plan)) and f"{plan.work:.1f} times" in put(plan_sentence(plan))


def test_few_groups_get_slight_copies_untried():
    images = image_set(noise(), [f"g{i % 3}" for i in range(12)])
    begun = []
    found = choose_augmentation(images, config_for(**TINY), begin=begun.append)
    assert found.options == AugmentOptions(copies=2) and not found.trials and not begun
    assert "3 groups, and 4 are needed" in put(choice_sentence(found))


def test_what_is_said_has_the_figures(chosen):
    said = choice_sentence(chosen)
    text = put(said)
    won = chosen.trials[4 + [t.chosen for t in chosen.trials[4:]].index(True)]
    assert f"held-out r {won.pearson:.3f} +- {won.standard_error:.3f}" in text and won.flips in text
    assert all(f"{t.pearson:.3f}" in text for t in chosen.trials)
    chinese = put(said, "zh")
    assert f"{won.pearson:.3f} ± {won.standard_error:.3f}" in chinese and "flips" not in chinese
    assert "  slight, no flips" in put(trial_line("slight, no flips", Tried(np.array([0.5, 0.7]), 2.0)))
    assert "0.600" in put(trial_line("slight, no flips", Tried(np.array([0.5, 0.7]), 2.0)))


def test_a_trial_has_one_member_and_no_consistency():
    config = config_for(members=4, consistency=0.5, validation=0.3, early_stop=2)
    own = trial_config(config, AugmentOptions(rotation=1.0), 6, 9)
    assert (own.model.members, own.training.consistency, own.training.epochs, own.training.seed) == (1, 0.0, 6, 9)
    assert own.training.validation == 0 and own.training.early_stop == 0 and own.augmentation.rotation == 1


def test_auto_is_refused_where_nothing_is_chosen(small_set):
    assert concrete(config_for()) == config_for()
    with pytest.raises(MousaicError, match="belongs to mousaic train"):
        compare(small_set, augment="auto", size=8)
    with pytest.raises(MousaicError, match="belongs to mousaic train"):
        train_members(image_set(noise()), config_for(**TINY))
    with pytest.raises(MousaicError, match=r"leave out --rotation, --flip-horizontal, or --augment auto"):
        refuse_strengths({"augment": "auto", "rotation": 3.0, "flip_horizontal": 0.5, "copies": 3})
    refuse_strengths({"augment": "fresh", "rotation": 3.0})
    refuse_strengths({"augment": "auto", "copies": 3})

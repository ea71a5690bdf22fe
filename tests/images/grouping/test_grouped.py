"""Where the groups of a set come from, and that nothing splits them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy.stats import binom

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.grouping.grouped import Named, grouped
from mousaic.images.image_set import ImageSet, intake, load_images
from mousaic.images.intake_report import intake_from_dict
from mousaic.images.near_duplicates import NearPairs
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.images.splits.validation_split import split_groups
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import permutation_test

LABELINGS, LEVEL = 200, 0.05


def named(paths, labels=None, given=None):
    nobody = [None] * len(paths)
    return Named(paths, labels or nobody, given or nobody, nobody)


def smears(count=90, several=54, seed=0):
    """Names of cells, each smear with one at least."""
    chance = np.random.default_rng(seed)
    of = [*range(several), *chance.integers(0, several, count - several).tolist()]
    return [f"smear{smear:02d}_cell{i:02d}.png" for i, smear in enumerate(of)], np.array(of)


def draw(folder: Path, names, same=()) -> Path:
    chance = np.random.default_rng(1)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(chance.integers(0, 256, (12, 12)).astype(np.uint8)).save(folder / name)
    for name in same[1:]:
        (folder / name).write_bytes((folder / same[0]).read_bytes())
    return folder


def loaded(folder: Path, **options) -> ImageSet:
    return load_images(folder, ImageOptions(size=12, **options))


def keys(images: ImageSet) -> list[str]:
    return [warning.key for warning in images.intake.warnings]


def test_given_before_pattern_before_names():
    paths, of = smears(12, 4)
    given = [f"g{smear % 2}" for smear in of]
    first = grouped("(smear)", named(paths, given=given), [], None)
    assert first.report.origin == "given" and list(first.groups) == given
    assert [warning.key for warning in first.warnings] == ["warn_pattern_unused"]
    second = grouped("(smear0[01])", named(paths), [], None)
    assert second.report.origin == "given" and second.warnings[0].key == "warn_pattern_misses"
    assert {group for group in second.groups if group not in paths} == {"smear00", "smear01"}
    third = grouped("auto", named(paths), [], None)
    assert third.report.origin == "names" and list(third.groups) == [f"smear{smear:02d}" for smear in of]
    nothing = grouped("none", named(paths), [], None)
    assert nothing.report.origin == "none" and list(nothing.groups) == paths and not nothing.report.said


def test_copies_join_whoever_is_named():
    paths = ["a.png", "b.png", "c.png", "d.png", "e.png"]
    found = grouped("auto", named(paths, given=[None, "m1", None, None, None]), [[0, 1], [2, 4]], None)
    assert found.groups == ("m1", "m1", "c.png", "d.png", "c.png")
    apart = grouped("auto", named(paths, given=["m1", "m2", "m1", "m2", "m2"]), [[0, 1], [2, 4]], None)
    assert apart.groups == ("m1", "m2", "m1", "m2", "m2") and apart.report.apart == 2
    assert [warning.key for warning in apart.warnings] == ["warn_copies_apart"]


def test_near_duplicates_count_where_nothing_else_is_known_and_hang_not_all_together():
    paths = [f"{i}.png" for i in range(20)]
    few = grouped("auto", named(paths), [], NearPairs([(0, 3), (3, 5)], 2))
    assert (
        few.report.origin == "near-duplicates" and few.groups[5] == few.groups[3] == "0.png" and few.report.count == 1
    )
    assert not few.report.known
    chain = grouped("auto", named(paths), [], NearPairs([(i, i + 1) for i in range(10)], 10))
    assert chain.report.origin == "none" and [warning.key for warning in chain.warnings] == ["warn_chain"]
    assert grouped("none", named(paths), [], NearPairs([(0, 3)], 1)).groups == tuple(paths)


def test_classes_of_one_group():
    paths, labels = [f"{i}.png" for i in range(6)], ["a"] * 3 + ["b"] * 3
    each = grouped("auto", named(paths, labels, ["m1"] * 3 + ["m2"] * 3), [], None)
    one = grouped("auto", named(paths, labels, ["m1"] * 3 + ["m2", "m3", "m3"]), [], None)
    paired = grouped("auto", named(paths, labels, ["m1"] * 6), [], None)
    warned = [[warning.key for warning in found.warnings] for found in (each, one, paired)]
    assert warned == [["warn_one_group_each"], ["warn_class_one_group"], ["warn_class_one_group"]]
    few = grouped("auto", named(paths, labels, ["m1", *[None] * 5]), [], None)
    assert [warning.key for warning in few.warnings] == ["warn_few_groups"]


@settings(max_examples=40, deadline=None)
@given(st.integers(10, 60), st.integers(2, 12), st.integers(0, 99), st.randoms(use_true_random=False))
def test_no_split_or_fold_parts_a_proposed_group(count, several, seed, chance):
    paths, of = smears(max(count, several + 1), several, seed)
    order = chance.sample(range(len(paths)), len(paths))
    paths, of = [paths[i] for i in order], of[order]
    groups = grouped("auto", named(paths), [], None).groups
    labels = np.array([chance.randrange(2) for _ in paths])
    sides = [split_groups(labels, groups, 0.2, seed)]
    sides += [fold.held_out for fold in make_folds(labels, groups, possible_folds(groups, 5), 1, seed)]
    for held_out in sides:
        assert all(len(set(held_out[of == smear].tolist())) == 1 for smear in set(of.tolist()))


@pytest.mark.parametrize(("count", "several"), [(90, 54), (96, 12)])
def test_labels_that_mean_nothing_are_seldom_told_apart(count, several):
    """Labels dealt to hidden groups that only the names give away: as few rejections as the level allows."""
    paths, of = smears(count, several)
    chance = np.random.default_rng(5)
    values = chance.normal(size=(several, 4))[of] + 0.3 * chance.normal(size=(count, 4))
    rejected = {"names": 0, "images": 0}
    for seed in range(LABELINGS):
        labels = np.random.default_rng(seed).permutation(np.arange(several) % 2)[of]
        groups = grouped("auto", named(paths, [str(label) for label in labels]), [], None).groups
        parts = np.where(split_groups(labels, groups, 0.2, seed), "validation", "train").tolist()
        for kind, unit in (("names", groups), ("images", paths)):
            units = Units(labels, unit, parts)
            tested = permutation_test([units.means(values)], units, 99, seed)
            rejected[kind] += bool(tested.family().min() <= LEVEL)
    most = int(binom.ppf(0.999, LABELINGS, LEVEL))
    assert rejected["names"] <= most, rejected
    assert rejected["images"] > 2 * most, rejected  # images in place of groups would be told apart


def test_labels_that_each_are_one_named_group_cannot_be_told_apart(tmp_path):
    names = [f"{label}/animal{a}_{i}.png" for label, a in (("wt", 1), ("mut", 2)) for i in range(6)]
    images = loaded(draw(tmp_path / "mice", names))
    assert images.groups == images.paths and set(images.units) == {"animal1", "animal2"}
    units = Units(images.labels, images.units, ["train"] * 12)
    assert units.floor(999) == 1.0
    assert images.subset([0, 11]).units == ("animal2", "animal1")


def test_a_folder_of_smears(tmp_path):
    images = loaded(draw(tmp_path, smears()[0]))
    assert images.groups_from == "names" and images.groups_known and images.independence is None
    assert len(set(images.groups)) == images.intake.groups.count == 54
    assert intake_from_dict(images.intake.to_dict()).groups == images.intake.groups
    plain = loaded(tmp_path, groups="none")
    assert plain.groups == plain.paths and plain.groups_from == "none"
    assert plain.independence is not None and plain.independence.key == "independence"
    with pytest.raises(MousaicError, match="matches none of the 90"):
        loaded(tmp_path, groups="brain*_*")


def test_batches_of_classes(tmp_path):
    names = [f"batch{b}/{label}/{i}.png" for b in (1, 2) for label in ("wt", "mut") for i in range(3)]
    images = loaded(draw(tmp_path / "lab", names))
    assert images.class_names == ("mut", "wt") and set(images.groups) == {"batch1", "batch2"}
    assert images.groups_from == "names" and keys(images) == ["levels_taken"]
    top = loaded(tmp_path / "lab", label_level=1, groups="none")
    assert top.class_names == ("batch1", "batch2") and top.groups == top.paths


def test_what_one_image_or_one_many_times_cannot_teach(tmp_path):
    assert keys(loaded(draw(tmp_path / "one", ["a.png"]))) == ["warn_one_image"]
    names = [f"{i}.png" for i in range(12)]
    images = loaded(draw(tmp_path / "same", names, same=names))
    assert keys(images) == ["warn_all_the_same"] and len(set(images.groups)) == 1


def test_a_run_folder_is_no_data(tmp_path):
    draw(tmp_path / "run" / "figures", ["a.png"])
    for name in ("config.json", "split.csv"):
        (tmp_path / "run" / name).touch()
    for folder in ("run", "run/figures"):
        with pytest.raises(MousaicError, match="is a run folder"):
            intake(tmp_path / folder)


def test_arrays_have_the_groups_that_are_given():
    pixels = np.random.default_rng(0).integers(0, 256, (6, 8, 8)).astype(np.uint8)
    assert ImageSet.from_arrays(pixels).groups_from == "none"
    assert ImageSet.from_arrays(pixels, groups=list("aabbcc")).groups_from == "given"

"""Which level of nested folders names the classes."""

from __future__ import annotations

import pytest
from PIL import Image

from mousaic.errors import MousaicError
from mousaic.images.grouping.folder_levels import by_level
from mousaic.images.sources import find_images


def nested(*paths):
    return [tuple(path.split("/")) for path in paths for _ in range(2)]


def crossed(upper, lower):
    return nested(*(f"{a}/{b}" for a in upper for b in lower))


def found(folders, level="auto"):
    levels = by_level(folders, level)
    key = None if levels.said is None else levels.said.key
    return sorted({str(label) for label in levels.labels}), sorted({str(group) for group in levels.groups}), key


@pytest.mark.parametrize(
    "batch", ["batch1 batch2", "day_1 day_2 day_3", "2021-03-04 2021-03-05", "animalA animalB", "01 02"]
)
def test_classes_come_again_in_each_batch(batch):
    classes, groups, key = found(crossed(batch.split(), ["wt", "mutant"]))
    assert (classes, groups, key) == (["mutant", "wt"], sorted(batch.split()), "levels_taken")


def test_a_batch_that_lacks_a_class_changes_nothing():
    assert found(nested("batch1/wt", "batch1/mutant", "batch2/wt"))[0] == ["mutant", "wt"]


def test_animals_below_their_class():
    folders = nested("wt/animal1", "wt/animal2", "mutant/animal3", "mutant/animal4")
    assert found(folders) == (["mutant", "wt"], ["animal1", "animal2", "animal3", "animal4"], "levels_taken")
    assert found(crossed(["wt", "mutant"], ["rep1", "rep2"]))[:2] == (["mutant", "wt"], ["rep1", "rep2"])


def test_batches_of_one_class_each():
    assert found(nested("batch1/wt", "batch2/mutant"))[:2] == (["mutant", "wt"], ["batch1", "batch2"])


def test_what_could_be_either_stays_as_it_was():
    classes, groups, key = found(crossed(["london", "paris"], ["wt", "mutant"]))
    assert (classes, groups, key) == (["london", "paris"], ["None"], "levels_unclear")


def test_somebody_elses_split_and_a_folder_around_are_passed_over():
    for upper in (["train", "test"], ["data"]):
        assert found(crossed(upper, ["wt", "mutant"])) == (["mutant", "wt"], ["None"], "levels_classes")
    assert found(crossed(["wt", "mutant"], ["images"])) == (["mutant", "wt"], ["None"], None)
    assert found(nested("mice/animal1", "mice/animal2"))[:2] == (["mice"], ["animal1", "animal2"])


def test_three_levels():
    folders = nested(*(f"batch{b}/{c}/animal{b}{c[0]}" for b in (1, 2) for c in ("wt", "mutant")))
    classes, groups, _ = found(folders)
    assert classes == ["mutant", "wt"] and "batch1/animal1m" in groups


def test_numbered_classes_are_classes():
    assert found(crossed(["class1", "class2"], ["batch1", "batch2"]))[0] == ["class1", "class2"]


def test_images_at_several_depths_have_the_top_folder_as_class():
    assert found(nested("wt", "wt/deep", "mutant"))[:2] == (["mutant", "wt"], ["None"])


def test_a_level_that_is_chosen():
    folders = crossed(["london", "paris"], ["wt", "mutant"])
    assert found(folders, 2)[:2] == (["mutant", "wt"], ["london", "paris"])
    assert found(folders, 1)[:2] == (["london", "paris"], ["None"])
    assert found(nested("wt/a", "wt/b", "mutant/c"), 1)[:2] == (["mutant", "wt"], ["a", "b", "c"])
    with pytest.raises(MousaicError, match=r"--label-level 3: .*london/wt.*give 1 to 2"):
        by_level(folders, 3)


def test_a_level_of_a_folder_without_sub_folders_is_refused(tmp_path):
    Image.new("L", (8, 8)).save(tmp_path / "one.png")
    with pytest.raises(MousaicError, match=r"--label-level 2: .* has no sub-folders of images to name classes"):
        find_images(tmp_path, 2)
    assert [entry.label for entry in find_images(tmp_path).entries] == [None]

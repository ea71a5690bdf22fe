"""Groups that file names give away: realistic names, and what holds for any."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.images.grouping.name_keys import name_keys
from mousaic.images.grouping.name_proposal import propose


def groups(names, labels=None, folders=None):
    """What is used unasked: name -> group; None where nothing is."""
    found = propose(names, labels or [None] * len(names), folders)
    return dict(zip(names, found.groups, strict=True)) if found is not None and found.clear else None


def said(names, labels=None, folders=None):
    found = propose(names, labels or [None] * len(names), folders)
    return None if found is None else (found.said.key, found.clear)


def folders_of(*classes, each=10, name="{c}_{i:02d}.png"):
    paths = [f"{c}/{name.format(c=c, i=i)}" for c in classes for i in range(each)]
    return paths, [path.split("/")[0] for path in paths]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("smear03_cell12.png", "smear03"),
        ("cell12_smear03.png", "smear03"),
        ("smear4cell1.png", "smear4"),
        ("brain2_section_017.tif", "brain2"),
        ("Brain_02-sec-3.tif", "Brain02"),
        ("mouse7_2021-03-04_001.png", "mouse7"),
        ("mouse7_slide2_section3.png", "mouse7"),
        ("mouse_A_01.png", "mouse_A"),
        ("sub-01_ses-02_run-1.png", "sub01"),
        ("M7 20210304 01.png", "M7"),
        ("A01_s1.tif", "A01"),
        ("A01_s1_w2.tif", "A01"),
        ("r01c02f03p01-ch1.tiff", "r01c02"),
        ("plate1_B12_f3.tif", "plate1_B12"),
        ("03_12.png", "03"),
        ("p3_12.png", "p3"),
        ("012a.png", "012"),
        ("img0003-2.png", "img0003"),
        ("section3_cell2.png", "section3"),
        ("10_left.jpeg", "10"),
        ("0007_DAPI.tif", "0007"),
        ("Screenshot 2024-01-02 at 10.11.12.png", ""),
        ("clip_000123.png", "clip"),
        ("IMG_0001.jpg", ""),
        ("IMG_20210304_123456.jpg", ""),
        ("DSC00012.JPG", ""),
        ("img14.png", ""),
        ("0001.png", ""),
        ("A1.png", ""),
        ("left paw.png", ""),
    ],
)
def test_the_key_of_one_name(name, key):
    assert name_keys([name])[0].text == key


def test_a_word_that_all_names_end_with_counts():
    assert [key.text for key in name_keys(["p3_lesion2.png", "p4_lesion1.png"])] == ["p3", "p4"]
    assert [key.text for key in name_keys(["脑2_切片017.png", "脑1_切片01.png"])] == ["脑2", "脑1"]


def test_cells_of_smears_and_sections_of_brains():
    chance = random.Random(0)
    smears = [*range(54), *(chance.randrange(54) for _ in range(36))]
    names = [f"smear{smear:02d}_cell{i:02d}.png" for i, smear in enumerate(smears)]
    found = groups(names)
    assert found is not None and len(set(found.values())) == 54
    assert all(found[name] == name.split("_")[0] for name in names)
    sections = [f"brain{1 + i % 2}_section_{i:03d}.tif" for i in range(35)]
    found = groups(sections)
    assert found is not None and set(found.values()) == {"brain1", "brain2"}


def test_capitals_and_zeros_do_not_part_a_group():
    found = groups(["Mouse7_1.png", "mouse07_2.png", "mouse8_1.png"])
    assert found is not None and len(set(found.values())) == 2


def test_a_running_counter_is_no_group():
    for names in (
        [f"IMG_{i:04d}.jpg" for i in range(20)], [f"clip_{i:06d}.png" for i in range(20)],
        [f"mouse{i}.png" for i in range(20)], [f"{i:03d}.png" for i in range(20)],
        [f"A{i:02d}.png" for i in range(1, 21)], [f"{i * 7919:08x}.png" for i in range(20)],
    ):  # fmt: skip
        assert groups(names) is None


def test_frames_of_several_videos():
    names = [f"{stem}_{i:06d}.png" for stem in ("wheel", "track", "arena") for i in range(100, 110)]
    found = groups(names)
    assert found is not None and set(found.values()) == {"wheel", "track", "arena"}
    begun = [f"{stem}_{i}.png" for stem, first in (("wheel", 130), ("track", 517)) for i in range(first, first + 8)]
    assert groups(begun) is not None
    assert said([f"{stem}_{i:02d}.png" for stem in ("wt", "mut") for i in range(10)]) == ("groups_words", False)


def test_stems_that_only_repeat_the_class_say_nothing():
    assert said(*folders_of("wt", "mut")) is None
    assert said(*folders_of("control mice", "mutant", name="x_{i}.png")) is None


def test_one_group_a_class_is_said_and_not_used():
    paths, labels = folders_of("wt", "mut")
    named = [path.replace("wt_", "animal1_").replace("mut_", "animal2_") for path in paths]
    found = propose(named, labels)
    assert found is not None and not found.clear and found.confounded and found.said.key == "groups_confounded"
    perhaps = [path.replace("wt_", "exp1_").replace("mut_", "exp2_") for path in paths]
    found = propose(perhaps, labels)
    assert found is not None and not found.confounded and found.said.key == "groups_confounded_perhaps"


def test_one_class_of_one_group_beside_others_of_several_is_used():
    paths = [f"a/mouse{i % 3}_{i}.png" for i in range(9)] + [f"b/mouse9_{i}.png" for i in range(9)]
    assert groups(paths, [path[0] for path in paths]) is not None


def test_dates_are_proposed_and_not_used():
    assert said([f"2021-03-0{1 + i % 4}_{i:03d}.png" for i in range(20)]) == ("groups_days", False)


def test_names_that_follow_no_one_rule_say_nothing():
    assert groups([*(f"smear{i}_cell1.png" for i in range(5)), *(f"{word} view.png" for word in "abcdefgh")]) is None


def test_folders_go_before_names():
    names = [f"wt/animal{a}/mouse1_{i}.png" for a in (1, 2) for i in range(3)]
    assert said(names, ["wt"] * 6, [name.split("/")[1] for name in names]) == ("groups_from_folders", True)


parts = st.lists(
    st.tuples(
        st.sampled_from(["smear", "mouse", "s", "wt", "", "A", "clip"]), st.integers(0, 30),
        st.sampled_from(["_cell", "_", "-", "_section_", "_s"]), st.integers(0, 999),
    ),
    min_size=1, max_size=30, unique=True,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(parts, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_names_does_not_matter(parts, chance, labelled):
    names = sorted({f"{a}{b:02d}{c}{d}.png" for a, b, c, d in parts})
    labels = [f"class {name[:1]}" if labelled else None for name in names]
    whole = propose(names, labels)
    order = chance.sample(range(len(names)), len(names))
    again = propose([names[i] for i in order], [labels[i] for i in order])
    assert (whole is None) == (again is None)
    if whole is not None and again is not None:
        assert again.groups == [whole.groups[i] for i in order] and again[1:] == whole[1:]

"""Which images two runs can both be judged by."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mousaic
from mousaic.runs.split_table import SplitRow
from mousaic.stats.reconstruction_scores import pearson
from mousaic.uses.diff.held_out_by_both import Side, held_out_by_both, judge_both


def row(digest: str, part: str, group: str = "") -> SplitRow:
    return SplitRow(f"{digest}.png", "", group or f"{digest}.png", part, digest)


def test_what_either_learned_from_does_not_count():
    first = [row("a", "validation"), row("b", "train"), row("c", "validation"), row("d", "validation")]
    second = [row("a", "validation"), row("b", "validation"), row("c", "train"), row("e", "validation")]
    assert list(held_out_by_both(first, second)) == ["a"]


def test_nor_does_an_image_whose_group_either_learned_from():
    first = [row("a", "validation", "mouse"), row("b", "validation", "mouse"), row("c", "validation")]
    second = [row("a", "validation"), row("b", "train"), row("c", "validation")]  # by its groups, a alone is held out
    assert list(held_out_by_both(first, second)) == ["c"]
    assert list(held_out_by_both(second, first)) == ["c"]


def test_a_group_is_what_is_one_in_either():
    first = [row("a", "validation", "x"), row("b", "validation", "x"), row("c", "validation")]
    second = [row("a", "validation"), row("b", "validation", "y"), row("c", "validation", "y")]
    assert len(set(held_out_by_both(first, second).values())) == 1


@given(
    st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 4)), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(0, 9), st.booleans(), st.integers(0, 4)), min_size=1, max_size=12),
)
def test_no_image_learned_from_is_ever_among_them(one, other):
    splits = [
        [row(str(i), "train" if train else "validation", f"g{g}") for i, train, g in side] for side in (one, other)
    ]
    held = held_out_by_both(*splits)
    for split in splits:
        seen = {r.sha256 for r in split if r.part == "train"}
        near = {r.group for r in split if r.sha256 in held}
        assert not seen & held.keys()
        assert all(r.part == "validation" for r in split if r.group in near)


@pytest.fixture(scope="module")
def sides(small_set, tmp_path_factory):
    options = {"report": False, "size": 20, "features": 16, "epochs": 1, "threads": 1, "validation": 0.5}
    made = []
    for k in (4, 2):
        out = tmp_path_factory.mktemp("runs") / f"k{k}"
        run = mousaic.train(small_set, out=out, k=k, augment="none", **options)
        made.append(Side(run, run.load_images(small_set, own=True)))
    return made


def test_the_interval_is_that_of_a_naive_bootstrap(sides):
    first, second = sides
    found = judge_both(first, second, seed=3).figure("pearson")
    held = held_out_by_both(first.run.split, second.run.split)
    assert found is not None
    images = first.images.subset([first.images.sha256.index(digest) for digest in held])
    flat = images.pixels.reshape(len(images), -1)
    r = [pearson(side.run.reconstruct(images).pixels.reshape(flat.shape), flat) for side in sides]
    gaps: dict[int, list[float]] = {}
    for group, gap in zip(held.values(), r[1] - r[0], strict=True):
        gaps.setdefault(group, []).append(gap)
    rng, means = np.random.default_rng(0), []
    for _ in range(4000):
        drawn = rng.choice(list(gaps), len(gaps))
        means.append(np.mean(np.concatenate([gaps[group] for group in drawn])))
    low, high = np.percentile(means, [2.5, 97.5])
    assert found.difference.mean == pytest.approx(float(np.mean(r[1] - r[0])))
    assert found.first == pytest.approx(r[0].mean()) and found.second == pytest.approx(r[1].mean())
    width = high - low
    assert found.difference.low == pytest.approx(low, abs=0.1 * width)
    assert found.difference.high == pytest.approx(high, abs=0.1 * width)


def test_by_the_same_codes_the_number_of_features_is_one(sides):
    found = judge_both(*sides, seed=0)
    assert found.k == 2
    own, same = found.figure("pearson"), found.figure("pearson_same")
    assert own is not None and same is not None
    assert same.first < own.first and same.second == pytest.approx(own.second)

"""Sparsity, redundancy, coverage, co-activation and quality by class, against plain loops."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from mousaic.analysis.classes.class_scores import by_class
from mousaic.analysis.evidence import evidence_of
from mousaic.analysis.features.coactivation import coactivation
from mousaic.analysis.features.coverage import coverage
from mousaic.analysis.features.feature_shape import structure
from mousaic.analysis.features.redundancy import redundancy
from mousaic.analysis.features.sparsity import ladder, sparsity
from mousaic.model.pursuit import matching_pursuit
from mousaic.model.sparsity.top_k import top_k
from mousaic.stats.reconstruction_scores import pearson


def test_fewer_and_more_active_features_as_by_encoding_anew(make_evidence):
    evidence = make_evidence(images=10, features=20, k=4, parts=["train"] * 6 + ["validation"] * 4)
    found = sparsity(evidence)
    ensemble, x = evidence.model.ensemble, torch.from_numpy(evidence.flat)
    a = ensemble.preactivations(ensemble.centered(x))
    assert found.active[-1] == 16 and 4 in found.active and found.images == (6, 4)
    for place, count in enumerate(found.active.tolist()):
        y = ensemble.decode(top_k(a, count)).numpy()
        for row, part in enumerate((slice(0, 6), slice(6, 10))):
            error = np.square(y[:, part] - evidence.flat[part], dtype=float).mean()
            r = np.mean([pearson(member[part], evidence.flat[part]).mean() for member in y])
            assert found.squared_error[row, place] == pytest.approx(error, rel=1e-4)
            assert found.pearson[row, place] == pytest.approx(r, abs=1e-5)
    own = found.active.tolist().index(4)
    np.testing.assert_allclose(
        found.squared_error[:, own],
        [np.square(evidence.reconstruction[p] - evidence.flat[p][:, None]).mean() for p in (slice(6), slice(6, 10))],
        rtol=1e-4,
    )


def test_codes_of_matching_pursuit_are_found_anew_for_each_number(make_evidence):
    """Its strongest features are not those that it would choose if it had fewer: each code is its own pursuit."""
    evidence = make_evidence(images=10, features=20, k=4)
    ensemble = evidence.model.ensemble.with_sparsity("omp")
    model = dataclasses.replace(evidence.model, ensemble=ensemble)
    evidence = evidence_of(model, evidence.images, evidence.parts)
    found, x = sparsity(evidence), torch.from_numpy(evidence.flat)
    for place, count in enumerate(found.active.tolist()):
        y = ensemble.decode(matching_pursuit(ensemble.with_k(count), x)).numpy()
        error = np.square(y - evidence.flat, dtype=float).mean()
        assert found.squared_error[0, place] == pytest.approx(error, rel=1e-3)
    assert (np.diff(found.squared_error[0]) < 0).all()


@settings(max_examples=50, deadline=None)
@given(k=st.integers(1, 300), times=st.integers(1, 8))
def test_the_ladder_rises_and_has_k_and_both_ends(k, times):
    steps = ladder(k, k * times).tolist()
    assert steps == sorted(set(steps)) and steps[-1] == k * times and k in steps and steps[0] <= 2 and steps[0] >= 1


def test_nearest_neighbours_are_those_of_a_loop(make_evidence):
    evidence = make_evidence(images=30, features=9, k=3)
    dead = np.zeros((2, 9), dtype=bool)
    dead[0, 4] = dead[1, :8] = True
    found = redundancy(evidence, dead=dead)
    weight = evidence.model.ensemble.weight[0].numpy()
    rows = weight / np.linalg.norm(weight, axis=1, keepdims=True)
    for h in range(9):
        if dead[0, h]:
            assert np.isnan(found.cosine[0, h]) and found.nearest[0, h] == -1
            continue
        others = {j: abs(float(rows[h] @ rows[j])) for j in range(9) if j != h and not dead[0, j]}
        assert found.nearest[0, h] == max(others, key=others.get)
        assert found.cosine[0, h] == pytest.approx(max(others.values()), abs=1e-5)
    assert np.isnan(found.cosine[1]).all()  # one feature has no neighbour


def test_random_features_resemble_each_other_as_chance_says(make_evidence):
    rng = np.random.default_rng(0)
    evidence = make_evidence(weight=rng.normal(size=(1, 60, 256)), shape=(1, 16, 16), images=4, k=3)
    found = redundancy(evidence, dead=np.zeros((1, 60), dtype=bool))
    assert found.median == pytest.approx(float(np.median(found.chance)), abs=0.03) and found.twins == 0
    copied = rng.normal(size=(1, 60, 256))
    copied[0, 1] = -2 * copied[0, 0]
    twins = redundancy(
        make_evidence(weight=copied, shape=(1, 16, 16), images=4, k=3), dead=np.zeros((1, 60), dtype=bool)
    )
    assert twins.nearest[0, 0] == 1 and twins.cosine[0, 0] == pytest.approx(1) and twins.twins == pytest.approx(2 / 60)


def test_large_dictionaries_are_looked_at_in_part(make_evidence, monkeypatch):
    monkeypatch.setattr("mousaic.analysis.features.redundancy._WORK", 1)
    evidence = make_evidence(images=4, members=1, features=300, k=3)
    found = redundancy(evidence, dead=np.zeros((1, 300), dtype=bool))
    assert (~np.isnan(found.cosine)).sum() == 100 == (found.nearest >= 0).sum()


def test_coverage_counts_each_living_feature_alike(make_evidence):
    weight = np.zeros((1, 3, 8, 8))
    weight[0, 0, :4], weight[0, 1, 4:], weight[0, 2] = 5.0, 0.1, 1.0
    evidence = make_evidence(weight=weight.reshape(1, 3, 64), shape=(1, 8, 8), images=5, k=1)
    found = coverage(evidence, dead=np.array([[False, False, True]]))
    np.testing.assert_allclose(found.density, np.ones((8, 8)), atol=1e-5)
    assert found.features == 2 and found.half == pytest.approx(0.5)
    miss = np.square(evidence.reconstruction.mean(1) - evidence.flat, dtype=float).mean(0).reshape(8, 8)
    np.testing.assert_allclose(found.error, miss)
    half = coverage(evidence, dead=np.array([[False, True, True]]))
    energy = structure(torch.tensor(weight[0, :1, None], dtype=torch.float32))[0][0, 0].square().numpy()
    np.testing.assert_allclose(half.density, energy / energy.mean(), rtol=1e-4)
    assert coverage(evidence, dead=np.ones((1, 3), dtype=bool)).features == 0


def fires(evidence, table):
    """The same evidence with codes in which feature h of the one member fires in image n where table[n, h]."""
    n, k = len(table), evidence.codes.values.shape[2]
    values, indices = np.zeros((n, 1, k), np.float32), np.zeros((n, 1, k), np.int64)
    for i, row in enumerate(table):
        on = np.flatnonzero(row)
        values[i, 0, : len(on)], indices[i, 0, : len(on)] = 1, on
    return replace(evidence, codes=evidence.codes._replace(values=values, indices=indices))


def test_pairs_are_tested_as_fisher_does(make_evidence):
    rng = np.random.default_rng(0)
    table = rng.random((40, 8)) < 0.4
    table[:, 1] = table[:, 0]  # always together
    table[:, 3] = ~table[:, 2]  # never
    found = coactivation(fires(make_evidence(images=40, members=1, features=8, k=8), table))
    assert found.pairs == 28 and found.groups == 40
    assert (found.together[0].first, found.together[0].second) == (0, 1)
    assert (found.apart[0].first, found.apart[0].second) == (2, 3) and found.apart[0].together == 0
    counts = table[:, :2].sum(0)
    assert found.together[0].together == counts[0]
    assert found.together[0].expected == pytest.approx(counts[0] * counts[1] / 40)
    cells = [[(table[:, 0] == a)[table[:, 1] == b].sum() for a in (True, False)] for b in (True, False)]
    p = fisher_exact(cells, alternative="greater")[1]
    assert found.together[0].q == pytest.approx(28 * p)  # the smallest of 28


def test_pairs_that_fire_by_chance_are_not_named(make_evidence):
    rng = np.random.default_rng(1)
    table = rng.random((60, 12)) < 0.3
    found = coactivation(fires(make_evidence(images=60, members=1, features=12, k=12), table))
    assert found.pairs == 66 and not found.more and not found.less and abs(found.by_chance) < 1


def test_copies_of_an_image_are_one_piece_of_evidence(make_evidence):
    """Three groups of twenty equal images: no pair can be clear."""
    table = np.repeat(np.eye(3, dtype=bool)[:, [0, 0, 1, 2]], 20, axis=0)
    groups = np.repeat(["a", "b", "c"], 20)
    found = coactivation(fires(make_evidence(images=60, members=1, features=4, k=4, groups=groups), table))
    assert found.groups == 3 and not found.more and found.pairs == 0


def test_quality_by_class(make_evidence):
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], 10)
    pixels = rng.random((20, 1, 6, 6))
    evidence = make_evidence(
        pixels=pixels, labels=labels, features=30, k=6, parts=(["train"] * 7 + ["validation"] * 3) * 2
    )
    noise = 0.02 + 0.5 * (labels == 1)
    made = evidence.flat[:, None] + noise[:, None, None] * rng.normal(size=(20, 2, 36))
    evidence = replace(evidence, reconstruction=made.astype(np.float32))
    found = by_class(evidence, 0, 2_000)
    r = pearson(evidence.reconstruction.mean(1), evidence.flat)
    np.testing.assert_allclose(found.pearson, r)
    assert [(row.class_name, row.part, row.images, row.groups) for row in found.rows] == [
        ("first", "train", 7, 7), ("second", "train", 7, 7),
        ("first", "validation", 3, 3), ("second", "validation", 3, 3),
    ]  # fmt: skip
    assert found.rows[0].pearson.mean == pytest.approx(r[:7].mean())
    assert found.rows[0].pearson.low <= found.rows[0].pearson.mean <= found.rows[0].pearson.high
    assert found.p_pearson <= 0.01 and found.p_squared_error <= 0.01 and found.worst_class == "second"
    assert (np.diff(r[found.order]) >= 0).all()
    made = evidence.flat[:, None] + 0.1 * rng.normal(size=(20, 2, 36))
    equal = by_class(replace(evidence, reconstruction=made.astype(np.float32)), 0, 500)
    assert equal.p_pearson > 0.05
    one = by_class(replace(evidence, images=replace(evidence.images, labels=np.zeros(20, dtype=np.int64))))
    assert one.p_pearson is None and one.worst_class == ""

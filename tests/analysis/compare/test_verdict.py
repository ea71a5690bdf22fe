"""The sentence says who wins, whoever it is, and does not call clear what is not."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import numpy as np
import pytest

from mousaic.analysis.compare.verdict import Entrant, ours_against_pca, verdict
from mousaic.said import told, verbatim
from mousaic.words.put import put

N = 40
GROUPS = [str(n) for n in range(N)]
NOISE = np.random.default_rng(0).normal(0, 0.05, N)
BASE = np.full(N, 0.7) + np.linspace(-0.1, 0.1, N)


def entrant(title, r, **facts):
    return Entrant(verbatim(title), r, **facts)


def first(entrants, groups):
    """The first sentence of the verdict, without its opening."""
    opening = "At equal k, 50 values for each image, "
    said = put(verdict(entrants, [], 50, groups, 0)[0])
    assert said.startswith(opening)
    return said.removeprefix(opening)


def against(entrants):
    return put(ours_against_pca(entrants, GROUPS, 0))


def test_pca_can_win_clearly():
    ours = entrant("preset default", BASE, ours=True)
    pca = entrant("PCA (50 components)", BASE + 0.02 + NOISE / 10, pca=True)
    said = first([ours, pca], GROUPS)
    assert said.startswith("PCA (50 components) reconstructs held-out images best: r 0.72")
    assert "for the next, preset default; " in said and "is clear (95 % interval 0.0" in said
    beaten = against([ours, pca])
    assert beaten.startswith(
        "At equal k nothing of ours beats PCA: preset default reaches r 0.700, PCA (50 components) 0.72"
    )
    assert "; the difference of -0.02" in beaten and "is clear" in beaten


def test_ours_can_win_clearly():
    ours = entrant("preset default", BASE + 0.05, ours=True)
    entrants = [entrant("PCA", BASE, pca=True), entrant("preset report", BASE - 0.1, ours=True), ours]
    assert first(entrants, GROUPS).startswith("preset default reconstructs held-out images best: r 0.750")
    said = against(entrants)
    assert said.startswith("At equal k ours beats PCA: preset default reaches r 0.750, PCA 0.700; ")


@pytest.mark.parametrize(
    ("shift", "claim"),
    [
        (0.005, "At equal k ours is ahead of PCA, but not clearly"),
        (-0.005, "At equal k nothing of ours beats PCA, though the difference is not clear"),
    ],
)
def test_a_small_difference_is_not_clear(shift, claim):
    noise = NOISE * 3 - (NOISE * 3).mean()
    ours, pca = entrant("A", BASE + shift + noise, ours=True), entrant("PCA", BASE, pca=True)
    assert against([pca, ours]).startswith(claim)
    said = first([pca, ours], GROUPS)
    assert said.startswith("A" if shift > 0 else "PCA")
    assert "is not clear" in said and "is clear" not in said and "interval -" in said


def test_the_bootstrap_is_paired_and_by_group():
    """A tiny but constant advantage is clear on images of wildly different r; of two groups, nothing is."""
    hard = np.linspace(0, 1, N)
    pca, ours = entrant("PCA", hard, pca=True), entrant("A", hard + 0.0001, ours=True)
    assert "is clear (95 % interval 0.0001 to 0.0001)" in first([pca, ours], GROUPS)
    halves = ["a" if n < N // 2 else "b" for n in range(N)]
    mixed = entrant("A", hard + np.where(np.arange(N) < N // 2, 0.3, -0.1), ours=True)
    assert "is not clear" in first([pca, mixed], halves)
    assert "is clear" in first([pca, mixed], GROUPS)


def test_equals_and_the_only_one():
    one, two = entrant("mean image", BASE), entrant("PCA", BASE.copy(), pca=True)
    assert first([one, two], GROUPS) == "mean image and PCA do equally well: held-out r 0.700."
    assert first([one], GROUPS) == "only mean image was compared: held-out r 0.700."
    (wide,) = verdict([], [one._replace(values=8)], 50, GROUPS, 0)
    assert put(wide) == "With 8 numbers for each image, only mean image was compared: held-out r 0.700."
    *_, wide = verdict([one], [one._replace(values=8), two._replace(values=20)], 50, GROUPS, 0)
    assert put(wide).startswith("With 8 to 20 numbers for each image, mean image and PCA do equally well")


def test_silent_without_ours_or_without_pca():
    assert ours_against_pca([entrant("PCA", BASE, pca=True)], GROUPS, 0) is None
    assert ours_against_pca([entrant("A", BASE, ours=True)], GROUPS, 0) is None
    assert verdict([], [], 50, GROUPS, 0) == ()


def test_what_is_said_keeps_numbers_and_has_words_in_chinese():
    ours = Entrant(told("method_local", side=16), BASE + 0.05, ours=True)
    pca = Entrant(told("method_pca", components=50), BASE, pca=True)
    best, beaten = verdict([ours, pca], [], 50, GROUPS, 0)
    assert best.values["claim"].values["r"] == ours.mean and beaten.values["difference"].key == "difference_clear"
    assert put(best, "zh") == (
        "k 相同时（每幅图像 50 个数值），"
        "对留出图像重建得最好的是16 x 16 像素的局部特征：r 为 0.750，其次是PCA（50 个成分），为 0.700；"
        "差异 0.050 是明确的（95% 区间 0.050 至 0.050）。"
    )
    assert put(beaten, "zh").startswith(
        "k 相同时，我们的方法优于 PCA：16 x 16 像素的局部特征的 r 为 0.750，PCA（50 个成分）为 0.700；"
    )

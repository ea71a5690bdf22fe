"""The sentence says who wins, whoever it is, and does not call clear what is not."""

from __future__ import annotations

import numpy as np
import pytest

from mousaic.analysis.compare.verdict import Entrant, ours_against_pca, winner

N = 40
GROUPS = [str(n) for n in range(N)]
NOISE = np.random.default_rng(0).normal(0, 0.05, N)
BASE = np.full(N, 0.7) + np.linspace(-0.1, 0.1, N)


def test_pca_can_win_clearly():
    ours = Entrant("preset default", BASE, ours=True)
    pca = Entrant("PCA (50 components)", BASE + 0.02 + NOISE / 10, pca=True)
    said = winner([ours, pca], GROUPS, 0)
    assert said.startswith("PCA (50 components) reconstructs held-out images best: r 0.72")
    assert "for the next, preset default; " in said and "is clear (95 % interval 0.0" in said
    beaten = ours_against_pca([ours, pca], GROUPS, 0)
    assert beaten.startswith("Nothing of ours beats PCA: preset default reaches r 0.700, PCA (50 components) 0.72")
    assert "; the difference of -0.02" in beaten and "is clear" in beaten


def test_ours_can_win_clearly():
    ours = Entrant("preset default", BASE + 0.05, ours=True)
    entrants = [Entrant("PCA", BASE, pca=True), Entrant("preset report", BASE - 0.1, ours=True), ours]
    assert winner(entrants, GROUPS, 0).startswith("Preset default reconstructs held-out images best: r 0.750")
    said = ours_against_pca(entrants, GROUPS, 0)
    assert said.startswith("Ours beats PCA: preset default reaches r 0.750, PCA 0.700; ")


@pytest.mark.parametrize(
    ("shift", "claim"),
    [
        (0.005, "Ours is ahead of PCA, but not clearly"),
        (-0.005, "Nothing of ours beats PCA, though the difference is not clear"),
    ],
)
def test_a_small_difference_is_not_clear(shift, claim):
    noise = NOISE * 3 - (NOISE * 3).mean()
    ours, pca = Entrant("A", BASE + shift + noise, ours=True), Entrant("PCA", BASE, pca=True)
    assert ours_against_pca([pca, ours], GROUPS, 0).startswith(claim)
    said = winner([pca, ours], GROUPS, 0)
    assert said.startswith("A" if shift > 0 else "PCA")
    assert "is not clear" in said and "is clear" not in said and "interval -" in said


def test_the_bootstrap_is_paired_and_by_group():
    """A tiny but constant advantage is clear on images of wildly different r; of two groups, nothing is."""
    hard = np.linspace(0, 1, N)
    pca, ours = Entrant("PCA", hard, pca=True), Entrant("A", hard + 0.0001, ours=True)
    assert "is clear (95 % interval 0.0001 to 0.0001)" in winner([pca, ours], GROUPS, 0)
    halves = ["a" if n < N // 2 else "b" for n in range(N)]
    mixed = Entrant("A", hard + np.where(np.arange(N) < N // 2, 0.3, -0.1), ours=True)
    assert "is not clear" in winner([pca, mixed], halves, 0)
    assert "is clear" in winner([pca, mixed], GROUPS, 0)


def test_equals_and_the_only_one():
    one, two = Entrant("mean image", BASE), Entrant("PCA", BASE.copy(), pca=True)
    assert winner([one, two], GROUPS, 0) == "Mean image and PCA do equally well: held-out r 0.700."
    assert winner([one], GROUPS, 0) == "Only mean image was compared: held-out r 0.700."
    assert winner([one], GROUPS, 0, "with 8 numbers, ").startswith("With 8 numbers, only mean image")


def test_silent_without_ours_or_without_pca():
    assert ours_against_pca([Entrant("PCA", BASE, pca=True)], GROUPS, 0) == ""
    assert ours_against_pca([Entrant("A", BASE, ours=True)], GROUPS, 0) == ""

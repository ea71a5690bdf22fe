"""How large a difference each test sees: a round bump, planted in one of two classes of mice dealt at random."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch
from joblib import Parallel, delayed  # type: ignore[import-untyped]

from benchmarks.honesty_prepared import evidence_for, parts_for
from benchmarks.quality_sets import mice
from mousaic.analysis.classes.class_differences import class_differences
from mousaic.analysis.classes.class_findings import class_findings
from mousaic.analysis.classes.class_means import class_means
from mousaic.analysis.classes.primary_answer import LEVEL, asked_of, primary_answer
from mousaic.analysis.classes.shortcuts import shortcuts
from mousaic.images.image_set import ImageSet
from mousaic.stats.permutation import observe

SIGMA, FAR, PERMUTATIONS = 2.0, 8.0, 999
"""Pixels of 64: the bump's standard deviation, and how far a moving one lies from its usual place at most, down and
across."""
BUMPS = ((0.15, 1.0, False), (0.3, 1.0, False), (0.6, 0.5, False), (0.3, 1.0, True), (0.6, 1.0, True), (0.6, 0.5, True))
"""Brightness at the middle, share of the class, and whether it moves."""
COLUMNS = ("presences", "places", "light", "responses", "pixels", "primary", "names it", "ideal T", "bar")


def bump_table(trials: int, jobs: int) -> dict[str, list[float]]:
    """Print and give back, for each bump, the share of trials in which each test passes.

    ``names it``: the primary test passes, and a finding's box holds the bump's usual place. ``ideal T``: the statistic
    of a detector that sees the bump without an error; ``bar``: what the largest of all asked must exceed.
    """
    images = mice()
    if images is None:
        return {}
    print(f"\nA bump planted in one of two classes of mice dealt at random, {trials} times: how often each test passes")
    print(f"{'':24}" + "".join(f"{name:>11}" for name in COLUMNS))
    found = {}
    for amplitude, share, moving in BUMPS:
        rows = Parallel(jobs)(delayed(_bump)(images, amplitude, share, moving, seed) for seed in range(trials))
        title = f"{amplitude} in {share:.0%}{', moving' if moving else ''}"
        found[title] = np.mean(rows, axis=0).tolist()
        print(f"{title:24}" + "".join(f"{value:11.2f}" for value in found[title]), flush=True)
    return found


def _bump(images: ImageSet, amplitude: float, share: float, moving: bool, seed: int) -> list[float]:
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    planted, usual, seen = plant(images, amplitude, share, moving, rng)
    evidence = evidence_for(planted, ("train",) * len(planted), trained=True)
    parts, units = parts_for(evidence, seed), evidence.units
    asked = [primary_answer([one], units, 2, seed, PERMUTATIONS) for one in asked_of(evidence, parts)]
    properties = shortcuts(evidence, seed, 99)
    found = class_findings(evidence, parts, properties, seed, PERMUTATIONS)
    differences = class_differences(evidence, seed, PERMUTATIONS)
    means = class_means(evidence, seed, PERMUTATIONS)
    assert found is not None and differences is not None and means is not None
    named = any(
        top <= usual[0] <= bottom and left <= usual[1] <= right
        for top, left, bottom, right in (one.box for one in found.findings)
    )
    ideal = float(observe([units.means(seen[:, None].astype(float))], units).statistic[0])
    alone = [one is not None and one.p_primary <= LEVEL for one in asked]
    rest = [bool(differences.passed.any()), bool(means.passed.any()), found.answer.p_primary <= LEVEL, named]
    return [*alone, *rest, ideal, found.answer.bar]


def plant(
    images: ImageSet, amplitude: float, share: float, moving: bool, rng: np.random.Generator
) -> tuple[ImageSet, np.ndarray, np.ndarray]:
    """The images with labels dealt anew and a bump in a share of the second class; its usual place in sides; where."""
    count, side = len(images), images.shape.height
    labels = (rng.permutation(count) <= count // 2).astype(np.int64)
    pixels, usual, grid = images.pixels.copy(), rng.uniform(10, side - 10, 2), np.arange(side)
    mine = rng.permutation(np.flatnonzero(labels == 1))[: round(share * int(labels.sum()))]
    for image in mine:
        row, column = usual + rng.uniform(-FAR, FAR, 2) * moving
        bump = np.exp(-((grid[:, None] - row) ** 2 + (grid[None] - column) ** 2) / (2 * SIGMA**2))
        pixels[image] += (amplitude * bump).astype(np.float32)
    planted = replace(images, pixels=pixels.clip(0, 1), labels=labels, groups=tuple(map(str, range(count))))
    return planted, (usual + 0.5) / side, np.isin(np.arange(count), mine)

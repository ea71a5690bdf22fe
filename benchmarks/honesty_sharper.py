"""Whether sharper numbers make a difference in half of a class easier to see: ``python -m benchmarks.honesty_sharper``.

A bump of 0.6 in half of one class of the mice (:mod:`benchmarks.honesty_bumps`), on seeds that its table does not use.
Presences and light are asked as they are, held between the two levels about which the images gather, cut in two between
these, and as ranks: the share of trials in which the primary test passes, light alone passes, and the bar.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
import torch

from benchmarks.honesty_bumps import PERMUTATIONS, plant
from benchmarks.honesty_prepared import evidence_for, parts_for
from benchmarks.quality_sets import mice
from mousaic.analysis.classes.primary_answer import LEVEL, Asked, asked_of, primary_answer
from mousaic.arrays import Floats
from mousaic.images.image_set import ImageSet
from mousaic.stats.exchangeable_units import Units

FIRST_SEED = 100
AMPLITUDE, SHARE = 0.6, 0.5


def main() -> None:
    """Print a line for each way to ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=24)
    trials, images = parser.parse_args().trials, mice()
    if images is None:
        raise SystemExit("This machine does not have the mice.")
    torch.set_num_threads(1)
    found = np.array([_trial(images, FIRST_SEED + number) for number in range(trials)])
    print(f"{'asked':20}{'primary':>10}{'light':>10}{'bar':>10}")
    for name, row in zip(WAYS, found.mean(0), strict=True):
        print(f"{name:20}" + "".join(f"{value:10.2f}" for value in row))


def _trial(images: ImageSet, seed: int) -> list[tuple[float, float, float]]:
    """Of each way: whether all asked together passes, whether light alone does, and the bar of all."""
    planted, *_ = plant(images, AMPLITUDE, SHARE, False, np.random.default_rng(seed))
    evidence = evidence_for(planted, ("train",) * len(planted), trained=False)  # the primary test asks no features
    asked, rows = asked_of(evidence, parts_for(evidence, seed)), []
    for way in WAYS.values():
        sharper = [one if one.kind == "place" else one._replace(values=(way(one.values[0]),)) for one in asked]
        light = [one for one in sharper if one.kind == "pixel"]
        (whole, bar), (alone, _) = (_passes(some, evidence.units, seed) for some in (sharper, light))
        rows.append((whole, alone, bar))
    return rows


def _passes(asked: list[Asked], units: Units, seed: int) -> tuple[float, float]:
    answer = primary_answer(asked, units, 2, seed, PERMUTATIONS)
    assert answer is not None
    return float(answer.p_primary <= LEVEL), answer.bar


def levels(values: Floats) -> tuple[Floats, Floats, Floats]:
    """The means (F,) of the lower and the upper images of each column (N, F), cut where they lie furthest apart
    (2-means in one dimension), and the middle between the two images at the cut."""
    count, ordered = len(values), np.sort(values, 0)
    sums, below = ordered.cumsum(0), np.arange(1, count)[:, None]
    low, high = sums[:-1] / below, (sums[-1] - sums[:-1]) / (count - below)
    at, each = (below * (count - below) * (high - low) ** 2).argmax(0), np.arange(values.shape[1])
    return low[at, each], high[at, each], (ordered[at, each] + ordered[at + 1, each]) / 2


def held(values: Floats) -> Floats:
    """Each column between its two levels."""
    low, high, _ = levels(values)
    return values.clip(low, high)


def cut(values: Floats) -> Floats:
    """1 where a column is above the cut between its two levels, else 0."""
    return (values > levels(values)[2]).astype(np.float64)


def ranks(values: Floats) -> Floats:
    """The place of each image in the order of a column."""
    return values.argsort(0).argsort(0).astype(np.float64)


WAYS: dict[str, Callable[[Floats], Floats]] = {
    "as they are": lambda values: values,
    "held between levels": held,
    "cut in two": cut,
    "ranks": ranks,
}

if __name__ == "__main__":
    main()

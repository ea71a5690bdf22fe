"""Whether findings on classes can be believed: ``python -m benchmarks.honesty`` (make bench-honesty).

Three tables. **Labels that mean nothing**, dealt at random to real images: in what share of reports the primary test
passes, and in what share anything is claimed; halves, one class in four, three classes; and dealt by group, with
groups named and not. **Planted bumps** on the mice: how often each test passes. **The demo** with other seeds: which
findings a report names, and whether they are the planted ones.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from joblib import Parallel, delayed  # type: ignore[import-untyped]

from benchmarks.bench import RESULTS
from benchmarks.honesty_bumps import bump_table
from benchmarks.honesty_demo import demo_table
from benchmarks.honesty_prepared import prepared
from benchmarks.quality_sets import SETS, mice
from benchmarks.unseen_sets import unseen_sets
from mousaic.analysis.classes.claims import claims_of, corrected
from mousaic.analysis.classes.class_differences import class_differences
from mousaic.analysis.classes.class_means import class_means
from mousaic.analysis.classes.class_scores import by_class
from mousaic.analysis.classes.primary_answer import Asked, primary_answer
from mousaic.analysis.classes.shortcuts import shortcuts
from mousaic.analysis.evidence import Evidence
from mousaic.images.image_set import ImageSet
from mousaic.stats.rate_intervals import wilson

LABELINGS, TRIALS, SEEDS, PERMUTATIONS = 200, 24, 20, 499
LEVEL, IMAGES = 0.05, 48
LABELED = ["mice", "Fashion-MNIST", "retina", "tissue"]
Deal = Callable[[ImageSet, np.random.Generator], tuple[np.ndarray, list[str]]]
"""Images to labels, and the groups that the report is told."""


def main() -> None:
    """Print the three tables, and write them as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.honesty", description=__doc__)
    parser.add_argument("--labelings", type=int, default=LABELINGS)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--demo-seeds", type=int, default=SEEDS)
    parser.add_argument("--sets", nargs="*", default=LABELED, help="of the first table")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=RESULTS / "honesty.json")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    found = {
        "demo": demo_table(arguments.demo_seeds, arguments.jobs) if arguments.demo_seeds else {},
        "bumps": bump_table(arguments.trials, arguments.jobs) if arguments.trials else {},
        "labels": _label_table(arguments.labelings, arguments.jobs, arguments.sets),
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _label_table(labelings: int, jobs: int, names: list[str]) -> dict[str, dict[str, list[float]]]:
    print(f"\nLabels that mean nothing, {labelings} dealings: share of reports (95 % interval)")
    print(f"{'':16}{'dealt':28}{'primary test passes':>24}{'anything is claimed':>24}")
    sets = {"mice": mice, **{one.name: one.load for one in SETS[2:]}, **unseen_sets()}
    found: dict[str, dict[str, list[float]]] = {}
    for name in names:
        images = sets[name]() if name in sets else None
        if images is None:
            continue
        evidence, asked = prepared(_few(images))
        for how, deal in DEALS.items():
            seeds = range(labelings)
            claims = np.array(Parallel(jobs)(delayed(_claims)(evidence, asked, deal, seed) for seed in seeds))
            rates = claims.mean(0).tolist()
            found.setdefault(name, {})[how] = rates
            told = "".join(f"{_rate(int(claims[:, i].sum()), labelings):>24}" for i in (0, 1))
            print(f"{name:16}{how:28}{told}", flush=True)
    return found


def _few(images: ImageSet) -> ImageSet:
    """At most 48 images, evenly of all: as many as such folders have."""
    return images.subset(np.unique(np.linspace(0, len(images) - 1, IMAGES).round().astype(int)))


def _claims(evidence: Evidence, asked: list[Asked], deal: Deal, seed: int) -> tuple[bool, bool]:
    """Whether the primary test passes, and whether the report claims anything."""
    torch.set_num_threads(1)
    labels, groups = deal(evidence.images, np.random.default_rng(seed))
    names = tuple(f"class {i}" for i in range(labels.max() + 1))
    images = replace(evidence.images, labels=labels, class_names=names, groups=tuple(groups))
    own = replace(evidence, images=images)
    answer = primary_answer(asked, own.units, len(names), seed, PERMUTATIONS)
    assert answer is not None
    claims = claims_of(
        class_differences(own, seed, PERMUTATIONS), shortcuts(own, seed, PERMUTATIONS),
        class_means(own, seed, PERMUTATIONS), by_class(own, seed, PERMUTATIONS),
    )  # fmt: skip
    further = corrected(answer.p_primary, claims).values()
    primary = answer.p_primary <= LEVEL
    return primary, primary or any(p.min(initial=1.0) <= LEVEL for p in further)


def _single(images: ImageSet) -> list[str]:
    return [str(i) for i in range(len(images))]


def _halves(images: ImageSet, rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    return rng.permutation(len(images)) % 2, _single(images)


def _quarter(images: ImageSet, rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    return (rng.permutation(len(images)) % 4 == 0).astype(np.int64), _single(images)


def _thirds(images: ImageSet, rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    return rng.permutation(len(images)) % 3, _single(images)


def _by_group(images: ImageSet, rng: np.random.Generator, named: bool) -> tuple[np.ndarray, list[str]]:
    """Runs of four images that follow each other are a group, which has one label."""
    group = np.arange(len(images)) // 4
    labels = rng.permutation(group.max() + 1)[group] % 2
    return labels, [f"g{g}" for g in group] if named else _single(images)


DEALS: dict[str, Deal] = {
    "halves": _halves,
    "one in four": _quarter,
    "three classes": _thirds,
    "by group, groups named": lambda images, rng: _by_group(images, rng, True),
    "by group, groups not named": lambda images, rng: _by_group(images, rng, False),
}


def _rate(hits: int, of: int) -> str:
    low, high = wilson(np.array(hits / of), of)
    return f"{hits / of:.1%} ({float(low):.1%}-{float(high):.1%})"


if __name__ == "__main__":
    main()

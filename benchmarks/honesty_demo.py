"""The demo with other seeds: does a report name the peg and the tail, and nothing else?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from joblib import Parallel, delayed  # type: ignore[import-untyped]

from benchmarks.honesty_prepared import evidence_for, parts_for
from benchmarks.truth_sets import drawn
from mousaic.analysis.classes.class_findings import class_findings
from mousaic.analysis.classes.shortcuts import shortcuts
from mousaic.demo.planted_parts import SIZE
from mousaic.demo.skeleton import build, landmarks
from mousaic.demo.synthetic_set import plan_demo_set
from mousaic.images.splits.validation_split import split_groups

FIRST = 100
"""Seeds from here on; nothing was decided on them."""
NEAR = 0.05
"""Of the image's side, around the box of the peg, and around the line from the tail's root to its tips."""


class Named(NamedTuple):
    """Of one seed: what its report names."""

    peg: int
    tail: int
    others: int
    """Findings that touch neither."""


def demo_table(seeds: int, jobs: int) -> dict[str, float]:
    """Print each seed's findings, and how many name both planted differences, and anything else."""
    print(f"\nThe demo with {seeds} other seeds (from {FIRST}): findings that are the peg, the tail, neither")
    found = Parallel(jobs)(delayed(demo_row)(seed) for seed in range(FIRST, FIRST + seeds))
    both, third = sum(one.peg > 0 and one.tail > 0 for one in found), sum(one.others > 0 for one in found)
    print("  ".join(f"{one.peg}/{one.tail}/{one.others}" for one in found))
    print(f"both named: {both} of {seeds}; peg {sum(one.peg > 0 for one in found)}, tail "
          f"{sum(one.tail > 0 for one in found)}; anything else named: {third}; mean number of findings "
          f"{np.mean([sum(one) for one in found]):.2f}", flush=True)  # fmt: skip
    return {"seeds": seeds, "both": both, "third": third}


def demo_row(seed: int) -> Named:
    """What the report of a default run on this seed's images names; the model does not matter to it."""
    torch.set_num_threads(1)
    images = drawn([seed], 39).images
    held_out = split_groups(images.labels, images.groups, 0.2, 0)
    evidence = evidence_for(images, tuple("validation" if out else "train" for out in held_out), trained=False)
    found = class_findings(evidence, parts_for(evidence), shortcuts(evidence, 0, 99), 0)
    assert found is not None
    truth = [landmarks(build(image.parts)) for image in plan_demo_set(seed)]
    peg = [_span(truth, names) for names in (("obstacle_top", "obstacle_bottom"), ("obstacle_left", "obstacle_right"))]
    tail = [_span(truth, [f"{name}_{axis}" for name in ("tail_root", "tail_tip")]) for axis in "yx"]
    kinds = [("peg" if _touches(one.box, peg) else "tail" if _touches(one.box, tail) else "") for one in found.findings]
    return Named(*(kinds.count(kind) for kind in ("peg", "tail", "")))


def _span(truth: list[dict[str, float]], names: list[str] | tuple[str, ...]) -> tuple[float, float]:
    """From the least to the largest of these coordinates over all images, in sides."""
    values = np.array([[one[name] for name in names] for one in truth]) / SIZE
    return float(values.min()) - NEAR, float(values.max()) + NEAR


def _touches(box: tuple[float, float, float, float], where: list[tuple[float, float]]) -> bool:
    """Whether the middle of a box lies in the rows and columns that something may take."""
    middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return all(low <= at <= high for at, (low, high) in zip(middle, where, strict=True))

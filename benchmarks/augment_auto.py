"""What ``--augment auto`` chooses on real sets, and what that gains: ``python -m benchmarks.augment_auto``.

Five outer folds: in each, augmentation is chosen inside the training part, as ``mousaic train --augment auto`` does
for five members, and one member is trained with it, with the default's and with the report's strengths; all three are
judged on the outer fold's images. docs/experiments.md has the results.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections import Counter

import numpy as np
import torch

from benchmarks.quality_sets import SETS
from mousaic.analysis.choose.augmentation_trials import choose_augmentation, held_out_r, plan_trials
from mousaic.analysis.cross_validation import cross_validated
from mousaic.config import Config, config_for
from mousaic.images.augmentation_policies import strengths, with_flips
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds
from mousaic.seeds import derive_seed
from mousaic.stats.one_standard_error import standard_error

FOLDS = 5


def main() -> None:
    """A line for each fold, and the means of each set and seed."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    for one in SETS:
        images = one.load() if one.name in arguments.sets else None
        for seed in range(arguments.seeds) if images is not None else ():
            judge(one.name, images, config_for("default", **one.options | {"threads": arguments.threads}), seed)


def judge(name: str, images: ImageSet, config: Config, seed: int) -> None:
    """One set, one seed."""
    report = config_for("report").augmentation
    ladder = strengths(config.augmentation, report)
    rivals = {"default": config.augmentation, "report's": with_flips(ladder["report"])["both flips"]}
    r = {kind: np.zeros(len(images)) for kind in ("auto", *rivals)}
    choices: Counter[str] = Counter()
    began = time.perf_counter()
    plan = make_folds(images.labels, images.groups, FOLDS, 1, seed)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(seed, "augment auto", fold.number)):
        own, fold = turn.own(config), turn.fold
        chosen = choose_augmentation(turn.learned_from, own)
        choices[f"{chosen.strength}, {chosen.flips}"] += 1
        single = dataclasses.replace(own, model=dataclasses.replace(own.model, members=1))
        for kind, options in {"auto": chosen.options, **rivals}.items():
            trained = dataclasses.replace(single, augmentation=options)
            r[kind][fold.held_out] = held_out_r(images, [fold], trained)[fold.held_out]
    gain = r["auto"] - r["default"]
    plan = plan_trials(config, len(set(images.groups)))
    figures = ", ".join(f"{kind} {values.mean():.4f}" for kind, values in r.items())
    print(f"{name}, seed {seed}: {', '.join(f'{what} ({count})' for what, count in choices.most_common())}", flush=True)
    print(
        f"    held-out r: {figures}; auto - default {gain.mean():+.4f} +- {standard_error(gain, images.groups):.4f}; "
        f"{plan.folds} folds of {plan.epochs} epochs; {time.perf_counter() - began:.0f} s",
        flush=True,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.augment_auto", description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=2)
    names = [one.name for one in SETS]
    parser.add_argument("--sets", nargs="*", choices=names, default=names)
    return parser.parse_args()


if __name__ == "__main__":
    main()

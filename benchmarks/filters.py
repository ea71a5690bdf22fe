"""Filters that may lie anywhere (``--model conv``), trained and before their first step, by every kind of codes.

    python -m benchmarks.filters                                    the default, on the mice
    python -m benchmarks.filters "stride=2 neighbourhood=5" "filters=16"

Five folds by group, one member, k = 50. A line for each trial and seed: held-out r of the start and of the trained
filters by codes of one pass, of least squares and of matching pursuit; seconds to train a fold, and milliseconds that
matching pursuit takes for an image.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np
import torch

from benchmarks.quality_sets import SETS
from mousaic.analysis.cross_validation import cross_validated
from mousaic.config import Config, config_for
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.seeds import derive_seed
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import train_members, untrained_members

CODES = ("topk", "least-squares", "omp")
COLUMNS = (*(f"start {codes}" for codes in CODES), *CODES, "seconds", "ms")


def main() -> None:
    """Print a line for each trial and seed."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    images = next(one.load() for one in SETS if one.name == arguments.set)
    if images is None:
        raise SystemExit(f"This machine does not have {arguments.set}.")
    print(f"{'trial, seed':44}" + "".join(f"{name:>20}" for name in COLUMNS))
    for trial in arguments.trials:
        for seed in arguments.seeds:
            found = judge(images, trial_config(trial, images, seed, arguments.threads))
            line = "".join(f"{found[name]:20.4f}" for name in COLUMNS)
            print(f"{trial + ', ' + str(seed):44}{line}", flush=True)


def trial_config(trial: str, images: ImageSet, seed: int, threads: int) -> Config:
    """The parameters of a trial: options as in ``"stride=2 filter_sizes=7,15"``."""
    options: dict[str, Any] = {}
    for word in trial.split():
        name, _, value = word.partition("=")
        options[name] = int(value) if value.isdigit() else float(value) if "." in value or "e-" in value else value
    usual: dict[str, Any] = {"model": "conv", "size": images.shape[1], "validation": 0.0}
    return config_for(**usual | {"seed": seed, "threads": threads} | options)


def judge(images: ImageSet, config: Config) -> dict[str, float]:
    """Mean r over all held-out images of five folds, by column; of seconds and milliseconds the mean over folds."""
    seed = config.training.seed
    scores: dict[str, list[float]] = {name: [] for name in COLUMNS}
    plan = make_folds(images.labels, images.groups, possible_folds(images.groups, 5), 1, seed)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(seed, "learning", fold.number)):
        own = turn.own(config)
        start = untrained_members(turn.learned_from, own)
        began = time.perf_counter()
        trained = train_members(turn.learned_from, own)
        scores["seconds"].append(time.perf_counter() - began)
        for codes in CODES:
            scores[f"start {codes}"].extend(_r(start, codes, turn.x))
            began = time.perf_counter()
            scores[codes].extend(_r(trained, codes, turn.x))
        scores["ms"].append(1000 * (time.perf_counter() - began) / len(turn.x))
    return {name: float(np.mean(values)) for name, values in scores.items()}


@torch.no_grad()
def _r(ensemble: Ensemble, codes: str, x: Any) -> list[float]:
    return list(pearson(ensemble.decode(coder(ensemble, codes)(torch.from_numpy(x)))[0].numpy(), x))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.filters", description=__doc__)
    parser.add_argument("trials", nargs="*", default=[""], help='options, as in "stride=2 neighbourhood=5"')
    parser.add_argument("--set", default="mice", help="one of the sets of benchmarks.quality_sets")
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1])
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Ways to train that were tried, on held-out images: ``python -m benchmarks.trials [NAME ...] [--sets mice digits]``.

A trial changes options, or what the library does not offer: the start, the step, the images. Each line gives held-out r
of one member with codes of one pass and of matching pursuit, the share of features that fire on no training image, how
far the dictionaries of the folds agree (PW-MCC of living features), and seconds. docs/experiments.md has the results.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch

from benchmarks.quality_sets import SETS
from benchmarks.trials_filters import SharedStep, places, shared_start
from benchmarks.trials_steps import STARTS, STEPS, Change
from mousaic.analysis.cross_validation import cross_validated
from mousaic.analysis.stability.independent_training import living_features
from mousaic.config import Config, config_for
from mousaic.device import use_threads
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.seeds import derive_seed
from mousaic.stats.dictionary_matching import cosines, pw_mcc_living
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import training_data
from mousaic.training.initial_ensemble import start_ensemble
from mousaic.training.interrupt import Interrupt
from mousaic.training.loop import Loop
from mousaic.training.progress import Silent
from mousaic.training.steps.backend import choose_backend, make_step

BASE: dict[str, Any] = {"learn": "topk", "model": "whole", "features": 1024, "members": 1, "validation": 0.0}
"""What is tried are changes of learning by gradients, of features that see the whole image, on codes of one pass: the
default when these trials were made."""
NOISE: dict[str, Any] = {"init": "orthogonal", "revive": 0.0, "learning_rate": 2e-3}
"""The default before features started as windows."""

SHARED: dict[str, Any] = {"local": 1 / 4, "revive": 0.0}

TRIALS: dict[str, tuple[dict[str, Any], Change]] = {
    "default": ({}, Change()),
    # start
    "orthogonal noise": (NOISE, Change()),
    "orthogonal noise, revived": (NOISE | {"revive": 0.8}, Change()),
    "whole images": ({"revive": 0.0}, Change(start="images")),
    "k-means++ images": ({"revive": 0.0}, Change(start="kmeans++")),
    "windows, not revived": ({"revive": 0.0}, Change()),
    "windows of length 1": ({}, Change(start="longer")),
    # dictionary and optimiser
    "rows of fixed length": ({}, Change(step="unit")),
    "weight decay 0.01": ({}, Change(step="decay")),
    "no warm-up, no decay": ({"warmup": 0.0, "decay": 0.0}, Change()),
    "learning rate 3e-4": ({"learning_rate": 3e-4}, Change()),
    "learning rate 1.5e-3": ({"learning_rate": 1.5e-3}, Change()),
    "7 epochs, learning rate 1e-3": ({"epochs": 7, "learning_rate": 1e-3}, Change()),
    "40 epochs": ({"epochs": 40}, Change()),
    "without centre": ({"center": False}, Change()),
    "images divided by their deviation": ({}, Change(scaled=True)),
    # dead features
    "noise, auxiliary loss": (NOISE, Change(step="auxiliary")),
    "windows, auxiliary loss": ({"revive": 0.0}, Change(step="auxiliary")),
    # codes
    "trained with matching pursuit": ({}, Change(step="pursuit")),
    # copies
    "no copies": ({"augment": "none"}, Change()),
    "copies drawn once": ({"augment": "fixed"}, Change()),
    "the report's copies, fresh": (
        {"rotation": 15.0, "flip_horizontal": 0.5, "flip_vertical": 0.5, "shift": 0.1, "perspective": 0.2, "crop": 0.2},
        Change(),
    ),
    "left-right flips": ({"flip_horizontal": 0.5}, Change()),
    # local features
    "local, an eighth of the side": ({"local": 1 / 8}, Change()),
    "local, a quarter of the side": ({"local": 1 / 4}, Change()),
    "local, three eighths of the side": ({"local": 3 / 8}, Change()),
    "local, filters shared by 16 positions": (SHARED, Change(shared=4)),
    "local, filters shared by 49 positions": (SHARED | {"features": 20 * 49}, Change(shared=7)),
    "local, by 49, learning rate 2e-3": (SHARED | {"features": 20 * 49, "learning_rate": 2e-3}, Change(shared=7)),
    "local, eighth, filters shared by 64": (SHARED | {"local": 1 / 8}, Change(shared=8)),
    "local 3/8, by 16": (SHARED | {"local": 3 / 8}, Change(shared=4)),
}


class Found(NamedTuple):
    """What a trial gives on one set."""

    one_pass: float
    pursuit: float
    dead: float
    agreement: float
    seconds: float


def main() -> None:
    """Run the trials that are asked for and print a line each."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    print(f"{'':46}one pass  pursuit   dead  PW-MCC  seconds")
    for one in SETS:
        images = one.load() if one.name in arguments.sets else None
        if images is None:
            continue
        for name in arguments.names or TRIALS:
            given, change = TRIALS[name]
            size = one.options.get("size", 64)
            local = {"local": max(4, round(size * given["local"]))} if "local" in given else {}
            more = {"threads": arguments.threads}
            found = trial(images, config_for("default", **BASE | one.options | more | given | local), change)
            figures = f"{found.one_pass:8.4f} {found.pursuit:8.4f} {found.dead:6.1%} {found.agreement:7.3f}"
            print(f"{one.name + ': ' + name:46}{figures} {found.seconds:8.1f}", flush=True)


def trial(images: ImageSet, config: Config, change: Change) -> Found:
    """Five folds, each member judged on the originals it has not seen."""
    scores: dict[str, list[float]] = {"topk": [], "omp": []}
    dead, dictionaries, alive, seconds = [], [], [], 0.0
    if change.scaled:
        images = dataclasses.replace(images, pixels=images.pixels / images.pixels.std())
    plan = make_folds(images.labels, images.groups, 5, 1, 0)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(0, "compare", fold.repeat, fold.number)):
        own = turn.own(config)
        began = time.perf_counter()
        ensemble = train(turn.learned_from, own, change)
        seconds += time.perf_counter() - began
        x = torch.from_numpy(turn.x)
        for codes, r in scores.items():
            r += pearson(ensemble.decode(coder(ensemble, codes)(x))[0].numpy(), x.numpy()).tolist()
        living = living_features(ensemble, turn.learned_from, own)[0]
        dead.append(1 - living.mean())
        dictionaries.append(ensemble.weight[0].numpy())
        alive.append(living)
    pairs = [(0, 1), (1, 2), (2, 3)]
    alike = [pw_mcc_living(cosines(dictionaries[i], dictionaries[j]), alive[i], alive[j]) for i, j in pairs]
    means = [float(np.mean(values)) for values in (scores["topk"], scores["omp"], dead, alike)]
    return Found(means[0], means[1], means[2], means[3], seconds)


def train(images: ImageSet, config: Config, change: Change) -> Ensemble:
    """What :func:`mousaic.training.fit.train_members` does, with the change."""
    data = training_data(images, config)
    ensemble = STARTS[change.start](config, data) if change.start else start_ensemble(config, data)
    state = TrainingState.start(ensemble.requires_grad_(False))
    steps = math.ceil(data.images_per_epoch / config.training.batch_size) * config.training.epochs
    backend = choose_backend(config, data.device, images.D, steps)
    make: Callable[[TrainingState], Any] = lambda state: make_step(backend, state, config, threads)  # noqa: E731
    if change.shared:
        where = places(data.shape, config.model.local, change.shared)
        state = TrainingState.start(shared_start(config, data, change.shared))
        make = lambda state: SharedStep(state.ensemble, state.adam, 0.0, where)  # noqa: E731
    if change.step:
        make = lambda state: STEPS[change.step](state.ensemble, state.adam, config.training.consistency)  # noqa: E731
    with use_threads(config.training.threads) as threads:
        nothing = lambda state: None  # noqa: E731
        Loop(
            data, config.training, make, nothing, nothing, Silent(), Interrupt(), sides=config.sides
        ).run(state)  # fmt: skip
    return state.ensemble


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.trials")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {'; '.join(TRIALS)}")
    parser.add_argument("--sets", nargs="*", default=["mice"], choices=[one.name for one in SETS])
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    for name in arguments.names:
        if name not in TRIALS:
            parser.error(f"there is no trial {name!r} (known: {'; '.join(TRIALS)})")
    return arguments


if __name__ == "__main__":
    main()

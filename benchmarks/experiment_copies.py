"""Whether augmentation decides: the preset without copies, for as many epochs and as many steps, and with others."""

from __future__ import annotations

import math
from typing import Any

from benchmarks.experiment_scores import Principal, Table, originals, r_of, turns
from benchmarks.experiment_sets import Plan
from mousaic.analysis.cross_validation import Turn
from mousaic.config import AugmentOptions, Config
from mousaic.images.image_set import ImageSet
from mousaic.training.data import images_per_epoch
from mousaic.training.fit import train_members


def study(images: ImageSet, name: str, plan: Plan) -> dict[str, Any]:
    """r without copies and with slight ones, of the preset and of PCA, which learns from the same images."""
    table, steps = Table(images, plan.seed), {}
    for turn in turns(images, name, plan):
        x = originals(turn.learned_from)
        for kind, config in _kinds(turn, plan).items():
            if kind != "report":  # which the study of the folds has trained
                ensemble = train_members(turn.learned_from, config)
                table.add(kind, turn, r_of(ensemble, turn.x).alone, r_of(ensemble, x).alone)
            steps[kind] = _steps(len(turn.learned_from), config) * config.training.epochs
            principal = Principal(turn.learned_from, config, config.model.k)
            table.add(f"PCA {kind}", turn, *(principal.r(one, [config.model.k])[0] for one in (turn.x, x)))
    return {
        "r": table.figures(),
        "steps": steps,
        "images_per_epoch": {"without": len(images), "with": images_per_epoch(len(images), plan.config().augmentation)},
    }


def _kinds(turn: Turn, plan: Plan) -> dict[str, Config]:
    """As the preset has it; without copies for its epochs, and for its steps; copies as slight as the default's."""
    slight = AugmentOptions()
    gentle = {
        name: getattr(slight, name)
        for name in ("rotation", "flip_horizontal", "flip_vertical", "shift", "perspective", "crop", "border")
    }
    report = turn.own(plan.config())
    count = len(turn.learned_from)
    wanted = _steps(count, report) * report.training.epochs
    bare = turn.own(plan.config(augment="none"))
    longer = math.ceil(wanted / _steps(count, bare))
    return {
        "report": report,
        "none": bare,
        "none, as many steps": turn.own(plan.config(augment="none", epochs=longer)),
        "slight": turn.own(plan.config(**gentle)),
    }


def _steps(images: int, config: Config) -> int:
    """In an epoch."""
    return math.ceil(images_per_epoch(images, config.augmentation) / config.training.batch_size)

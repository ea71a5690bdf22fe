"""Whether a dictionary of one's own suits the data better than one of other images."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from benchmarks.experiment_scores import Principal, R, originals, r_of, spanned
from benchmarks.experiment_sets import QUICK, QUICK_SETS, SETS, Plan, digits
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.training.data import images_per_epoch
from mousaic.training.fit import train_members, untrained_members

DIGITS = "digits"


def study(images: ImageSet, name: str, plan: Plan) -> dict[str, Any]:
    """What was learned from all of these images, and what it makes of every other set, of which it has seen none.

    What a dictionary of one's own makes of images held out is what :mod:`benchmarks.experiment_folds` measures.

    Returns:
        ``on``: set -> name of what describes it -> r with its interval. The study of the first set also holds
        ``digits``: the same of what was learned from each digit once, and from as many as equal steps see.
    """
    others, found = _others(plan, name), digits(plan)
    judged = others | ({DIGITS: found[1]} if found else {})
    on = _elsewhere(_learned(images, plan), judged, plan)
    result: dict[str, Any] = {"on": on, "steps": _steps(images, plan.config())}
    if found and name == next(iter(QUICK_SETS if plan is QUICK else SETS)):
        judged = others | {name: images, DIGITS: found[1]}
        result[DIGITS] = _of_digits(found[0], judged, plan, result["steps"])
    return result


def _of_digits(learned_from: ImageSet, judged: dict[str, ImageSet], plan: Plan, steps: int) -> dict[str, Any]:
    """All digits once, and as many of them as an equal number of steps sees; no copies."""
    whole = plan.config(augment="none", epochs=1)
    few = learned_from.subset(np.arange(min(len(learned_from), steps * whole.training.batch_size)))
    usual = plan.config("default", members=1, augment="none", epochs=1)
    return {
        "count": len(learned_from),
        "few": len(few),
        "steps": _steps(learned_from, whole),
        "few_steps": _steps(few, whole),
        "on": _elsewhere({"report": train_members(learned_from, whole)}, judged, plan),
        "few_on": _elsewhere(
            {"report": train_members(few, whole), "default": train_members(few, usual)}, judged, plan,
            Principal(few, whole, plan.config().model.k),
        ),
    }  # fmt: skip


def _learned(images: ImageSet, plan: Plan) -> dict[str, Ensemble]:
    """Of the whole set: by both presets, and the start of the experiment's."""
    return {
        "report": train_members(images, plan.config()),
        "start": untrained_members(images, plan.config()),
        "default": train_members(images, plan.config("default", members=1)),
    }


def _elsewhere(
    ensembles: dict[str, Ensemble], judged: dict[str, ImageSet], plan: Plan, principal: Principal | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, images in judged.items():
        x = originals(images)
        rows = {which: r_of(ensemble, x) for which, ensemble in ensembles.items()}
        found[name] = {which: _spans(r, images, plan) for which, r in rows.items()}
        if principal is not None:
            r = principal.r(x, [plan.config().model.k])[0]
            found[name]["PCA"] = _spans(R(r, r), images, plan)
    return found


def _spans(r: R, images: ImageSet, plan: Plan) -> dict[str, Any]:
    return spanned(r.alone, images, plan.seed) | {
        "averaged": spanned(r.averaged, images, plan.seed)["mean"],
        "each": r.alone.round(5).tolist(),
    }


def _others(plan: Plan, name: str) -> dict[str, ImageSet]:
    sets = QUICK_SETS if plan is QUICK else SETS
    found = {other: load() for other, load in sets.items() if other != name}
    return {other: images for other, images in found.items() if images is not None}


def _steps(images: ImageSet, config: Config) -> int:
    each = images_per_epoch(len(images), config.augmentation)
    return math.ceil(each / config.training.batch_size) * config.training.epochs

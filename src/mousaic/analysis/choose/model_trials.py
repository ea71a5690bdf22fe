"""``--model auto``: trainings on folds of the training part say how much of the image a feature should see.

Nothing outside the training part is looked at, so that the validation part stays an honest judge of the result. All are
tried with the same number of features and the same k, so their codes cost the same bits.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from mousaic.analysis.choose.augmentation_trials import Tried, default_strengths, held_out_r, plainest, trial_config
from mousaic.analysis.cross_validation import inner_folds
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.said import Said, told
from mousaic.seeds import derive_seed
from mousaic.stats.one_standard_error import standard_error

Kind = Literal["whole", "local", "windows"]
KINDS: tuple[Kind, ...] = ("whole", "local", "windows")
"""What is tried, the plainest first."""
UNTRIED: Kind = "windows"
"""Where there are too few groups to hold any out."""


class ModelTrial(NamedTuple):
    """One line of the table of what was tried."""

    model: Kind
    pearson: float
    """Mean held-out r."""
    standard_error: float
    """Of that mean, groups as units."""
    chosen: bool
    seconds: float


class ModelChosen(NamedTuple):
    """What was chosen, and why."""

    model: Kind
    trials: tuple[ModelTrial, ...]
    """None where there were too few groups."""
    folds: int


def choose_model(
    images: ImageSet,
    config: Config,
    known: Mapping[str, Tried] | None = None,
    keep: Callable[[str, Tried], None] = lambda name, tried: None,
) -> ModelChosen:
    """Try each kind of features by grouped cross-validation with one member, and take the plainest that is within one
    standard error of the best; the error is that of the difference, image by image.

    Args:
        images: the training part; nothing else may be in it.
        config: of the training to come; where its ``augment`` is ``auto``, trials have the default's strengths.
        known: trials done before, by name; not done again.
        keep: given each new trial and its name.
    """
    seed = derive_seed(config.training.seed, "model")
    images, _ = images.with_r()  # what is left out the intake report has named
    folds = inner_folds(images, seed)
    if not folds:
        return ModelChosen(UNTRIED, (), 0)
    augmentation = config.augmentation
    if augmentation.augment == "auto":  # chosen later, for the model that is chosen here
        augmentation = default_strengths(augmentation)
    done = dict(known or {})
    for kind in KINDS:
        if kind not in done:
            began = time.perf_counter()
            own = dataclasses.replace(config, model=dataclasses.replace(config.model, model=kind))
            r = held_out_r(images, folds, trial_config(own, augmentation, config.training.epochs, seed))
            done[kind] = Tried(r, time.perf_counter() - began)
            keep(kind, done[kind])
    tried = [done[kind] for kind in KINDS]
    answer = plainest(tried, images.groups)
    trials = [
        ModelTrial(kind, float(one.r.mean()), standard_error(one.r, images.groups), place == answer, one.seconds)
        for place, (kind, one) in enumerate(zip(KINDS, tried, strict=True))
    ]
    return ModelChosen(KINDS[answer], tuple(trials), len(folds))


def model_sentence(chosen: ModelChosen) -> Said:
    """What was chosen and why, with the figures."""
    if not chosen.trials:
        return told("model_untried", model=told(f"model_{chosen.model}"))
    won = next(trial for trial in chosen.trials if trial.chosen)
    others = [told("trial_gave", what=told(f"model_{one.model}"), r=one.pearson) for one in chosen.trials if one != won]
    best = won.pearson == max(one.pearson for one in chosen.trials)
    return told(
        "model_chose", model=told(f"model_{won.model}"), r=won.pearson, error=won.standard_error, others=others,
        folds=chosen.folds, why=told("model_best" if best else "model_plainest"),
    )  # fmt: skip

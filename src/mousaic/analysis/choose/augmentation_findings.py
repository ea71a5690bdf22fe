"""What ``--augment auto`` says: how long it will be, each trial, and what it chose and why."""

from __future__ import annotations

from mousaic.analysis.choose.augmentation_trials import FEWEST_GROUPS, TRIALS, Chosen, Plan, Trial, Tried
from mousaic.said import Said, told


def plan_sentence(plan: Plan) -> Said:
    """How long the trials will be."""
    return told("trials_begin", trials=TRIALS, folds=plan.folds, epochs=plan.epochs, work=plan.work)


def trial_line(name: str, tried: Tried) -> Said:
    """One trial, as it is done."""
    return told("trial_done", name=name, r=float(tried.r.mean()), seconds=tried.seconds)


def choice_sentence(chosen: Chosen) -> Said:
    """What was chosen and why, with the figures."""
    if not chosen.trials:
        key = "untried_group" if chosen.groups == 1 else "untried_groups"
        return told("trials_impossible", groups=told(key, count=chosen.groups), needed=FEWEST_GROUPS)
    strengths = [trial for trial in chosen.trials if trial.question == "strength"]
    kinds = [trial for trial in chosen.trials if trial.question == "flips"]
    won = next(trial for trial in kinds if trial.chosen)
    best = all(trial.behind == 0 for trial in (*strengths, *kinds) if trial.chosen)
    return told(
        "trials_chose", strength=_strength(won), flips=_flips(won), r=won.pearson, error=won.standard_error,
        others=[told("trial_gave", what=_strength(one), r=one.pearson) for one in strengths if not one.chosen],
        flipped=[told("trial_gave", what=_flips(one), r=one.pearson) for one in kinds if not one.chosen],
        why=told("trials_best" if best else "trials_plainest"),
    )  # fmt: skip


def _strength(trial: Trial) -> Said:
    return told(f"trial_{trial.strength}")


def _flips(trial: Trial) -> Said:
    """``left-right flips`` -> ``flips_left_right``."""
    return told("flips_" + trial.flips.split()[0].replace("-", "_"))

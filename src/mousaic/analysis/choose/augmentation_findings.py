"""What ``--augment auto`` says: how long it will be, each trial, and what it chose and why."""

from __future__ import annotations

from mousaic.analysis.choose.augmentation_trials import FEWEST_GROUPS, TRIALS, Chosen, Plan, Trial, Tried


def plan_sentence(plan: Plan) -> str:
    """How long the trials will be."""
    return (
        f"Trying {TRIALS} augmentations inside the training part: {plan.folds} folds, one member, {plan.epochs} "
        f"epochs, about {plan.work:.1f} times the work of the training itself."
    )


def trial_line(name: str, tried: Tried) -> str:
    """One trial, as it is done."""
    return f"  {name:28} held-out r {tried.r.mean():.3f}  {tried.seconds:6.1f} s"


def choice_sentence(chosen: Chosen) -> str:
    """What was chosen and why, with the figures."""
    if not chosen.trials:
        found = f"{chosen.groups} group{'s' * (chosen.groups != 1)}"
        return (
            f"Augmentation: slight, no flips, untried: the training part has {found}, and {FEWEST_GROUPS} are needed "
            "to hold some out."
        )
    strengths = [trial for trial in chosen.trials if trial.question == "strength"]
    kinds = [trial for trial in chosen.trials if trial.question == "flips"]
    won = next(trial for trial in kinds if trial.chosen)
    others = [f"{strength_name(trial)} {trial.pearson:.3f}" for trial in strengths if not trial.chosen]
    flipped = [f"{trial.flips} {trial.pearson:.3f}" for trial in kinds if not trial.chosen]
    return (
        f"Augmentation: {strength_name(won)}, {won.flips}: held-out r {won.pearson:.3f} +- {won.standard_error:.3f} "
        f"({', '.join(others)}; {strength_name(won)} with {', '.join(flipped)}). {_why(strengths, kinds)}"
    )


def strength_name(trial: Trial) -> str:
    """In words."""
    return "the report's strengths" if trial.strength == "report" else trial.strength


def _why(strengths: list[Trial], kinds: list[Trial]) -> str:
    """How the two questions were decided."""
    if all(trial.behind == 0 for trial in (*strengths, *kinds) if trial.chosen):
        return "Strength and flips are each the best tried, and nothing plainer comes within one standard error."
    return "Strength and flips are each the plainest within one standard error of the best."

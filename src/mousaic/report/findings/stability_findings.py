"""What a measurement of stability says, in sentences and as a table."""

from __future__ import annotations

import math
from typing import Any

from mousaic.analysis.stability.agreement import FLOOR, QUANTILE, Agreement
from mousaic.analysis.stability.stability_result import Stability

TITLES = {
    "members": "the members of this run with each other",
    "run": "this run and independent runs",
    "runs": "independent runs with each other",
    "halves": "runs on halves of the images, which share none",
}
NULLS = {
    "members": ("untrained_members", "pixels_members", "phases_members"),
    "run": ("untrained_runs", "pixels_run", "phases_run"),
    "runs": ("untrained_runs", "pixels_other_images", "phases_other_images"),
    "halves": ("untrained_halves", "", "phases_halves"),
}
"""What each agreement is judged by: before training, and learned from images without structure of both kinds."""
SAME = {"runs": ("pixels_same_images", "phases_same_images")}
"""The agreement of samples of the same structureless images."""
SMALL = 0.05
"""A gain in PW-MCC that, though no chance, is called little: about what untrained dictionaries have."""
EXPLAINED = (
    "PW-MCC: features of two dictionaries matched one to one, mean |cosine|; 1: the same features.\n"
    "An independent run has another seed and another sample of the groups of images (drawn with replacement).\n"
    "untrained: before the first step. pixels, phases: learned from images that share nothing but the mean (what "
    "differs from it\nhas its pixels, or its Fourier phases, scattered); same images: two samples of the same such "
    "images, so that what they\nagree in is remembered images and no common parts."
)


def sentences(found: Stability) -> list[str]:
    """The result in plain words, the most important first."""
    members, features = found.living.shape
    often, runs = found.often, found.agreements["runs"]
    many = f"{members} x {features:,} features" if members > 1 else f"{features:,} features"
    lines = [
        f"Of {many}, {often:,} ({often / found.living.size:.1%}) are found again in at least half of {found.runs} "
        f"independent runs; chance would give {found.often_by_chance:,}."
    ]
    if found.living.any() and runs.pairs:
        lines += [_agreement(found), _remembered(found), _halves(found)]
    start = float(found.own_start[found.living].mean()) if found.living.any() else math.nan
    if math.isfinite(start):
        lines.append(
            f"A living feature has |cosine| {start:.2f} with the row it started from (1: untouched), and the starts of "
            f"independent runs agree at {found.agreements['untrained_runs'].living:.2f}: so much may be there from the "
            "start."
        )
    return lines


def _agreement(found: Stability) -> str:
    a = found.agreements
    chance = max(_null(a["pixels_other_images"]), _null(a["phases_other_images"]))
    start, runs = a["untrained_runs"].living, a["runs"]
    if runs.least <= chance:
        verdict = "no more than chance"
    elif runs.least <= start:
        verdict = "no more than their untrained starts do"
    else:
        verdict = "more than chance"
    return (
        f"Independent runs agree {verdict}: PW-MCC {runs.living:.2f} of living features, against {start:.2f} before "
        f"training and {chance:.2f} after training on images without structure."
    )


def _remembered(found: Stability) -> str:
    """How much of the agreement comes from samples of the same originals."""
    a = found.agreements
    same = max(_null(a["pixels_same_images"]), _null(a["phases_same_images"]))
    other = max(_null(a["pixels_other_images"]), _null(a["phases_other_images"]))
    gained, remembered = a["runs"].living - other, same - other
    if gained <= 0:
        return f"Two samples of the same structureless images agree at {same:.2f}."
    part = "all" if remembered >= gained else "most" if remembered > 0.5 * gained else "a part"
    return (
        f"Two samples of the same structureless images agree at {same:.2f}, so {part} of that may be remembered "
        "images, which independent runs share, and no common parts."
    )


def _halves(found: Stability) -> str:
    halves, null = found.agreements["halves"], found.agreements["phases_halves"]
    if not (halves.pairs and null.pairs and halves.least > null.most):
        meaning = "so nothing here shows that the features belong to this kind of images and not to these images alone"
    elif halves.living - null.living < SMALL:
        meaning = "so little of what is learned belongs to this kind of images and not to these images alone"
    else:
        meaning = "so a part of what is learned belongs to this kind of images and not to these images alone"
    return f"Runs that share no image agree at {halves.living:.2f}, without structure at {null.living:.2f}: {meaning}."


def _null(agreement: Agreement) -> float:
    return agreement.living if agreement.pairs else 0.0


def table(found: Stability) -> list[str]:
    """PW-MCC of living features, each line beside its nulls; over all features in brackets."""
    lines = [f"{'PW-MCC of living (all) features':48}{'trained':>15}{'untrained':>11}{'pixels':>9}{'phases':>9}"]
    for name, title in TITLES.items():
        cells = [_cell(found.agreements.get(null)) for null in NULLS[name]]
        real = found.agreements[name]
        value = f"{real.living:.3f} ({real.every:.3f})" if real.pairs else "-"
        lines.append(f"{title:48}{value:>15}{cells[0]:>11}{cells[1]:>9}{cells[2]:>9}")
        if name in SAME:
            pixels, phases = (_cell(found.agreements[null]) for null in SAME[name])
            lines.append(f"{'  the same structureless images':48}{'':15}{'':11}{pixels:>9}{phases:>9}")
    return lines


def _cell(agreement: Agreement | None) -> str:
    return f"{agreement.living:.3f}" if agreement is not None and agreement.pairs else "-"


def stability_text(found: Stability) -> str:
    """Sentences, table and how it was measured, for a terminal."""
    why = (
        f"the least that counts, as chance gives less in {QUANTILE:.0%} of comparisons"
        if found.threshold == FLOOR
        else f"what chance gives in {1 - QUANTILE:.0%} of comparisons"
    )
    each = "1 member" if found.members == 1 else f"{found.members} members, of which the first is compared"
    rule = (
        f"Found again: |cosine| {found.threshold:.2f} or more with a living feature of the other run ({why}).\n"
        f"{found.runs} independent runs of {each}, on samples of the {found.images} training images "
        f"({found.groups} groups)."
    )
    return "\n".join([*sentences(found), "", *table(found), "", EXPLAINED, "", rule])


def stability_dict(found: Stability) -> dict[str, Any]:
    """The summary, ready for JSON: None where there is nothing to measure."""
    members, features = found.living.shape
    counts = found.found[found.living]
    return {
        "sentences": sentences(found),
        "runs": found.runs,
        "members": members,
        "features": features,
        "members_of_each_run": found.members,
        "images": found.images,
        "groups": found.groups,
        "threshold": found.threshold,
        "threshold_floor": FLOOR,
        "threshold_quantile": QUANTILE,
        "living": int(found.living.sum()),
        "found_in_half": found.often,
        "found_in_half_by_chance": found.often_by_chance,
        "living_by_times_found": [int((counts == times).sum()) for times in range(found.runs + 1)],
        "chance_per_run": found.chance_per_run,
        "cosine": _mean(found.cosine[found.living]),
        "chance_cosine": _mean(found.chance[found.living]),
        "own_start": _mean(found.own_start[found.living]),
        "own_start_of_runs": found.own_start_runs,
        "pw_mcc": {name: _agreement_dict(value) for name, value in found.agreements.items()},
        "seconds": found.seconds,
    }


def _mean(values: Any) -> float | None:
    return float(values.mean(dtype="float64")) if values.size else None


def _agreement_dict(found: Agreement) -> dict[str, float | int | None]:
    return {name: None if math.isnan(value) else value for name, value in found._asdict().items()}

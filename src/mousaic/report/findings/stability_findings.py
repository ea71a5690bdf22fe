"""What a measurement of stability says: keys and values, without words."""

from __future__ import annotations

import math

from mousaic.analysis.stability.agreement import Agreement
from mousaic.analysis.stability.stability_result import PartsAgain, Stability
from mousaic.report.findings.shared_start_findings import shared_start_sentence
from mousaic.said import Said, told

NULLS = {
    "members": ("untrained_members", "pixels_members", "phases_members"),
    "run": ("untrained_run", "pixels_run", "phases_run"),
    "runs": ("untrained_runs", "pixels_other_images", "phases_other_images"),
    "halves": ("untrained_halves", "", "phases_halves"),
}
"""What each agreement is judged by: before training, and learned from images without structure of both kinds."""
SAME = {"runs": ("pixels_same_images", "phases_same_images")}
"""The agreement of samples of the same structureless images."""
SMALL = 0.05
"""A gain in PW-MCC that, though no chance, is called little."""
EQUAL = 0.01
"""Agreements no further apart are the same: by so much, rounding, or a step size with which nothing is learned, moves
them."""


def sentences(found: Stability) -> list[Said]:
    """The result, the most important first."""
    (members, features), living = found.living.shape, int(found.living.sum())
    said = [
        told(
            "found_again",
            many=told("features_of_one" if members == 1 else "features_of_all", members=members, features=features),
            living=living, often=found.often, share=found.often / max(living, 1), runs=found.runs,
            untrained=found.often_untrained, chance=found.often_by_chance,
            meaning=told("found_untrained") if 0 < found.often <= found.often_untrained else None,
        )
    ]  # fmt: skip
    if found.living.any() and found.agreements["runs"].pairs:
        said += [shared_start_sentence(found.shared), _agreement(found), _remembered(found), _halves(found)]
    start = float(found.own_start[found.living].mean()) if found.living.any() else math.nan
    if math.isfinite(start):
        said.append(told("untouched", cosine=start, starts=found.agreements["untrained_runs"].living))
    return said if found.parts is None else [*said, _parts(found.parts)]


def _parts(found: PartsAgain) -> Said:
    """How many parts of halves of the images are the same."""
    return told(
        "parts_again", parts=found.parts, found=found.found, share=found.found / max(found.parts, 1),
        chance=found.chance, most=found.most_by_chance, scattered=found.scattered,
        meaning=None if found.beyond else told("parts_no_more"),
    )  # fmt: skip


def _agreement(found: Stability) -> Said:
    a = found.agreements
    chance = max(_null(a["pixels_other_images"]), _null(a["phases_other_images"]))
    start, runs = a["untrained_runs"], a["runs"]
    if runs.least <= chance:
        verdict = "agree_no_more"
    elif not _more(runs, start):
        verdict = "agree_as_starts"
    else:
        verdict = "agree_more"
    return told("runs_agree", verdict=told(verdict), agreement=runs.living, start=start.living, chance=chance)


def _remembered(found: Stability) -> Said:
    """How much of the agreement comes from samples of the same originals."""
    a = found.agreements
    same = max(_null(a["pixels_same_images"]), _null(a["phases_same_images"]))
    other = max(_null(a["pixels_other_images"]), _null(a["phases_other_images"]))
    gained, remembered = a["runs"].living - other, same - other
    if gained <= 0:
        return told("same_agree", agreement=same)
    part = "all" if remembered >= gained else "most" if remembered > 0.5 * gained else "part"
    return told("same_remembered", agreement=same, part=told(f"remembered_{part}"))


def _halves(found: Stability) -> Said:
    """Whether what is learned belongs to the kind of images."""
    halves, null, start = (found.agreements[name] for name in ("halves", "phases_halves", "untrained_halves"))
    if not _more(halves, start):
        key = "halves_untrained"
    elif not (null.pairs and halves.least > null.most):
        key = "halves_nothing"
    elif halves.living - max(null.living, start.living) < SMALL:
        key = "halves_little"
    else:
        key = "halves_part"
    return told("halves_agree", agreement=halves.living, start=start.living, chance=null.living, meaning=told(key))


def _more(trained: Agreement, start: Agreement) -> bool:
    """Every pair agrees more than every pair did before its training."""
    return bool(trained.pairs and start.pairs) and trained.least > start.most + EQUAL


def _null(agreement: Agreement) -> float:
    return agreement.living if agreement.pairs else 0.0

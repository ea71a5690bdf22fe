"""What a claim is on the page: questions with a verdict on every set, a table, and the figures of its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from mousaic.stats.reconstruction_scores import interval

CONFIRMED, REFUTED, OPEN = "confirmed", "refuted", "open"
Label = tuple[str, dict[str, Any]]
"""A key of the words, and the values of its places."""


class Answer(NamedTuple):
    """What one set says to a question."""

    figure: str
    verdict: str


class Question(NamedTuple):
    """A claim that can be true or false of a set."""

    key: str
    answers: dict[str, Answer]
    """By set."""

    @property
    def verdict(self) -> str:
        """What all sets agree on; else open."""
        return OPEN if self.divided else next(iter(self.answers.values())).verdict

    @property
    def divided(self) -> bool:
        """Whether the sets say different things."""
        return len({answer.verdict for answer in self.answers.values()}) > 1


class Rows(NamedTuple):
    """A table; what stands in a cell is the same in every language."""

    columns: list[Label]
    rows: list[tuple[Label, list[str]]]


class Claim(NamedTuple):
    """One thing that the original report says."""

    key: str
    questions: list[Question]
    table: Rows
    figures: dict[str, Any]
    """Of the sentences, by the names of their places."""
    decided_by: tuple[str, ...]
    """The questions that must all be confirmed; the others stand beside them."""

    @property
    def verdict(self) -> str:
        """Confirmed where all that decides is, refuted where any of it is, else open."""
        found = {question.verdict for question in self.questions if question.key in self.decided_by}
        return REFUTED if REFUTED in found else OPEN if OPEN in found or not found else CONFIRMED


Found = Mapping[str, Mapping[str, Any]]
"""Study -> set -> what it found."""


def by_interval(span: Mapping[str, float]) -> str:
    """Whether a difference that is claimed to be above 0 is, as far as its interval says."""
    return CONFIRMED if span["low"] > 0 else REFUTED if span["high"] < 0 else OPEN


def sure(holds: bool) -> str:
    """Of what needs no interval."""
    return CONFIRMED if holds else REFUTED


def difference(one: Sequence[float], other: Sequence[float], groups: Sequence[str]) -> dict[str, float]:
    """The mean of one less another, image by image, with its 95 % interval over resampled groups."""
    found = interval(np.asarray(one) - np.asarray(other), list(groups), 0)
    return {"mean": found.mean, "low": found.low, "high": found.high}


def of_pairs(one: Sequence[float], other: Sequence[float]) -> dict[str, float]:
    """The mean, least and most of differences that belong together, such as of pairs of folds."""
    found = np.asarray(one) - np.asarray(other)
    return {"mean": float(found.mean()), "low": float(found.min()), "high": float(found.max())}


def r3(value: float | None) -> str:
    """Three decimals."""
    return "" if value is None else f"{value:.3f}"


def p3(p: float) -> str:
    """Three decimals of a p, which is never 0."""
    return "< 0.001" if p < 0.0005 else f"{p:.3f}"


def percent(share: float) -> str:
    """Without decimals, but for what is less than ten per cent."""
    return f"{100 * share:.0f} %" if share >= 0.0995 else f"{100 * share:.1f} %"


def span(found: Mapping[str, float], signed: bool = False) -> str:
    """A mean with its interval."""
    form = "+.3f" if signed else ".3f"
    return f"{found['mean']:{form}} [{found['low']:{form}}, {found['high']:{form}}]"


def sets_of(found: Found, *studies: str) -> list[str]:
    """The sets that all of these studies measured, in their order."""
    return [name for name in found.get(studies[0], {}) if all(name in found.get(study, {}) for study in studies)]


def answers(figures: Mapping[str, Mapping[str, float]], signed: bool = True) -> dict[str, Answer]:
    """Of differences with intervals, by set."""
    return {name: Answer(span(one, signed), by_interval(one)) for name, one in figures.items()}

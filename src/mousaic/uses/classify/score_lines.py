"""The table: one line for each representation and model, scored on images held out."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from mousaic.arrays import Floats
from mousaic.stats.prediction_scores import Scored, auroc, balanced_accuracy, brier, interval_of, r_squared, spearman
from mousaic.stats.reconstruction_scores import Interval
from mousaic.uses.classify.judged_fold import Study
from mousaic.uses.classify.outcome import Kind, Outcome
from mousaic.uses.classify.representations import RECOMMENDED

COLUMNS: dict[Kind, tuple[str, ...]] = {
    "classes": ("representation", "classifier", "balanced_accuracy", "low", "high", "auroc", "brier", "p"),
    "numbers": ("representation", "model", "r2", "low", "high", "spearman", "p"),
}
"""Of ``classify.csv`` and of ``regression.csv``."""


class Line(NamedTuple):
    """A line of the table."""

    representation: str
    model: str
    main: Interval
    """Balanced accuracy, 0 to 1, where 1 / classes is chance; or R2, at most 1, where 0 is the mean of all. With its
    95 % interval over groups, NaN with too few of them."""
    others: tuple[float, ...]
    """AUROC (0 to 1, 0.5 is chance) and Brier score (0 to 1, of more than two classes 0 to 2; lower is better); or the
    rank correlation, -1 to 1."""
    p: float | None
    """With outcomes dealt anew; None where that was not done."""

    def columns(self, kind: Kind) -> dict[str, Any]:
        """By :data:`COLUMNS`; what is not there is None."""
        cells = (self.representation, self.model, *self.main, *self.others, self.p)
        known = [None if isinstance(cell, float) and not np.isfinite(cell) else cell for cell in cells]
        return dict(zip(COLUMNS[kind], known, strict=True))


class Scores(NamedTuple):
    """Of one line, with intervals over groups; what does not apply is None."""

    main: Interval
    """Balanced accuracy, or R2."""
    auroc: Interval | None = None
    brier: Interval | None = None
    spearman: float | None = None


class Table(NamedTuple):
    """The lines, the recommended one first, and what they are compared by."""

    lines: tuple[Line, ...]
    main: dict[tuple[str, str], Scored]
    """(representation, model) -> balanced accuracy or R2, with its draws."""
    recommended: Scores

    def gap(self, one: tuple[str, str], other: tuple[str, str]) -> Interval:
        """How much better one line is than another, paired over groups."""
        a, b = self.main[one], self.main[other]
        return interval_of(a.value - b.value, a.draws - b.draws)


def score_lines(study: Study, outputs: Floats, dealt: Floats, weights: Floats) -> Table:
    """All lines.

    Args:
        outputs: (rows, R, N, C), what each row says of each image in each repeat.
        dealt: (P, N), what the recommended model says where it learned dealt outcomes.
        weights: of :func:`mousaic.stats.prediction_scores.drawn_weights`.
    """
    outcome = study.outcome
    p = p_of(study, outputs[0, 0], dealt)
    main: dict[tuple[str, str], Scored] = {}
    lines: list[Line] = []
    scores: list[Scores] = []
    for (representation, model), said in zip(study.rows, outputs, strict=True):
        own = p if representation == RECOMMENDED else None
        if outcome.kind == "classes":
            scored = balanced_accuracy(outcome.labels, said.argmax(2), weights)
            areas, squares = (score(outcome.labels, said, weights) for score in (auroc, brier))
            scores.append(Scores(scored.interval, areas.interval, squares.interval))
            others: tuple[float, ...] = (areas.value, squares.value)
        else:
            scored, rank = r_squared(outcome.values, said[..., 0], weights), spearman(outcome.values, said[..., 0])
            scores.append(Scores(scored.interval, spearman=rank))
            others = (rank,)
        lines.append(Line(representation, model, scored.interval, others, own))
        main[representation, model] = scored
    return Table(tuple(lines), main, scores[0])


def p_of(study: Study, real: Floats, dealt: Floats) -> float | None:
    """How often the recommended model does as well with outcomes dealt anew, in the first repeat.

    Args:
        real: (N, C), what it says with the real ones.
        dealt: (P, N).
    """
    if not len(dealt):
        return None
    outcome = study.outcome
    own = real.argmax(1) if outcome.kind == "classes" else real[:, 0]
    null = np.array([_main(outcome, v, one) for v, one in zip(study.dealt.values, dealt, strict=True)])
    return study.dealt.p(_main(outcome, outcome.values, own.astype(np.float64)), null)


def _main(outcome: Outcome, values: Floats, said: Floats) -> float:
    """Balanced accuracy or R2 of one set of predictions (N,)."""
    none = np.zeros((0, len(values)))
    if outcome.kind == "classes":
        return balanced_accuracy(values.astype(np.int64), said.astype(np.int64)[None], none).value
    return r_squared(values, said[None], none).value

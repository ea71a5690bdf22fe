"""One method in one fold: it learns, and is scored on images it has not seen. The unit of work of a comparison."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from mousaic.analysis.compare.bit_budgets import AtBits, at_bits
from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Floats, Singles
from mousaic.errors import MousaicError
from mousaic.registry import Entry
from mousaic.stats.reconstruction_scores import pearson, squared_error

if TYPE_CHECKING:
    from mousaic.analysis.compare.rival_methods import Fit

BATCH = 256


class Scored(NamedTuple):
    """One row of the table in one fold: numbers alone, which travel between processes."""

    about: Description
    r: Floats
    """(n,): Pearson r of each held-out image, mean over the method's reconstructions."""
    error: Floats
    """(n,): mean squared error."""
    mean_error: Floats
    """(n,): that of the mean of the images learned from."""
    train_r: float
    """Mean r of the originals learned from."""
    bits: AtBits | None
    """The same scores at equal bits; None of a method whose codes have one size alone."""
    seconds: float
    """To learn: what the method takes by itself, also where it was spared a training that another had done, without
    the drawing of copies, which the first to learn from them would pay for all."""


def judge(method: Entry[Fit], part: Part, x: Singles) -> list[Scored]:
    """Let a method learn from a training part, and score it on the held-out images ``x`` (n, D).

    It follows from its arguments alone (all but the seconds), whatever was judged before, and arguments and result can
    be pickled: so any process may do it, and any number of them at once.

    Raises:
        MousaicError: a reconstruction is not finite, or a training broke down.
    """
    spared, drawing, began = part.trainings.spared, part.drawing, time.perf_counter()
    found = method.load()(part)
    seconds = time.perf_counter() - began + part.trainings.spared - spared - (part.drawing - drawing)
    mean_error = squared_error(np.broadcast_to(part.mean, x.shape), x)
    return [_scored(method.name, part, x, fitted, mean_error, seconds) for fitted in found]


def _scored(name: str, part: Part, x: Singles, fitted: Fitted, mean_error: Floats, seconds: float) -> Scored:
    r, error = _scores(name, fitted, x)
    train_r = float(_scores(name, fitted, part.originals)[0].mean())
    bits = at_bits(fitted, x)
    if bits is not None and not np.isfinite(bits.error[bits.values > 0]).all():
        raise _not_finite(name)
    return Scored(fitted.about, r, error, mean_error, train_r, bits, seconds)


def _not_finite(name: str) -> MousaicError:
    return MousaicError(f"The method {name} gave numbers that are not finite: leave it out with --methods.")


def _scores(name: str, fitted: Fitted, x: Singles) -> tuple[Floats, Floats]:
    """Pearson r and squared error of each image (n, D), mean over the method's reconstructions: (n,) both."""
    r, error = [], []
    for start in range(0, len(x), BATCH):
        batch = x[start : start + BATCH]
        made = fitted.reconstruct(batch)
        if not np.isfinite(made).all():
            raise _not_finite(name)
        r.append(np.mean([pearson(y, batch) for y in made], 0))
        error.append(np.mean([squared_error(y, batch) for y in made], 0))
    return np.concatenate(r), np.concatenate(error)

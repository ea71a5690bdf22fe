"""The training loop: epochs of batches, figures once an epoch, a checkpoint now and then."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor

from mousaic.config import TrainingOptions
from mousaic.errors import MousaicError
from mousaic.model.firing_rates import dead_fraction
from mousaic.training.adam import learning_rate_at
from mousaic.training.checkpoint import Pace, TrainingState
from mousaic.training.data import TrainingData
from mousaic.training.division import ONE_PROCESS, Division
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.metrics import EpochSums, evaluate
from mousaic.training.objectives.partners import REFRESH, find_partners, has_partners, strength
from mousaic.training.progress import Progress
from mousaic.training.revive import revive
from mousaic.training.steps.step import Step


@dataclass
class Loop:
    """What the loop needs besides its state.

    Attributes:
        make_step: what computes the steps of a state.
        save: writes a checkpoint of the state.
        after_epoch: called with the state after each complete epoch, before it is saved.
        sides: of the windows that confine the features: see :attr:`mousaic.config.Config.sides`.
        pace: says after which epochs a checkpoint is due. The last epoch's is written in any case, and each one where
            training may stop early, so that the best weights kept beside it never belong to an epoch it does not know.
        division: who trains the members.
        judged: whether each epoch is judged by the originals and the held-out images, too, or by its batches alone.
    """

    data: TrainingData
    options: TrainingOptions
    make_step: Callable[[TrainingState], Step]
    save: Callable[[TrainingState], None]
    after_epoch: Callable[[TrainingState], None]
    progress: Progress
    interrupt: Interrupt
    sides: tuple[int, ...] = ()
    pace: Pace = field(default_factory=Pace)
    division: Division = ONE_PROCESS
    judged: bool = True
    _saved: int = 0

    @property
    def batches(self) -> int:
        """Batches in an epoch; the last one may be smaller."""
        return math.ceil(self.data.images_per_epoch / self.options.batch_size)

    def run(self, state: TrainingState) -> None:
        """Train from where ``state`` stands to the last epoch, or to the early stop.

        Raises:
            Interrupted: the user asked to stop; the state is saved first.
            MousaicError: the loss is no longer a number; the last checkpoint is kept.
        """
        step, self._saved = self.make_step(state), state.epoch
        while state.epoch < self.options.epochs and not self._stopped_early(state):
            self._epoch(state, step)

    def _epoch(self, state: TrainingState, step: Step) -> None:
        began = time.perf_counter()
        if state.batch == 0:
            self._begin(state)
        earlier, already = state.seconds, state.sums.images
        batch = self.data.batches(state.epoch, self.options.batch_size)
        following: Tensor | None = batch(state.batch)
        while following is not None:
            x, following = following, batch(state.batch + 1) if state.batch + 1 < self.batches else None
            state.sums.add(state.batch, len(x), step(x, following, self._rate(state)))
            state.batch += 1
            self.progress.batch(state.epoch + 1, state.sums.images, self.data.images_per_epoch)
            if self.interrupt.asked and state.batch < self.batches:
                state.seconds = earlier + time.perf_counter() - began
                self._check_finite(state)
                self._save(state)
                raise Interrupted
        self._check_finite(state)
        self.division.collect(False)
        row = self._figures(state)
        trained = time.perf_counter() - began
        state.seconds = earlier + trained
        row |= {"images_per_second": (state.sums.images - already) / trained, "seconds": state.seconds}
        state.history.append(row)
        state.epoch, state.batch = state.epoch + 1, 0
        self.after_epoch(state)  # before the checkpoint: if killed in between, it is simply done again
        stopping = self.interrupt.asked
        if stopping or self.pace.due() or self.options.early_stop or state.epoch >= self.options.epochs:
            self._save(state)
        self.progress.epoch(row)
        if stopping and state.epoch < self.options.epochs:
            raise Interrupted

    def _save(self, state: TrainingState) -> None:
        began = time.monotonic()
        self.division.collect(True)
        self.save(state)
        self.pace.written(time.monotonic() - began)
        self._saved = state.epoch

    def _begin(self, state: TrainingState) -> None:
        """Revive what the last epoch left unused, choose partners, and count anew.

        It is done here and not when that epoch ends, so that the weights saved there are those it was judged by.
        """
        if state.sums.images and state.epoch < self.options.revive * self.options.epochs:
            self.division.collect(True)
            revive(state, self.data.images(state.epoch - 1), self.data.shape, self.data.seed, self.sides)
            self.division.changed()
        refresh_partners(state, self.options)
        state.sums = EpochSums.zeros(state.ensemble)

    def _rate(self, state: TrainingState) -> float:
        o = self.options
        return learning_rate_at(state.adam.steps, self.batches * o.epochs, o.learning_rate, o.warmup, o.decay)

    def _figures(self, state: TrainingState) -> dict[str, float]:
        row = {"epoch": state.epoch + 1, **state.sums.figures()}
        if not self.judged:
            return row
        row["dead_fraction"] = dead_fraction(state.ensemble, self.data.flat_originals)
        if len(self.data.validation):
            weight = strength(self.options, state.epoch)
            held_out = evaluate(state.ensemble, self.data.validation, weight, partners=state.partners)
            row |= {f"validation_{name}": value for name, value in held_out.items()}
        return row

    def _check_finite(self, state: TrainingState) -> None:
        bad = int(state.sums.first_bad)
        if bad < self.batches:
            kept = f"the last good checkpoint (epoch {self._saved}) is kept; " if self._saved else ""
            raise MousaicError(
                f"Training broke down: the loss was not a finite number in epoch {state.epoch + 1}, batch {bad + 1}; "
                f"{kept}train again with a lower --learning-rate (now {self.options.learning_rate:g})."
            )

    def _stopped_early(self, state: TrainingState) -> bool:
        patience = self.options.early_stop
        return bool(patience) and state.epoch - best_epoch(state.history) >= patience


def best_epoch(history: list[dict[str, float]]) -> int:
    """The epoch (from 1) with the least validation error, the first of equals; 0 before any."""
    errors = [row["validation_reconstruction"] for row in history if "validation_reconstruction" in row]
    return 1 + errors.index(min(errors)) if errors else 0


def refresh_partners(state: TrainingState, options: TrainingOptions) -> None:
    """Choose the partners of the coming epochs, where it is time to; called as an epoch begins."""
    if has_partners(options, state.ensemble.members) and (state.partners is None or state.epoch % REFRESH == 0):
        state.partners = find_partners(state.ensemble.dictionary(), options.consistency_kind, state.epoch // REFRESH)

"""The training loop: epochs of batches, figures once an epoch, a checkpoint after each."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from mousaic.config import TrainingOptions
from mousaic.errors import MousaicError
from mousaic.training.checkpoint import TrainingState
from mousaic.training.data import TrainingData
from mousaic.training.interrupt import Interrupt, Interrupted
from mousaic.training.losses import loss_and_gradients
from mousaic.training.metrics import EpochSums, evaluate
from mousaic.training.optimiser import adam_step, learning_rate_at
from mousaic.training.progress import Progress


@dataclass
class Loop:
    """What the loop needs besides its state.

    Attributes:
        save: writes a checkpoint of the state.
        after_epoch: called with the state after each complete epoch, before it is saved.
    """

    data: TrainingData
    options: TrainingOptions
    save: Callable[[TrainingState], None]
    after_epoch: Callable[[TrainingState], None]
    progress: Progress
    interrupt: Interrupt

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
        while state.epoch < self.options.epochs and not self._stopped_early(state):
            self._epoch(state)

    def _epoch(self, state: TrainingState) -> None:
        began = time.perf_counter()
        earlier, already = state.seconds, state.sums.images
        images, order = self.data.images(state.epoch), self.data.order(state.epoch)
        steps, size = self.batches * self.options.epochs, self.options.batch_size
        while state.batch < self.batches:
            x = images[order[state.batch * size : (state.batch + 1) * size]]
            step = loss_and_gradients(state.ensemble, x, self.options.consistency)
            rate = learning_rate_at(
                state.adam.steps, steps, self.options.learning_rate, self.options.warmup, self.options.decay
            )
            adam_step(state.ensemble, step.gradients, state.adam, rate)
            state.sums.add(state.batch, x, step.losses, step.codes, step.output)
            state.batch += 1
            self.progress.batch(state.epoch + 1, state.sums.images, self.data.images_per_epoch)
            if self.interrupt.asked and state.batch < self.batches:
                state.seconds = earlier + time.perf_counter() - began
                self._check_finite(state)
                self.save(state)
                raise Interrupted
        self._check_finite(state)
        row = self._figures(state)
        trained = time.perf_counter() - began
        state.seconds = earlier + trained
        row |= {"images_per_second": (state.sums.images - already) / trained, "seconds": state.seconds}
        state.history.append(row)
        state.epoch, state.batch, state.sums = state.epoch + 1, 0, EpochSums.zeros(state.ensemble)
        self.after_epoch(state)  # before the checkpoint: if killed in between, it is simply done again
        self.save(state)
        self.progress.epoch(row)
        if self.interrupt.asked and state.epoch < self.options.epochs:
            raise Interrupted

    def _figures(self, state: TrainingState) -> dict[str, float]:
        row = {"epoch": state.epoch + 1, **state.sums.figures()}
        if len(self.data.validation):
            held_out = evaluate(state.ensemble, self.data.validation, self.options.consistency)
            row |= {f"validation_{name}": value for name, value in held_out.items()}
        return row

    def _check_finite(self, state: TrainingState) -> None:
        bad = int(state.sums.first_bad)
        if bad < self.batches:
            kept = f"the last good checkpoint (epoch {state.epoch}) is kept; " if state.epoch else ""
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

"""The process that leads: it keeps the whole state, and has the others train their members, or on their images.

Everything but the steps happens here, as in one process. At a step all get the batch. Members that others train come
back at an epoch's end, where figures are made of their weights, and with all else where a checkpoint is written; where
the images of a batch are divided, each process has all members, and the first's are those of all.
"""

from __future__ import annotations

import dataclasses
from enum import IntEnum, auto

from torch import Tensor

from mousaic.config import Config
from mousaic.device import choose_device
from mousaic.errors import MousaicError
from mousaic.training.checkpoint import TrainingState
from mousaic.training.metrics import BatchFigures
from mousaic.training.ranks.rank_shares import dealt, shares_of
from mousaic.training.ranks.state_parts import part_of, rest_in, weights_in
from mousaic.training.ranks.talk import Talk
from mousaic.training.steps.backend import make_step
from mousaic.training.steps.divisible import apart, check_batches, check_divisible
from mousaic.training.steps.step import Step


class Order(IntEnum):
    """What the others are told to do, with the numbers that follow."""

    END = auto()
    BEGIN = auto()
    """A letter follows: what is to be trained, and how."""
    DEAL = auto()
    """Steps of Adam so far. The state of the members they train follows."""
    STEP = auto()
    """Images of the batch, of the following one (0: none), whether the batch was that of the last step, step size."""
    WEIGHTS = auto()
    """They are to be given back."""
    REST = auto()
    """The rest of the state is."""


class Leader:
    """A :class:`mousaic.training.division.Division` over the processes, and the step that they do together."""

    def __init__(self, talk: Talk) -> None:
        self.talk, self.ended = talk, False

    def check(self, config: Config) -> None:
        """Raise where neither members nor images can be divided, or where none can talk."""
        check_divisible(config)
        if (processes := self.images_over(config)) > 1:
            check_batches(config, processes)
        if choose_device(config.training.device).type == "mps":
            raise MousaicError(
                "Processes do not share Apple's GPU: add --device cpu, or start mousaic without torchrun."
            )

    def images_over(self, config: Config) -> int:
        """Where there are fewer members than processes, or members that cannot be trained apart."""
        by_members = config.model.members >= self.talk.processes and apart(config)
        return 1 if by_members else self.talk.processes

    def make_step(self, backend: str, state: TrainingState, config: Config, threads: int) -> Step:
        """Tell the others what is to be trained; the step is this object."""
        self.check(config)
        values, placing = state.ensemble.values, state.ensemble.parts.placing
        self.by_images = self.images_over(config) > 1
        share, images = shares_of(self.talk, state.ensemble.members, self.by_images)
        if backend == "compiled":
            state.adam.note_resting(state.ensemble)
        self.state, self.mine = state, part_of(state, share.own)
        self.step = make_step(backend, self.mine, config, threads, share, images)
        self.talk.order(Order.BEGIN)
        self.talk.letter(
            {
                "config": dataclasses.asdict(config),
                "backend": backend,
                "threads": threads,
                "members": state.ensemble.members,
                "by_images": self.by_images,
                "placing": placing and dataclasses.asdict(placing),
                "pixels": state.ensemble.pixels,
                "k": state.ensemble.k,
                "shapes": {name: p.shape[1:] for name, p in values.items()},
            }
        )
        self.given, self.weights_old, self.rest_old = False, False, False
        self.announced: Tensor | None = None
        return self

    def __call__(self, x: Tensor, following: Tensor | None, rate: float) -> BatchFigures:
        """One step of all members."""
        if not self.given:
            self._deal()
        known = x is self.announced
        self.talk.order(Order.STEP, len(x), 0 if following is None else len(following), known, rate)
        if not known:
            self.talk.shown(x)
        if following is not None:
            self.talk.shown(following)
        self.announced = following
        figures = self.step(x, following, rate)
        self.state.adam.steps = self.mine.adam.steps
        self.weights_old = self.rest_old = not self.by_images
        return figures

    def collect(self, everything: bool) -> None:
        """Have the weights given back, or all, where they are older here."""
        if self.weights_old:
            self._take(Order.WEIGHTS, weights_in(self.state))
            self.weights_old = False
        if everything and self.rest_old:
            self._take(Order.REST, rest_in(self.state))
            self.rest_old = False

    def changed(self) -> None:
        """The others are given all anew before the next step."""
        self.given = False

    def end(self) -> None:
        """Let the others go; more than once is no harm."""
        if self.ended:
            return
        self.ended = True
        if self.talk.lost:
            self.talk.say_lost()
            return
        self.talk.order(Order.END)
        self.talk.close()

    def _deal(self) -> None:
        self.talk.order(Order.DEAL, self.state.adam.steps)
        for tensor in (*weights_in(self.state), *rest_in(self.state)):
            for rank, own in self._others(tensor):
                self.talk.give(tensor[own], rank)
        self.given = True

    def _take(self, order: Order, tensors: list[Tensor]) -> None:
        self.talk.order(order)
        for tensor in tensors:
            for rank, own in self._others(tensor):
                self.talk.take(tensor[own], rank)

    def _others(self, tensor: Tensor) -> list[tuple[int, slice]]:
        whole = [slice(None)] * self.talk.processes
        return list(enumerate(whole if self.by_images else dealt(len(tensor), self.talk.processes)))[1:]

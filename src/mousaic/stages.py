"""How far long work of several stages is, for whoever shows it (:mod:`mousaic.training.progress`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mousaic.memory import give_back
from mousaic.said import Said

Stage = Callable[[Said, float], None]
"""Told what begins now, or goes on, and how large a share of the whole work is done, 0 to 1."""


def untold(what: Said, done: float) -> None:
    """Nobody is told."""


def counted(stage: Stage, what: Said, share: float = 1.0) -> Callable[[int, int], None]:
    """Who is told (done, all) of things that are one kind of work, ``share`` of the whole."""
    return lambda done, count: stage(what, share * done / max(count, 1))


class Stages:
    """Work in several stages, itself perhaps a stage of longer work.

    Examples:
        >>> from mousaic.said import told
        >>> work = Stages(lambda what, done: print(what.key, done), {"read": 1, "test": 3})
        >>> inner = work.begin("read", told("reading"))
        reading 0.0
        >>> inner(told("file"), 0.5)
        file 0.125
        >>> _ = work.begin("test", told("testing"))
        testing 0.25
    """

    def __init__(self, stage: Stage, shares: Mapping[str, float]) -> None:
        """``shares``: about what each stage takes of the whole, in any unit, in their order."""
        self._stage, self._shares, self._total = stage, dict(shares), sum(shares.values())

    def begin(self, name: str, what: Said) -> Stage:
        """A stage begins; whoever works in it is given whom to tell how much of it is done."""
        give_back()  # what the stage before needed
        names = list(self._shares)
        before = sum(self._shares[one] for one in names[: names.index(name)])

        def within(what: Said, done: float) -> None:
            self._stage(what, (before + done * self._shares[name]) / self._total)

        within(what, 0.0)
        return within

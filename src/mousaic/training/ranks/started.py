"""Whether torchrun started this process, as which of several, and who leads then."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mousaic.training.division import Division
    from mousaic.training.ranks.talk import Talk

_leading: list[Division] = []


@contextmanager
def joined() -> Iterator[bool]:
    """Join the processes that torchrun started, if it did; yields whether this one is to run the command.

    The others do what it asks of them until it ends, and have nothing left to do then.

    Raises:
        MousaicError: this PyTorch cannot, or the others have gone.
    """
    if "TORCHELASTIC_RUN_ID" not in os.environ or int(os.environ["WORLD_SIZE"]) == 1:
        yield True
        return
    from mousaic.training.ranks.follower import follow
    from mousaic.training.ranks.leader import Leader
    from mousaic.training.ranks.lost import Lost
    from mousaic.training.ranks.talk import Talk

    talk = Talk()
    if talk.rank:
        try:
            follow(talk)
        except Lost:
            if talk.rank > 1 or talk.is_told():  # one of them speaks
                raise SystemExit(1) from None
            raise
        yield False
        return
    signal.signal(signal.SIGTERM, partial(_ended, talk))
    leader = Leader(talk)
    _leading.append(leader)
    try:
        yield True
    finally:
        _leading.clear()
        leader.end()


def _ended(talk: Talk, number: int, frame: FrameType | None) -> None:
    """torchrun ends who is left as soon as one of them has gone; the first still says what has happened."""
    if not talk.lost:
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)


def leading() -> Division:
    """Who trains what this command trains: this process, or with it the others that it leads."""
    from mousaic.training.division import ONE_PROCESS

    return _leading[0] if _leading else ONE_PROCESS

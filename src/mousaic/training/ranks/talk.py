"""How the processes of one training talk: through torch.distributed, gloo on processors, NCCL on CUDA devices."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import torch
import torch.distributed as together
from torch import Tensor
from torch.distributed.rendezvous import rendezvous

from mousaic.errors import MousaicError
from mousaic.training.ranks.lost import Lost

WORDS = 5
"""Numbers in an order."""
PATIENCE = timedelta(days=30)
"""The others wait while the first reads images; who dies is noticed at once, by the connection."""


TOLD, MOMENT = "mousaic/told", timedelta(seconds=3)


class Talk:
    """The connections of this process, number ``rank`` of ``processes``.

    Raises:
        MousaicError: this PyTorch has no torch.distributed, or the others are not there.
    """

    def __init__(self) -> None:
        if not together.is_available():
            raise MousaicError("This PyTorch comes without torch.distributed: start mousaic train without torchrun.")
        self.lost, cuda = False, torch.cuda.is_available()
        if cuda:
            torch.cuda.set_device(int(os.environ["LOCAL_RANK"]) % torch.cuda.device_count())
        with self.connected():
            found: tuple[Any, int, int] = next(rendezvous("env://"))
            self.board, self.rank, self.processes = found
            backend = "cpu:gloo,cuda:nccl" if cuda else "gloo"
            group = {"store": self.board, "rank": self.rank, "world_size": self.processes}
            together.init_process_group(backend, timeout=PATIENCE, **group)

    def order(self, *words: float) -> list[float]:
        """The first process's order, up to ``WORDS`` numbers; the others give none and wait for it."""
        sent = torch.zeros(WORDS, dtype=torch.float64)
        sent[: len(words)] = torch.tensor(words, dtype=torch.float64)
        found: list[float] = self.shown(sent).tolist()
        return found

    def shown(self, tensor: Tensor) -> Tensor:
        """The first process's tensor, written into that of the others."""
        tensor = tensor.contiguous()
        with self.connected():
            together.broadcast(tensor, 0)
        return tensor

    def letter(self, content: dict[str, Any]) -> dict[str, Any]:
        """The first process's letter, of what JSON can say; the others give an empty one."""
        written = torch.frombuffer(bytearray(json.dumps(content).encode()), dtype=torch.uint8)
        length = int(self.order(len(written))[0])
        raw = self.shown(written if self.rank == 0 else torch.empty(length, dtype=torch.uint8))
        found: dict[str, Any] = json.loads(raw.numpy().tobytes())
        return found

    def give(self, tensor: Tensor, rank: int) -> None:
        """Send one process a tensor."""
        with self.connected():
            together.send(tensor.contiguous(), rank)

    def take(self, tensor: Tensor, rank: int) -> None:
        """Receive a contiguous tensor from one process, in place."""
        with self.connected():
            together.recv(tensor, rank)

    def gathered(self, own: Tensor, counts: list[int]) -> Tensor:
        """(sum of counts, ...): the first ``counts[rank]`` rows that each process gives, as numbers are only passed
        on."""
        sent = own.new_zeros(max(counts), *own.shape[1:])
        count = counts[self.rank]
        sent[:count] = own[:count]
        found = [torch.empty_like(sent) for _ in counts]
        with self.connected():
            together.all_gather(found, sent)
        return torch.cat([one[:count] for one, count in zip(found, counts, strict=True)])

    def add(self, tensor: Tensor) -> Tensor:
        """The sum of what all processes give, written into a contiguous tensor: the same bytes for all of them, and
        each time, as gloo's ring adds each number in an order that follows from its place."""
        with self.connected():
            together.all_reduce(tensor)
        return tensor

    def most(self, tensor: Tensor) -> Tensor:
        """The largest of what all processes give, likewise."""
        with self.connected():
            together.all_reduce(tensor, together.ReduceOp.MAX)
        return tensor

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Whoever dies is noticed here, as connections break.

        Raises:
            Lost: somebody has.
        """
        try:
            yield
        except RuntimeError as error:  # of gloo and NCCL alike
            self.lost = True
            raise Lost from error

    def say_lost(self) -> None:
        """Let the others know, by torchrun itself, that the first process tells the user what has happened."""
        with suppress(RuntimeError):
            self.board.set(TOLD, "1")

    def is_told(self) -> bool:
        """Whether the first process does; it is given a moment to."""
        try:
            self.board.wait([TOLD], MOMENT)
        except RuntimeError:
            return False
        return True

    def close(self) -> None:
        """No more is to be said."""
        together.destroy_process_group()

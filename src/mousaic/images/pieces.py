"""The images of a set as they were read, small, in the units of their files: as arrays, not as an object for each."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Floats, Ints, RawPixels, Whole
from mousaic.images.mapped import blocks, let_go, room
from mousaic.images.ranges import Ends
from mousaic.images.reading.decoded import ImageFacts
from mousaic.said import Said
from mousaic.texts import Texts


class Piece(NamedTuple):
    """One image, or several that are alike in all but their numbers."""

    square: np.ndarray
    """float32 or float64 (C, size, size); letterbox bars are NaN."""
    ends: Ends | None
    """This and the next three: as of :class:`mousaic.images.reading.decoded.ReadImage`."""
    low: float
    high: float
    inverted: bool
    facts: ImageFacts
    sha256: str


class Pieces:
    """Up to N images, put in their places in any order, by any thread.

    Args:
        count: N.
        beside: keeps pixels that are too many for memory on the disk of this folder.
    """

    def __init__(self, count: int, beside: Path | None = None) -> None:
        self._beside, self._lock = beside, threading.Lock()
        self._squares: RawPixels | None = None
        self._odd: dict[int, np.ndarray] = {}  # of another shape or type than the first that came
        self._written = 0
        self._known: dict[tuple[Ends | None, ImageFacts], int] = {}
        self.kind = np.full(count, -1, np.int32)
        """(N,): which of the kinds of :attr:`facts` and :attr:`ends` each image is; -1 where there is none."""
        self.low, self.high, self.inverted = np.empty(count), np.empty(count), np.zeros(count, bool)
        self._digests = np.zeros((count, 32), np.uint8)
        self.lost: dict[int, Said] = {}
        """Place -> why there is no image."""

    def __len__(self) -> int:
        return len(self.kind)

    def put(self, place: int, piece: Piece) -> None:
        """Keep one image."""
        numbers = np.array([piece.low]), np.array([piece.high])
        digest = np.frombuffer(bytes.fromhex(piece.sha256), np.uint8)
        self.put_alike(place, piece.square[None], piece, *numbers, digest[None])

    def put_alike(
        self, place: int, squares: RawPixels, like: Piece, low: Floats, high: Floats, digests: np.ndarray
    ) -> None:
        """Keep n images (n, C, size, size) from ``place`` on: number types and facts are those of ``like``.

        Args:
            low, high: (n,) least and largest value.
            digests: uint8 (n, 32).
        """
        own = slice(place, place + len(squares))
        with self._lock:
            if self._squares is None:
                self._squares = room((len(self), *squares.shape[1:]), squares.dtype, self._beside)
            if squares.shape[1:] == self._squares.shape[1:] and squares.dtype == self._squares.dtype:
                self._squares[own] = squares
            else:
                self._odd |= {place + i: square for i, square in enumerate(squares)}
            self.kind[own] = self._known.setdefault((like.ends, like.facts), len(self._known))
            self.low[own], self.high[own], self.inverted[own], self._digests[own] = low, high, like.inverted, digests
            self._written += squares.nbytes
            if self._written > 2**25:
                self._written = 0
                let_go()

    def lose(self, place: int, reason: Said) -> None:
        """There is no image."""
        with self._lock:
            self.lost[place] = reason

    def settle(self) -> None:
        """All are there: kinds in the order of their first images, and whatever is lost left out."""
        there = np.flatnonzero(self.kind >= 0)
        if len(there) < len(self):
            self._odd = {new: self._odd[old] for new, old in enumerate(there.tolist()) if old in self._odd}
            if self._squares is not None:
                self._squares = _close_up(self._squares, there)
            self.low, self.high, self.inverted = self.low[there], self.high[there], self.inverted[there]
            self.kind, self._digests = self.kind[there], self._digests[there]
        used, first = np.unique(self.kind, return_index=True)
        order, kinds = used[np.argsort(first)], list(self._known)
        self._known = {kinds[old]: new for new, old in enumerate(order.tolist())}
        number = np.zeros(len(kinds), np.int32)
        number[order] = np.arange(len(order))
        self.kind = number[self.kind]

    @property
    def sha256(self) -> Texts:
        """(N,) of the files."""
        return Texts.of_digests(self._digests)

    @property
    def facts(self) -> list[ImageFacts]:
        """Of each kind what its files are."""
        return [facts for _, facts in self._known]

    @property
    def ends(self) -> list[Ends | None]:
        """Of each kind the number type's black and white."""
        return [ends for ends, _ in self._known]

    def sizes(self) -> Ints:
        """(N, 2): height and width of each file."""
        sizes: Ints = np.array([(facts.height, facts.width) for facts in self.facts], np.int64)
        return np.broadcast_to(sizes, (len(self), 2)) if len(sizes) == 1 else sizes[self.kind]

    def of_ends(self, ends: Ends | None) -> Flags:
        """(N,): the images of this number type."""
        found: Flags = np.array([own == ends for own in self.ends])[self.kind]
        return found

    def channels(self) -> Counter[int]:
        """How many images have how many channels."""
        assert self._squares is not None
        odd = Counter(len(square) for square in self._odd.values())
        odd[self._squares.shape[1]] += len(self) - len(self._odd)
        return +odd

    def stacked(self) -> RawPixels:
        """All squares (N, C, size, size), of one number of channels; the array is the caller's from then on."""
        assert self._squares is not None
        found = self._squares
        kind = np.result_type(found.dtype, *{square.dtype for square in self._odd.values()})
        if kind != found.dtype:
            found = room(found.shape, kind, self._beside)
            for part in blocks(found):
                found[part] = self._squares[part]
                let_go()
        for place, square in self._odd.items():
            found[place] = square
        self._squares, self._odd = None, {}
        return found


def _close_up(squares: RawPixels, there: Whole) -> RawPixels:
    """The rows at ``there``, rising, moved to the front, in place."""
    for part in blocks(squares[: len(there)]):
        squares[part] = squares[there[part]]
        let_go()
    return squares[: len(there)]

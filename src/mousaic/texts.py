"""Very many short texts, such as the names and checksums of images, without a Python object for each.

A million names of 13 letters take 17 MB so, and 70 MB as a tuple of strings.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

_HEX = re.compile("(?:[0-9a-f]{2})+")
_AT_ONCE = 4096
"""Texts that are unpacked together."""


class Texts(Sequence[str]):
    """N texts in one block of memory; whatever lone surrogates they hold comes back.

    Examples:
        >>> names = Texts.of(["mouse", "", "\u8f2e"])
        >>> names[2], names[-3:2], len(names), "mouse" in names, names == ("mouse", "", "\u8f2e")
        ('\u8f2e', Texts(['mouse', '']), 3, True, True)
        >>> names.take([2, 0])
        Texts(['\u8f2e', 'mouse'])
    """

    __slots__ = ("_bytes", "_ends", "_hexadecimal")

    def __init__(self, data: NDArray[np.uint8], ends: NDArray[Any] | range, hexadecimal: bool) -> None:
        self._bytes, self._ends, self._hexadecimal = data, ends, hexadecimal
        """UTF-8, or of digits in pairs half as many bytes; (N + 1,) where each text ends, a range where all are of one
        length."""

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """These texts in their order."""
        if isinstance(texts, cls):
            return texts
        found = Gathered()
        for text in texts:
            found.add(text)
        return found.texts()

    @classmethod
    def of_digests(cls, digests: NDArray[np.uint8]) -> Texts:
        """Checksums (N, 32) as hexadecimal digits."""
        count, size = digests.shape
        return cls(digests.reshape(-1), range(0, (count + 1) * size, size), True)

    @classmethod
    def joined(cls, data: bytearray, lengths: Any, hexadecimal: bool) -> Texts:
        """Texts that lie one after another, of so many bytes each; digits in pairs as half as many bytes."""
        letters, lengths = np.frombuffer(bytes(data), np.uint8), np.asarray(lengths, np.int64)
        if len(lengths) and lengths[0] and (lengths == lengths[0]).all():
            width = int(lengths[0])
            return cls(letters, range(0, len(data) + width, width), hexadecimal)
        kind = np.uint32 if len(data) < 2**32 else np.int64
        ends = np.zeros(len(lengths) + 1, kind)
        np.cumsum(lengths, out=ends[1:], dtype=kind)
        return cls(letters, ends, hexadecimal)

    def _between(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the texts before these places (n,) end."""
        if isinstance(self._ends, range):
            return places * self._ends.step
        return self._ends[places].astype(np.int64)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Texts: ...
    def __getitem__(self, at: int | slice) -> str | Texts:
        if isinstance(at, slice):
            return self.take(np.arange(len(self))[at])
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(f"There are {len(self)} texts, and none at {at}.")
        return self._text(self._bytes[self._ends[place] : self._ends[place + 1]].tobytes())

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self), _AT_ONCE):
            own = self._ends[start : start + _AT_ONCE + 1]
            ends = list(own) if isinstance(own, range) else own.tolist()
            block = self._bytes[ends[0] : ends[-1]].tobytes()
            for begin, end in pairwise(ends):
                yield self._text(block[begin - ends[0] : end - ends[0]])

    def _text(self, own: bytes) -> str:
        return own.hex() if self._hexadecimal else own.decode("utf-8", "surrogatepass")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Texts) and self._hexadecimal == other._hexadecimal:
            same = len(self) == len(other) and np.array_equal(self._bytes, other._bytes)
            if same and isinstance(self._ends, range) and isinstance(other._ends, range):
                return True  # as many bytes, and as many texts of one length
            return same and np.array_equal(self._ends, other._ends)
        if not isinstance(other, (Texts, tuple, list)):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        more = ", ..." if len(self) > 8 else ""
        return f"Texts([{', '.join(map(repr, self[:8] if more else self))}{more}])"

    def take(self, chosen: Sequence[int] | NDArray[np.integer[Any]]) -> Texts:
        """The texts at these places, in that order."""
        places = np.asarray(chosen, np.int64)
        places = np.where(places < 0, places + len(self), places)
        if isinstance(self._ends, range) and len(places):
            width = self._ends.step
            rows = self._bytes.reshape(len(self), width)[places]
            return Texts(rows.reshape(-1), range(0, (len(places) + 1) * width, width), self._hexadecimal)
        lengths = self._between(places + 1) - self._between(places)
        data = bytearray()
        for begin in range(0, len(places), _AT_ONCE):
            own = slice(begin, begin + _AT_ONCE)
            for start, length in zip(self._between(places[own]).tolist(), lengths[own].tolist(), strict=True):
                data += self._bytes[start : start + length].data
        return self.joined(data, lengths, self._hexadecimal)

    def numbered(self) -> NDArray[np.int64]:
        """(N,): for each text which of the different ones it is, from 0, in rising order (of code points).

        Examples:
            >>> Texts.of(["b", "a", "b", "ab"]).numbered().tolist()
            [2, 0, 2, 1]
        """
        if isinstance(self._ends, range):
            letters = self._bytes.reshape(len(self), self._ends.step)
            found = _by_beginnings(letters)
            return _by_letters(np.pad(letters, ((0, 0), (0, 1)), constant_values=1)) if found is None else found
        every = np.arange(len(self))
        lengths = self._between(every + 1) - self._between(every)
        width = int(lengths.max(initial=0)) + 1
        if width * len(self) > 64 * max(len(self._bytes), 1024) or not self._bytes.all():
            places = {text: i for i, text in enumerate(sorted(set(self)))}
            return np.array([places[text] for text in self], np.int64)
        padded = np.zeros((len(self), width), np.uint8)
        padded[np.arange(width) < lengths[:, None]] = self._bytes
        return _by_letters(padded)


def _by_letters(letters: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Which of the different rows (N, width) each is; UTF-8 sorts as code points do.

    Numpy takes zeros at the end for no part of a text: where they may be, another number follows in every row.
    """
    found: NDArray[np.int64] = np.unique(letters.view(f"S{letters.shape[1]}")[:, 0], return_inverse=True)[1]
    return found


def _by_beginnings(letters: NDArray[np.uint8]) -> NDArray[np.int64] | None:
    """The same, in a third of the memory, where rows whose first eight bytes are equal are equal, as of checksums."""
    if letters.shape[1] < 8:
        return None
    heads = np.ascontiguousarray(letters[:, :8]).view(">u8")[:, 0].astype(np.uint64)
    order = np.argsort(heads, kind="stable")
    heads = heads[order]
    other = heads[1:] != heads[:-1]
    again = np.flatnonzero(~other)
    if len(again) > len(heads) // 8 or (letters[order[again]] != letters[order[again + 1]]).any():
        return None
    found = np.empty(len(heads), np.int64)
    found[order] = np.append(0, np.cumsum(other))
    return found


class Gathered:
    """Texts that come one after another, until all are there."""

    def __init__(self) -> None:
        self._data, self._lengths, self._hexadecimal = bytearray(), array("q"), True

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, text: str) -> None:
        """The next one."""
        if self._hexadecimal:
            if _HEX.fullmatch(text):
                self._keep(bytes.fromhex(text))
                return
            self._data, lengths = bytearray(self._data.hex().encode()), self._lengths
            self._lengths, self._hexadecimal = array("q", (2 * length for length in lengths)), False
        self._keep(text.encode("utf-8", "surrogatepass"))

    def texts(self) -> Texts:
        """All of them."""
        lengths = np.frombuffer(self._lengths, np.int64)
        return Texts.joined(self._data, lengths, self._hexadecimal and len(lengths) > 0)

    def _keep(self, own: bytes) -> None:
        self._data += own
        self._lengths.append(len(own))

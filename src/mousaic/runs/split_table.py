"""Which original of a run is in which part: ``split.csv``, its columns in memory and not an object for each line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from mousaic.arrays import Mask
from mousaic.texts import Texts

PARTS = ("train", "validation")


@dataclass(frozen=True)
class SplitRow:
    """One original of a run: a line of ``split.csv``."""

    path: str
    label: str
    group: str
    part: str
    sha256: str


COLUMNS = tuple(SplitRow.__dataclass_fields__)


class Split(Sequence[SplitRow]):
    """The N originals of a run, in their order.

    Examples:
        >>> one, other = SplitRow("a.png", "wt", "a.png", "train", "00"), SplitRow("b.png", "", "b", "validation", "01")
        >>> split = Split.of([one, other])
        >>> split[1].path, split.held_out.tolist(), list(split.paths)
        ('b.png', [False, True], ['a.png', 'b.png'])
    """

    def __init__(self, *columns: Sequence[str]) -> None:
        self.paths, self.labels, self.groups, self.parts, self.sha256 = map(Texts.of, columns)

    @classmethod
    def of(cls, rows: Iterable[SplitRow]) -> Split:
        """These rows."""
        kept = list(rows)
        return cls(*([getattr(row, name) for row in kept] for name in COLUMNS))

    @property
    def columns(self) -> tuple[Texts, ...]:
        """In the order of :data:`COLUMNS`."""
        return self.paths, self.labels, self.groups, self.parts, self.sha256

    @cached_property
    def held_out(self) -> Mask:
        """(N,): the validation part."""
        found: Mask = np.fromiter((part == "validation" for part in self.parts), bool, len(self))
        return found

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, at: int) -> SplitRow: ...
    @overload
    def __getitem__(self, at: slice) -> Split: ...
    def __getitem__(self, at: int | slice) -> SplitRow | Split:
        if isinstance(at, slice):
            return Split(*(column[at] for column in self.columns))
        return SplitRow(*(column[at] for column in self.columns))

    def __iter__(self) -> Iterator[SplitRow]:
        return (SplitRow(*row) for row in zip(*self.columns, strict=True))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Split):
            return self.columns == other.columns
        return list(self) == list(other) if isinstance(other, (list, tuple)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

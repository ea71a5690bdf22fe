"""A run in a notebook: what it found at a glance, its curves, and each of its tables as a frame."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mousaic.errors import MousaicError, nearest
from mousaic.files import read_rows
from mousaic.views import frame, view


class RunViews:
    """What :class:`mousaic.runs.run.Run` shows of itself."""

    path: Path

    @property
    def raw(self) -> bool:
        """Whether its tables hold names as they are."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        """What was learned from what, how well, and where the pages are."""
        return str(view("run_html", self))

    def plot(self, lang: str = "en") -> Any:
        """The training's curves, as a matplotlib Figure."""
        return view("run", self, lang)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables, for :meth:`to_frame`: ``history``, ``split``, ``analysis/features``, ..."""
        found = (path.relative_to(self.path).with_suffix("") for path in self.path.rglob("*.csv"))
        return tuple(sorted(path.as_posix() for path in found))

    def to_frame(self, table: str = "history") -> Any:
        """One of its :attr:`tables` as a pandas DataFrame; numbers are numbers, and cells that are empty are NaN.

        Raises:
            MousaicError: there is no such table, it is damaged, or pandas is not installed.
        """
        known = list(self.tables)
        if table not in known:
            raise MousaicError(
                f"{self.path} has no table {table!r}{nearest(table, known)} (it has: {', '.join(known) or 'none'})."
            )
        rows = read_rows(self.path / f"{table}.csv", (), self.raw)
        made = frame(rows)
        for name in made.columns:
            made[name] = _numbers(made[name])
        return made


def _numbers(column: Any) -> Any:
    """A column of numbers as numbers; any other stays text."""
    filled = column.where(column != "", "nan")
    try:
        found = filled.astype(float)
    except ValueError:
        return column
    whole = column.str.fullmatch(r"[+-]?\d{1,15}").all()
    return found.astype(int) if whole else found

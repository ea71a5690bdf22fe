"""What ``mousaic stability`` found out about a run's features, for every analysis that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mousaic.arrays import Flags, Floats, Ints
from mousaic.command_lines import command_line
from mousaic.errors import MousaicError
from mousaic.files import read_rows
from mousaic.model.store import digest_of_model, file_sha256
from mousaic.record_shape import Shape, anything, check_shape, fields, maybe, named, number, several, text, whole
from mousaic.runs.run import Run
from mousaic.sealed import read_sealed

COLUMNS = ["member", "feature", "living", "found", "cosine", "chance_found", "chance_cosine", "own_start"]
BEFORE_TRAINING = ["untrained_living", "untrained_found", "untrained_cosine"]
"""The columns of ``analysis/stability.csv``, one row a member and feature; early measurements lack the last three."""


class Untrained(NamedTuple):
    """The start of each of M x H features, looked for among the starts of independent runs."""

    living: Flags
    found: Ints
    cosine: Floats


SUMMARY: Shape = fields(
    {"table_sha256": text},
    model=text,
    sentences=several(anything),
    runs=whole(1),
    members=whole(1),
    features=whole(1),
    members_of_each_run=whole(1),
    images=whole(1),
    groups=whole(1),
    threshold=number(0, 1),
    living=whole(),
    living_by_times_found=several(whole()),
    pw_mcc=named(fields(living=maybe(number(-1, 1.001)))),
)
"""Of ``analysis/stability.json``: what is read back of it."""


@dataclass(frozen=True)
class Trust:
    """How far each of M x H features would be found again.

    Attributes:
        runs: independent runs (R).
        threshold: the |cosine| from which a feature counts as found again.
        living: (M, H) fires on a training original.
        found: (M, H) int, in how many of the runs it is found again.
        cosine: (M, H) the best |cosine| in a run, mean over runs.
        chance_found: (M, H) in how many of R trainings on structureless images it would be found.
        chance_cosine: (M, H) the best |cosine| in such a training, mean.
        own_start: (M, H) |cosine| with the row it started from.
        untrained: what ``living``, ``found`` and ``cosine`` were before the first step of all trainings; None where
            it was not measured.
    """

    runs: int
    threshold: float
    living: Flags
    found: Ints
    cosine: Floats
    chance_found: Floats
    chance_cosine: Floats
    own_start: Floats
    untrained: Untrained | None = None

    @property
    def often(self) -> Flags:
        """(M, H): living, and found again in at least half of the runs."""
        return self.living & (2 * self.found >= self.runs)

    @property
    def often_by_chance(self) -> Flags:
        """(M, H): the same of trainings on structureless images."""
        return self.living & (2 * self.chance_found >= self.runs)

    @property
    def often_untrained(self) -> Flags | None:
        """(M, H): the same before the first step."""
        start = self.untrained
        return None if start is None else start.living & (2 * start.found >= self.runs)


def stability_files(run: Run) -> tuple[Path, Path]:
    """Where the table and the summary are, or would be."""
    return run.path / "analysis" / "stability.csv", run.path / "analysis" / "stability.json"


def read_trust(run: Run) -> Trust | None:
    """The results of ``mousaic stability``; None where it was not run, or not to its end.

    Raises:
        MousaicError: the files are damaged, or were made for another model.
    """
    table, summary = stability_files(run)
    if not (table.is_file() and summary.is_file()):
        return None
    try:
        found = read_sealed(summary, required=bool(run.mark))
        check_shape(summary, found, SUMMARY)
        if found["model"] != digest_of_model(run.path):
            raise MousaicError(f"{summary} was made for another model.")
        if found.get("table_sha256", "") not in ("", file_sha256(table)):
            raise MousaicError(f"{table} is damaged.")
        rows = read_rows(table, COLUMNS)
        kept = COLUMNS + (BEFORE_TRAINING if rows and BEFORE_TRAINING[0] in rows[0] else [])
    except MousaicError as error:
        reason = str(error).partition(": ")[0].rstrip(".")
        raise MousaicError(f"{reason}; measure again with: {command_line('stability', run.path)}") from error
    shape = (found["members"], found["features"])
    try:
        columns = {name: np.array([float(row[name]) for row in rows]).reshape(shape) for name in kept}
    except ValueError as error:
        raise _damaged(table, run) from error
    if not all(np.isfinite(column).all() for column in columns.values()):
        raise _damaged(table, run)
    if (columns["member"] * shape[1] + columns["feature"] != np.arange(shape[0] * shape[1]).reshape(shape)).any():
        raise _damaged(table, run)
    whole_numbers: dict[str, Any] = {"living": columns["living"] > 0, "found": columns["found"].astype(np.int64)}
    rest = {name: columns[name] for name in COLUMNS[4:]}
    before = [columns[name] for name in BEFORE_TRAINING if name in columns]
    start = Untrained(before[0] > 0, before[1].astype(np.int64), before[2]) if before else None
    return Trust(found["runs"], found["threshold"], **whole_numbers, **rest, untrained=start)


def _damaged(table: Path, run: Run) -> MousaicError:
    return MousaicError(f"{table} is damaged; measure again with: {command_line('stability', run.path)}")

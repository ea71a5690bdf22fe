"""What ``mousaic stability`` found out about a run's features, for every analysis that shows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.arrays import Flags, Floats, Ints
from mousaic.errors import MousaicError
from mousaic.files import read_rows
from mousaic.model.store import digest_of_model, file_sha256
from mousaic.record_shape import Shape, anything, check_shape, fields, maybe, named, number, several, text, whole
from mousaic.runs.run import Run
from mousaic.sealed import read_sealed

COLUMNS = ["member", "feature", "living", "found", "cosine", "chance_found", "chance_cosine", "own_start"]
"""Of ``analysis/stability.csv``, one row a member and feature."""

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
        living: (M, H) fires on a training image.
        found: (M, H) int, in how many of the runs it is found again.
        cosine: (M, H) the best |cosine| in a run, mean over runs.
        chance_found: (M, H) in how many of R trainings on structureless images it would be found.
        chance_cosine: (M, H) the best |cosine| in such a training, mean.
        own_start: (M, H) |cosine| with the row it started from.
    """

    runs: int
    threshold: float
    living: Flags
    found: Ints
    cosine: Floats
    chance_found: Floats
    chance_cosine: Floats
    own_start: Floats


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
    except MousaicError as error:
        reason = str(error).partition(": ")[0].rstrip(".")
        raise MousaicError(f"{reason}: run mousaic stability {run.path} again.") from error
    shape = (found["members"], found["features"])
    try:
        columns = {name: np.array([float(row[name]) for row in rows]).reshape(shape) for name in COLUMNS}
    except ValueError as error:
        raise _damaged(table, run) from error
    if not all(np.isfinite(column).all() for column in columns.values()):
        raise _damaged(table, run)
    if (columns["member"] * shape[1] + columns["feature"] != np.arange(shape[0] * shape[1]).reshape(shape)).any():
        raise _damaged(table, run)
    whole_numbers: dict[str, Any] = {"living": columns["living"] > 0, "found": columns["found"].astype(np.int64)}
    rest = {name: columns[name] for name in COLUMNS[4:]}
    return Trust(found["runs"], found["threshold"], **whole_numbers, **rest)


def _damaged(table: Path, run: Run) -> MousaicError:
    return MousaicError(f"{table} is damaged: run mousaic stability {run.path} again.")

"""Trials of an unfinished run, kept beside its checkpoint: those of an interrupted one are not done again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mousaic.analysis.choose.augmentation_trials import Tried
from mousaic.errors import MousaicError
from mousaic.record_shape import Shape, check_shape, fields, named, number, several
from mousaic.sealed import read_sealed, write_sealed

TRIED: Shape = named(fields(r=several(number(-1.001, 1.001)), seconds=number(0)))


def kept_trials(path: Path) -> dict[str, Tried]:
    """What was tried so far, by name; nothing where the file is not there.

    Raises:
        MousaicError: it was changed or damaged.
    """
    if not path.is_file():
        return {}
    try:
        found = read_sealed(path)
        check_shape(path, found, TRIED)
    except MousaicError as error:
        raise MousaicError(f"{path} is damaged: remove it, and the trials are done again.") from error
    return {name: Tried(np.array(one["r"]), one["seconds"]) for name, one in found.items()}


def keep_trials(path: Path, known: dict[str, Tried]) -> None:
    """Write what was tried so far."""
    path.parent.mkdir(exist_ok=True)
    write_sealed(path, {name: {"r": one.r.tolist(), "seconds": one.seconds} for name, one in known.items()})

"""Trials of an unfinished run, kept beside its checkpoint: those of an interrupted one are not done again."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mousaic.analysis.choose.augmentation_trials import Tried
from mousaic.files import read_json, write_json


def kept_trials(path: Path) -> dict[str, Tried]:
    """What was tried so far, by name; nothing where the file is not there."""
    if not path.is_file():
        return {}
    return {name: Tried(np.array(one["r"]), one["seconds"]) for name, one in read_json(path).items()}


def keep_trials(path: Path, known: dict[str, Tried]) -> None:
    """Write what was tried so far."""
    path.parent.mkdir(exist_ok=True)
    write_json(path, {name: {"r": one.r.tolist(), "seconds": one.seconds} for name, one in known.items()})

"""What several runs have in common when one is made of them: kind of images, split, and where the new one goes."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.arrays import Mask
from mousaic.errors import MousaicError
from mousaic.image_options import ImageOptions
from mousaic.images.image_set import ImageSet
from mousaic.runs.run import Run
from mousaic.runs.split_table import Split, SplitRow
from mousaic.runs.targets import free_name


def check_alike(runs: Sequence[Run], names: Sequence[str]) -> None:
    """Raise unless there is something to combine: two members or more of models that agree in these fields.

    Args:
        names: of :class:`mousaic.model.store.ModelCard`.
    """
    if not runs:
        raise MousaicError("Which runs? Give one or more run folders: mousaic combine runs/first runs/second")
    models = [run.model for run in runs]
    for run, model in zip(runs, models, strict=True):
        for what in names:
            ours, theirs = getattr(models[0].card, what), getattr(model.card, what)
            if ours != theirs:
                name, theirs, ours = _option(theirs, ours) if what == "images" else (what, theirs, ours)
                raise MousaicError(
                    f"{run.path} cannot be combined with {runs[0].path}: their models differ in {name} "
                    f"({_short(theirs)} and {_short(ours)}); train them alike in that."
                )
        if model.ensemble.members == len(runs) == 1:
            raise MousaicError(f"{run.path} has one member, so there is nothing to combine: name a second run.")


def free_folder(runs: Sequence[Run], out: str | Path | None, what: str) -> Path:
    """Where the new run goes: ``out``, or the first run's name with ``what`` behind it, numbered if taken.

    Raises:
        MousaicError: it is one of the runs.
    """
    path = Path(out) if out is not None else free_name(runs[0].path.with_name(f"{runs[0].path.name}-{what}"))
    if path.resolve() in {run.path.resolve() for run in runs}:
        raise MousaicError(f"{path} is one of the runs to combine: give --out another name.")
    return path


def common_split(runs: Sequence[Run], images: ImageSet) -> tuple[Split, Mask]:
    """The rows of ``split.csv``, and which images all runs held out.

    Raises:
        MousaicError: a run was trained on other images.
    """
    found = [_rows_of(run, images) for run in runs]
    held_out: Mask = np.array([all(row.part == "validation" for row in rows) for rows in zip(*found, strict=True)])
    rows = (
        dataclasses.replace(row, path=path, part="validation" if out else "train")
        for row, path, out in zip(found[0], images.paths, held_out, strict=True)
    )
    return Split.of(rows), held_out


def _rows_of(run: Run, images: ImageSet) -> list[SplitRow]:
    """What the run's split says of each image: by content in the same order, as rows given from Python have other names
    than those of a file; else by name and content."""
    rows = list(run.split)
    if [row.sha256 for row in rows] == list(images.sha256):
        return rows
    known = {(row.path, row.sha256): row for row in rows}
    keys = list(zip(images.paths, images.sha256, strict=True))
    if known.keys() != set(keys):
        raise MousaicError(
            f"{images.origin} are not those that {run.path} was trained on: only runs on the same images can be "
            "combined, and gone on from (name the folder again, if they have moved)."
        )
    return [known[key] for key in keys]


def _option(theirs: ImageOptions, ours: ImageOptions) -> tuple[str, Any, Any]:
    """The first option of how images are prepared in which two differ, with its values."""
    name = next(f.name for f in dataclasses.fields(ours) if getattr(theirs, f.name) != getattr(ours, f.name))
    return f"--{name.replace('_', '-')}", getattr(theirs, name), getattr(ours, name)


def _short(value: Any) -> str:
    return str(value)[:80]

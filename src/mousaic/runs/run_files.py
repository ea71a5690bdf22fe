"""The files of a run that are read back: what each must hold, and how it is read.

``config.json`` with its migrations is read by :mod:`mousaic.runs.migrations`, the model by :mod:`mousaic.model.store`,
the checkpoint by :mod:`mousaic.training.checkpoint`.
"""

from __future__ import annotations

import math
from hashlib import file_digest
from pathlib import Path
from typing import Any

from mousaic.errors import MousaicError
from mousaic.files import read_rows, stream_rows
from mousaic.record_shape import (
    Shape,
    anything,
    check_shape,
    either,
    fields,
    flag,
    maybe,
    named,
    number,
    several,
    text,
    whole,
)
from mousaic.regular_files import open_regular_file
from mousaic.runs.split_table import COLUMNS, PARTS, Split
from mousaic.sealed import read_sealed
from mousaic.texts import Gathered

EPOCH = (
    "epoch", "loss", "reconstruction", "consistency", "pearson", "pearson_ensemble", "dead_fraction", "l0",
    "images_per_second", "seconds",
)  # fmt: skip
"""Columns of ``history.csv`` that no row lacks."""
BACKENDS = ("omp", "torch", "compiled", "autograd")


def _place(value: Any, where: str) -> None:
    text(value, where)
    if "\0" in value or len(value) > 32_767:
        raise ValueError(f"{where} is no path")


def _backend(value: Any, where: str) -> None:
    if value not in BACKENDS:
        raise ValueError(f"{where} is none of {', '.join(BACKENDS)}")


SAID: Shape = either(text, fields(key=text, values=named(anything)))
NAMES, PATHS = named(whole()), several(text)
INTAKE: Shape = fields(
    root=maybe(text),
    options=maybe(fields(size=whole(1), color=text, fit=text, background=text, depth_range=text)),
    images=whole(),
    classes=NAMES,
    formats=NAMES,
    sizes=NAMES,
    depths=several(fields(depth=SAID, images=whole())),
    treatments=several(fields(what=SAID, paths=PATHS)),
    skipped=several(fields(path=text, reason=SAID)),
    ignored=NAMES,
    limits=maybe(several(number(), 2)),
    duplicates=several(PATHS),
    duplicates_across_classes=several(PATHS),
    near_duplicates=several(several(text, 2)),
    near_duplicate_pairs=whole(),
    constant=PATHS,
    warnings=several(SAID),
)
TRIAL: Shape = fields(
    question=text, strength=text, flips=text, pearson=number(), standard_error=number(), behind=number(),
    behind_error=number(),
)  # fmt: skip
RANGE: Shape = fields(type=maybe(several(number(), 2)), range=several(number(), 2))
RECORD: Shape = fields(
    {
        "augmentation_chosen": maybe(
            fields(
                strength=text, flips=text, folds=whole(), epochs=whole(), groups=whole(), trials=several(TRIAL),
                sentence=SAID,
            )
        ),
        "model_chosen": maybe(fields(model=text, folds=whole(), trials=several(named(anything)))),
        "combined": fields(runs=several(text), members=several(text), threshold=number()),
        "joined": fields(how=text, runs=several(named(anything))),
        "chain": several(named(anything)),
        "estimator": flag,
        "groups_from": text,
        "ranges": maybe(several(RANGE)),
        "pages": maybe(fields(report=flag, lang=text)),
        "logs": several(text),
        "images_over": whole(2),
        "successor": _place,
    },
    run=text,
    split_sha256=maybe(text),
    data=maybe(fields(from_run=_place, from_start=_place)),
    raw_tables=flag,
    class_names=several(text),
    shape=several(whole(1, 2**24), 3),
    limits=maybe(several(number(), 2)),
    intake=INTAKE,
    command=several(text),
    started=text,
    versions=fields({}, mousaic=text, python=text, torch=text),
    machine=text,
    threads=whole(1, 4096),
    device=text,
    backend=_backend,
)  # fmt: skip
"""Of ``config.json``, beside the parameters, which :mod:`mousaic.config` checks."""

SCORES: Shape = fields(
    loss=number(), reconstruction=number(), consistency=number(), pearson=number(-1.001, 1.001),
    pearson_ensemble=number(-1.001, 1.001), dead_fraction=number(0, 1), l0=number(0),
)  # fmt: skip
BASELINE: Shape = fields(reconstruction=number(), pearson=number(-1.001, 1.001))


def _no_scores(value: Any, where: str) -> None:
    if value != {}:
        raise ValueError(f"{where} has not all figures")


SUMMARY: Shape = fields(
    {"places": whole(1), "history_sha256": text},
    originals=whole(1),
    training_images=whole(1),
    members=whole(1),
    features=whole(1),
    k=whole(1),
    epochs=whole(1),
    epoch_kept=whole(1),
    seconds=number(0),
    train=SCORES,
    validation=either(
        _no_scores,
        fields({"codes": named(number(-1.001, 1.001)), "recommended": fields(codes=text, pearson=number())}),
    ),
    baselines=fields({"validation": BASELINE}, train=BASELINE),
)
"""Of ``summary.json``."""


def read_summary(folder: Path, required: bool = False) -> dict[str, Any]:
    """What ``summary.json`` says.

    Args:
        required: it must carry its checksum.

    Raises:
        MousaicError: missing, changed or damaged.
    """
    path = folder / "summary.json"
    found = read_sealed(path, required)
    check_shape(path, found, SUMMARY)
    if found["validation"]:
        check_shape(path, found["validation"], SCORES)
        check_shape(path, found["baselines"], fields(validation=BASELINE))
    return found


def read_history(folder: Path, digest: str | None = None) -> list[dict[str, float]]:
    """The rows of ``history.csv``; none before the first epoch is complete.

    Args:
        digest: SHA-256 that the file must have.

    Raises:
        MousaicError: changed or damaged.
    """
    path = folder / "history.csv"
    if digest is None and not path.is_file():
        return []
    _check_digest(path, digest)
    found = []
    for epoch, row in enumerate(read_rows(path, EPOCH), 1):
        try:
            numbers = {name: float(value) for name, value in row.items() if value != ""}
            right = numbers.get("epoch") == epoch and all(map(math.isfinite, numbers.values()))
        except ValueError:
            right = False
        if not right or any(name not in numbers for name in EPOCH):
            raise MousaicError(
                f"{path} is damaged (line {epoch + 1} is none of an epoch): restore it from a copy, or train again."
            )
        found.append(numbers)
    return found


def read_split(folder: Path, digest: str | None = None, raw: bool = False) -> Split:
    """The rows of ``split.csv``.

    Args:
        digest: SHA-256 that the file must have.
        raw: as of :func:`mousaic.files.read_rows`.

    Raises:
        MousaicError: missing, changed or damaged.
    """
    path = folder / "split.csv"
    _check_digest(path, digest)
    columns = [Gathered() for _ in COLUMNS]
    for row in stream_rows(path, COLUMNS, raw):
        if row["part"] not in PARTS:
            raise MousaicError(f"{path} is damaged (a part is none): restore it from a copy, or train again.")
        for column, name in zip(columns, COLUMNS, strict=True):
            column.add(row[name])
    if not len(columns[0]):
        raise MousaicError(f"{path} is damaged (a part is none): restore it from a copy, or train again.")
    return Split(*(column.texts() for column in columns))


def _check_digest(path: Path, digest: str | None) -> None:
    if digest is None:
        return
    try:
        with open_regular_file(path) as file:
            found = file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise MousaicError(f"{path} cannot be read ({error.strerror or error}): restore it from a copy.") from error
    if found != digest:
        raise MousaicError(
            f"{path} was changed or damaged since it was written (its checksum is another's): restore it from a copy, "
            "or train again."
        )

"""What a fitted estimator knows beside its members, in the folder ``estimator`` of its run.

``estimator.json`` says which estimator it is, its own parameters and how rows lie; ``estimator.safetensors`` holds what
else it learned. Nothing here can run code. Both carry checksums, and are of one model.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from torch import Tensor

from mousaic.errors import MousaicError
from mousaic.estimators.row_layout import RowLayout
from mousaic.files import explained
from mousaic.model.store import digest_of_model
from mousaic.model.tensor_files import check_finite, read_checked, write_tensors
from mousaic.record_shape import Shape, anything, check_shape, fields, flag, maybe, named, several, text, whole
from mousaic.sealed import read_sealed, write_sealed

FOLDER, CARD, ARRAYS = "estimator", "estimator.json", "estimator.safetensors"
KIND, SCHEMA = "mousaic estimator", 1
SHAPE: Shape = fields(
    schema=whole(1, SCHEMA),
    kind=text,
    estimator=text,
    parameters=named(anything),
    image_shape=maybe(several(whole(1, 2**24))),
    as_images=flag,
    columns=maybe(several(text)),
    classes=maybe(fields(type=text, values=several(anything))),
    model=text,
)
"""Of ``estimator.json``."""


class Learned(NamedTuple):
    """What an estimator learned beside its members."""

    classes: np.ndarray | None = None
    """(C,), of classifiers."""
    arrays: dict[str, Tensor] = {}  # noqa: RUF012 - never changed
    """All else, by name."""


class Kept(NamedTuple):
    """A fitted estimator without its members."""

    estimator: str
    """The name of its class."""
    parameters: dict[str, Any]
    """Those of its constructor that no training knows."""
    layout: RowLayout
    columns: tuple[str, ...] | None
    """``feature_names_in_``, where there are some."""
    learned: Learned


def keep_estimator(run: Path, kept: Kept) -> None:
    """Write both files beside the run's model.

    Raises:
        MousaicError: the folder cannot be written, or classes are neither text nor numbers.
    """
    folder, shape = run / FOLDER, kept.layout.shape
    classes = told_classes(kept.learned.classes)
    model = digest_of_model(run)
    with explained(folder):
        folder.mkdir(exist_ok=True)
    write_tensors(folder / ARRAYS, kept.learned.arrays, {"model": model})
    card = {
        "schema": SCHEMA, "kind": KIND, "estimator": kept.estimator, "parameters": kept.parameters,
        "image_shape": None if shape is None else list(shape), "as_images": kept.layout.as_images,
        "columns": None if kept.columns is None else list(kept.columns), "classes": classes, "model": model,
    }  # fmt: skip
    write_sealed(folder / CARD, card)


def read_estimator(run: Path) -> Kept | None:
    """What :func:`keep_estimator` kept; None of a run that no estimator left.

    Raises:
        MousaicError: a file is missing, changed or damaged, of a newer Mousaic, or of another model.
    """
    folder = run / FOLDER
    if not (folder / CARD).is_file():
        return None
    try:
        card = read_sealed(folder / CARD, required=True)
        check_shape(folder / CARD, card, SHAPE)
        arrays, notes = read_checked(folder / ARRAYS, required=True)
        check_finite(folder / ARRAYS, arrays)
    except MousaicError as error:
        raise unusable(run, str(error).partition(":")[0]) from error
    if {card["model"], notes.get("model")} != {digest_of_model(run)}:
        raise unusable(run, "its files belong to another model")
    shape, columns = card["image_shape"], card["columns"]
    try:
        classes = None if card["classes"] is None else _classes(card["classes"])
    except (ValueError, TypeError, OverflowError) as error:
        raise unusable(run, f"its classes are damaged, {error}") from error
    return Kept(
        card["estimator"], card["parameters"], RowLayout(shape and tuple(shape), card["as_images"]),
        columns and tuple(columns), Learned(classes, arrays),
    )  # fmt: skip


def unusable(run: Path, why: str) -> MousaicError:
    """The sentence of an estimator that cannot be read back."""
    return MousaicError(f"The estimator in {run} cannot be used ({why}): fit and save it again.")


def told_classes(classes: np.ndarray | None) -> dict[str, Any] | None:
    """Classes as JSON has them.

    Raises:
        MousaicError: they are neither text nor numbers.
    """
    if classes is None:
        return None
    values = classes.tolist()
    if classes.dtype.kind not in "biufUO" or not all(isinstance(one, (str, int, float)) for one in values):
        raise MousaicError(f"Classes of type {classes.dtype} cannot be kept: name them by text or by numbers.")
    return {"type": classes.dtype.str, "values": values}


def _classes(told: dict[str, Any]) -> np.ndarray:
    if not re.fullmatch(r"[<>|=]?[biufUO]\d*", told["type"]):
        raise ValueError("of an unknown type")
    if not all(isinstance(one, (str, int, float)) for one in told["values"]):
        raise ValueError("of several types")
    return np.array(told["values"], dtype=np.dtype(told["type"]))

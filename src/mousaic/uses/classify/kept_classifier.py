"""A classifier on disk: ``classifier.safetensors`` (arrays) and ``classifier.json`` (all else that it needs).

Nothing here can run code: the recommended model is the arrays that it is. The files carry checksums and name each
other.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.analysis.parts.part_store import parts_of_tensors, tensors_of_parts
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.ranges import Range, range_from_json
from mousaic.images.vector_options import check_same_kind
from mousaic.model.store import SIDE, file_sha256
from mousaic.model.tensor_files import check_finite, read_checked, write_tensors
from mousaic.record_shape import Shape, check_shape, fields, maybe, number, several, text, whole
from mousaic.said import Said, told
from mousaic.sealed import read_sealed, write_sealed
from mousaic.uses.classify.classification import Classification
from mousaic.uses.classify.final_classifier import Final, Predicted
from mousaic.uses.classify.linear_models import Linear
from mousaic.uses.classify.representations import LIGHT
from mousaic.uses.classify.unlike import LEVEL, is_unlike

CARD, ARRAYS = "classifier.json", "classifier.safetensors"
FOLDER = "classifier"
"""In a run folder, where its classifier is."""
KIND, SCHEMA = "mousaic classifier", 1
SHAPE: Shape = fields(
    schema=whole(1, SCHEMA),
    kind=text,
    tells=text,
    name=text,
    classes=several(text),
    score=maybe(number()),
    light=maybe(number()),
    shape=several(SIDE, 3),
    images=fields(size=whole(1, 1024), color=text, fit=text, background=text, depth_range=text),
    limits=maybe(several(number(), 2)),
    ranges=maybe(several(fields(type=maybe(several(number(), 2)), range=several(number(), 2)))),
    trained_on=several(text),
    sha256=text,
)
"""Of ``classifier.json``."""


class Kept(NamedTuple):
    """A classifier, and what must be known to use it."""

    final: Final
    name: str
    """Of what it tells: ``label``, or a column."""
    classes: tuple[str, ...]
    shape: tuple[int, int, int]
    """Of a prepared image."""
    options: ImageOptions
    limits: tuple[float, float] | None
    ranges: tuple[Range, ...] | None
    trained_on: frozenset[str]
    """SHA-256 of the images it learned from."""
    score: float | None
    """Balanced accuracy, or R2, on images held out."""
    light: float | None
    """The same of brightness and contrast."""

    def read(self, data: Path, strict: bool = False) -> ImageSet:
        """Images prepared as those that it learned from.

        Args:
            strict: any skipped image is an error.

        Raises:
            MousaicError: as :func:`mousaic.load_images`; among that, numbers that cannot be brought to the training's.
        """
        check_same_kind(data, self.shape, self.options.array)
        images = load_images(data, self.options.for_others(), strict=strict, limits=self.limits, ranges=self.ranges)
        if tuple(images.shape) != self.shape:
            raise MousaicError(
                f"{images.origin} have {images.shape.channels} channels, and the classifier learned from "
                f"{self.shape[0]}: give images like those."
            )
        return images


def save_classifier(folder: Path, found: Classification) -> list[Path]:
    """Write both files, the arrays first.

    Raises:
        MousaicError: the folder cannot be written.
    """
    final, images = found.final, found.images
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {"mean": final.mean, "scale": final.scale, **final.linear._asdict()}
    arrays |= {"seen": final.seen.astype(np.float32), "held_out": final.held_out, "errors": final.errors}
    tensors: dict[str, Tensor] = {name: torch.from_numpy(one) for name, one in arrays.items()}
    if final.parts is not None:
        tensors |= {f"part_{name}": tensor for name, tensor in tensors_of_parts(final.parts).items()}
    write_tensors(folder / ARRAYS, tensors, {"kind": KIND})
    model = found.lines[0].model
    light = next((line.main.mean for line in found.lines if (line.representation, line.model) == (LIGHT, model)), None)
    card: dict[str, Any] = {
        "schema": SCHEMA, "kind": KIND, "tells": found.outcome.kind, "name": found.outcome.name,
        "classes": list(found.outcome.classes), "score": _finite(found.scores.main.mean), "light": _finite(light),
        "shape": list(images.shape), "images": dataclasses.asdict(images.preparation),
        "limits": None if images.limits is None else list(images.limits),
        "ranges": images.ranges and [one.to_json() for one in images.ranges],
        "trained_on": list(images.sha256), "sha256": file_sha256(folder / ARRAYS),
    }  # fmt: skip
    write_sealed(folder / CARD, card)
    return [folder / CARD, folder / ARRAYS]


def holds_classifier(folder: Path) -> Path | None:
    """Where a run, or a folder that ``mousaic classify`` wrote, keeps its classifier; None where it has none."""
    return next((place for place in (folder / FOLDER, folder) if (place / CARD).is_file()), None)


def read_classifier(folder: Path) -> Kept:
    """The classifier in a folder.

    Raises:
        MousaicError: a file is missing, changed or damaged, or of a newer Mousaic.
    """
    path, arrays = folder / CARD, folder / ARRAYS
    again = "make it again with mousaic classify --save."
    try:
        card = read_sealed(path, required=True)
        if card.get("kind") != KIND:
            raise MousaicError("it describes no classifier")
        check_shape(path, card, SHAPE)
        tensors, _ = read_checked(arrays, required=True)
        check_finite(arrays, tensors)
    except MousaicError as error:
        reason = str(error).partition(":")[0]
        raise MousaicError(f"The classifier in {folder} cannot be used ({reason}): {again}") from error
    if file_sha256(arrays) != card["sha256"]:
        raise MousaicError(f"{arrays} is not the file that {path} was written for: {again}")
    try:
        return _kept(card, tensors)
    except (KeyError, ValueError, TypeError, MousaicError) as error:
        raise MousaicError(f"{path} is damaged ({str(error)[:100]}): {again}") from error


def about(kept: Kept, images: ImageSet, said: Predicted) -> list[Said]:
    """How good the classifier is; whether the images were learned from, and which are unlike all that were."""
    measure = told("told_accuracy" if kept.final.kind == "classes" else "told_r2")
    found = [told("predicted_by", measure=measure, score=kept.score, light=kept.light)]
    seen = sum(digest in kept.trained_on for digest in images.sha256)
    if seen:
        found.append(told("predicted_seen", count=seen))
    if 1 / (len(kept.final.held_out) + 1) >= LEVEL:
        found.append(told("predicted_unlike_never", count=len(kept.final.held_out)))
    else:
        found.append(told("predicted_unlike", count=int(is_unlike(said.unlike).sum()), images=len(images)))
    return found


def _kept(card: dict[str, Any], tensors: dict[str, Tensor]) -> Kept:
    own = {name.removeprefix("part_"): one for name, one in tensors.items() if name.startswith("part_")}
    names = ("mean", "scale", "weight", "bias", "seen", "held_out", "errors")
    array = {name: tensors[name].double().numpy() for name in names}
    parts = parts_of_tensors(own) if own else None
    shape = tuple(card["shape"])
    count = len(array["mean"])
    if card["tells"] not in ("classes", "numbers"):
        raise ValueError("it tells neither classes nor numbers")
    rows = len(card["classes"]) if card["tells"] == "classes" else 1
    numbers = (3 * len(parts) if parts is not None else 3) + int(np.prod(shape))
    right = {"mean": (count,), "scale": (count,), "weight": (rows, count), "bias": (rows,)}
    if count != numbers or any(array[name].shape != size for name, size in right.items()):
        raise ValueError("its arrays do not fit together")
    if array["seen"].ndim != 2 or array["seen"].shape[1] != count or not len(array["seen"]):
        raise ValueError("its arrays do not fit together")
    final = Final(
        card["tells"], parts, array["mean"], array["scale"], Linear(array["weight"], array["bias"]), array["seen"],
        array["held_out"], array["errors"], None,
    )  # fmt: skip
    ranges = card["ranges"] and tuple(range_from_json(one) for one in card["ranges"])
    limits = card["limits"] and tuple(float(value) for value in card["limits"])
    return Kept(
        final, card["name"], tuple(card["classes"]), shape, ImageOptions(**card["images"]), limits or None,
        ranges or None, frozenset(card["trained_on"]), card["score"], card["light"],
    )  # fmt: skip


def _finite(value: float | None) -> float | None:
    return None if value is None or not np.isfinite(value) else float(value)

"""Names and notes that people gave to features: read, checked, and carried to another model by matching features.

The atlas saves them as ``annotations.json``. Each entry holds the feature's own weights at 8 bits, so that the file
alone is enough to find the same feature again in a model that was trained anew.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mousaic.arrays import Singles
from mousaic.errors import MousaicError
from mousaic.model.store import Model
from mousaic.regular_files import read_bytes
from mousaic.runs.run import Run
from mousaic.schemas import migrated

KIND, SCHEMA = "mousaic annotations", 1
THRESHOLD = 0.7
"""Least |cosine| of two features that count as the same. Unrelated features of 4,096 pixels reach some 0.1."""
LONGEST_NAME, LONGEST_NOTE, LARGEST_FILE = 200, 20_000, 256_000_000
LARGEST_SCALE = 1e6
"""Of a feature's weights, which have lengths near 1: what is far larger overflows when features are compared."""


class Annotation(NamedTuple):
    """What a person said of one feature."""

    member: int
    feature: int
    name: str
    note: str
    weights: Singles
    """(D,): the feature, as far as 8 bits keep it."""


class NamedPart(NamedTuple):
    """What a person called a part of the images."""

    part: int
    name: str
    key: str
    """Which parts: the run may have learned others since."""


class Annotations(NamedTuple):
    """An ``annotations.json``."""

    model: str
    """SHA-256 of the weights file that the features belong to."""
    run: str
    """The name of its run folder."""
    shape: tuple[int, int, int]
    """(channels, height, width) of a feature."""
    items: tuple[Annotation, ...]
    parts: tuple[NamedPart, ...] = ()


class Carried(NamedTuple):
    """Annotations as they apply to a model."""

    items: tuple[Annotation, ...]
    """With the member and feature of this model; the weights are those of the annotated feature."""
    cosines: tuple[float, ...]
    """Of each item: the cosine between the annotated feature and this model's; 1 where the model is the same. Below
    zero: the same picture with dark and bright exchanged."""
    lost: tuple[tuple[Annotation, float], ...]
    """Those without a feature here, with the best |cosine| that was found."""
    source: str
    """The run they were made for; "" where that is this model."""
    parts: tuple[NamedPart, ...] = ()
    """As they were: their key says whether they are this run's."""


def find_annotations(run: Run) -> Annotations | None:
    """The annotations kept with a run: ``RUN/annotations.json``, else those in its atlas, else None."""
    for path in (run.path / "annotations.json", run.path / "atlas" / "annotations.json"):
        if path.is_file():
            return read_annotations(path)
    return None


def read_annotations(path: Path) -> Annotations:
    """Read and check an ``annotations.json``.

    Raises:
        MousaicError: it cannot be read, or is not what the atlas saves.
    """
    try:
        data = json.loads(read_bytes(path, LARGEST_FILE).decode("utf-8"))
    except OSError as error:  # also: it is too large for one
        raise MousaicError(
            f"{path} cannot be read ({error.strerror}): name an annotations.json of an atlas."
        ) from error
    except (ValueError, RecursionError) as error:
        raise MousaicError(f"{path} is damaged (not JSON): save it anew from the atlas.") from error
    if not isinstance(data, dict) or data.get("kind") != KIND:
        raise MousaicError(f"{path} holds no annotations of an atlas: name an annotations.json.")
    data = migrated(path, data, SCHEMA, {})
    try:
        shape = _shape(data["shape"])
        if not isinstance(data["features"], list):
            raise ValueError("features is no list")
        items = tuple(_annotation(entry, shape) for entry in data["features"])
        if len({(item.member, item.feature) for item in items}) < len(items):
            raise ValueError("a feature is there twice")
        parts = tuple(_named_part(entry) for entry in data.get("parts", []))
        return Annotations(_text(data["model"], 64), _text(data["run"], 1000), shape, items, parts)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise MousaicError(f"{path} is damaged ({reason}): save it anew from the atlas.") from error


def annotations_json(found: Annotations) -> dict[str, Any]:
    """What :func:`read_annotations` reads, as the atlas writes it."""
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "model": found.model,
        "run": found.run,
        "shape": list(found.shape),
        "features": [_entry(item, found.shape) for item in found.items],
        "parts": [one._asdict() for one in found.parts],
    }


def carry_over(
    found: Annotations,
    model: Model,
    digest: str,
    members: Sequence[int] | None = None,
    threshold: float = THRESHOLD,
) -> Carried:
    """Find the annotated features in a model.

    In the model they were made for they stay where they are. In another one each annotated feature is matched with at
    most one feature, and each of those with at most one annotation, so that the sum of the matches' |cosine| is
    largest (Hungarian method) among matches of at least ``threshold``.

    Args:
        digest: SHA-256 of the model's weights file.
        members: which members may be matched (default: all).

    Raises:
        MousaicError: the annotated features are of another shape than the model's.
    """
    weight = model.ensemble.gallery().cpu().numpy()
    total, features = weight.shape[:2]
    if found.shape != model.card.shape:
        raise MousaicError(
            f"The annotations are of features of shape {found.shape}, the model's are {model.card.shape}: "
            "only models of equal size and colour can be matched."
        )
    if found.model == digest:
        if any(item.member >= total or item.feature >= features for item in found.items):
            raise MousaicError("The annotations name features that the model does not have: save them anew.")
        return Carried(found.items, (1.0,) * len(found.items), (), "", found.parts)
    chosen = list(range(total) if members is None else members)
    return _matched(found, weight[chosen], chosen, threshold)


def _matched(found: Annotations, weight: Singles, members: list[int], threshold: float) -> Carried:
    """:func:`carry_over` to another model, of whose members ``weight`` (M', H, D) is given."""
    from scipy.optimize import linear_sum_assignment

    features, pixels = weight.shape[1:]
    wanted = _unit(np.array([item.weights for item in found.items], np.float32).reshape(-1, pixels))
    cosine = np.concatenate([wanted @ _unit(part).T for part in weight], axis=1)
    strength = np.abs(cosine)
    rows, columns = linear_sum_assignment(np.where(strength >= threshold, strength, 0), maximize=True)
    place = {r: c for r, c in zip(rows.tolist(), columns.tolist(), strict=True) if strength[r, c] >= threshold}
    items = [
        item._replace(member=members[place[i] // features], feature=place[i] % features)
        for i, item in enumerate(found.items)
        if i in place
    ]
    cosines = [float(cosine[i, place[i]]) for i in range(len(found.items)) if i in place]
    lost = [(item, float(strength[i].max())) for i, item in enumerate(found.items) if i not in place]
    return Carried(tuple(items), tuple(cosines), tuple(lost), found.run or "another run", found.parts)


def _unit(rows: Singles) -> Singles:
    """Rows of length one; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Singles = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return unit


def _entry(item: Annotation, shape: tuple[int, int, int]) -> dict[str, Any]:
    scale = float(np.abs(item.weights).max(initial=0) / 127)
    values = np.rint(item.weights / (scale or 1)).astype(np.int8)
    return {
        "member": item.member,
        "feature": item.feature,
        "name": item.name,
        "note": item.note,
        "box": [0, 0, shape[1], shape[2]],
        "scale": scale,
        "weights": base64.b64encode(values.tobytes()).decode("ascii"),
    }


def _named_part(entry: Any) -> NamedPart:
    if not isinstance(entry["part"], int) or isinstance(entry["part"], bool) or entry["part"] < 0:
        raise ValueError("a part's number is none")
    return NamedPart(entry["part"], _text(entry["name"], LONGEST_NAME), _text(entry["key"], 64))


def _annotation(entry: Any, shape: tuple[int, int, int]) -> Annotation:
    """One entry of the file, or a ValueError, KeyError or TypeError that says what is wrong with it."""
    channels, height, width = shape
    top, left, tall, wide = (_whole(number) for number in entry["box"])
    if top + tall > height or left + wide > width:
        raise ValueError("a box leaves the picture")
    scale = float(entry["scale"])
    if not 0 <= scale <= LARGEST_SCALE:  # false of NaN, too
        raise ValueError(f"a scale is not a number from 0 to {LARGEST_SCALE:,.0f}")
    try:
        raw = base64.b64decode(entry["weights"], validate=True)
    except binascii.Error as error:
        raise ValueError("weights are not base64") from error
    if len(raw) != channels * tall * wide:
        raise ValueError("weights do not fill their box")
    weights = np.zeros(shape, np.float32)
    weights[:, top : top + tall, left : left + wide] = np.frombuffer(raw, np.int8).reshape(channels, tall, wide) * scale
    name, note = _text(entry["name"], LONGEST_NAME), _text(entry["note"], LONGEST_NOTE)
    return Annotation(_whole(entry["member"]), _whole(entry["feature"]), name, note, weights.ravel())


def _shape(data: Any) -> tuple[int, int, int]:
    channels, height, width = (_whole(number) for number in data)
    if not 1 <= channels <= 16 or not 1 <= height <= 1024 or not 1 <= width <= 1024:
        raise ValueError("the shape is none of a feature")
    return channels, height, width


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise ValueError(f"{str(value)[:40]!r} is not a whole number from 0 up")
    return value


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError(f"a text is missing or longer than {longest:,} characters")
    return value.encode("utf-8", "replace").decode("utf-8")  # half of a pair of surrogates cannot be written: a ?

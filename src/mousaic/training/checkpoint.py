"""The complete state of a training, and its one file on disk.

A single safetensors file holds all tensors and, in its header, the rest: one rename makes it
current, so no kill at any moment leaves a state that is half old and half new.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from mousaic.errors import MousaicError
from mousaic.model.ensemble import Ensemble
from mousaic.model.store import tensors_of
from mousaic.model.tensor_files import check_finite, read_checked, write_tensors
from mousaic.record_shape import check_shape, fields, named, number, several, whole
from mousaic.schemas import Migration, migrated
from mousaic.training.adam import AdamState
from mousaic.training.metrics import EpochSums

SCHEMA = 3


def from_1_to_2(rest: dict[str, Any]) -> dict[str, Any]:
    """The first checkpoints had no checksum and did not say whose they were."""
    return {"run": "", **rest}


def from_2_to_3(rest: dict[str, Any]) -> dict[str, Any]:
    """Until then no feature rested: every moment stood at the last step, which needs no tensor to say it."""
    return rest


MIGRATIONS: dict[int, Migration] = {1: from_1_to_2, 2: from_2_to_3}
"""Of the state in a checkpoint's header: schema n -> what makes it one of n + 1."""
SHARE = 0.05
"""Of the training time, what writing checkpoints may take."""


def empty_memory(ensemble: Ensemble) -> dict[str, Tensor]:
    """Of learning on the codes of matching pursuit, before it: ``gram`` (M, H, H) and ``products`` (M, H, D)."""
    members, features, pixels = ensemble.members, ensemble.features, ensemble.pixels
    return {
        "gram": torch.zeros(members, features, features, device=ensemble.device),
        "products": torch.zeros(members, features, pixels, device=ensemble.device),
    }


@dataclass
class TrainingState:
    """Where a training stands. Everything else follows from the configuration, the seed and the images.

    Attributes:
        epoch: complete epochs.
        batch: batches done of the current epoch.
        history: one row a complete epoch.
        partners: int64 (M, H), of a consistency loss that compares features: see
            :mod:`mousaic.training.objectives.partners`.
        memory: what learning on the codes of matching pursuit remembers: see
            :class:`mousaic.training.steps.dictionary.DictionaryStep`.
        seconds: spent training so far, interruptions not counted.
    """

    ensemble: Ensemble
    adam: AdamState
    sums: EpochSums
    epoch: int = 0
    batch: int = 0
    history: list[dict[str, float]] = field(default_factory=list)
    seconds: float = 0.0
    partners: Tensor | None = None
    memory: dict[str, Tensor] = field(default_factory=dict)

    @classmethod
    def start(cls, ensemble: Ensemble, learn: str = "topk") -> TrainingState:
        """Of an ensemble that was not trained yet: for learning by gradients, or on the codes of matching pursuit."""
        sums = EpochSums.zeros(ensemble)
        if learn == "topk":
            return cls(ensemble, AdamState.zeros(ensemble), sums)
        return cls(ensemble, AdamState({}, {}), sums, memory=empty_memory(ensemble))


class Pace:
    """When the next checkpoint is due: so seldom that writing them takes no more than SHARE of the time.

    Whatever was trained since the last one is trained again after a kill, to the same bytes.
    """

    def __init__(self) -> None:
        self._next = -math.inf

    def due(self) -> bool:
        """Whether the next one is to be written now."""
        return time.monotonic() >= self._next

    def written(self, seconds: float) -> None:
        """One has just been written, in so many seconds."""
        self._next = time.monotonic() + seconds * (1 / SHARE - 1)


class Course(NamedTuple):
    """The training that a checkpoint must be of, and how far it may have come."""

    run: str = ""
    """The run's own mark; "" of runs of earlier versions, which have none, and of trainings in memory."""
    epochs: int = 1_000_000
    batches: int = 2**40
    """Of an epoch."""
    images: int = 2**62
    """Of an epoch, copies included."""


def save_checkpoint(path: Path, state: TrainingState, run: str = "") -> None:
    """Replace the checkpoint at ``path`` by ``state``, of the run with that mark.

    Raises:
        MousaicError: no space left, or no permission to write; the last one stays.
    """
    tensors = {f"parameter.{name}": tensor for name, tensor in tensors_of(state.ensemble).items()}
    for kind, moments in (("first", state.adam.first), ("second", state.adam.second)):
        tensors |= {f"{kind}.{name}": tensor for name, tensor in moments.items()}
    tensors |= {f"memory.{name}": tensor for name, tensor in state.memory.items()}
    sums = state.sums
    tensors |= {"sums": sums.sums, "fired": sums.fired, "first_bad": sums.first_bad}
    if state.partners is not None:
        tensors["partners"] = state.partners
    if state.adam.resting is not None:
        tensors["resting"] = state.adam.resting
    rest = {
        "run": run,
        "epoch": state.epoch,
        "batch": state.batch,
        "steps": state.adam.steps,
        "images": sums.images,
        "seconds": state.seconds,
        "history": state.history,
    }
    path.parent.mkdir(exist_ok=True)
    write_tensors(path, tensors, {"schema": str(SCHEMA), "kind": "mousaic checkpoint", "state": json.dumps(rest)})


def load_checkpoint(path: Path, state: TrainingState, course: Course = Course()) -> None:  # noqa: B008
    """Put what ``path`` holds into ``state``, whose tensors have the right shapes already.

    Raises:
        MousaicError: truncated, changed, foreign, of another run or shape, or of numbers that no training has.
    """
    tensors, notes = read_checked(path, required=bool(course.run))
    rest = _header(path, notes, course)
    targets: dict[str, Tensor] = {f"parameter.{n}": p.data for n, p in state.ensemble.named_parameters()}
    for kind, moments in (("first", state.adam.first), ("second", state.adam.second)):
        targets |= {f"{kind}.{name}": tensor for name, tensor in moments.items()}
    targets |= {f"memory.{name}": tensor for name, tensor in state.memory.items()}
    sums = state.sums
    targets |= {"sums": sums.sums, "fired": sums.fired, "first_bad": sums.first_bad}
    if "partners" in tensors:
        state.partners = torch.zeros_like(sums.fired)
        targets["partners"] = state.partners
    if "resting" in tensors:
        state.adam.resting = targets["resting"] = torch.zeros_like(sums.fired)
    if tensors.get("sums", sums.sums).shape == (6,):  # of before constant images were left out of r
        tensors["sums"] = torch.cat([tensors["sums"], tensors["sums"].new_tensor([float(rest["images"])])])
    limits = {"partners": sums.fired.numel() - 1, "resting": rest["steps"]}
    beyond = [name for name, last in limits.items() if name in tensors and not _within(tensors[name], last)]
    if not _alike(tensors, targets) or beyond:
        raise MousaicError(f"{path} does not fit this run's config.json: restore both from one copy, or train again.")
    check_finite(path, tensors)
    with torch.no_grad():
        for name, target in targets.items():
            target.copy_(tensors[name])
    state.epoch, state.batch, state.seconds = rest["epoch"], rest["batch"], float(rest["seconds"])
    state.adam.steps, sums.images, state.history = rest["steps"], rest["images"], rest["history"]


def _within(numbers: Tensor, last: int) -> bool:
    return bool((numbers >= 0).all() and (numbers <= last).all())


def _alike(tensors: Mapping[str, Tensor], targets: Mapping[str, Tensor]) -> bool:
    """Whether both have tensors of the same names, shapes and kinds of numbers."""

    def kind(name: str, t: Tensor) -> object:
        return "float" if name == "sums" and t.is_floating_point() else t.dtype  # some devices have no float64

    first, second = ({name: (t.shape, kind(name, t)) for name, t in side.items()} for side in (tensors, targets))
    return first == second


def _header(path: Path, notes: Mapping[str, str], course: Course) -> dict[str, Any]:
    """Where the training stood, when it is this one's and can have stood there."""
    try:
        found = json.loads(notes["state"]) | {"schema": int(notes["schema"])}
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise MousaicError(f"{path} is not a checkpoint of Mousaic: restore it, or train again.") from error
    rest = migrated(path, found, SCHEMA, MIGRATIONS)
    if rest.get("run") != course.run:
        raise MousaicError(f"{path} is another run's checkpoint: restore this run's own, or train again.")
    shape = fields(
        epoch=whole(0, course.epochs),
        batch=whole(0, max(0, course.batches - 1)),
        steps=whole(0, course.epochs * course.batches),
        images=whole(0, course.images),
        seconds=number(0),
        history=several(named(number())),
    )
    check_shape(path, rest, shape)
    if [row.get("epoch") for row in rest["history"]] != list(range(1, rest["epoch"] + 1)):
        raise MousaicError(f"{path} is damaged (its epochs are not all there): restore it, or train again.")
    return rest

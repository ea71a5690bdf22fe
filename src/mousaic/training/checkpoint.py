"""The complete state of a training, and its one file on disk.

A single safetensors file holds all tensors and, in its header, the rest: one rename makes it
current, so no kill at any moment leaves a state that is half old and half new.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from mousaic.errors import MousaicError
from mousaic.files import whole_file
from mousaic.model.ensemble import Ensemble
from mousaic.model.store import load_tensors, tensors_of
from mousaic.schemas import Migration, migrated
from mousaic.training.adam import AdamState
from mousaic.training.metrics import EpochSums

SCHEMA = 1
MIGRATIONS: dict[int, Migration] = {}
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


def save_checkpoint(path: Path, state: TrainingState) -> None:
    """Replace the checkpoint at ``path`` by ``state``."""
    tensors = {f"parameter.{name}": tensor for name, tensor in tensors_of(state.ensemble).items()}
    for kind, moments in (("first", state.adam.first), ("second", state.adam.second)):
        tensors |= {f"{kind}.{name}": tensor.cpu() for name, tensor in moments.items()}
    tensors |= {f"memory.{name}": tensor.cpu() for name, tensor in state.memory.items()}
    sums = state.sums
    tensors |= {"sums": sums.sums.cpu(), "fired": sums.fired.cpu(), "first_bad": sums.first_bad.cpu()}
    if state.partners is not None:
        tensors["partners"] = state.partners.cpu()
    rest = {
        "epoch": state.epoch,
        "batch": state.batch,
        "steps": state.adam.steps,
        "images": sums.images,
        "seconds": state.seconds,
        "history": state.history,
    }
    path.parent.mkdir(exist_ok=True)
    with whole_file(path) as partial:
        save_file(tensors, partial, {"schema": str(SCHEMA), "kind": "mousaic checkpoint", "state": json.dumps(rest)})


def load_checkpoint(path: Path, state: TrainingState) -> None:
    """Put what ``path`` holds into ``state``, whose tensors have the right shapes already.

    Raises:
        MousaicError: truncated, foreign, or of another shape.
    """
    tensors = load_tensors(path)
    rest = _header(path)
    targets: dict[str, Tensor] = {f"parameter.{n}": p.data for n, p in state.ensemble.named_parameters()}
    for kind, moments in (("first", state.adam.first), ("second", state.adam.second)):
        targets |= {f"{kind}.{name}": tensor for name, tensor in moments.items()}
    targets |= {f"memory.{name}": tensor for name, tensor in state.memory.items()}
    sums = state.sums
    targets |= {"sums": sums.sums, "fired": sums.fired, "first_bad": sums.first_bad}
    if "partners" in tensors:
        state.partners = torch.zeros_like(sums.fired)
        targets["partners"] = state.partners
    if tensors.get("sums", sums.sums).shape == (6,):  # of before constant images were left out of r
        tensors["sums"] = torch.cat([tensors["sums"], tensors["sums"].new_tensor([float(rest["images"])])])
    places = tensors.get("partners", torch.zeros(1))
    fits = {n: t.shape for n, t in tensors.items()} == {n: t.shape for n, t in targets.items()}
    if not fits or places.min() < 0 or places.max() >= sums.fired.numel():
        raise MousaicError(f"{path} does not fit this run's config.json: restore both from one copy, or train again.")
    with torch.no_grad():
        for name, target in targets.items():
            target.copy_(tensors[name])
    state.epoch, state.batch, state.seconds = int(rest["epoch"]), int(rest["batch"]), float(rest["seconds"])
    state.adam.steps, sums.images, state.history = int(rest["steps"]), int(rest["images"]), list(rest["history"])


def _header(path: Path) -> dict[str, Any]:
    with safe_open(path, "pt") as file:
        header = file.metadata() or {}
    try:
        found = json.loads(header["state"]) | {"schema": int(header["schema"])}
        rest = migrated(path, found, SCHEMA, MIGRATIONS)
        return {name: rest[name] for name in ("epoch", "batch", "steps", "images", "seconds", "history")}
    except (KeyError, ValueError, TypeError) as error:
        raise MousaicError(f"{path} is not a checkpoint of Mousaic: restore it, or train again.") from error

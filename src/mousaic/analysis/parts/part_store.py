"""A run's parts on disk: ``RUN/parts/parts.safetensors``, all that is needed to find them in other images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from mousaic.analysis.parts.homes import Homes
from mousaic.analysis.parts.matching import Pictures
from mousaic.analysis.parts.part_set import PartSet
from mousaic.errors import MousaicError
from mousaic.files import explained, read_json, whole_file
from mousaic.model.store import load_tensors

FOLDER, FILE = "parts", "parts.safetensors"


def holds_parts(run: Path) -> bool:
    """Whether the run keeps parts."""
    return (run / FOLDER / FILE).is_file()


def save_parts(run: Path, parts: PartSet) -> None:
    """Keep the parts of a run.

    Raises:
        MousaicError: the run folder cannot be written.
    """
    with explained(run):
        (run / FOLDER).mkdir(exist_ok=True)
    squares = {f"picture_{i:04d}": one.squares[0].contiguous() for i, one in enumerate(parts.pictures)}
    tensors = {
        "softness": torch.tensor([one.softness for one in parts.pictures], dtype=torch.float64),
        "middle": parts.homes.middle.contiguous(),
        "spread": parts.homes.spread.contiguous(),
        "chance": torch.from_numpy(parts.chance),
        "copies": torch.from_numpy(parts.copies),
        "copies_by_chance": torch.from_numpy(parts.copies_by_chance),
        "size": torch.tensor([parts.candidates, parts.side]),
    }
    with whole_file(run / FOLDER / FILE) as partial:
        partial.touch()  # where that is refused, the reason is one that has words
        save_file(squares | tensors, partial, {"model": _model_of(run)})


def read_parts(run: Path) -> PartSet:
    """The parts that :func:`save_parts` kept.

    Raises:
        MousaicError: the file is damaged, or another run's.
    """
    path = run / FOLDER / FILE
    again = f"mousaic parts {run} --anew learns them again."
    try:
        tensors = load_tensors(path)
        with safe_open(path, "pt") as file:
            model = (file.metadata() or {}).get("model")
    except (MousaicError, SafetensorError, OSError) as error:
        raise MousaicError(f"{path} cannot be read, or is damaged: {again}") from error
    if model != _model_of(run):
        raise MousaicError(f"{path} belongs to another model: {again}")
    try:
        softness = tensors["softness"].tolist()
        squares = [tensors[f"picture_{i:04d}"][None] for i in range(len(softness))]
        candidates, side = tensors["size"].tolist()
        homes = Homes(tensors["middle"], tensors["spread"])
        chance, copies, by_chance = (tensors[name].numpy() for name in ("chance", "copies", "copies_by_chance"))
        shapes = {len(part) for part in (*homes, chance, copies, by_chance)}
        if shapes != {len(softness)} or not np.isfinite(chance).all():
            raise ValueError("its arrays do not fit together")
    except (KeyError, ValueError, TypeError) as error:
        raise MousaicError(f"{path} is damaged ({error}): {again}") from error
    pictures = tuple(Pictures(one, soft) for one, soft in zip(squares, softness, strict=True))
    return PartSet(pictures, homes, chance, copies, by_chance, candidates, side)


def _model_of(run: Path) -> str:
    """SHA-256 of the run's weights; "" where there are none."""
    card = run / "model.json"
    return str(read_json(card).get("sha256")) if card.is_file() else ""

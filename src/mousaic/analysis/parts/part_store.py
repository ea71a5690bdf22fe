"""A run's parts on disk: ``RUN/parts/parts.safetensors``, all that is needed to find them in other images."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from mousaic.analysis.parts.homes import Homes
from mousaic.analysis.parts.matching import Pictures
from mousaic.analysis.parts.part_set import PartSet
from mousaic.command_lines import command_line
from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.model.store import digest_of_model, keeps_checksums
from mousaic.model.tensor_files import check_finite, read_checked, write_tensors

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
    write_tensors(run / FOLDER / FILE, tensors_of_parts(parts), {"model": _model_of(run)})


def tensors_of_parts(parts: PartSet) -> dict[str, Tensor]:
    """All that parts are, by name."""
    squares = {f"picture_{i:04d}": one.squares[0].contiguous() for i, one in enumerate(parts.pictures)}
    return squares | {
        "softness": torch.tensor([one.softness for one in parts.pictures], dtype=torch.float64),
        "middle": parts.homes.middle.contiguous(),
        "spread": parts.homes.spread.contiguous(),
        "chance": torch.from_numpy(parts.chance),
        "copies": torch.from_numpy(parts.copies),
        "copies_by_chance": torch.from_numpy(parts.copies_by_chance),
        "size": torch.tensor([parts.candidates, parts.side]),
    }


def parts_of_tensors(tensors: Mapping[str, Tensor]) -> PartSet:
    """The inverse of :func:`tensors_of_parts`.

    Raises:
        ValueError: they are not all there, or do not fit together.
    """
    try:
        softness = tensors["softness"].tolist()
        squares = [tensors[f"picture_{i:04d}"][None] for i in range(len(softness))]
        candidates, side = tensors["size"].tolist()
        homes = Homes(tensors["middle"], tensors["spread"])
        chance, copies, by_chance = (tensors[name].numpy() for name in ("chance", "copies", "copies_by_chance"))
        shapes = {len(part) for part in (*homes, chance, copies, by_chance)}
        if shapes != {len(softness)} or not _right(squares, homes, candidates, side):
            raise ValueError("its arrays do not fit together")
    except (KeyError, TypeError, RuntimeError) as error:
        raise ValueError(f"an array is missing or of another kind: {error}") from error
    pictures = tuple(Pictures(one, soft) for one, soft in zip(squares, softness, strict=True))
    return PartSet(pictures, homes, chance, copies, by_chance, candidates, side)


def read_parts(run: Path) -> PartSet:
    """The parts that :func:`save_parts` kept.

    Raises:
        MousaicError: the file is damaged, or another run's.
    """
    path = run / FOLDER / FILE
    again = f"learn them again with: {command_line('parts', run, '--anew')}"
    model = _model_of(run)
    try:
        tensors, notes = read_checked(path, required=bool(model) and keeps_checksums(run))
        check_finite(path, tensors)
    except MousaicError as error:
        raise MousaicError(f"{path} cannot be read, or is damaged; {again}") from error
    if notes.get("model") != model:
        raise MousaicError(f"{path} belongs to another model; {again}")
    try:
        return parts_of_tensors(tensors)
    except ValueError as error:
        raise MousaicError(f"{path} is damaged ({error}); {again}") from error


def _right(squares: list[Tensor], homes: Homes, candidates: int, side: int) -> bool:
    """Whether the arrays have the shapes of parts of images of so many pixels a side."""
    count = len(squares)
    square = all(one.ndim == 4 and one.shape[2] == one.shape[3] <= side for one in squares)
    spread = tuple(homes.middle.shape) == (count, 2) and tuple(homes.spread.shape) == (count, 2, 2)
    return square and spread and 1 <= side <= 2**24 and candidates >= 0


def _model_of(run: Path) -> str:
    """SHA-256 of the run's weights; "" where there are none."""
    return digest_of_model(run) if (run / "model.json").is_file() else ""

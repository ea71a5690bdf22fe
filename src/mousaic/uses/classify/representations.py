"""Images as numbers in several ways, all of them learned from the images of one training part and from nothing else.

Each way is a few *blocks* of numbers: presences and places of parts are two blocks, pixels are one. Labels are not
looked at, so whoever tunes a classifier by inner folds of the training part is honest as to labels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.analysis.compare.principal_directions import principal
from mousaic.analysis.parts.part_findings import learned_from
from mousaic.analysis.parts.part_set import COUNT, PartSet, find_parts
from mousaic.arrays import Floats, Pixels, Singles
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.model.code_kinds import coder
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import LINEAR_DECODER
from mousaic.training.fit import train_members, untrained_members

BATCH = 256

Blocks = tuple[Floats, ...]
"""(n, F) each, of the same n images."""

RECOMMENDED = "recommended"
"""Which parts there are, with half the weight where they are and the whole picture: fixed before any score was seen."""
MADE_OF: dict[str, dict[str, float]] = {
    RECOMMENDED: {"presences": 1.0, "places": 0.5**0.5, "pixels": 0.5**0.5},
    "parts": {"presences": 1.0, "places": 1.0},
    "presences": {"presences": 1.0},
    "responses": {"responses": 1.0},
    "codes": {"codes": 1.0},
    "codes-omp": {"codes-omp": 1.0},
    "start": {"start": 1.0},
    "pca": {"pca": 1.0},
    "pixels": {"pixels": 1.0},
    "light": {"brightness": 1.0, "contrast": 1.0},
}
"""Representation -> the blocks it is made of, and the mean length that each has beside the others."""
LIGHT = "light"
"""Brightness and contrast: what every other one is held against."""
TRAINED_NAMES = ("responses", "codes", "codes-omp")
TRAINED = frozenset(TRAINED_NAMES)
"""Those that need a training."""


def possible(images: ImageSet) -> tuple[str, ...]:
    """The representations that such images can have, the recommended one first: oblong and very small images have
    neither parts nor members, and vectors have no parts."""
    if images.shape.may_have_parts:
        return tuple(MADE_OF)
    members = () if images.shape.is_grid else (*TRAINED_NAMES, "start")
    return (RECOMMENDED, *members, "pca", "pixels", LIGHT)


def title_key(name: str, parts: bool) -> str:
    """The key of what a representation is called; of images that have no parts the recommended one is made of the same
    pixels as another, and differs in its settings alone."""
    own = not parts and name in (RECOMMENDED, "pixels")
    return f"told_by_{'own_' if own else ''}{name.replace('-', '_')}"


class Learned(NamedTuple):
    """What a training part gave; every field is None where it was not asked for, or cannot be had of these images."""

    parts: PartSet | None = None
    members: Ensemble | None = None
    start: Ensemble | None = None
    directions: tuple[Singles, Singles] | None = None
    """Mean (D,) and principal directions (c, D)."""


def learn(images: ImageSet, config: Config, wanted: Sequence[str], chance: bool = False) -> Learned:
    """All that the representations ``wanted`` need, from these images.

    Args:
        images: of the training part.
        config: of the training of members; its seed governs parts and PCA, too.
        chance: whether to find out where parts are found beyond chance, which no representation needs.
    """
    seed, names = config.training.seed, set(wanted)
    every = np.ones(len(images), bool)
    parts = members = start = directions = None
    if any("presences" in MADE_OF[name] for name in names):
        parts = learned_from(images, every, seed, COUNT, config.images, chance)
    if names & TRAINED:
        members = train_members(images, config).to("cpu")
    if "start" in names:
        start = untrained_members(images, config).to("cpu")
    if "pca" in names:
        flat = images.pixels.reshape(len(images), -1)
        directions = principal(flat, min(config.model.k, len(images) - 1), seed % 2**32)
    return Learned(parts, members, start, directions)


def represent(learned: Learned, pixels: Pixels, wanted: Sequence[str]) -> dict[str, Floats]:
    """The blocks that the representations ``wanted`` are made of, (n, F) each, of images (n, C, rows, columns)."""
    blocks = {block for name in wanted for block in MADE_OF[name]}
    flat = torch.from_numpy(pixels.reshape(len(pixels), -1))
    found: dict[str, Floats] = {}
    if "presences" in blocks:
        found["presences"], found["places"] = _found(learned.parts, pixels)
    if learned.members is not None:
        own = {name: compute for name, compute in _OF_MEMBERS.items() if name in blocks}
        found |= {name: _batched(learned.members, flat, compute) for name, compute in own.items()}
    if learned.start is not None:
        found["start"] = _batched(learned.start, flat, _pursued)
    if learned.directions is not None:
        mean, basis = learned.directions
        found["pca"] = ((flat.numpy() - mean) @ basis.T).astype(np.float64)
    grey = pixels.mean(1, dtype=np.float64).reshape(len(pixels), -1)
    found["pixels"] = flat.numpy().astype(np.float64)
    found["brightness"], found["contrast"] = grey.mean(1)[:, None], grey.std(1)[:, None]
    return {name: values for name, values in found.items() if name in blocks}


def _found(parts: PartSet | None, pixels: Pixels) -> tuple[Floats, Floats]:
    """Presences (n, P), and places: rows, then columns (n, 2 P); of no parts one number that says nothing."""
    if parts is None:
        return np.zeros((len(pixels), 1)), np.zeros((len(pixels), 2))
    seen = find_parts(parts, pixels)
    return seen.presence, np.concatenate([seen.row, seen.column], axis=1)


def _one_pass(ensemble: Ensemble, x: Tensor) -> Tensor:
    return dense_codes(ensemble, coder(ensemble, "topk")(x))


def _pursued(ensemble: Ensemble, x: Tensor) -> Tensor:
    """Codes of matching pursuit or, where a decoder is not linear, the model's own."""
    kind = "omp" if LINEAR_DECODER in ensemble.capabilities else "own"
    return dense_codes(ensemble, coder(ensemble, kind)(x))


def _responses(ensemble: Ensemble, x: Tensor) -> Tensor:
    """(B, M F): pre-activations; of filters the strongest at any place."""
    a = ensemble.preactivations(ensemble.centered(x))
    return _beside(a.view(*a.shape[:2], -1, ensemble.places).amax(3))


def dense_codes(ensemble: Ensemble, codes: Codes) -> Tensor:
    """(B, M F): codes with their zeros; of filters the strongest at any place."""
    if ensemble.places == 1:
        return _beside(codes.dense(ensemble.features))
    members, batch, _ = codes.values.shape
    zeros = codes.values.new_zeros(members, batch, ensemble.features // ensemble.places)
    return _beside(zeros.scatter_reduce(2, codes.indices // ensemble.places, codes.values, "amax"))


def _beside(values: Tensor) -> Tensor:
    """(M, B, F) -> (B, M F)."""
    return values.transpose(0, 1).flatten(1)


_OF_MEMBERS: dict[str, Callable[[Ensemble, Tensor], Tensor]] = {
    "responses": _responses,
    "codes": _one_pass,
    "codes-omp": _pursued,
}
"""Blocks of trained members, by name."""


@torch.no_grad()
def _batched(ensemble: Ensemble, flat: Tensor, compute: Callable[[Ensemble, Tensor], Tensor]) -> Floats:
    found: Floats = torch.cat([compute(ensemble, x) for x in torch.split(flat, BATCH)]).double().numpy()
    return found

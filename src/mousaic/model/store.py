"""A model on disk: ``model.safetensors`` (weights) and ``model.json`` (everything needed to use them).

Nothing here can run code: safetensors holds raw numbers, and both files are checked against each other.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.files import read_json
from mousaic.images.ranges import Range, range_from_json
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import STANDARD, Parts, Size, capabilities_of, part_shapes
from mousaic.model.mixed_card import MixedCard
from mousaic.model.mixture import Mixture
from mousaic.model.placing import Placing
from mousaic.model.tensor_files import check_finite, read_tensors, write_tensors
from mousaic.presets import BEFORE
from mousaic.record_shape import Shape, check_shape, fields, flag, maybe, number, several, text, whole
from mousaic.regular_files import open_regular_file
from mousaic.schemas import Migration, migrated
from mousaic.sealed import check_seal, write_sealed

SCHEMA = 4
SEALED = 4
"""The schema from which on ``model.json`` has a checksum of its own."""


def from_1_to_2(data: dict[str, Any]) -> dict[str, Any]:
    """The first models were all of the standard parts; the very first had no thresholds."""
    return {"thresholds": None, **STANDARD._asdict(), **data}


def from_2_to_3(data: dict[str, Any]) -> dict[str, Any]:
    """Models before had no filters at places."""
    return {"placing": None, **data}


def from_3_to_4(data: dict[str, Any]) -> dict[str, Any]:
    """Models before had members of one kind, and no checksum of their own."""
    return {"mixed": None, **data}


MIGRATIONS: dict[int, Migration] = {1: from_1_to_2, 2: from_2_to_3, 3: from_3_to_4}
"""Of what ``model.json`` says: schema n -> what makes it one of n + 1."""
SIDE = whole(1, 2**24)
"""Of an image in pixels; vectors are images of one row."""
KIND: Shape = fields(
    features=whole(1), k=whole(1), center=flag, encoder=text, decoder=text, sparsity=text, weight=number()
)
SHAPE: Shape = fields(
    {"ranges": maybe(several(fields(type=maybe(several(number(), 2)), range=several(number(), 2))))},
    mixed=maybe(fields(chained=flag, members=several(KIND))),
    shape=several(SIDE, 3),
    members=whole(1, 1024),
    features=whole(1, 2**40),
    k=whole(1, 2**40),
    center=flag,
    images=fields(size=whole(1, 1024), color=text, fit=text, background=text, depth_range=text),
    limits=maybe(several(number(), 2)),
    thresholds=maybe(several(number(0))),
    encoder=text,
    decoder=text,
    sparsity=text,
    placing=maybe(
        fields(
            shape=several(SIDE, 3), sizes=several(whole(1)), filters=whole(1), stride=whole(1), neighbourhood=whole(1)
        )
    ),
    sha256=text,
)
"""Of ``model.json``."""


@dataclass(frozen=True)
class ModelCard:
    """What must be known to use the weights on new images.

    Attributes:
        shape: (channels, height, width) of a prepared image.
        limits: the raw values that become 0 and 1, where the set's percentiles decided; else None.
        thresholds: of ``batch-topk`` codes, one a member: see :func:`mousaic.model.threshold_codes.batch_threshold`.
            None in models of earlier versions.
        placing: of filters; None where features have no places.
        mixed: the members, where they differ in kind; then ``features`` and ``k`` are theirs together.
        ranges: the raw values that become 0 and 1, for each number type of the training files. None in models of
            earlier versions, and of arrays.
    """

    shape: tuple[int, int, int]
    members: int
    features: int
    k: int
    center: bool
    images: ImageOptions
    limits: tuple[float, float] | None = None
    thresholds: tuple[float, ...] | None = None
    encoder: str = STANDARD.encoder
    decoder: str = STANDARD.decoder
    sparsity: str = STANDARD.sparsity
    placing: Placing | None = None
    mixed: MixedCard | None = None
    ranges: tuple[Range, ...] | None = None

    @property
    def parts(self) -> Parts:
        """What a member is put together from."""
        return Parts(self.encoder, self.decoder, self.sparsity, self.placing)


def card_of(ensemble: Ensemble, shape: tuple[int, int, int], images: ImageOptions, **more: Any) -> ModelCard:
    """The card of any model; ``more`` as of :class:`ModelCard`."""
    mixed = MixedCard.of(ensemble) if isinstance(ensemble, Mixture) else None
    center = mixed is not None or ensemble.center is not None
    return ModelCard(
        shape, ensemble.members, ensemble.features, ensemble.k, center, images,
        encoder=ensemble.parts.encoder, decoder=ensemble.parts.decoder, sparsity=ensemble.parts.sparsity,
        placing=ensemble.parts.placing, mixed=mixed, **more,
    )  # fmt: skip


def tensors_of(ensemble: Ensemble) -> dict[str, Tensor]:
    """The parameters by name, on the CPU."""
    return {name: p.detach().cpu().contiguous() for name, p in ensemble.named_parameters()}


@dataclass(frozen=True)
class Model:
    """A trained ensemble with what is needed to use and judge it.

    Attributes:
        training_mean: float32 (D,): the mean of the training originals, the reference for FVU and baseline.
    """

    ensemble: Ensemble
    card: ModelCard
    training_mean: Tensor


def save_model(folder: Path, model: Model) -> None:
    """Write both files, weights first, so that ``model.json`` is only there beside whole weights."""
    path = folder / "model.safetensors"
    write_tensors(path, tensors_of(model.ensemble) | {"training_mean": model.training_mean})
    ranges = model.card.ranges and [one.to_json() for one in model.card.ranges]
    data = dataclasses.asdict(model.card) | {"ranges": ranges, "sha256": file_sha256(path)}
    write_sealed(folder / "model.json", {"schema": SCHEMA, "kind": "mousaic ensemble", **data})


def load_model(folder: Path) -> Model:
    """The model in ``folder``.

    Raises:
        MousaicError: a file is missing, truncated, altered, of a newer Mousaic, or no Mousaic model.
    """
    data = _said(folder)
    card = _card(folder / "model.json", data)
    path = folder / "model.safetensors"
    tensors = read_tensors(path)
    _check_shapes(path, tensors, card)
    if file_sha256(path) != data["sha256"]:
        raise MousaicError(f"{path} is not the file model.json was written for: restore both from one copy.")
    parameters = {name: t for name, t in tensors.items() if name != "training_mean"}
    made = Ensemble(parameters, card.k, card.parts) if card.mixed is None else card.mixed.filled(parameters)
    return Model(made.requires_grad_(False), card, tensors["training_mean"])


def digest_of_model(folder: Path) -> str:
    """SHA-256 of the weights in ``folder``, as ``model.json`` says it; raises as :func:`load_model` does."""
    return str(_said(folder)["sha256"])


def keeps_checksums(folder: Path) -> bool:
    """Whether the model is of a version whose files carry checksums; raises as :func:`load_model` does."""
    return bool(_said(folder)["sealed"])


def _said(folder: Path) -> dict[str, Any]:
    """What ``model.json`` says, of the newest schema and the right shape."""
    path = folder / "model.json"
    data = read_json(path)
    if data.get("kind") != "mousaic ensemble":
        raise MousaicError(f"{path} does not describe a Mousaic model: train one, or name its folder.")
    found = migrated(path, data, SCHEMA, MIGRATIONS)
    check_seal(path, data, required=data["schema"] >= SEALED)
    check_shape(path, found, SHAPE)
    return {**found, "sealed": data["schema"] >= SEALED}


def file_sha256(path: Path) -> str:
    """The file's SHA-256, as hexadecimal digits."""
    digest = sha256()
    with open_regular_file(path) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _card(path: Path, data: dict[str, Any]) -> ModelCard:
    try:
        names = [f.name for f in dataclasses.fields(ModelCard) if f.name not in ("thresholds", "ranges")]
        values = {name: data[name] for name in names}
        values["shape"] = tuple(int(side) for side in values["shape"])
        values["images"] = ImageOptions(**_before(ImageOptions) | values["images"])
        values["placing"] = None if values["placing"] is None else Placing.from_json(values["placing"])
        if values["placing"] is not None and values["placing"].features != values["features"]:
            raise ValueError("its filters and places do not make its features")
        values["mixed"] = None if values["mixed"] is None else MixedCard.from_json(values["mixed"])
        values["limits"] = values["limits"] and tuple(float(v) for v in values["limits"])
        ranges = data.get("ranges") and tuple(range_from_json(one) for one in data["ranges"])
        card = ModelCard(**values, thresholds=_thresholds(data), ranges=ranges)
        if card.mixed is None:
            capabilities_of(card.parts)  # refuses parts that are not there, or do not go together
        return card
    except (KeyError, TypeError, ValueError, OverflowError, MousaicError) as error:
        reason = str(error).rstrip(".")[:200]
        raise MousaicError(f"{path} is damaged ({reason}): restore it from a copy, or train again.") from error


def _before(options: type) -> dict[str, Any]:
    """What earlier versions did, of the options of one group."""
    return {f.name: BEFORE[f.name] for f in dataclasses.fields(options) if f.name in BEFORE}


def _thresholds(data: dict[str, Any]) -> tuple[float, ...] | None:
    found = data.get("thresholds")
    if found is None:
        return None
    numbers = tuple(float(value) for value in found)
    if len(numbers) != data["members"] or not all(0 <= value < math.inf for value in numbers):
        raise ValueError(f"thresholds are not {data['members']} numbers of 0 or more")
    return numbers


def _check_shapes(path: Path, tensors: dict[str, Tensor], card: ModelCard) -> None:
    members, features, pixels = card.members, card.features, math.prod(card.shape)
    expected: dict[str, tuple[int, ...]] = {"training_mean": (pixels,)}
    if card.mixed is not None:
        expected |= card.mixed.shapes(pixels)
    else:
        expected |= part_shapes(card.parts, Size(members, features, pixels))
        if card.center:
            expected["center"] = (members, pixels)
    found = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    check_finite(path, tensors)
    if found != expected or not 1 <= card.k <= features:
        raise MousaicError(
            f"{path} does not hold what model.json says ({str(found)[:200]} instead of {str(expected)[:200]}): train "
            "again."
        )
    for name, tensor in tensors.items():
        if tensor.dtype != torch.float32:
            raise MousaicError(f"{path}: {name} is not of float32 numbers: restore the file, or train again.")

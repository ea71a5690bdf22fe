"""What a training needs of memory and disk, compared with what there is before anything is allocated or written."""

from __future__ import annotations

import math
from pathlib import Path

from mousaic.config import Config
from mousaic.device import choose_device
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.vector_options import vector_length
from mousaic.memory import free_disk, free_memory
from mousaic.model.member_parts import PLACES, Size, capabilities_of, part_shapes, parts_of
from mousaic.model.placing import Placing

FLOAT = 4
"""Bytes."""
PAGES = 5_000_000
"""Bytes of tables, figures and pages, beside the features in the atlas."""

Shape = tuple[int, int, int]


def data_shape(data: str | Path | ImageSet, config: Config) -> Shape:
    """(channels, height, width) of images: those given, or as files will be prepared."""
    if isinstance(data, ImageSet):
        return data.shape
    length = vector_length(data, {"array": config.images.array})
    return image_shape(config) if length is None else (1, 1, length)


def image_shape(config: Config) -> Shape:
    """(channels, height, width) of images that are read from files."""
    return (1 if config.images.color == "grey" else 3, config.images.size, config.images.size)


def numbers(config: Config, shape: Shape) -> tuple[int, int]:
    """How many numbers the members' parameters are, and how many more the training remembers of them."""
    model, parts, pixels = config.model, parts_of(config.model), math.prod(shape)
    placing = placing_for(config, shape)
    features = model.features if placing is None else placing.features
    parts = parts._replace(placing=placing)
    shapes = part_shapes(parts, Size(model.members, features, pixels))
    weights = sum(math.prod(one) for one in shapes.values())
    remembered = 2 * weights if config.by_gradients else model.members * features * (features + pixels)
    return weights, remembered


def placing_for(config: Config, shape: Shape) -> Placing | None:
    """Where filters will lie; None where features are as large as the image."""
    model = config.model
    if PLACES not in capabilities_of(parts_of(model)):
        return None
    return Placing(shape, model.filters, config.filter_sides, model.stride, model.neighbourhood)


def memory_need(config: Config, shape: Shape) -> int:
    """Bytes that a training has in memory at the least: its weights and what it remembers of them."""
    weights, remembered = numbers(config, shape)
    elsewhere = choose_device(config.training.device).type != "cpu"  # there only the start is made here
    return FLOAT * (weights if elsewhere else weights + remembered)


def disk_need(config: Config, shape: Shape) -> int:
    """Bytes of a run: two checkpoints, as the last one stays until the next is whole, the model, and the pages."""
    weights, remembered = numbers(config, shape)
    best = weights if config.training.early_stop else 0
    return FLOAT * (2 * (weights + remembered) + weights + best) + 2 * min(weights, 64_000_000) + PAGES


def check_memory(config: Config, shape: Shape) -> None:
    """Refuse a training that this machine, or the container it runs in, has no memory for.

    Raises:
        MousaicError: it needs more than there is; or its parts do not go together.
    """
    need, there = memory_need(config, shape), free_memory()
    if there is not None and need > there:
        model = config.model
        features = f"{model.filters} filters" if model.model == "conv" else f"{model.features} features"
        raise MousaicError(
            f"Not enough memory for {model.members} member{'s' if model.members > 1 else ''} of {features} over "
            f"{shape[2]}x{shape[1]} pixels: the training needs at least {_size(need)}, and {_size(there)} are free: "
            f"lower --members, --{features.split()[1]} or --size."
        )


def check_disk(folder: Path, config: Config, shape: Shape) -> None:
    """Refuse a training whose run folder the disk has no room for.

    Args:
        folder: of the run, there already or not; its own checkpoints count as room.

    Raises:
        MousaicError: it needs more than there is.
    """
    kept = sum(path.stat().st_size for path in folder.glob("checkpoint/*.safetensors"))
    need, there = disk_need(config, shape) - kept, free_disk(folder)
    if there is not None and need > there:
        raise MousaicError(
            f"Not enough space for {folder}: the run needs about {_size(need)} there, and {_size(there)} are free: "
            "free some, give --out a place on another disk, or lower --members, --features or --size."
        )


def _size(count: int) -> str:
    """Such as ``81.6 GB``."""
    return f"{count / 1e9:,.1f} GB" if count >= 1e8 else f"{count / 1e6:,.1f} MB"

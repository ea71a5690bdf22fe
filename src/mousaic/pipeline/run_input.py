"""What a run is trained on: its images and parameters, and which images it holds out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.arrays import Mask
from mousaic.config import Config, ModelOptions, config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.mapped import nearest_folder
from mousaic.images.splits.validation_split import SMALLEST_SET, split_groups
from mousaic.images.vector_options import with_vector_defaults
from mousaic.runs.recorded_limits import recorded_limits
from mousaic.runs.run import Run
from mousaic.runs.split_table import PARTS, Split
from mousaic.said import Say, told
from mousaic.texts import Texts
from mousaic.typed_options import check_given


def config_of(
    data: str | Path | ImageSet, preset: str, options: Mapping[str, Any], prepared: Mapping[str, Any] | None = None
) -> Config:
    """The parameters of a training; images that are prepared already say how files are prepared like them.

    Args:
        options: those that were chosen.
        prepared: how files are prepared where none of the options says otherwise (default: as the preset does).

    Raises:
        MousaicError: an option that is none, that says otherwise than the images, or that would do nothing.
    """
    given = {name: value for name, value in options.items() if value is not None}
    ready = data.preparation if isinstance(data, ImageSet) else None
    before = dict(prepared or {}) if ready is None else dataclasses.asdict(ready)
    config = config_for(preset, **before | with_vector_defaults(data, given, ModelOptions.k))
    check_given(given, config)
    if ready is not None and config.images != ready:
        other = ", ".join(name for name, value in dataclasses.asdict(ready).items() if given.get(name, value) != value)
        raise MousaicError(f"The images given are prepared already, and otherwise: leave out {other}.")
    return config


def source_of(data: str | Path | ImageSet) -> Path | None:
    """The folder or table; None of arrays."""
    found = data.intake.root if isinstance(data, ImageSet) else data
    return None if found is None else Path(found)


def images_again(run: Run, data: Path | None = None) -> ImageSet:
    """The images of an interrupted run, read from where they were, or where they are now.

    Raises:
        MousaicError: they are gone, or the run was trained on arrays.
    """
    limits, beside = recorded_limits(run.record), nearest_folder(run.path)
    return load_images(data or run.need_data(), run.config.images, limits=limits, beside=beside)


def split(config: Config, images: ImageSet, say: Say) -> tuple[Config, Mask]:
    """The validation part as a mask; a set too small for one is said once and recorded as validation 0.

    Raises:
        MousaicError: ``early_stop`` without a validation part.
    """
    wanted, one_group = config.training.validation, not Texts.of(images.groups).numbered().any()
    if wanted and (len(images) < SMALLEST_SET or one_group):
        if config.training.early_stop:
            raise MousaicError(
                f"--early-stop needs a validation part, and {len(images)} originals are too few for one: leave it out."
            )
        say(told("no_validation_part"))
        config = dataclasses.replace(config, training=dataclasses.replace(config.training, validation=0.0))
    mask = split_groups(images.labels, images.groups, config.training.validation, config.training.seed)
    whole = [name for i, name in enumerate(images.class_names) if mask[images.labels == i].all()]
    whole = [name for name in whole if (images.labels == images.class_names.index(name)).any()]
    if whole:
        say(told("class_held_out", names=whole))
    return config, mask


def split_of(images: ImageSet, held_out: Mask) -> Split:
    """The lines of ``split.csv``."""
    parts = Texts.of(PARTS).take(held_out.astype(np.int64))
    return Split(images.paths, images.classes, images.groups, parts, images.sha256)

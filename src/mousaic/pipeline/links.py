"""A chain: a member that learns what an earlier run leaves over of the images, and makes one run with it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from mousaic.arrays import Mask
from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.model.mixture import Mixture
from mousaic.model.store import load_model, save_model
from mousaic.pipeline.common_split import common_split
from mousaic.pipeline.join_runs import made_from
from mousaic.runs.run import Run, open_run
from mousaic.runs.split_table import Split

FOLDER = "before"
"""In a run's folder: the model of the runs before it, so that the run goes on wherever they are by then."""


def earlier_run(path: str | Path) -> Run:
    """The run whose leftovers are to be learned.

    Raises:
        MousaicError: there is none, or not of one member whose features have one place.
    """
    run = open_run(path)
    ensemble = run.model.ensemble
    if isinstance(ensemble, Mixture) and not ensemble.chained:
        raise MousaicError(f"{run.path} has members side by side, and --after goes on from one: name one of its runs.")
    if ensemble.members > 1:
        raise MousaicError(
            f"{run.path} has {ensemble.members} members, and --after goes on from one: give a run of one member, or "
            "what mousaic combine makes of it."
        )
    if ensemble.places > 1:
        raise MousaicError(f"{run.path} has filters that may lie anywhere, which no other member can follow.")
    return run


def check_link(config: Config, earlier: Run) -> None:
    """Raise where a member of these parameters cannot learn what a run leaves over."""
    for what, value in (("model", config.model.model), ("augment", config.augmentation.augment)):
        if value == "auto":
            raise MousaicError(f"--{what} auto tries on the images, not on what {earlier.path} leaves over: name one.")
    if config.model.model == "conv":
        raise MousaicError("Filters that may lie anywhere cannot follow another member: leave --after or --model out.")
    if config.model.members > 1:
        raise MousaicError("--after adds one member to another: leave --members out.")
    if config.images != earlier.model.card.images:
        raise MousaicError(f"{earlier.path} has images prepared otherwise: leave the options of images out.")


def earlier_split(config: Config, earlier: Run, images: ImageSet) -> tuple[Config, Split, Mask]:
    """The earlier run's split, which the new one keeps: nothing that either learned from is held out."""
    rows, held_out = common_split([earlier], images)
    if config.training.early_stop and not held_out.any():
        raise MousaicError(f"--early-stop needs a validation part, and {earlier.path} held none out: leave it out.")
    kept = earlier.config.training.validation if held_out.any() else 0.0
    training = dataclasses.replace(config.training, validation=kept)
    return dataclasses.replace(config, training=training), rows, held_out


def prepared_as(earlier: Run) -> dict[str, Any]:
    """The options of how files are prepared as they were for the earlier run."""
    return dataclasses.asdict(earlier.model.card.images)


def chain_record(earlier: Run | None) -> dict[str, Any]:
    """What the record of the new run says of those before it, the first one first; nothing where there is none."""
    return {} if earlier is None else {"chain": [*earlier.record.get("chain", []), made_from(earlier)]}


def keep_earlier(folder: Path, earlier: Run | None) -> None:
    """Copy the earlier model, if there is one, into the new run's folder."""
    if earlier is None:
        return
    (folder / FOLDER).mkdir()
    save_model(folder / FOLDER, earlier.model)


def model_before(run: Run) -> Ensemble | None:
    """The model whose leftovers a run learns; None where it learns the images themselves."""
    return load_model(run.path / FOLDER).ensemble if "chain" in run.record else None


def whole_of(before: Ensemble | None, ensemble: Ensemble) -> Ensemble:
    """What describes images: the member itself, or all that it follows and it."""
    return ensemble if before is None else Mixture.chain([before, ensemble.member(0)]).requires_grad_(False)

"""A run trained elsewhere, and whether it can be judged on these images."""

from __future__ import annotations

import dataclasses

from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.ranges import unlike
from mousaic.model.store import Model
from mousaic.runs.run import Run


def foreign_model(run: Run, images: ImageSet, config: Config) -> Model:
    """The model of ``run``, if it can be compared on these images with these parameters.

    Raises:
        MousaicError: its images were prepared otherwise, its k is another, or it was trained on some of these.
    """
    card = run.model.card
    other = {
        name: (theirs, getattr(config.images, name))
        for name, theirs in dataclasses.asdict(card.images).items()
        if theirs != getattr(config.images, name) and name != "most_pixels"
    }
    if other:
        theirs = " ".join(f"--{name.replace('_', '-')} {pair[0]}" for name, pair in other.items())
        raise MousaicError(
            f"{run.path} was trained on images prepared otherwise: give {theirs} to compare all on images like those."
        )
    if card.shape != images.shape:
        raise MousaicError(
            f"{run.path} was trained on images of shape {card.shape}, these have {images.shape}: "
            "load them with the same options."
        )
    other_range = unlike(images.ranges, card.ranges)
    if other_range is not None:
        raise MousaicError(
            f"{run.path} was trained on images of another range ({'; '.join(map(str, card.ranges or ()))}; these: "
            f"{other_range}): all methods are to see the same numbers, so convert these images to those."
        )
    if card.k != config.model.k:
        raise MousaicError(
            f"{run.path} has codes of {card.k} features, the others would have {config.model.k}: give --k {card.k}, "
            "so that all are compared at one size."
        )
    trained_on = {row.sha256 for row in run.split if row.part == "train"}
    seen = sum(digest in trained_on for digest in images.sha256)
    if seen:
        raise MousaicError(
            f"{run.path} was trained on {seen} of these {len(images)} images, so they cannot be held out from it: "
            "give a run trained on other images."
        )
    return run.model

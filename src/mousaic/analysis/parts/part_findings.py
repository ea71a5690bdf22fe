"""What is found out about a run's parts: how often each is found, how it moves, how present it is in each class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.parts.part_set import COUNT, FoundParts, PartSet, enough, find_parts, learn_parts
from mousaic.analysis.parts.part_store import holds_parts, read_parts
from mousaic.arrays import Flags, Floats, Names
from mousaic.config import ImageOptions
from mousaic.images.file_places import shown_areas
from mousaic.images.image_set import ImageSet

KINDS = ("landmark", "moving", "sometimes", "rare")
OFTEN, SELDOM = 0.75, 0.2
"""Shares of the images: a part that is found in fewer than the first is there sometimes, than the second rarely."""
STILL = 1 / 32
"""A part whose places lie this near their middle (median distance, in sides of the image) is a landmark."""
FEWEST = 4
"""Images below which there is nothing to learn parts from."""


SHOWS = 0.02
"""Range of brightness below which an image shows nothing."""


class PartFindings(NamedTuple):
    """P parts of a run in its N originals."""

    parts: PartSet
    found: FoundParts
    share: Floats
    """(P,): of the images in which the part is found."""
    wander: Floats
    """(P,): median distance of its places from their middle, in sides of the image, where it is found."""
    kind: Names
    """(P,): found in most images and hardly moving (landmark) or moving; found sometimes; found rarely."""
    by_class: Floats
    """(P, classes): mean presence; NaN without an image of the class."""
    names: Mapping[int, str] = MappingProxyType({})
    """What people called parts."""


def learned_from(
    images: ImageSet, train: Flags, seed: int, count: int = COUNT, options: ImageOptions | None = None,
    chance: bool = True,
) -> PartSet | None:  # fmt: skip
    """The parts of the training part of some images; None of what is no squares, or of too few that show anything.

    Args:
        options: how they were prepared: the bars of letterbox images are no parts.
        chance: as of :func:`mousaic.analysis.parts.part_set.learn_parts`.
    """
    uneven = train & (np.ptp(images.pixels.reshape(len(images), -1), axis=1) > SHOWS)
    if not images.shape.may_have_parts or int(uneven.sum()) < FEWEST:
        return None
    chosen = np.flatnonzero(uneven)[enough(int(uneven.sum()))]
    areas = None
    if options is not None and images.file_sizes is not None:
        areas = shown_areas(images.file_sizes, options)[chosen]
    return learn_parts(images.subset(chosen), count, seed, areas, chance)


def part_findings(
    evidence: Evidence, run: Path, seed: int, learned: Callable[[], PartSet | None] | None = None
) -> PartFindings | None:
    """Of a run's originals, with the parts that it keeps or, where there are none yet, learned of its training part.

    Args:
        learned: who waits for what is learned elsewhere already.
    """
    train = np.array([part == "train" for part in evidence.parts])
    learned = learned or partial(learned_from, evidence.images, train, seed, options=evidence.model.card.images)
    parts = read_parts(run) if holds_parts(run) else learned()
    return None if parts is None else findings_of(parts, evidence.images)


def findings_of(parts: PartSet, images: ImageSet) -> PartFindings:
    """The parts as they are found in these images."""
    found = find_parts(parts, images.pixels)
    share, wander = found.found.mean(0), np.zeros(len(parts))
    for i in range(len(parts)):
        seen = found.found[:, i] if found.found[:, i].any() else np.ones(len(images), bool)
        places = np.stack([found.row[seen, i], found.column[seen, i]])
        wander[i] = np.median(np.hypot(*(places - np.median(places, axis=1, keepdims=True))))
    usual = np.where(wander <= STILL, "landmark", "moving")
    kind = np.where(share >= OFTEN, usual, np.where(share >= SELDOM, "sometimes", "rare"))
    classes = [images.labels == label for label in range(len(images.class_names))]
    by_class = np.full((len(parts), len(classes)), np.nan)
    for label, own in enumerate(classes):
        if own.any():
            by_class[:, label] = found.presence[own].mean(0)
    return PartFindings(parts, found, share, wander, kind, by_class)

"""What every analysis of a run reads, gathered once: images, model, codes and reconstructions."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from mousaic.analysis.image_sample import sampled
from mousaic.arrays import Dictionary, Flags, Floats, ImageValues, Ints, Reconstructions, Rows, Whole
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.mapped import let_go, nearest_folder, room
from mousaic.images.names import shown
from mousaic.memory import row_blocks
from mousaic.model.codes import Codes
from mousaic.model.placing import Placing
from mousaic.model.store import Model
from mousaic.runs.applied import BATCH, EncodedImages, encode_images
from mousaic.runs.run import Run
from mousaic.said import Said, told
from mousaic.stages import Stage, counted, untold
from mousaic.stats.exchangeable_units import Units


@dataclass(frozen=True)
class Evidence:
    """N originals, or a sample of them, as a trained model of M members sees them."""

    images: ImageSet
    """The prepared originals, in the order of ``split.csv``."""
    parts: tuple[str, ...]
    """(N,) "train" or "validation"."""
    model: Model
    codes: EncodedImages
    """Values and indices (N, M, k), the strongest first: the model's own codes."""
    reconstruction: Reconstructions
    """(N, M, D): each member's own reconstruction."""
    placed: EncodedImages | None = None
    """Of filters every place where one is active; ``codes`` then hold each filter once, with its largest value."""
    sample_of: ImageSet | None = None
    """All originals of the run, where ``images`` are a sample of them (:mod:`mousaic.analysis.image_sample`)."""

    @property
    def originals(self) -> ImageSet:
        """All originals of the run."""
        return self.images if self.sample_of is None else self.sample_of

    @property
    def sample(self) -> Said | None:
        """That only a sample was looked at; None where all originals were."""
        if self.sample_of is None:
            return None
        return told("analysed_sample", count=len(self.images), of=len(self.sample_of))

    @property
    def flat(self) -> Rows:
        """The images as (N, D)."""
        flat: Rows = self.images.pixels.reshape(len(self.images), -1)
        return flat

    def blocks(self, each: int = 0) -> Iterator[slice]:
        """Slices of the images, few enough to be worked on at a time, where one takes ``each`` numbers (default: D)."""
        for part in row_blocks(len(self.images), each or self.images.D):
            yield part
            let_go()

    def mean_image(self, chosen: Flags) -> Floats:
        """(D,): the mean of some images (N,)."""
        total = np.zeros(self.images.D)
        for part in self.blocks():
            total += self.flat[part][chosen[part]].sum(0, dtype=np.float64)
        mean: Floats = total / max(int(chosen.sum()), 1)
        return mean

    @property
    def members(self) -> int:
        """M."""
        return self.model.card.members

    @property
    def features(self) -> int:
        """Features of each member (H); where filters lie at many places, the filters (F)."""
        placing = self.model.card.placing
        return self.model.card.features if placing is None else placing.filters

    @cached_property
    def dictionary(self) -> Dictionary:
        """The features' pictures (M, H, D); of filters each in the middle of the image."""
        found: Dictionary = self.model.ensemble.gallery().numpy()
        return found

    @cached_property
    def dead(self) -> Flags:
        """(M, H): features that fire in none of these images."""
        counts = [
            np.bincount(active_entries(self.codes, m).feature, minlength=self.features) for m in range(self.members)
        ]
        dead: Flags = np.stack(counts) == 0
        return dead

    @cached_property
    def units(self) -> Units:
        """What tests may exchange: groups, within their part of the split."""
        return Units(self.images.labels, self.images.units, self.parts)


class Active(NamedTuple):
    """Every feature that fires in one member, image by image: E entries."""

    image: Ints
    """(E,)"""
    feature: Ints
    """(E,)"""
    value: Floats
    """(E,): never zero; below zero where even the k largest pre-activations reach there."""


def gather_evidence(run: Run, images: ImageSet | None = None, stage: Stage = untold) -> Evidence:
    """Encode and reconstruct the originals of a run, of very many a sample.

    Args:
        images: the originals, prepared by ``run.load_images``; by default they are read from where they were.
        stage: told how many of them are read.

    Raises:
        MousaicError: the images are gone, or are no longer those of ``split.csv``; the run is not finished.
    """
    images, parts = gather_originals(run, images, stage), run.split.parts
    chosen = sampled(images.labels, images.units, parts, run.config.training.seed)
    if len(chosen) == len(images):
        return evidence_of(run.model, images, tuple(parts))
    few = evidence_of(run.model, images.subset(chosen), tuple(parts.take(chosen)))
    return replace(few, sample_of=images)


def gather_originals(run: Run, images: ImageSet | None = None, stage: Stage = untold) -> ImageSet:
    """The originals of a run, in the order of ``split.csv``; arguments and errors as of :func:`gather_evidence`."""
    if images is None:
        images = _originals(run, stage)
    rows = run.split
    if len(images) != len(rows):
        raise _other_images(run, images, f"{len(images)} instead of {len(rows)}")
    if run.data is None and images.intake.root is not None:
        images = _known_by_content(run, images)
    if not images.groups_from == run.groups_from == "given":
        # What was found in names or looks then still counts, although another processor may find it otherwise.
        images = replace(images, groups=rows.groups, groups_from=run.groups_from)
    found = images.paths, images.classes, images.groups, images.sha256
    if found != (rows.paths, rows.labels, rows.groups, rows.sha256):
        own = zip(*found, strict=True)
        other = next(row for row in rows if (row.path, row.label, row.group, row.sha256) != next(own))
        raise _other_images(run, images, f"{shown(other.path)} or its class, group or content changed")
    return images


def evidence_of(model: Model, images: ImageSet, parts: tuple[str, ...]) -> Evidence:
    """The same for any model and images of its shape; ``parts`` (N,) are "train" or "validation"."""
    codes = encode_images(model, images)
    made = _decode(model, codes, images.beside)
    if model.card.placing is None:
        return Evidence(images, parts, model, codes, made)
    return Evidence(images, parts, model, strongest(codes, model.card.placing), made, codes)


def strongest(codes: EncodedImages, placing: Placing) -> EncodedImages:
    """Of codes of filters at places each filter once, with its value furthest from 0: the strongest first."""
    images, members, k = codes.values.shape
    dense = np.zeros((images, members, placing.filters), np.float32)
    filters = codes.indices // placing.places
    for place in reversed(range(k)):  # the strongest last, which stays; entries that are not active come at the end
        active = codes.values[..., place, None] != 0
        kept = np.where(active, codes.values[..., place, None], np.take_along_axis(dense, filters[..., place, None], 2))
        np.put_along_axis(dense, filters[..., place, None], kept, 2)
    order = np.argsort(-np.abs(dense), axis=2, kind="stable")[..., :k]
    return EncodedImages(np.take_along_axis(dense, order, 2), order)


def active_entries(codes: EncodedImages, member: int) -> Active:
    """The entries of a member's codes that are not zero, image by image, the strongest first."""
    values, indices = codes.values[:, member], codes.indices[:, member]
    image, place = np.nonzero(values)
    return Active(image, indices[image, place], values[image, place].astype(np.float64))


def activations(codes: EncodedImages, member: int, features: Whole) -> ImageValues:
    """The codes of some features of a member with their zeros: (N, F) for F different features."""
    place = np.full(max(int(codes.indices[:, member].max(initial=0)), int(features.max(initial=0))) + 1, -1)
    place[features] = np.arange(len(features))
    active = active_entries(codes, member)
    column = place[active.feature]
    chosen = column >= 0
    dense = np.zeros((len(codes.values), len(features)))
    dense[active.image[chosen], column[chosen]] = active.value[chosen]
    return dense


def _originals(run: Run, stage: Stage) -> ImageSet:
    tell, beside = counted(stage, told("stage_images")), nearest_folder(run.path)
    return run.load_images(run.need_data(), own=True, progress=tell, beside=beside)


def _known_by_content(run: Run, images: ImageSet) -> ImageSet:
    """Images of files as those of the arrays that the run was trained on, which had no files: found by their numbers
    alone, in any order. Names, classes and groups are the run's; as they are where numbers are not the run's."""
    rows, names = run.split, tuple(run.record["class_names"])
    places: dict[str, list[int]] = {}
    for place, digest in enumerate(images.sha256):
        places.setdefault(digest, []).insert(0, place)
    order = [places[row.sha256].pop() for row in rows if places.get(row.sha256)]
    if len(order) < len(rows):
        return images
    return replace(
        images.subset(order),
        paths=tuple(row.path for row in rows),
        labels=np.array([names.index(row.label) if row.label else -1 for row in rows], np.int64),
        class_names=names,
        groups=tuple(row.group for row in rows),
        groups_from=run.groups_from,
        confounded=None,
    )


def _other_images(run: Run, images: ImageSet, what: str) -> MousaicError:
    return MousaicError(
        f"{images.origin} are not those that {run.path} was trained on ({what}): "
        "name their folder with --data FOLDER, or train anew."
    )


@torch.no_grad()
def _decode(model: Model, codes: EncodedImages, beside: Path | None) -> Reconstructions:
    """Each member's reconstructions (N, M, D), in a file where they are large and ``beside`` says where."""
    shape = len(codes.values), model.card.members, math.prod(model.card.shape)
    made: Reconstructions = room(shape, np.float32, beside)
    for part in row_blocks(len(made), 1, BATCH):
        values, indices = (torch.from_numpy(a[part]).transpose(0, 1).contiguous() for a in codes)
        made[part] = model.ensemble.decode(Codes(values, indices)).transpose(0, 1).numpy()
        let_go()
    return made

"""Do the classes differ? One test with one p, chosen before anything is seen.

Of every part two things are asked: its presence (how well its picture matches at its best place) and, in the images in
which it is found, its place (row and column together). Parts do not see light, so the mean brightness of 16 x 16 blocks
of the image is asked as well. The largest statistic of all is the answer (max-T: Westfall and Young 1993). Parts are
learned without labels, so testing them on the images that they were learned from is no double use.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.analysis.parts.part_set import FoundParts
from mousaic.arrays import Flags, Floats, Ints, Names
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import PERMUTATIONS
from mousaic.stats.planar_permutation import number_or_place_test

LEVEL = 0.05
BLOCKS = 16
"""Blocks a side whose brightness is asked."""


class Asked(NamedTuple):
    """F things of one kind in N images."""

    kind: str
    """"presence", "place" or "pixel"; of vectors "response" or "column"."""
    thing: Ints
    """(F,): number of the part, the block (row by row), the feature (member by member) or the column."""
    values: tuple[Floats, ...]
    """(N, F): one array, or rows and columns of places, in sides of the image."""


class PrimaryAnswer(NamedTuple):
    """Q things asked, in one family. All arrays (Q,)."""

    kind: Names
    thing: Ints
    best_class: Ints
    """The class that differs most from all others, as numbered in the image set; of two classes and a single number,
    the one that has more."""
    statistic: Floats
    """How far it differs, in units of chance: about \\|z\\| of a normal number."""
    p: Floats
    """Of a two-sided permutation test for this thing alone."""
    p_family: Floats
    """Corrected for having asked all things (max-T)."""
    floor: float
    """The smallest p that could have been found."""
    bar: float
    """The statistic that the largest of all exceeds in 5 % of the labelings."""
    units: tuple[int, ...]
    """Units (groups, or images) of each class of the image set."""

    @property
    def p_primary(self) -> float:
        """Of the largest statistic: whether the classes differ in anything at all."""
        return float(self.p_family.min(initial=1.0))

    @property
    def passed(self) -> Flags:
        """(Q,): things that differ, at a 5 % chance that even one of those named is a fluke."""
        return self.p_family <= LEVEL


def primary_answer(
    asked: list[Asked], units: Units, classes: int, seed: int = 0, permutations: int = PERMUTATIONS
) -> PrimaryAnswer | None:
    """Ask all things in one family; None with fewer than two classes, or nothing to ask.

    Args:
        classes: of the image set; some may have no units.
    """
    if len(units.classes) < 2 or not asked:
        return None
    tested = [
        number_or_place_test([units.means(values) for values in one.values], units, permutations, seed) for one in asked
    ]
    largest = np.max([one.largest for one in tested], axis=0)
    counts = np.bincount(np.array(units.classes)[units.label], minlength=classes)
    return PrimaryAnswer(
        kind=np.concatenate([np.full(len(one.thing), one.kind) for one in asked]),
        thing=np.concatenate([one.thing for one in asked]),
        best_class=np.concatenate([one.observed.best_class for one in tested]),
        statistic=np.concatenate([np.abs(one.observed.statistic) for one in tested]),
        p=np.concatenate([one.p for one in tested]),
        p_family=np.concatenate([one.family(largest) for one in tested]),
        floor=units.floor(permutations),
        bar=float(np.quantile(largest, 1 - LEVEL, method="higher")),
        units=tuple(counts.tolist()),
    )


def asked_of(evidence: Evidence, parts: PartFindings | None) -> list[Asked]:
    """What is asked of a run: the presences and places of parts, where it has some, and the light of blocks."""
    asked = [] if parts is None else asked_of_parts(parts.found)
    return [*asked, Asked("pixel", np.arange(BLOCKS**2), (block_means(evidence),))]


def asked_of_parts(found: FoundParts) -> list[Asked]:
    """Presences and places of P parts."""
    each = np.arange(found.presence.shape[1])
    return [Asked("presence", each, (found.presence,)), Asked("place", each, places_where_found(found))]


def places_where_found(found: FoundParts) -> tuple[Floats, Floats]:
    """Rows and columns (N, P), in sides of the image; where a part is not found, its mean place where it is.

    So an image without the part says nothing about where the part is.
    """
    seen = found.found
    count = np.maximum(seen.sum(0), 1)
    rows, columns = (np.where(seen, where, (where * seen).sum(0) / count) for where in (found.row, found.column))
    return rows, columns


def block_means(evidence: Evidence) -> Floats:
    """(N, B): the mean brightness of each block, row by row, channels averaged."""
    found = np.empty((len(evidence.images), BLOCKS**2))
    for part in evidence.blocks():
        pixels = torch.from_numpy(evidence.images.pixels[part]).mean(1, keepdim=True)
        found[part] = torch.nn.functional.adaptive_avg_pool2d(pixels, BLOCKS).flatten(1).numpy()
    return found

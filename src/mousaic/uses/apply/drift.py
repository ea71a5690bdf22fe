"""Does a new batch come from where the earlier images came from? One test with one p, chosen before anything is seen.

Asked is what is asked of two classes (:mod:`mousaic.analysis.classes.primary_answer`): the presence of every part and
its place, of the new images beside earlier ones. The largest statistic of all is the answer (max-T), and whole groups
are dealt anew. Parts fit the images that they were learned from better than any others, so new images are held against
those that were held out, wherever these are enough; else against all, where parts look as if they had changed more than
they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from mousaic.analysis.classes.primary_answer import LEVEL, Asked, asked_of_parts, primary_answer
from mousaic.analysis.parts.part_set import FoundParts, PartSet, find_parts
from mousaic.arrays import Flags, Floats, Ints, Mask, Names
from mousaic.images.image_set import ImageSet
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import PERMUTATIONS

ENOUGH = 8
"""Groups held out with which these alone are what new images are held against."""


class Earlier(NamedTuple):
    """Images of a run that new ones are held against."""

    images: ImageSet
    found: FoundParts
    """The run's parts in them."""
    held_out: bool
    """Whether they are those that nothing was learned from alone; else they are all of the run's."""


class Drift(NamedTuple):
    """Q things asked of new images beside earlier ones. All arrays (Q,)."""

    kind: Names
    """"presence" or "place"."""
    part: Ints
    effect: Floats
    """Mean of the new units less that of the earlier ones, in their standard deviation within both; of a place how far
    apart the means are, in such deviations of rows and columns."""
    p: Floats
    """Of a two-sided permutation test for this thing alone."""
    p_corrected: Floats
    """Corrected for having asked all things (max-T)."""
    held_out: bool
    """Whether the earlier images are those that nothing was learned from alone; else they are all of them."""
    units: tuple[int, int]
    """Groups, or images that are alone: earlier ones, new ones."""
    floor: float
    """The smallest p that could have been found."""

    @property
    def overall(self) -> float:
        """The one p: whether anything differs at all."""
        return float(self.p_corrected.min(initial=1.0))

    @property
    def passed(self) -> Flags:
        """(Q,): things that differ, at a 5 % chance that even one of those named is a fluke."""
        found: Flags = self.p_corrected <= LEVEL
        return found

    @property
    def order(self) -> Ints:
        """The things, the clearest first."""
        return np.lexsort((-np.abs(self.effect), self.p, self.p_corrected))


def compared_with(own: ImageSet, held_out: Mask) -> Mask:
    """(N,): which of a run's images new ones are held against: those held out, or all where they are too few."""
    groups = {group for group, out in zip(own.units, held_out, strict=True) if out}
    return held_out if len(groups) >= ENOUGH else np.ones(len(own), bool)


def earlier_images(parts: PartSet, own: ImageSet, held_out: Mask) -> Earlier:
    """What a new batch is held against.

    Args:
        parts: of the run.
        own: all images of the run.
        held_out: (N,) those of them that neither parts nor model learned from.
    """
    chosen = compared_with(own, held_out)
    images = own.subset(np.flatnonzero(chosen))
    return Earlier(images, find_parts(parts, images.pixels), bool(held_out[chosen].all()))


def find_drift(earlier: Earlier, new: ImageSet, found: FoundParts, seed: int = 0) -> Drift:
    """Test a new batch against the images of a run.

    Args:
        new: the batch, prepared as they were.
        found: the run's parts in it.
    """
    both = FoundParts(*(np.concatenate(two) for two in zip(earlier.found, found, strict=True)))
    groups = _groups(earlier.images, new)
    return drift_of(both, len(earlier.images), groups, earlier.held_out, seed)


def drift_of(
    found: FoundParts, earlier: int, groups: Sequence[str], held_out: bool, seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> Drift:  # fmt: skip
    """The test itself.

    Args:
        found: P parts in earlier images and, after them, new ones.
        earlier: how many are earlier ones, at least one; at least one is new.
        groups: of all of them.
    """
    labels = (np.arange(len(groups)) >= earlier).astype(np.int64)
    units, asked = Units(labels, groups, ["all"] * len(groups)), asked_of_parts(found)
    answer = primary_answer(asked, units, 2, seed, permutations)
    assert answer is not None
    effect = np.concatenate([_effect(one, units) for one in asked])
    counts = (answer.units[0], answer.units[1])
    return Drift(answer.kind, answer.thing, effect, answer.p, answer.p_family, held_out, counts, answer.floor)


def _effect(asked: Asked, units: Units) -> Floats:
    """(F,): see :attr:`Drift.effect`."""
    sides = []
    for values in asked.values:
        means = units.means(values)
        old, new = (means[units.label == label] for label in (0, 1))
        within = len(old) * old.var(0) + len(new) * new.var(0)
        deviation = np.sqrt(within / max(len(means) - 2, 1))
        apart = new.mean(0) - old.mean(0)
        sides.append(np.divide(apart, deviation, out=np.zeros_like(apart), where=deviation > 1e-9))
    found: Floats = sides[0] if len(sides) == 1 else np.hypot(*sides)
    return found


def _groups(old: ImageSet, new: ImageSet) -> list[str]:
    """The groups of both. What somebody named alike in both is one (an animal that was seen again, whose images may be
    exchanged with each other only); names of files mean nothing in another folder."""
    known = old.groups_known and new.groups_known
    found = []
    for when, images in (("earlier", old), ("new", new)):
        for group, path in zip(images.units, images.paths, strict=True):
            found.append(group if known and group != path else f"{when}\n{group}")
    return found

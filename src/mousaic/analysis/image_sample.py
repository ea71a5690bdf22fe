"""Which originals an analysis looks at: all of them or, of more than it needs, a random sample.

Of every class in every part of the split as large a share is taken, and one image of each group before a second of any:
groups are the units of evidence. Labels decide about the sizes of these shares alone, so labels that mean nothing could
as well have fallen otherwise within the sample: tests keep their level.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mousaic.arrays import Ints, Labels
from mousaic.seeds import derive_seed
from mousaic.texts import Texts

MOST = 5_000
"""Originals that an analysis looks at; sets up to this size are looked at whole."""


def sampled(labels: Labels, groups: Sequence[str], parts: Sequence[str], seed: int, most: int = MOST) -> Ints:
    """Positions of about ``most`` of N images, rising; all of them where there are no more. Every class stays in every
    part where it has images.

    Args:
        labels, groups, parts: (N,) of each image; a group has all its images in one part.

    Examples:
        >>> labels, groups = np.repeat([0, 1], [6, 2]), ["a", "a", "a", "b", "b", "b", "c", "d"]
        >>> chosen = sampled(labels, groups, ["train"] * 8, seed=0, most=4)
        >>> [groups[i] for i in chosen if labels[i] == 0][::2], int((labels[chosen] == 1).sum())
        (['a', 'b'], 1)
    """
    if len(labels) <= most:
        return np.arange(len(labels))
    rng = np.random.default_rng(derive_seed(seed, "analysed images"))
    group = Texts.of(groups).numbered()
    turn = rng.permutation(int(group.max()) + 1)[group]
    order = rng.permutation(len(labels))
    rounds = _times_before(group * (int(labels.max()) + 2) + labels + 1, order)
    part = Texts.of(parts).numbered()
    stratum = np.unique((labels + 1) * (int(part.max()) + 1) + part, return_inverse=True)[1]
    ranked, share = np.lexsort((turn, rounds)), most / len(labels)
    chosen = []
    for number, size in enumerate(np.bincount(stratum).tolist()):
        chosen.append(ranked[stratum[ranked] == number][: max(1, round(share * size))])
    return np.sort(np.concatenate(chosen))


def _times_before(keys: Ints, order: Ints) -> Ints:
    """(N,): how many with the same key come earlier in the order (N,)."""
    along = keys[order]
    place = np.argsort(along, kind="stable")  # those of one key together, in the order
    starts = np.append(True, along[place[1:]] != along[place[:-1]])
    begins = np.maximum.accumulate(np.where(starts, np.arange(len(keys)), 0))
    found = np.empty(len(keys), np.int64)
    found[order[place]] = np.arange(len(keys)) - begins
    return found

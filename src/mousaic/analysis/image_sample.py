"""Which originals an analysis looks at: all of them or, of more than it needs, a random sample.

Of every class in every part of the split as large a share is taken, and one image of each group before a second of any:
groups are the units of evidence. Labels decide about the sizes of these shares alone, so labels that mean nothing could
as well have fallen otherwise within the sample: tests keep their level.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from mousaic.arrays import Ints, Labels
from mousaic.seeds import derive_seed

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
    names, group = np.unique(np.asarray(groups), return_inverse=True)
    turn = rng.permutation(len(names))[group]
    order = rng.permutation(len(labels))
    before: Counter[tuple[int, int]] = Counter()
    rounds = np.empty(len(labels), np.int64)
    for i in order.tolist():
        own = int(group[i]), int(labels[i])
        rounds[i] = before[own]
        before[own] += 1
    strata: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i in np.lexsort((turn, rounds)).tolist():
        strata[parts[i], int(labels[i])].append(i)
    share = most / len(labels)
    chosen = [i for stratum in strata.values() for i in stratum[: max(1, round(share * len(stratum)))]]
    return np.sort(np.array(chosen, np.int64))

"""What is dealt out where images are held out: whole groups, each with its class and its size."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mousaic.arrays import Labels


class Group(NamedTuple):
    """Images that are never split apart."""

    name: str
    label: int
    """Of most of its images; on a tie the smallest."""
    size: int
    """Images in it."""


def groups_of(labels: Labels, names: Sequence[str]) -> list[Group]:
    """The groups in the order of their names, whatever the order of the images.

    Args:
        labels: (N,) class of each image; -1 is "no label", which counts as one class.
        names: (N,) name of each image's group.
    """
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for label, name in zip(labels, names, strict=True):
        counts[name][int(label)] += 1
    return [
        Group(name, min(count, key=lambda label: (-count[label], label)), count.total())
        for name, count in sorted(counts.items())
    ]


def by_class(groups: Iterable[Group]) -> list[list[Group]]:
    """The groups of each class, the smallest label first; within a class they keep their order."""
    classes: dict[int, list[Group]] = defaultdict(list)
    for group in groups:
        classes[group.label].append(group)
    return [classes[label] for label in sorted(classes)]

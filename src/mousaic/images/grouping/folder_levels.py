"""Which level of nested folders names the classes, and which the groups: ``batch1/wt`` or ``wt/animal1``?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from mousaic.errors import MousaicError
from mousaic.images.grouping.group_report import examples
from mousaic.images.grouping.name_keys import DATE, SUBJECTS
from mousaic.images.names import shown
from mousaic.said import Said, told

SPLITS = frozenset(("train", "training", "test", "testing", "val", "valid", "validation", "holdout", "heldout"))
"""Folders of somebody else's split: neither classes nor groups."""
BATCHES = (
    "batch day session visit week month litter cage tank plate well exp experiment run rep replicate series site "
    "center centre lab hospital operator scanner camera date pool round timepoint"
)
WORDS = "|".join(f"{BATCHES} {' '.join(SUBJECTS)}".split())
GROUPS = re.compile(rf"(?:{WORDS})(?:[ _.#-]*\d+[a-z]?|[ _.#-][^\W_]{{1,4}}|(?-i:[A-Z]))", re.IGNORECASE)
CLASSES = re.compile(
    r"(?:class|type|condition|label|category|genotype|stage|grade|phenotype|treatment).*", re.IGNORECASE
)
NUMBERED = re.compile(r"(.*?)[ _.#-]*(\d+|(?<=[ _.#-])[A-Za-z])")


class Levels(NamedTuple):
    """What the folders of N images say."""

    labels: list[str | None]
    """(N,)"""
    groups: list[str | None]
    """(N,): the folders of the other levels; None where they name no group."""
    said: Said | None
    """What was taken, where there was a choice."""


def by_level(folders: Sequence[tuple[str, ...]], level: int | str) -> Levels:
    """Labels and groups of images that lie in these folders, each a row of names from the top.

    With ``auto``: a level of one name, or of train and test, is passed over. Of two levels, the lower one names the
    classes if its names come again under several upper ones that look like batches, animals or days (``batch1/wt``,
    ``batch2/wt``); if its names belong to one upper folder each, that one is the class (``wt/animal1``). Where either
    could be, the top level is the class, as if there were no other.

    Args:
        folders: (N,)
        level: ``auto``, or the level that names the classes, from 1 at the top.

    Raises:
        MousaicError: no image lies in so many folders.
    """
    depth = min(map(len, folders), default=0)
    if level != "auto":
        return _chosen(folders, int(level))
    if depth < 2:
        return Levels([names[0] if names else None for names in folders], [None] * len(folders), None)
    columns = [[names[i] for names in folders] for i in range(depth)]
    kept = _telling(columns)
    if not kept:
        return Levels(list(columns[0]), [None] * len(folders), None)
    best, clear = kept[0], True
    for lower in kept[1:]:
        choice = _lower_is_class(columns[best], columns[lower])
        clear = clear and choice is not None
        best = lower if choice else best
    if not clear:
        lower = next(i for i in kept if i != best)
        return Levels(
            list(columns[0]), [None] * len(folders),
            told("levels_unclear", classes=examples(columns[0]), others=examples(columns[lower]), level=lower + 1),
        )  # fmt: skip
    if len(kept) == 1 and best > 0 and _likeness(columns[best]) > 0:  # mice/animal1, mice/animal2
        return _levels(columns, 0, [best])
    return _levels(columns, best, [i for i in kept if i != best])


def _chosen(folders: Sequence[tuple[str, ...]], level: int) -> Levels:
    deepest = max(map(len, folders), default=0)
    if deepest and level > deepest:
        names = max(folders, key=len)
        raise MousaicError(
            f"--label-level {level}: no image lies in so many folders (the deepest in {shown('/'.join(names))}): "
            f"give 1 to {deepest}, or auto."
        )
    labels = [names[level - 1] if len(names) >= level else None for names in folders]
    columns = [[names[i] if len(names) > i else "" for names in folders] for i in range(deepest)]
    others = [
        i for i in _telling(columns) if i < level - 1 or (i >= level and _groups_below(columns[level - 1], columns[i]))
    ]
    groups = ["/".join(filter(None, row)) or None for row in zip(*(columns[i] for i in others), strict=True)]
    return Levels(labels, groups or [None] * len(folders), None)


def _telling(columns: Sequence[Sequence[str]]) -> list[int]:
    """The levels that have several names, and no others than train and test."""
    return [i for i, names in enumerate(columns) if len(set(names)) > 1 and not set(map(_plain, names)) <= SPLITS]


def _groups_below(label: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the names below the classes are groups: each of one class, or such as look like groups."""
    own = dict(zip(below, label, strict=True))
    return _likeness(below) > 0 or all(own[name] == of for name, of in zip(below, label, strict=True))


def _lower_is_class(upper: Sequence[str], lower: Sequence[str]) -> bool | None:
    """Whether the lower level names the classes; None where it could be either."""
    parents = defaultdict(set)
    for above, below in zip(upper, lower, strict=True):
        parents[below].add(above)
    repeated = sum(len(above) > 1 for above in parents.values()) >= len(parents) / 2
    like_upper, like_lower = _likeness(upper), _likeness(lower)
    if not repeated:
        return like_upper == 2 and like_lower <= 0
    return None if like_upper == like_lower else like_upper > like_lower


def _plain(name: str) -> str:
    return name.casefold().replace("-", "").replace("_", "")


def _likeness(names: Sequence[str]) -> int:
    """How much a level looks like one of groups.

    2: animals, batches, dates; 1: numbered; 0: words; -1: numbered classes.
    """
    different = set(names)
    if all(CLASSES.fullmatch(name) for name in different):
        return -1
    if all(GROUPS.fullmatch(name) or DATE.fullmatch(name) for name in different):
        return 2
    found = [NUMBERED.fullmatch(name) for name in different]
    return int(all(found) and len({match[1].casefold() for match in found if match}) == 1)


def _levels(columns: Sequence[Sequence[str]], label: int, others: Sequence[int]) -> Levels:
    labels: list[str | None] = list(columns[label])
    rows = list(zip(*(columns[i] for i in others), strict=True)) if others else []
    groups: list[str | None] = ["/".join(row) for row in rows] or [None] * len(labels)
    if not others and label == 0:
        return Levels(labels, groups, None)
    key = "levels_taken" if others else "levels_classes"
    named = examples(groups) if others else None
    return Levels(labels, groups, told(key, classes=examples(columns[label]), level=label + 1, groups=named))

"""What file names and folders propose as groups, and whether that is clear enough to be used unasked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from mousaic.images.grouping.group_report import examples
from mousaic.images.grouping.name_keys import Key, name_keys
from mousaic.said import Said, told

MOST_NAMED = 3
SHARE_NAMED = 0.9
"""Of the images: so many must have a key, or the names do not follow one rule."""
DIGITS = 5
"""A running number of so many digits, with zeros in front, is a frame's."""


class Proposal(NamedTuple):
    """Groups of N images."""

    groups: list[str | None]
    """(N,): None where an image is alone."""
    clear: bool
    """Whether they are used where nothing is asked for."""
    said: Said
    """What they are; of those that are not clear, why not, and how to use them."""
    confounded: bool = False
    """Whether these are surely animals, slides or the like, and each class is one of them."""


def propose(
    paths: Sequence[str], labels: Sequence[str | None], folders: Sequence[str | None] | None = None
) -> Proposal | None:
    """The groups that names give away; None where they give none.

    They are clear if more than one group is named, not each class is one group alone, and

    - folders below or above the classes name them; or
    - nearly all names have a word for what is photographed, with its number (mouse7, smear03); or
    - nearly all names are a stem with a number in it and then a running one (A01_s1, m2_014), and at least half of the
      images share their stem with others; or
    - stems are words without a number (wheel_000123), which could as well be classes, but each class has several, or
      the numbers are those of frames.

    Dates alone are proposed, and never clear. The order of the images does not matter.

    Args:
        paths: (N,) with forward slashes.
        labels: (N,) names of the classes; None for none.
        folders: (N,) groups that folders name; None where an image has none.
    """
    if folders is not None and _grouping(folders):
        return _judged(list(folders), labels, "groups_from_folders", sure=True)
    keys = name_keys([path.rsplit("/", 1)[-1] for path in paths])
    named: list[str | None] = [key.name or None for key in keys]
    if sum(map(bool, named)) < SHARE_NAMED * len(paths) or not _grouping(named):
        days: list[str | None] = [key.day or None for key in keys]
        if sum(map(bool, days)) >= SHARE_NAMED * len(paths) and _grouping(days) and not any(named):
            return Proposal(days, False, told("groups_days", **_examples(days)))
        return None
    kinds = Counter(key.kind for key in keys if key.name)
    main = max(sorted(kinds), key=lambda kind: kinds[kind])
    if main != "subject" and 2 * _together(named) < len(paths):
        return None
    groups = _as_written(keys)
    if main == "word" and not _several_each(groups, labels) and not _frames(keys):
        stems_are_classes = all(
            label is None or _same(group, label) for group, label in zip(groups, labels, strict=True)
        )
        if stems_are_classes and any(label is not None for label in labels):
            return None
        if _confounded(groups, labels):
            return _judged(groups, labels, "groups_from_names", sure=False)
        return Proposal(groups, False, told("groups_words", **_examples(groups)))
    return _judged(groups, labels, "groups_from_names", sure=main == "subject")


def _judged(groups: list[str | None], labels: Sequence[str | None], key: str, sure: bool) -> Proposal | None:
    """Groups are not clear where each class is one of them: nothing could then tell a class from its group."""
    if not _confounded(groups, labels):
        return Proposal(groups, True, told(key, **_examples(groups)))
    pairs = dict(sorted({label: group for group, label in zip(groups, labels, strict=True) if label}.items()))
    if all(_same(group, label) for label, group in pairs.items()):
        return None
    listed = [told("groups_pair", label=label, group=group) for label, group in list(pairs.items())[:MOST_NAMED]]
    return Proposal(
        groups, False, told("groups_confounded" if sure else "groups_confounded_perhaps", listed=listed), sure
    )


def _as_written(keys: Sequence[Key]) -> list[str | None]:
    """Groups by the first of their spellings, in the order of letters."""
    spelled: dict[str, str] = {}
    for key in keys:
        if key.name:
            spelled[key.name] = min(key.text, spelled.get(key.name, key.text))
    return [spelled.get(key.name) for key in keys]


def _grouping(groups: Sequence[str | None]) -> bool:
    """Whether there are several groups, and one of several images."""
    sizes = Counter(group for group in groups if group)
    return len(sizes) > 1 and max(sizes.values()) > 1


def _together(groups: Sequence[str | None]) -> int:
    """Images that share their group with another."""
    return sum(count for count in Counter(group for group in groups if group).values() if count > 1)


def _groups_of(groups: Sequence[str | None], labels: Sequence[str | None]) -> dict[str, set[str | None]]:
    found: dict[str, set[str | None]] = defaultdict(set)
    for group, label in zip(groups, labels, strict=True):
        if label is not None:
            found[label].add(group)
    return found


def _confounded(groups: Sequence[str | None], labels: Sequence[str | None]) -> bool:
    """Whether each of several classes is one group, and no two the same."""
    found = _groups_of(groups, labels)
    single = [next(iter(own)) for own in found.values() if len(own) == 1]
    return len(found) > 1 and len(single) == len(found) == len(set(single)) and None not in single


def _several_each(groups: Sequence[str | None], labels: Sequence[str | None]) -> bool:
    found = _groups_of(groups, labels)
    return bool(found) and all(len(own) > 1 for own in found.values())


def _frames(keys: Sequence[Key]) -> bool:
    """Whether the running numbers are those of frames: long ones, or of each stem a row that begins beyond 1."""
    rows: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        rows[key.name].append(key.counter)
    counters = [key.counter for key in keys]
    if not all(counter.isdigit() for counter in counters):
        return False
    if len({len(c) for c in counters}) == 1 and len(counters[0]) >= DIGITS and any(c[0] == "0" for c in counters):
        return True
    numbers = [sorted(map(int, row)) for row in rows.values()]
    return all(row[-1] - row[0] < 2 * len(row) for row in numbers) and sum(r[0] > 1 for r in numbers) > len(numbers) / 2


def _same(group: str | None, label: str | None) -> bool:
    """Whether a stem only repeats the class's name."""
    one, other = ("".join(c for c in (text or "").casefold() if c.isalnum()) for text in (group, label))
    return bool(one and other) and (one in other or other in one)


def _examples(groups: Sequence[str | None]) -> dict[str, object]:
    return {"count": len({group for group in groups if group}), "names": examples(groups)}

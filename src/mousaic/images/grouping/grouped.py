"""The group of every image, from what was given, from a pattern, from names and folders, or from the images' looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from mousaic.images.grouping.group_pattern import by_pattern
from mousaic.images.grouping.group_report import MOST_ROWS, GroupReport, Origin, examples, group_rows
from mousaic.images.grouping.name_proposal import Proposal, propose
from mousaic.images.names import natural_key, shown
from mousaic.images.near_duplicates import NearPairs
from mousaic.said import Said, told

MOST_NAMED = 3
CHAIN = 5
"""Near-duplicates are kept together unless more than the fifth part of all images hangs together by them."""


class Named(NamedTuple):
    """What is known of the groups of N images before anybody looks at them; all (N,)."""

    paths: Sequence[str]
    labels: Sequence[str | None]
    given: Sequence[str | None]
    """By a table, or by whoever gave arrays."""
    folders: Sequence[str | None]
    """What folders of other levels than the classes' name."""
    told: bool = True
    """Somebody gave the images these names; else they are numbers, which say nothing."""


class Grouped(NamedTuple):
    """Groups of N images."""

    groups: Sequence[str]
    """(N,): the path of an image that is alone."""
    report: GroupReport
    warnings: list[Said]
    """What a person should know before anything is trained."""
    confounded: Sequence[str] | None = None
    """(N,): groups of which each is one class, where the names are sure of them; no use for a split."""


def grouped(option: str, named: Named, copies: Sequence[Sequence[int]], near: NearPairs | None) -> Grouped:
    """Groups that were given go before a pattern, that before the names, and these before the images' looks.

    Exact copies share a group unless two were named. Near-duplicates do where nothing else is known.

    Args:
        option: ``auto``, ``none`` (nothing but what was given, and exact copies) or a pattern: see
            :func:`mousaic.images.grouping.group_pattern.by_pattern`.
        copies: positions of images that are the same byte for byte.
        near: None where none were looked for.

    Raises:
        MousaicError: a pattern that is none, or that matches nothing.
    """
    pattern = option not in ("auto", "none")
    if any(group is not None for group in named.given):
        warnings = _empty(named.given) + ([told("warn_pattern_unused", pattern=option)] if pattern else [])
        return _made(
            named, "given", list(named.given), copies, [told("groups_given", **_counted(named.given))], warnings
        )
    if pattern:
        found = by_pattern(option, named.paths)
        said = told("groups_pattern", pattern=option, **_counted(found))
        alone = [path for path, group in zip(named.paths, found, strict=True) if group is None]
        left = [told("warn_pattern_misses", count=len(alone), first=shown(alone[0]))] if alone else []
        return _made(named, "given", found, copies, [said], left)
    if option == "none":
        return _made(named, "none", [None] * len(named.paths), copies, [], [])
    proposal = propose(named.paths, named.labels, named.folders) if named.told else None
    if proposal is not None and proposal.clear:
        return _made(named, "names", proposal.groups, copies, [proposal.said], [])
    return _proposed(named, copies, near, proposal)


def _proposed(
    named: Named, copies: Sequence[Sequence[int]], near: NearPairs | None, proposal: Proposal | None
) -> Grouped:
    """Where names give no clear groups: those of near-duplicates, or none."""
    said = [] if proposal is None else [proposal.said]
    alike, hang = _alike(named.paths, near)
    if alike is not None:
        together = told("groups_near", images=sum(group is not None for group in alike), count=len(set(alike) - {None}))
        made = _made(named, "near-duplicates", alike, copies, [*said, together], [])
    else:
        nobody: list[str | None] = [None] * len(named.paths)
        made = _made(named, "none", nobody, copies, said, [told("warn_chain", count=hang)] if hang else [])
    if proposal is None:
        return made
    if proposal.confounded:
        groups = tuple(group or path for group, path in zip(proposal.groups, named.paths, strict=True))
        made = made._replace(confounded=groups, report=replace(made.report, confounded=True))
    if alike is not None:
        return made
    rows = group_rows(proposal.groups, named.labels)
    return made._replace(report=replace(made.report, taken=False, count=len(rows), rows=rows[:MOST_ROWS]))


def _made(
    named: Named, origin: Origin, found: Sequence[str | None], copies: Sequence[Sequence[int]], said: list[Said],
    warnings: list[Said],
) -> Grouped:  # fmt: skip
    groups = [group or path for group, path in zip(found, named.paths, strict=True)]
    apart: list[Said] = []
    for same in copies:
        own = sorted({str(found[i]) for i in same if found[i] is not None}, key=natural_key)
        if len(own) > 1:
            paths = [shown(named.paths[i]) for i in same[:MOST_NAMED]]
            apart.append(told("copies_apart_pair", paths=paths, groups=own[:MOST_NAMED]))
        first = next((i for i in same if found[i] is not None), same[0])
        for i in same:
            if found[i] is None:
                groups[i] = groups[first]
    warnings += [told("warn_copies_apart", count=len(apart), first=apart[0])] if apart else []
    warnings += _by_class(groups, named.labels) if origin in ("given", "names") else []
    used = set(filter(None, found))
    rows = group_rows([group if group in used else None for group in groups], named.labels)
    report = GroupReport(origin, tuple(said), True, len(rows), rows[:MOST_ROWS], len(apart))
    return Grouped(tuple(groups), report, warnings)


def _by_class(groups: Sequence[str], labels: Sequence[str | None]) -> list[Said]:
    """Classes of several images that are one group."""
    found: dict[str, set[str]] = {}
    sizes = Counter(label for label in labels if label is not None)
    for group, label in zip(groups, labels, strict=True):
        if label is not None:
            found.setdefault(label, set()).add(group)
    single = sorted((label for label in found if len(found[label]) == 1 and sizes[label] > 1), key=natural_key)
    if len(found) < 2 or not single:
        return []
    own = {next(iter(found[label])) for label in single}
    if len(single) == len(found) and len(own) == len(found):
        return [told("warn_one_group_each")]
    return [told("warn_class_one_group", names=[shown(label) for label in single[:MOST_NAMED]], count=len(single))]


def _empty(given: Sequence[str | None]) -> list[Said]:
    """Whether most images have no group, although some do."""
    missing = sum(group is None for group in given)
    return [told("warn_few_groups", count=missing, images=len(given))] if 2 * missing > len(given) else []


def _alike(paths: Sequence[str], near: NearPairs | None) -> tuple[list[str | None] | None, int]:
    """The group of each image that looks like another: the first path of those that hang together.

    None, and how many images hang together, where those are too many to be a few copies.
    """
    if near is None or not near.total:
        return None, 0
    root: dict[int, int] = {}

    def top(i: int) -> int:
        while root.setdefault(i, i) != i:
            root[i] = root[root[i]]
            i = root[i]
        return i

    for a, b in near.pairs:
        a, b = sorted((top(a), top(b)))
        root[b] = a
    sizes = Counter(top(i) for i in list(root))
    largest = max(sizes.values())
    if near.total > len(near.pairs) or largest > max(2, len(paths) // CHAIN):
        return None, largest
    groups: list[str | None] = [None] * len(paths)
    for i in root:
        groups[i] = paths[top(i)]
    return groups, largest


def _counted(groups: Sequence[str | None]) -> dict[str, object]:
    return {"count": len({group for group in groups if group}), "names": examples(groups)}

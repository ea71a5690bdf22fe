"""The files that make up an image set, before any is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from mousaic.said import Said


class Entry(NamedTuple):
    """One file to read."""

    path: Path
    name: str
    """Relative to the root, with forward slashes."""
    label: str | None
    group: str | None
    page: int | None = None
    """Which of the file's pages, from 1; None: as the options say."""
    digest: str | None = None
    """SHA-256 of the file, where it is known already."""


class Listed(NamedTuple):
    """What is known of N images by whoever lists them; all (N,)."""

    names: Sequence[str]
    labels: Sequence[str | None]
    groups: Sequence[str | None]

    def at(self, chosen: Sequence[int]) -> Listed:
        """Those of some of the images."""
        return Listed(
            [self.names[i] for i in chosen], [self.labels[i] for i in chosen], [self.groups[i] for i in chosen]
        )


@dataclass
class Source:
    """The files of a set, sorted, and what was passed over on the way."""

    root: Path
    entries: list[Entry] = field(default_factory=list)
    skipped: list[tuple[str, Said]] = field(default_factory=list)
    """(name, reason) of images that will not be read."""
    ignored: Counter[str] = field(default_factory=Counter)
    """Files that are no images, counted by extension."""
    notes: list[Said] = field(default_factory=list)
    """What a person should know about the set."""
    folder_groups: dict[str, str] = field(default_factory=dict)
    """Name of an image -> the group that its folders name."""

    def listed(self) -> Listed:
        """The same of all entries."""
        own = self.entries
        return Listed([one.name for one in own], [one.label for one in own], [one.group for one in own])

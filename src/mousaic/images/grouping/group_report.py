"""Which groups an image set has, where they come from, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mousaic.images.names import natural_key, shown
from mousaic.said import Said, said_from_json

Origin = Literal["given", "names", "near-duplicates", "none"]
KNOWN = ("given", "names")
"""Origins with which the independent units are known; near-duplicates are only the images that obviously are none."""
MOST_ROWS = 200


@dataclass(frozen=True)
class GroupRow:
    """One group of several images, or of a set of which all are named."""

    name: str
    images: int
    classes: tuple[str, ...]
    """Of its images, in natural order."""


@dataclass(frozen=True)
class GroupReport:
    """The groups of an image set, as its intake found them."""

    origin: Origin = "none"
    said: tuple[Said, ...] = ()
    """What was taken or only proposed, and why."""
    taken: bool = True
    """Whether the rows are the groups that are used; else a proposal that is not."""
    count: int = 0
    """Groups in the rows, and in those that are not listed."""
    rows: tuple[GroupRow, ...] = ()
    """The first 200."""
    apart: int = 0
    """Files that are there again, byte for byte, in another named group."""
    confounded: bool = False
    """By the names each class is one group: see :attr:`mousaic.images.image_set.ImageSet.confounded`."""

    @property
    def known(self) -> bool:
        """Whether somebody, or the names, say which images belong together."""
        return self.origin in KNOWN

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON."""
        return {
            "from": self.origin,
            "said": [said.to_json() for said in self.said],
            "taken": self.taken,
            "count": self.count,
            "copies_apart": self.apart,
            "confounded": self.confounded,
            "rows": [
                {"group": shown(row.name), "images": row.images, "classes": [shown(name) for name in row.classes]}
                for row in self.rows
            ],
        }


def group_report_from_dict(data: Mapping[str, Any] | None) -> GroupReport:
    """The inverse of :meth:`GroupReport.to_dict`; None, of earlier versions, is a set of which nothing is known."""
    if data is None:
        return GroupReport()
    rows = tuple(GroupRow(row["group"], row["images"], tuple(row["classes"])) for row in data["rows"])
    said = tuple(map(said_from_json, data["said"]))
    return GroupReport(data["from"], said, data["taken"], data["count"], rows, data["copies_apart"], data["confounded"])


def examples(groups: Sequence[str | None], most: int = 3) -> list[str]:
    """The first different groups, in natural order; an ellipsis for the others."""
    different = sorted({group for group in groups if group}, key=natural_key)
    return [shown(name) for name in different[:most]] + (["..."] if len(different) > most else [])


def group_rows(groups: Sequence[str | None], labels: Sequence[str | None]) -> tuple[GroupRow, ...]:
    """All groups, in natural order of their names."""
    sizes = Counter(group for group in groups if group is not None)
    classes: dict[str, set[str]] = {group: set() for group in sizes}
    for group, label in zip(groups, labels, strict=True):
        if group is not None and label is not None:
            classes[group].add(label)
    return tuple(
        GroupRow(name, sizes[name], tuple(sorted(classes[name], key=natural_key)))
        for name in sorted(sizes, key=natural_key)
    )

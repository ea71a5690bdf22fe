"""The intake report: what was found, what was done to it, what deserves a look."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from mousaic.arrays import Whole
from mousaic.command_lines import command_line
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.grouping.group_report import GroupReport, group_report_from_dict
from mousaic.images.names import natural_key, shown
from mousaic.images.reading.decoded import FIRST_OF, VECTOR, ImageFacts
from mousaic.said import Said, said_from_json, told

T = TypeVar("T")
INTAKE = "intake"
"""The key under which a whole report is said: its values are those of :meth:`Intake.to_dict`."""


@dataclass(frozen=True)
class Intake:
    """What became of every file of an image set. Names are relative to ``root``."""

    root: str | None
    """The folder or table as it was named; None: arrays were given."""
    options: ImageOptions | None
    """How files were prepared; None: arrays were given, or the report is from a file that does not say it."""
    read: int
    """Images that were read."""
    classes: dict[str, int]
    """Images of each class; empty when unlabelled."""
    formats: dict[str, int]
    """Images of each format, most common first."""
    depths: dict[Said, int]
    """Such as "8-bit grey", most common first."""
    sizes: dict[str, int]
    """Such as ``600 x 600``: width by height in pixels, most common first."""
    treatments: dict[Said, tuple[str, ...]] = field(default_factory=dict)
    """What was done -> the images it was done to."""
    limits: tuple[float, float] | None = None
    """What became 0 and 1, in the files' units, where the number type did not decide."""
    skipped: tuple[tuple[str, Said], ...] = ()
    """(name, reason) of images that were not used."""
    ignored: dict[str, int] = field(default_factory=dict)
    """Files that are no images, by extension."""
    duplicates: tuple[tuple[str, ...], ...] = ()
    """Images whose files are the same byte for byte."""
    duplicates_across_classes: tuple[tuple[str, ...], ...] = ()
    """Those of them that lie in more than one class."""
    near_duplicates: tuple[tuple[str, str], ...] = ()
    """Pairs that are nearly the same (the first 1,000)."""
    near_count: int = 0
    constant: tuple[str, ...] = ()
    """Images whose prepared pixels are all equal; kept."""
    warnings: tuple[Said, ...] = ()
    """What a person should know about the set."""
    groups: GroupReport = field(default_factory=GroupReport)
    """Which images belong together, and who says so."""

    @property
    def of_vectors(self) -> bool:
        """Whether these are rows of numbers, and no pictures."""
        modes = (depth.values.get("mode") for depth in self.depths)
        return any(isinstance(mode, Said) and mode.key == VECTOR for mode in modes)

    def said(self) -> Said:
        """The whole report as one thing to say."""
        return Said(INTAKE, self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; unprintable characters in names are escaped."""
        return {
            "root": None if self.root is None else shown(self.root),
            "options": None if self.options is None else dataclasses.asdict(self.options),
            "images": self.read,
            "classes": {shown(name): n for name, n in self.classes.items()},
            "formats": dict(self.formats),
            "depths": [{"depth": depth.to_json(), "images": n} for depth, n in self.depths.items()],
            "sizes": dict(self.sizes),
            "limits": list(self.limits) if self.limits else None,
            "treatments": [
                {"what": what.to_json(), "paths": [shown(name) for name in names]}
                for what, names in self.treatments.items()
            ],
            "skipped": [{"path": shown(name), "reason": reason.to_json()} for name, reason in self.skipped],
            "ignored": {shown(extension): n for extension, n in self.ignored.items()},
            "duplicates": [[shown(n) for n in names] for names in self.duplicates],
            "duplicates_across_classes": [[shown(n) for n in names] for names in self.duplicates_across_classes],
            "near_duplicates": [[shown(a), shown(b)] for a, b in self.near_duplicates],
            "near_duplicate_pairs": self.near_count,
            "constant": [shown(name) for name in self.constant],
            "warnings": [warning.to_json() for warning in self.warnings],
            "groups": self.groups.to_dict(),
        }


def intake_from_dict(data: Mapping[str, Any]) -> Intake:
    """The inverse of :meth:`Intake.to_dict`.

    Raises:
        MousaicError: something in it is neither key and values nor text.
    """
    return Intake(
        root=data.get("root"),
        options=ImageOptions(**data["options"]) if data.get("options") else None,
        read=data["images"],
        classes=dict(data["classes"]),
        formats=dict(data["formats"]),
        depths={said_from_json(row["depth"]): row["images"] for row in data["depths"]},
        sizes=dict(data["sizes"]),
        treatments={said_from_json(row["what"]): tuple(row["paths"]) for row in data["treatments"]},
        limits=(data["limits"][0], data["limits"][1]) if data["limits"] else None,
        skipped=tuple((row["path"], said_from_json(row["reason"])) for row in data["skipped"]),
        ignored=dict(data["ignored"]),
        duplicates=tuple(map(tuple, data["duplicates"])),
        duplicates_across_classes=tuple(map(tuple, data["duplicates_across_classes"])),
        near_duplicates=tuple((a, b) for a, b in data["near_duplicates"]),
        near_count=data["near_duplicate_pairs"],
        constant=tuple(data["constant"]),
        warnings=tuple(map(said_from_json, data["warnings"])),
        groups=group_report_from_dict(data.get("groups")),
    )


def class_counts(labels: Iterable[str | None]) -> dict[str, int]:
    """How many images each class has, in natural order; None is no label."""
    counted = Counter(label for label in labels if label is not None)
    return {label: counted[label] for label in sorted(counted, key=natural_key)}


def describe(names: Sequence[str], facts: Sequence[ImageFacts], kind: Whole, options: ImageOptions) -> dict[str, Any]:
    """The fields of :class:`Intake` that follow from the images' facts: formats, depths, sizes, treatments.

    Args:
        names: (N,) of the images.
        facts: those that occur.
        kind: (N,) which of them are each image's.
    """
    treatments: dict[Said, list[int]] = {}
    for number, f in enumerate(facts):
        for what in (*f.treatments, *_fitted(f, options)):
            treatments.setdefault(what, []).append(number)
    counted = list(zip(facts, np.bincount(kind, minlength=len(facts)).tolist(), strict=True))
    of = {what: [names[i] for i in np.flatnonzero(np.isin(kind, own)).tolist()] for what, own in treatments.items()}
    return {
        "formats": _ranked((f.format, n) for f, n in counted),
        "depths": _ranked((f.depth, n) for f, n in counted),
        "sizes": _ranked((f"{f.width} x {f.height}", n) for f, n in counted if f.mode.key != VECTOR),
        "treatments": _merged(of),
    }


def _fitted(f: ImageFacts, options: ImageOptions) -> list[Said]:
    if f.mode.key == VECTOR:
        return []
    said = []
    if f.width != f.height:
        said.append(told(f"treated_{options.fit}"))
    if (min if options.fit == "crop" else max)(f.width, f.height) < options.size:
        said.append(told("treated_enlarged", size=options.size))
    return said


def _merged(treatments: Mapping[Said, list[str]]) -> dict[Said, tuple[str, ...]]:
    """Fewest lines: the first of 12 pages and the first of 9 pages become the first of several; most common first."""
    merged: dict[Said, list[str]] = {}
    general = {what: told(FIRST_OF[what.key]) if what.key in FIRST_OF else what for what in treatments}
    uses = Counter(general.values())
    for what, names in treatments.items():
        merged.setdefault(what if uses[general[what]] == 1 else general[what], []).extend(names)
    ordered = sorted(merged.items(), key=lambda item: (-len(item[1]), repr(item[0])))
    return {what: tuple(sorted(names, key=natural_key)) for what, names in ordered}


def _ranked(counted: Iterable[tuple[T, int]]) -> dict[T, int]:
    """Most common first, equals in a fixed order."""
    sums: Counter[T] = Counter()
    for value, number in counted:
        sums[value] += number
    return dict(sorted(sums.items(), key=lambda item: (-item[1], repr(item[0]))))


def refuse_unusable(report: Intake, strict: bool = False) -> None:
    """Raise a MousaicError when no image was read, or with ``strict`` when any was skipped."""
    if strict and report.skipped:
        name, reason = report.skipped[0]
        others = f" and {len(report.skipped) - 1} more" if len(report.skipped) > 1 else ""
        raise MousaicError(
            f"{shown(name)} in {shown(report.root or '')} was skipped ({reason}){others}: "
            "mend or remove what cannot be used, or leave out --strict."
        )
    if not report.read:
        name, reason = report.skipped[0]
        raise MousaicError(
            f"None of the {len(report.skipped)} images of {shown(report.root or '')} can be read "
            f"({shown(name)}: {reason}). All the reasons: {command_line('intake', Path(report.root or '.'))}"
        )

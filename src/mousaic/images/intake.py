"""The intake report: what was found, what was done to it, what deserves a look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mousaic.config import ImageOptions
from mousaic.images.names import first_names, natural_key, shown
from mousaic.images.reading.decoded import ImageFacts

_KINDS_SHOWN = 4


@dataclass(frozen=True)
class Intake:
    """What became of every file of an image set. Names are relative to ``root``."""

    root: str | None
    """The folder or table as it was named; None: arrays were given."""
    options: ImageOptions | None
    """How files were prepared; None: arrays were given."""
    read: int
    """Images that were read."""
    classes: dict[str, int]
    """Images of each class; empty when unlabelled."""
    formats: dict[str, int]
    depths: dict[str, int]
    """Such as ``8-bit grey``."""
    sizes: dict[str, int]
    """Such as ``600 x 600``: width by height in pixels, most common first."""
    treatments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What was done -> the images it was done to."""
    limits: tuple[float, float] | None = None
    """What became 0 and 1, in the files' units, where the number type did not decide."""
    skipped: tuple[tuple[str, str], ...] = ()
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
    warnings: tuple[str, ...] = ()
    """Whole sentences about the set."""

    def to_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; unprintable characters in names are escaped."""
        return {
            "root": None if self.root is None else shown(self.root),
            "images": self.read,
            "classes": {shown(name): n for name, n in self.classes.items()},
            "formats": dict(self.formats),
            "depths": dict(self.depths),
            "sizes": dict(self.sizes),
            "limits": list(self.limits) if self.limits else None,
            "treatments": {what: [shown(n) for n in names] for what, names in self.treatments.items()},
            "skipped": [{"path": shown(name), "reason": shown(reason)} for name, reason in self.skipped],
            "ignored": {shown(extension): n for extension, n in self.ignored.items()},
            "duplicates": [[shown(n) for n in names] for names in self.duplicates],
            "duplicates_across_classes": [[shown(n) for n in names] for names in self.duplicates_across_classes],
            "near_duplicates": [[shown(a), shown(b)] for a, b in self.near_duplicates],
            "near_duplicate_pairs": self.near_count,
            "constant": [shown(name) for name in self.constant],
            "warnings": list(self.warnings),
        }

    def to_text(self) -> str:
        """The report for a terminal: one short screen when there is nothing to mend."""
        total = self.read + len(self.skipped)
        state = "all read" if not self.skipped else f"{self.read:,} read, {len(self.skipped):,} skipped"
        root = "arrays" if self.root is None else shown(self.root)
        lines = [f"{root}: {total:,} image{'s' * (total != 1)}, {state}", ""]
        if self.read:
            lines += self._facts() + self._listed("Done to the images", self._treatment_lines())
        lines += self._listed("Skipped", self._skipped_lines()) + self._listed("Worth a look", self._looks())
        if self.read and not self.skipped and not self._looks():
            lines += ["No image is damaged, constant, or there twice."]
        return "\n".join(lines).rstrip() + "\n"

    def _facts(self) -> list[str]:
        o = self.options
        rows = [
            ("classes", _counts(self.classes, 12) if self.classes else "none (no sub-folders, no labels)"),
            ("format", _kinds(self.formats)),
            ("depth", _kinds(self.depths)),
            ("size", _kinds(self.sizes) if len(self.sizes) <= _KINDS_SHOWN else _size_range(self.sizes)),
        ]
        if o is not None:
            how = {"crop": "centre crop", "letterbox": f"padded with {o.background}", "stretch": "stretched"}[o.fit]
            rows.append(("prepared as", f"{o.size} x {o.size} {o.color} ({how}), brightness 0 to 1"))
        if self.limits:
            how = " (percentiles 0.1 and 99.9 of the set)" if o is not None and o.depth_range == "percentiles" else ""
            rows.append(("range", f"{self.limits[0]:.6g} became 0 and {self.limits[1]:.6g} became 1{how}"))
        if self.ignored:
            others = {e or "no extension": n for e, n in self.ignored.items()}
            rows.append(("other files", f"{_counts(others)}, ignored"))
        return [f"  {name:<12} {shown(value)}" for name, value in rows] + [""]

    def _treatment_lines(self) -> list[str]:
        return [
            f"{len(names):>5,}  {what}" + (f": {first_names(names)}" if len(names) < self.read else " (all)")
            for what, names in self.treatments.items()
        ]

    def _skipped_lines(self) -> list[str]:
        reasons: dict[str, list[str]] = {}
        for name, reason in self.skipped:
            reasons.setdefault(reason, []).append(name)
        ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
        lines = [f"{len(names):>5,}  {shown(reason)}: {first_names(names)}" for reason, names in ordered[:20]]
        rest = sum(len(names) for _, names in ordered[20:])
        return lines + ([f"{rest:>5,}  for {len(ordered) - 20} other reasons"] if rest else [])

    def _looks(self) -> list[str]:
        lines = [f"       {text}" for text in self.warnings]
        for names in self.duplicates_across_classes[:3]:
            lines.append(f"       the same file in different classes: {first_names(names)}")
        if self.duplicates:
            copies = sum(len(names) - 1 for names in self.duplicates)
            first = "; ".join(first_names(names, 2, " = ") for names in self.duplicates[:3])
            lines.append(f"{copies:>5,}  exact cop{'y' if copies == 1 else 'ies'} (kept in one group): {first}")
        if self.near_count:
            first = "; ".join(f"{shown(a)} ~ {shown(b)}" for a, b in self.near_duplicates[:3])
            more = f" and {self.near_count - 3:,} more" if self.near_count > 3 else ""
            what = "pairs that look" if self.near_count > 1 else "pair that looks"
            lines.append(f"{self.near_count:>5,}  {what} nearly the same (give them one group): {first}{more}")
        if self.constant:
            lines.append(f"{len(self.constant):>5,}  without any contrast (kept): {first_names(self.constant)}")
        return lines

    @staticmethod
    def _listed(title: str, lines: list[str]) -> list[str]:
        return [title, *(f"  {line}" for line in lines), ""] if lines else []


def describe(facts: Sequence[tuple[str, ImageFacts]], options: ImageOptions) -> dict[str, Any]:
    """The fields of :class:`Intake` that follow from each image's facts: formats, depths, sizes, treatments."""
    treatments: dict[str, list[str]] = {}
    for name, f in facts:
        for what in (*f.treatments, *_fitted(f, options)):
            treatments.setdefault(what, []).append(name)
    return {
        "formats": _ranked(f.format for _, f in facts),
        "depths": _ranked(f"{f.bits}-bit {'float ' if f.number == 'float' else ''}{f.mode}" for _, f in facts),
        "sizes": _ranked(f"{f.width} x {f.height}" for _, f in facts),
        "treatments": _merged(treatments),
    }


def _fitted(f: ImageFacts, options: ImageOptions) -> list[str]:
    said = []
    if f.width != f.height:
        how = {"crop": "cut to the central", "letterbox": "padded to a", "stretch": "stretched to a"}[options.fit]
        said.append(f"{how} square")
    if (min if options.fit == "crop" else max)(f.width, f.height) < options.size:
        said.append(f"enlarged, being smaller than {options.size} pixels")
    return said


def _merged(treatments: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Fewest lines: ``first of 12 pages used`` and ``first of 9 pages used`` become one; most common first."""
    merged: dict[str, list[str]] = {}
    general = {what: re.sub(r"^first of \S+ ", "first of several ", what) for what in treatments}
    uses = Counter(general.values())
    for what, names in treatments.items():
        merged.setdefault(what if uses[general[what]] == 1 else general[what], []).extend(names)
    ordered = sorted(merged.items(), key=lambda item: (-len(item[1]), item[0]))
    return {what: tuple(sorted(names, key=natural_key)) for what, names in ordered}


def _ranked(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _counts(counted: Mapping[str, int], most: int = _KINDS_SHOWN) -> str:
    """``PNG (30), TIFF (9)``."""
    listed = ", ".join(f"{name} ({n:,})" for name, n in list(counted.items())[: max(most, 1)])
    return listed + (f" and {len(counted) - most} other kinds" if len(counted) > most else "")


def _kinds(counted: Mapping[str, int]) -> str:
    return f"{next(iter(counted))} (all)" if len(counted) == 1 else _counts(counted)


def _size_range(sizes: Mapping[str, int]) -> str:
    """Smallest, median and largest by number of pixels."""
    by_area = sorted((int(w) * int(h), text, n) for text, n in sizes.items() for w, h in [text.split(" x ")])
    middle, seen = (sum(sizes.values()) - 1) // 2, 0
    for _, text, n in by_area:
        seen += n
        if seen > middle:
            return f"{by_area[0][1]} to {by_area[-1][1]} (median {text}; {len(sizes)} different)"
    return ""

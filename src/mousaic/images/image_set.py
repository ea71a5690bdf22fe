"""A folder or table of images as one array with labels, groups and a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.entries import Entry
from mousaic.images.gather import Piece, gather
from mousaic.images.intake import Intake, describe
from mousaic.images.names import natural_key, shown
from mousaic.images.near_duplicates import near_pairs
from mousaic.images.scaling import scale
from mousaic.images.sources import find_images

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ImageSet:
    """The originals of one folder or table, in natural order of their paths."""

    pixels: np.ndarray
    """float32 (N, C, size, size), 0 to 1."""
    paths: tuple[str, ...]
    """Relative to ``root``, with forward slashes."""
    labels: np.ndarray
    """int64 (N,): position in ``class_names``; -1 for an image without a label."""
    class_names: tuple[str, ...]
    """In natural order; empty when unlabelled."""
    groups: tuple[str, ...]
    """Images that must never be split apart share a group. Without a group column it is the image's path, or
    for exact copies of one file the path of the first."""
    sha256: tuple[str, ...]
    """Of each file, as hexadecimal digits."""
    root: Path
    """The folder, or the folder of the table."""
    intake: Intake
    limits: tuple[float, float] | None = None
    """What became 0 and 1, in the files' units; give it to :func:`load_images` to read new images alike.
    None: the number type of each file decides."""

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(channels, size, size) of one image."""
        _, channels, height, width = self.pixels.shape
        return channels, height, width

    @property
    def D(self) -> int:
        """Numbers per image: channels x size x size."""
        return int(np.prod(self.shape))

    def subset(self, indices: Sequence[int] | np.ndarray) -> ImageSet:
        """The images at ``indices``, in that order; ``class_names`` and ``intake`` stay those of the whole set."""
        chosen = np.asarray(indices, dtype=np.int64)
        return replace(
            self,
            pixels=self.pixels[chosen],
            labels=self.labels[chosen],
            paths=tuple(self.paths[i] for i in chosen),
            groups=tuple(self.groups[i] for i in chosen),
            sha256=tuple(self.sha256[i] for i in chosen),
        )


def load_images(
    data: str | Path,
    options: ImageOptions = ImageOptions(),  # noqa: B008 - frozen, so never shared state
    *,
    strict: bool = False,
    progress: Progress | None = None,
    limits: tuple[float, float] | None = None,
) -> ImageSet:
    """Read every image of a folder or table.

    Sub-folders are classes, at any depth below them; a folder of images alone is unlabelled. Of both, the images
    beside the class folders are skipped, and an error when they are at least as many. A CSV or TSV table has the
    column ``path`` and may have ``label`` and ``group``.

    Args:
        data: the folder or table.
        options: size, colour, fit, background and range.
        strict: any skipped image is an error.
        progress: called with (files done, all files), from the calling thread.
        limits: what becomes 0 and 1, as an earlier set recorded it; replaces ``options.depth_range``.

    Raises:
        MousaicError: nothing there, no image that can be read, a faulty table, mixed depths with percentiles,
            or with ``strict`` an image that was skipped.
    """
    images, report = _load(data, options, progress, limits)
    refuse_unusable(report, strict)
    assert images is not None
    return images


def intake(
    data: str | Path,
    options: ImageOptions = ImageOptions(),  # noqa: B008 - frozen, so never shared state
    *,
    progress: Progress | None = None,
) -> Intake:
    """The intake report alone; ``report.read`` is 0 when no image can be read.

    Raises:
        MousaicError: nothing there, no image files at all, a faulty table, or mixed depths with percentiles.
    """
    return _load(data, options, progress, None)[1]


def refuse_unusable(report: Intake, strict: bool = False) -> None:
    """Raise a MousaicError when no image was read, or with ``strict`` when any was skipped."""
    if strict and report.skipped:
        name, reason = report.skipped[0]
        others = f" and {len(report.skipped) - 1} more" if len(report.skipped) > 1 else ""
        raise MousaicError(
            f"{shown(name)} in {shown(report.root)} was skipped ({shown(reason)}){others}: "
            "mend or remove what cannot be used, or leave out --strict."
        )
    if not report.read:
        name, reason = report.skipped[0]
        raise MousaicError(
            f"None of the {len(report.skipped)} images of {shown(report.root)} can be read "
            f"({shown(name)}: {shown(reason)}): run mousaic intake for the reasons."
        )


def _load(
    data: str | Path, options: ImageOptions, progress: Progress | None, limits: tuple[float, float] | None
) -> tuple[ImageSet | None, Intake]:
    source = find_images(data)
    results = gather(source.entries, options, progress)
    read = [(e, r) for e, r in zip(source.entries, results, strict=True) if isinstance(r, Piece)]
    failed = [(e.name, r) for e, r in zip(source.entries, results, strict=True) if isinstance(r, str)]
    skipped = tuple(sorted(source.skipped + failed, key=lambda s: natural_key(s[0])))
    entries, pieces = [e for e, _ in read], [p for _, p in read]
    lost = {e.label for e in source.entries if e.label is not None} - {e.label for e in entries}
    notes = [*source.notes, *(f"no image of class {shown(c)} can be read" for c in sorted(lost))]
    report = Intake(
        root=str(data),
        options=options,
        read=len(read),
        classes=_class_counts(entries),
        skipped=skipped,
        ignored=dict(source.ignored.most_common()),
        warnings=tuple(notes),
        **describe([(e.name, p.facts) for e, p in read], options),
    )
    if not read:
        return None, report
    scaled = scale(pieces, options, limits, shown(str(data)))
    copies = _copies(entries, pieces)
    report = _with_looks(report, entries, scaled.pixels, scaled.constant, copies)
    report = replace(report, limits=scaled.limits, warnings=(*report.warnings, *scaled.warnings))
    names = tuple(report.classes)
    images = ImageSet(
        pixels=scaled.pixels,
        paths=tuple(e.name for e in entries),
        labels=np.array([-1 if e.label is None else names.index(e.label) for e in entries], np.int64),
        class_names=names,
        groups=_groups(entries, copies),
        sha256=tuple(p.sha256 for p in pieces),
        root=source.root,
        intake=report,
        limits=scaled.limits,
    )
    return images, report


def _class_counts(entries: Sequence[Entry]) -> dict[str, int]:
    counted = Counter(e.label for e in entries if e.label is not None)
    return {label: counted[label] for label in sorted(counted, key=natural_key)}


def _copies(entries: Sequence[Entry], pieces: Sequence[Piece]) -> list[list[int]]:
    """Positions of files that are the same byte for byte, in lists of two or more."""
    places: dict[str, list[int]] = {}
    for i, piece in enumerate(pieces):
        places.setdefault(piece.sha256, []).append(i)
    return [found for found in places.values() if len(found) > 1]


def _groups(entries: Sequence[Entry], copies: Sequence[Sequence[int]]) -> tuple[str, ...]:
    groups = [e.group or e.name for e in entries]
    for found in copies:
        for i in found:
            if entries[i].group is None:
                groups[i] = groups[found[0]]
    return tuple(groups)


def _with_looks(
    report: Intake, entries: Sequence[Entry], pixels: np.ndarray, constant: np.ndarray, copies: Sequence[Sequence[int]]
) -> Intake:
    """The report with exact copies, near copies and constant images in it."""
    names = [e.name for e in entries]
    near = near_pairs(pixels)
    twin = {i: n for n, found in enumerate(copies) for i in found}
    pairs = [(i, j) for i, j in near.pairs if i not in twin or twin[i] != twin.get(j)]
    exact = sum(len(found) * (len(found) - 1) // 2 for found in copies if not constant[found[0]])
    return replace(
        report,
        duplicates=tuple(tuple(names[i] for i in found) for found in copies),
        duplicates_across_classes=tuple(
            tuple(names[i] for i in found) for found in copies if len({entries[i].label for i in found}) > 1
        ),
        near_duplicates=tuple((names[i], names[j]) for i, j in pairs),
        near_count=max(near.total - exact, len(pairs)),
        constant=tuple(names[i] for i in np.flatnonzero(constant)),
    )


__all__ = ["ImageSet", "Intake", "intake", "load_images"]

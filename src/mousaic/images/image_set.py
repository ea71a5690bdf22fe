"""Images of a folder or table, or arrays, as one array with labels, groups and a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mousaic.arrays import Ints, Labels, Pictures, Pixels
from mousaic.config import ImageOptions
from mousaic.images import array_set
from mousaic.images.grouping.group_report import KNOWN, Origin
from mousaic.images.grouping.grouped import Named, grouped
from mousaic.images.intake_report import Intake, refuse_unusable
from mousaic.images.layout import Layout
from mousaic.images.looks import exact_copies, near_copies, remarks, with_looks
from mousaic.images.mapped import rows_of
from mousaic.images.names import shown
from mousaic.images.ranges import Range, Wanted
from mousaic.images.read_all import read_all
from mousaic.images.scaling import NO_CONTRAST, same_channels, scale
from mousaic.memory import give_back
from mousaic.said import Said, told
from mousaic.stats.reconstruction_scores import varied
from mousaic.texts import Texts

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ImageSet:
    """N originals: the images of a folder or table in natural order of their paths, or arrays as they were given."""

    pixels: Pixels
    """float32 (N, C, H, W), 0 to 1; flat vectors (N, 1, 1, D), of any range."""
    paths: Sequence[str]
    """Relative to ``root``, with forward slashes; of arrays their names."""
    labels: Labels
    """int64 (N,): position in ``class_names``; -1 for an image without a label."""
    class_names: tuple[str, ...]
    """In natural order; empty when unlabelled."""
    groups: Sequence[str]
    """Images that must never be split apart share a group. Of an image that is alone it is the image's path."""
    sha256: Sequence[str]
    """Of each file, as hexadecimal digits; of arrays that of their numbers."""
    root: Path | None
    """The folder, or the folder of the table; None where no files are behind the images."""
    intake: Intake
    limits: tuple[float, float] | None = None
    """What became 0 and 1, in the files' units; give it to :func:`load_images` to read new images alike.
    None: the number type of each file decides."""
    file_sizes: Ints | None = None
    """(N, 2): height and width of each file in pixels, after any turn. None: no files are behind the images."""
    groups_from: Origin = "none"
    """Who says so: ``given`` (a table, a pattern, or whoever gave the arrays), ``names`` (of files and folders),
    ``near-duplicates`` (only images that look nearly the same are together), or ``none``."""
    confounded: Sequence[str] | None = None
    """Groups that names give where each is one class: nothing could be held out by them, but tests count them."""
    ranges: tuple[Range, ...] | None = None
    """What became 0 and 1 of each number type among the files; like ``limits``, but it also says how files of another
    type are to be read. None: no files are behind the images."""
    pictures: Pictures | None = None
    """Of vectors what is shown of each, uint8 (N, C, S, S); None of grids, which show themselves."""
    beside: Path | None = None
    """The folder on whose disk arrays of pixels beyond 128 MiB are kept; None: all are in memory."""

    def __post_init__(self) -> None:
        for name in ("paths", "groups", "sha256", "confounded"):
            given = getattr(self, name)
            if given is not None:
                object.__setattr__(self, name, Texts.of(given))

    @classmethod
    def from_arrays(
        cls,
        X: ArrayLike,
        y: Sequence[Any] | np.ndarray | None = None,
        groups: Sequence[Any] | np.ndarray | None = None,
        *,
        class_names: Sequence[str] | None = None,
        paths: Sequence[Any] | None = None,
    ) -> ImageSet:
        """Images that are arrays already, without files.

        Squares train with every option, vectors with ``augment="none"`` and ``model="whole"``, which go without saying,
        and oblong grids with ``init="orthogonal"``, too; what looks at pictures of features needs grids.

        Args:
            X: (N, H, W) or (N, H, W, C) with C 1 or 3, or flat vectors (N, D). Grids of unsigned integers and truth
                values are divided by the largest number of their type, floats must lie in 0 to 1. Flat vectors are
                taken as they are.
            y: (N,) labels: whole numbers or names, None for an image without one. With ``class_names`` positions in
                them, -1 for none.
            groups: (N,) names or numbers; images of one group (an animal, a slide) are never split apart.
            class_names: names of the classes, in the order of their numbers.
            paths: (N,) different names of the images (default: ``image_0000``, ``image_0001``, ...).

        Raises:
            MousaicError: lengths that differ, signed integers, floats out of range, NaN, or another shape.
        """
        scaled = array_set.pixels_of(X)
        count = len(scaled.pixels)
        names = array_set.names_of(paths, count)
        labels, classes = array_set.labels_of(y, class_names, count)
        given, sha256 = array_set.groups_given(groups, count), array_set.digests(scaled.pixels)
        copies, near = exact_copies(sha256), near_copies(scaled.pixels)
        constant = np.ptp(scaled.pixels, axis=(1, 2, 3)) < NO_CONTRAST
        named = Named(names, [classes[i] if i >= 0 else None for i in labels], given, [None] * count)
        found = grouped("none", named, copies, near)
        report = array_set.report(scaled, labels, classes)
        report = with_looks(report, names, labels, constant, copies, near)
        report = replace(report, groups=found.report, warnings=(*found.warnings, *remarks(count, copies, near)))
        return cls(
            scaled.pixels, names, labels, classes, found.groups, sha256, None, report, groups_from=found.report.origin
        )

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def shape(self) -> Layout:
        """(channels, height, width) of one image."""
        return Layout(*self.pixels.shape[1:])

    @property
    def D(self) -> int:
        """Numbers per image: channels x height x width."""
        return self.shape.D

    @property
    def origin(self) -> str:
        """``The images in FOLDER``, or ``The arrays given``: begins a sentence."""
        return "The arrays given" if self.intake.root is None else f"The images in {shown(self.intake.root)}"

    @property
    def preparation(self) -> ImageOptions:
        """How files are to be prepared to be like these images.

        Raises:
            MousaicError: no file can be, as these are no squares, or of a side that is not allowed.
        """
        if self.intake.options is not None:
            return self.intake.options
        if not self.shape.is_grid:
            return ImageOptions(depth_range="none")
        self.shape.need_square("A run folder")
        return ImageOptions(size=self.shape.height, color="grey" if self.shape.channels == 1 else "rgb")

    @property
    def units(self) -> Sequence[str]:
        """(N,): what tests of the classes count: groups, unless names say that each class is one alone."""
        return self.groups if self.confounded is None else self.confounded

    @property
    def classes(self) -> Texts:
        """(N,): the name of each image's class; "" of one without a label."""
        return Texts.of([*self.class_names, ""]).take(self.labels)

    @property
    def groups_known(self) -> bool:
        """Whether the independent units are known; else every test takes images that may belong together for such."""
        return self.groups_from in KNOWN

    @property
    def independence(self) -> Said | None:
        """What has to be said beside every p; None where the independent units are known."""
        if self.groups_known or self.confounded is not None:
            return None
        return told("independence_near" if self.groups_from == "near-duplicates" else "independence")

    def need_grid(self, what: str) -> None:
        """Raise a MousaicError where these are flat vectors; ``what`` needs rows and columns."""
        self.shape.need_grid(what)

    def with_r(self) -> tuple[ImageSet, Said | None]:
        """The images that a reconstruction can correlate with, and a remark where constant ones were left out."""
        seen = varied(self.pixels.reshape(len(self), -1))
        if seen.all() or not seen.any():
            return self, None
        return self.subset(np.flatnonzero(seen)), told("constant_left_out", count=int((~seen).sum()), of=len(self))

    def subset(self, indices: Sequence[int] | np.ndarray) -> ImageSet:
        """The images at ``indices``, in that order; ``class_names`` and ``intake`` stay those of the whole set."""
        chosen = np.asarray(indices, dtype=np.int64)
        return replace(
            self,
            pixels=rows_of(self.pixels, chosen, self.beside),
            labels=self.labels[chosen],
            paths=Texts.of(self.paths).take(chosen),
            groups=Texts.of(self.groups).take(chosen),
            confounded=None if self.confounded is None else Texts.of(self.confounded).take(chosen),
            sha256=Texts.of(self.sha256).take(chosen),
            file_sizes=None if self.file_sizes is None else self.file_sizes[chosen],
            pictures=None if self.pictures is None else self.pictures[chosen],
        )


def load_images(
    data: str | Path,
    options: ImageOptions = ImageOptions(),  # noqa: B008 - frozen, so never shared state
    *,
    strict: bool = False,
    progress: Progress | None = None,
    limits: tuple[float, float] | None = None,
    ranges: tuple[Range, ...] | None = None,
    beside: Path | None = None,
) -> ImageSet:
    """Read every image of a folder, a table or an array file.

    Sub-folders are classes; of nested ones see :func:`mousaic.images.grouping.folder_levels.by_level`. A folder of
    images alone is unlabelled. Of both, the images beside the class folders are skipped, and an error when they are at
    least as many. A CSV or TSV table has the column ``path`` and may have ``label`` and ``group``. Which images belong
    together, and so are never split apart: see :func:`mousaic.images.grouping.grouped.grouped`.

    Args:
        data: the folder, the table, or the file of arrays.
        options: size, colour, fit, background, range, and where groups and labels come from.
        strict: any skipped image is an error.
        progress: called with (files done, all files), from the calling thread.
        limits: what becomes 0 and 1, as an earlier set recorded it; replaces ``options.depth_range``.
        ranges: the same type by type, in place of limits: files whose numbers do not tell how they correspond to these
            are refused.
        beside: keeps pixels beyond 128 MiB on the disk of this folder, in files without a name; values are the same.

    Raises:
        MousaicError: nothing there, no image that can be read, a faulty table, mixed depths with percentiles,
            numbers unlike those of ``ranges``, or with ``strict`` an image that was skipped.
    """
    images, report = _load(data, options, progress, Wanted(limits, ranges), beside)
    give_back()
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
    return _load(data, options, progress, Wanted())[1]


def _load(
    data: str | Path, options: ImageOptions, progress: Progress | None, wanted: Wanted, beside: Path | None = None
) -> tuple[ImageSet | None, Intake]:
    read, report = read_all(data, options, progress, beside)
    source, listed, pieces, options, pictures, named = read
    if not len(pieces):
        return None, report
    same_channels(pieces, shown(str(data)))
    scaled = scale(pieces, options, wanted, shown(str(data)), beside)
    paths, sha256 = Texts.of(listed.names), pieces.sha256
    copies, near, names = exact_copies(sha256), near_copies(scaled.pixels, beside), tuple(report.classes)
    number: dict[str | None, int] = {name: i for i, name in enumerate(names)}
    labels = np.array([number.get(label, -1) for label in listed.labels], np.int64)
    folders = [source.folder_groups.get(path) for path in paths] if source.folder_groups else [None] * len(paths)
    found = grouped(options.groups, Named(paths, listed.labels, listed.groups, folders, named), copies, near)
    report = with_looks(report, paths, labels, scaled.constant, copies, near)
    more = (*scaled.warnings, *found.warnings, *remarks(len(paths), copies, near))
    report = replace(report, limits=scaled.limits, groups=found.report, warnings=(*report.warnings, *more))
    images = ImageSet(
        pixels=scaled.pixels,
        paths=paths,
        labels=labels,
        class_names=names,
        groups=found.groups,
        sha256=sha256,
        root=source.root,
        intake=report,
        limits=scaled.limits,
        file_sizes=pieces.sizes(),
        groups_from=found.report.origin,
        confounded=found.confounded,
        ranges=scaled.ranges,
        pictures=pictures,
        beside=beside,
    )
    return images, report


__all__ = ["ImageSet", "Intake", "intake", "load_images"]

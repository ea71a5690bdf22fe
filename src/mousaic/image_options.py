"""The options of how files become images."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from mousaic.option_combinations import check_level, check_pages
from mousaic.option_limits import Checked, option


@dataclass(frozen=True)
class ImageOptions(Checked):
    """How files become equal squares of numbers between 0 and 1."""

    size: int = option(64, "Side of the prepared square image, in pixels.", 4, 1024)
    color: Literal["grey", "rgb", "all"] = option(
        "grey", "Keep one grey channel, three colour channels, or all channels there are, up to 16."
    )
    fit: Literal["crop", "letterbox", "stretch"] = option(
        "crop", "How an oblong image becomes square: centre crop, padded, or stretched."
    )
    background: Literal["black", "grey", "white"] = option(
        "black", "What lies behind transparent pixels and letterbox bars."
    )
    depth_range: Literal["dtype", "percentiles", "none"] = option(
        "dtype",
        "What becomes 0 and 1: the range of the file's number type, or the set's own 0.1 and 99.9 percentiles. Of "
        "vectors (N, D) dtype is 0 and their standard deviation, and none takes them as they are.",
    )
    page: int = option(1, "Which page, frame or slice of a file that holds several.", 1, 20_000)
    pages: Literal["one", "all"] = option(
        "one", "all: every page of a file is an image, and those of one file are one group."
    )
    project: Literal["first", "max", "mean"] = option(
        "first", "Of a file of several pages: --page alone (first), or the brightest value or mean of each pixel."
    )
    channel: int = option(0, "Of several channels this one alone, from 1 (0: all, as --color says).", 0, 1000)
    most_pixels: int = option(
        50_000_000, "Larger images are skipped; each pixel needs 15 to 30 bytes of memory.", 1, 178_000_000
    )
    groups: str = option(
        "auto",
        "Which images belong together and are never split apart, where no column group says so: auto, as file names "
        "and folders clearly say, and near-duplicates; none; or a pattern on the path, such as '(mouse\\d+)' or "
        "'smear*_*'.",
    )
    label_level: int | str = option(
        "auto", "Which level of nested folders names the classes, from 1 at the top; auto: the one that looks like it."
    )

    array: str = option("auto", "Which array of a file that holds several, by its name (auto: the only one).")
    table: str = option(
        "auto",
        "Of an array file the table with a line for each row: label, group, path (auto: the .csv or .tsv of the same "
        "name beside it; none).",
    )
    images: str = option("none", "Of an array of vectors the folder of the pictures that belong to its rows.")

    def __post_init__(self) -> None:
        super().__post_init__()
        check_level(self.label_level)
        check_pages(self.page, self.pages, self.project)

    def for_others(self) -> ImageOptions:
        """The same for other images: neither a pattern on the paths of these, nor their level of folders, their table
        or their pictures count."""
        groups = self.groups if self.groups in ("auto", "none") else "auto"
        level = 1 if self.label_level == 1 else "auto"
        return replace(self, groups=groups, label_level=level, table="auto", images="none")

"""Which pages of a TIFF make which image: previews left out, channels put together, stacks told apart."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NamedTuple

import numpy as np

from mousaic.images.reading.channels import MOST_CHANNELS
from mousaic.images.reading.decoded import UnreadableImage
from mousaic.images.reading.tiff_tags import count_pages
from mousaic.said import told

REDUCED, MASK = 1, 4
"""Bits of NewSubfileType: a smaller version of another page, a transparency mask."""
MOST_LOOKED_AT = 64
"""Pages whose subfile type is read: longer files are stacks, whose pages are alike."""
Axes = list[tuple[str, int]]
"""Letter and length of each axis that pages follow, the slowest first; C is that of channels."""


class Stack(NamedTuple):
    """The images in a TIFF."""

    images: tuple[tuple[int, ...], ...]
    """Of each image the numbers of its pages: several where each is a channel."""
    known: bool
    """Whether these are all; False where the chain of pages is endless or damaged."""
    rows: bool = False
    """The pages are the rows of one image (height, width, channels), as a program wrote that did not know better."""


def stack_of(tiff: Any) -> Stack:
    """How the pages of an open TiffFile make images.

    Raises:
        UnreadableImage: there is no page.
    """
    try:
        first = tiff.pages[0]
    except IndexError:
        raise UnreadableImage(told("damaged_no_image")) from None
    count = count_pages(first, tiff)
    if count == 0:
        return Stack(((0,),), known=False)
    pages = _whole_pages(tiff, count)
    axes = page_axes(first, len(pages))
    if axes == [("Y", len(pages))]:
        return Stack((tuple(pages),), known=True, rows=True)
    numbers = np.array(pages[: math.prod(size for _, size in axes)]).reshape([size for _, size in axes])
    places = [i for i, (letter, _) in enumerate(axes) if letter == "C"]
    if places:
        numbers = np.moveaxis(numbers, places[0], -1)
    images = numbers.reshape(-1, numbers.shape[-1] if places else 1)
    return Stack(tuple(map(tuple, images.tolist())), known=True)


def page_of(tiff: Any, number: int) -> Any:
    """A page; of a DNG or the like, whose pages are all previews, the full image that the first one refers to."""
    page = tiff.pages[number]
    if number == 0 and _is_reduced(page):
        whole = [one for one in page.pages or () if not _is_reduced(one)]
        return whole[0] if whole else page
    return page


def page_axes(first: Any, count: int) -> Axes:
    """The axes of ``count`` pages as ImageJ, OME or tifffile wrote them into the first one's description.

    Where they say nothing, or something that does not fit, the pages are a plain stack: ``[("I", count)]``. So many
    channels as nobody has are one, too: programs call an axis so that has no name.
    """
    text = (first.description or "")[: 1 << 20]
    for read in (_imagej, _ome, _shaped):
        axes = read(text, first)
        if axes and 1 <= math.prod(size for _, size in axes) <= count and sum(a == "C" for a, _ in axes) < 2:
            return [("I" if letter == "C" and size > MOST_CHANNELS else letter, size) for letter, size in axes]
    return [("I", count)]


def _whole_pages(tiff: Any, count: int) -> list[int]:
    there = len(tiff.pages)  # an ImageJ file may have one page's tags for all
    if there > MOST_LOOKED_AT or there < count:
        return list(range(count))
    return [i for i in range(there) if not _is_reduced(tiff.pages[i])] or [0]


def _is_reduced(page: Any) -> bool:
    return bool(int(page.subfiletype) & (REDUCED | MASK))


def _imagej(text: str, first: Any) -> Axes | None:
    if not text.startswith("ImageJ="):
        return None
    sizes = dict(re.findall(r"^(channels|slices|frames)=(\d{1,9})\s*$", text, re.MULTILINE))
    order = ("frames", "T"), ("slices", "Z"), ("channels", "C")
    found = [(letter, int(sizes[name])) for name, letter in order if int(sizes.get(name, 1)) > 1]
    return [pair for pair in found if pair[0] != "C" or first.samplesperpixel == 1]


def _ome(text: str, first: Any) -> Axes | None:
    pixels = re.search(r"<(?:\w+:)?Pixels\s[^>]*>", text)
    if pixels is None:
        return None
    sizes = dict(re.findall(r"\bSize([CZT])=[\"'](\d{1,9})[\"']", pixels[0]))
    order = re.search(r"\bDimensionOrder=[\"']XY([CZT]{3})[\"']", pixels[0])
    if order is None or len(sizes) < 3:
        return None
    sizes["C"] = str(int(sizes["C"]) // max(first.samplesperpixel, 1) or 1)
    return [(letter, int(sizes[letter])) for letter in reversed(order[1]) if int(sizes[letter]) > 1]


def _shaped(text: str, first: Any) -> Axes | None:
    try:
        found = json.loads(text)
        shape = [int(side) for side in found["shape"]]
        letters = str(found.get("axes", ""))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    page = list(first.shape)
    leading = shape[: len(shape) - len(page)]
    if shape[len(leading) :] != page or not all(1 <= side < 1 << 31 for side in shape):
        return None
    channels_last = len(shape) == 3 and 2 <= shape[2] <= MOST_CHANNELS and min(shape[:2]) > 2 * shape[2]
    if channels_last and letters in ("", "YXC", "YXS", "QQQ"):
        return [("Y", shape[0])]
    names = letters[: len(leading)] if len(letters) == len(shape) else "I" * len(leading)
    return list(zip(names, leading, strict=True))

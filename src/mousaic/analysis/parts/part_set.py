"""The parts of a set of images: learned without labels, then looked for in any images.

From windows of the training images (:mod:`mousaic.analysis.parts.windows`) homes are learned
(:mod:`mousaic.analysis.parts.homes`), and of all of them a few are kept that stand for the others
(:mod:`mousaic.analysis.parts.few_parts`). In every image a part then has a presence, the best match within its home,
and a place, where that is.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from mousaic.analysis.parts.few_parts import COPY, likeness, places_together, stand_for
from mousaic.analysis.parts.homes import Homes, Strongest, learn_homes, strongest
from mousaic.analysis.parts.matching import Pictures, contrast, match
from mousaic.analysis.parts.windows import Candidates, cut_windows
from mousaic.analysis.stability.structureless import structureless
from mousaic.arrays import Flags, Floats, Ints, Pixels
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.memory import row_blocks
from mousaic.seeds import derive_seed

COUNT = 128
"""Parts that are kept, unless said."""
CANDIDATES = 512
"""Windows that parts are chosen from."""
SIDE = 64
"""Images are shrunk to this side before they are matched: places lie between pixels anyway."""
LEARNED_FROM = 200
"""Images, evenly of all, that are enough to learn parts from."""
CHANCE = 0.95
"""A part is found where its presence is above this share of those in images with scattered phases."""
SCATTERED = 5
"""Times each image is scattered."""
_FLOATS = 1 << 22
"""Matches that are held at a time where parts are looked for."""
_TOGETHER = 16
"""Windows whose homes are learned together: convolutions take as many in one go."""


class PartSet(NamedTuple):
    """P parts, those that stand for most first. Places are in pixels of images of side ``side``."""

    pictures: tuple[Pictures, ...]
    """Each of one picture."""
    homes: Homes
    chance: Floats
    """(P,): a presence above this is beyond chance."""
    copies: Ints
    """(P,): how many of the candidates are near-copies of it: as near as half its side, and moving together with it."""
    copies_by_chance: Ints
    """(P,): the same with the images of the candidates' places shuffled."""
    candidates: int
    side: int

    def __len__(self) -> int:
        return len(self.pictures)


class FoundParts(NamedTuple):
    """P parts in N images; all (N, P)."""

    presence: Floats
    """-1 to 1: how well the part's picture matches at its best place within the home."""
    row: Floats
    """Of that place, in sides of the prepared image from its top: 0 to 1."""
    column: Floats
    """From its left."""
    found: Flags
    """Beyond chance."""


def learn_parts(
    images: ImageSet, count: int = COUNT, seed: int = 0, areas: Floats | None = None, chance: bool = True
) -> PartSet:
    """The parts of these images; labels are not used.

    Args:
        images: at least two originals with rows and columns.
        areas: (N, 4), top, left, bottom, right of what each shows, in its sides (default: all of it).
        chance: whether to find out which presences are beyond chance, a fifth of the time; else all of them are.

    Raises:
        MousaicError: the images are flat vectors, or all of them even.
    """
    images.need_grid("Finding parts")
    chosen_images = enough(len(images))
    few, within = images.subset(chosen_images), None if areas is None else areas[chosen_images]
    pixels = working(few.pixels)
    cut = cut_windows(pixels, CANDIDATES, np.random.default_rng(derive_seed(seed, "parts", "windows")), within)
    if not cut:
        raise MousaicError(f"{images.origin} have no parts: no window of them has any contrast.")
    pictures, homes, seen = _candidates(pixels, cut)
    presence, row, column = (part.double().numpy() for part in seen)
    side = pixels.shape[-1]
    together = places_together(row, column, (row, column), side)
    near = _near(homes, pictures)
    chosen = stand_for(likeness(presence, together), near & (together >= COPY), count)
    order = np.random.default_rng(derive_seed(seed, "parts", "shuffled")).permutation(len(pixels))
    by_chance = places_together(row[:, chosen], column[:, chosen], (row[order], column[order]), side)
    near, kept = near[chosen], Homes(*(part[chosen] for part in homes))
    kept_pictures = tuple(pictures[i] for i in chosen)
    level = _chance(few, kept_pictures, kept, seed) if chance else np.full(len(chosen), -1.0)
    return PartSet(
        kept_pictures, kept, level,
        (near & (together[chosen] >= COPY)).sum(1) - 1, (near & (by_chance >= COPY)).sum(1), len(pictures), side,
    )  # fmt: skip


def enough(count: int) -> Ints:
    """Of so many images those that parts are learned from, evenly of all."""
    return np.unique(np.linspace(0, count - 1, LEARNED_FROM).round().astype(np.int64))


def find_parts(parts: PartSet, pixels: Pixels) -> FoundParts:
    """Where the parts are in images (N, C, S, S) prepared as those they were learned from."""
    found = _look_for(parts.pictures, parts.homes, working(pixels))
    presence, row, column = (part.double().numpy() for part in found)
    return FoundParts(presence, (row + 0.5) / parts.side, (column + 0.5) / parts.side, presence > parts.chance)


def working(pixels: Pixels) -> Tensor:
    """Images at the size at which they are matched: (N, C, S, S), S at most :data:`SIDE`."""
    images = torch.from_numpy(pixels)
    if images.shape[-1] <= SIDE:
        return images
    return functional.interpolate(images, size=(SIDE, SIDE), mode="area")


def _candidates(pixels: Tensor, cut: list[Candidates]) -> tuple[list[Pictures], Homes, Strongest]:
    """All windows one by one, their homes, and where they are in the images."""
    pictures: list[Pictures] = []
    homes: list[Homes] = []
    seen: list[Strongest] = []
    for (squares, softness), at in cut:
        within = contrast(pixels, squares.shape[-1])
        for some in row_blocks(len(at), 1, _TOGETHER):
            matches = match(pixels, Pictures(squares[some], softness), within)
            homes.append(learn_homes(matches, at[some]))
            seen.append(strongest(matches, homes[-1]))
            pictures += [Pictures(one[None], softness) for one in squares[some]]
    together = Strongest(*(torch.cat(part, dim=1) for part in zip(*seen, strict=True)))
    return pictures, Homes(*(torch.cat(part) for part in zip(*homes, strict=True))), together


def _look_for(pictures: tuple[Pictures, ...], homes: Homes, pixels: Tensor) -> Strongest:
    """Each picture in each image."""
    sides = np.array([one.squares.shape[-1] for one in pictures])
    found = [torch.zeros(len(pixels), len(pictures)) for _ in Strongest._fields]
    for side in np.unique(sides):
        same = np.flatnonzero(sides == side)
        squares, softness = torch.cat([pictures[i].squares for i in same]), pictures[same[0]].softness
        own = Homes(*(part[same] for part in homes))
        for some in row_blocks(len(pixels), len(squares) * pixels.shape[-1] ** 2, _FLOATS):
            best = strongest(match(pixels[some], Pictures(squares, softness)), own)
            for into, part in zip(found, best, strict=True):
                into[some, torch.from_numpy(same)] = part
    return Strongest(*found)


def _chance(images: ImageSet, pictures: tuple[Pictures, ...], homes: Homes, seed: int) -> Floats:
    """(P,): the presence that so many of the images with scattered phases stay below."""
    scattered = [structureless(images, "phases", derive_seed(seed, "parts", i)).pixels for i in range(SCATTERED)]
    presence = _look_for(pictures, homes, working(np.concatenate(scattered))).match
    level: Floats = np.quantile(presence.double().numpy(), CHANCE, axis=0)
    return level


def _near(homes: Homes, pictures: list[Pictures]) -> Flags:
    """(n, n): no further from each other than half a window."""
    off = (homes.middle[:, None] - homes.middle[None]).norm(dim=2).numpy()
    reach = np.array([one.squares.shape[-1] for one in pictures]) / 2
    close: Flags = off <= np.minimum(reach[:, None], reach[None])
    return close

"""Tiles of features and images, enlarged, with the place of a feature drawn on the images that activate it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from mousaic.analysis.evidence import Evidence, active_entries
from mousaic.analysis.features.feature_shape import structure
from mousaic.arrays import Flags, Reals, Singles, Tile
from mousaic.images.shown_pictures import picture_of, picture_shape
from mousaic.report.figures.style import VALIDATION
from mousaic.report.figures.tiles import enlarged, enlargement, photograph, shrunk, signed_pictures

TILE = 104
"""Least side of a tile in pixels."""
SEAM = 2
"""Pixels between the four images that stand for a feature of vectors."""


class Tiles:
    """Pictures of features and images of one run, all of one size.

    A feature of vectors has no picture: in its place stand the four images in which it fires most.
    """

    def __init__(self, evidence: Evidence, least: int = TILE) -> None:
        self.evidence = evidence
        side = picture_shape(evidence.images)[1]
        block = -(-side // 160)  # what shrunk() will do
        small = -(-side // block)
        self.factor = enlargement(small, least)
        self.side = small * self.factor

    @property
    def of_rows(self) -> bool:
        """Whether features have pictures of their own."""
        return self.evidence.images.pictures is None

    def picture(self, member: int, feature: int) -> Tile:
        """The feature's row of the dictionary."""
        if not self.of_rows:
            return enlarged(self.card(member, feature), self.factor)
        return self._signed(self._rows(member, feature))

    def structure(self, member: int, feature: int) -> Tile:
        """What of it stands above the noise."""
        return enlarged(self.card(member, feature), self.factor)

    def card(self, member: int, feature: int) -> Tile:
        """The same at its own size; of vectors the four images."""
        if self.of_rows:
            own: Tile = signed_pictures(shrunk(self.structure_of(member, feature)[None]))[0]
            return own
        return four_of([photograph(shrunk(self._shown(i)))[0] for i in self._strongest(member, feature)], self._small)

    def structure_of(self, member: int, feature: int) -> Singles:
        """The same as numbers: (C, S, S)."""
        found: Singles = structure(torch.from_numpy(self._rows(member, feature)))[0][0].numpy()
        return found

    def signed(self, picture: Reals) -> Tile:
        """Any picture (C, S, S) on its own scale around zero."""
        return self._signed(picture[None])

    def image(self, index: int, mask: Flags | None = None) -> Tile:
        """An image, with the outline of ``mask`` (S, S) where given."""
        tile = enlarged(photograph(shrunk(self._shown(index))), self.factor)[0]
        return tile if mask is None else outlined(tile, mask)

    @property
    def _small(self) -> int:
        return self.side // self.factor

    def _shown(self, index: int) -> Singles:
        return picture_of(self.evidence.images, index)[None]

    def _strongest(self, member: int, feature: int) -> list[int]:
        """The images in which it fires most, at most four, with the sign that it has in the strongest."""
        active = active_entries(self.evidence.codes, member)
        own = active.feature == feature
        images, values = active.image[own], active.value[own]
        order = np.argsort(-np.abs(values), kind="stable")
        same = [i for i in order if values[i] * values[order[0]] > 0]
        return [int(images[i]) for i in same[:4]]

    def _rows(self, member: int, feature: int) -> Singles:
        row = self.evidence.dictionary[member, feature]
        pictures: Singles = row.reshape(1, *self.evidence.images.shape)
        return pictures

    def _signed(self, pictures: Reals) -> Tile:
        tile: Tile = enlarged(signed_pictures(shrunk(pictures)), self.factor)[0]
        return tile


def four_of(pictures: Sequence[Tile], side: int) -> Tile:
    """Up to four pictures (s, s, 3) at half their size beside and below each other, white where there are fewer."""
    from PIL import Image

    whole: Tile = np.full((side, side, 3), 255, np.uint8)
    half = (side - SEAM) // 2
    for place, picture in enumerate(pictures[:4]):
        y, x = (index * (side - half) for index in divmod(place, 2))
        small = Image.fromarray(picture).resize((half, half), Image.Resampling.BOX)
        whole[y : y + half, x : x + half] = np.asarray(small)
    return whole


def outlined(tile: Tile, mask: Flags) -> Tile:
    """A copy of the tile (side, side, 3) with the border of the mask's areas drawn on it, just outside them."""
    side = len(tile)
    places = (np.arange(side) * mask.shape[0]) // side
    large = mask[np.ix_(places, places)]
    grown = large.copy()
    grown[1:] |= large[:-1]
    grown[:-1] |= large[1:]
    grown[:, 1:] |= large[:, :-1]
    grown[:, :-1] |= large[:, 1:]
    drawn = tile.copy()
    drawn[grown & ~large] = [int(VALIDATION[i : i + 2], 16) for i in (1, 3, 5)]
    return drawn


def main_part(picture: Reals, share: float = 0.5) -> Flags:
    """The fewest pixels that hold this share of a picture's energy: (C, S, S) -> (S, S)."""
    energy = np.square(picture, dtype=np.float64).sum(0)
    ordered = np.sort(energy.ravel())[::-1]
    sums = ordered.cumsum()
    if sums[-1] <= 0:
        return np.zeros(energy.shape, dtype=bool)
    least = ordered[int((sums < share * sums[-1]).sum())]
    mask: Flags = energy >= max(least, 1e-30)
    return mask

"""Features and parts as stacks that ImageJ opens, each slice with its name, and the parts' homes as its regions.

Both stacks have the size of the prepared images, so that a region lies where the part is looked for in either, and in
an image that was brought to that size.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import tifffile
import torch
from torch.nn import functional

from mousaic.analysis.parts.homes import REACH, Homes
from mousaic.analysis.parts.part_names import names_in
from mousaic.analysis.parts.part_set import PartSet
from mousaic.analysis.parts.part_store import holds_parts, read_parts
from mousaic.arrays import Floats, Singles
from mousaic.exports.formats import Given, refuse, without_parts
from mousaic.extras import needed
from mousaic.files import whole_file
from mousaic.said import Said

FEATURES, PARTS, ROIS = "features.tif", "parts.tif", "parts_rois.zip"
LARGEST = 2**32 - 2**24
"""Bytes of a stack that ImageJ opens."""
CORNERS = 48
"""Of the polygon that is a home's ellipse."""


def write_stacks(given: Given, place: Path) -> list[Said]:
    """``features.tif``: slices are features, frames members, channels those of the images, named ``sae0_f0017``.

    Of a run that has parts also ``parts.tif``, each part's picture in the middle of its home, and ``parts_rois.zip``,
    the homes as regions of ImageJ's ROI manager, both named ``part003`` and what annotations call it.
    """
    run = given.run
    pictures = run.model.ensemble.gallery().numpy()
    if pictures.nbytes > LARGEST:
        raise refuse(run, "tiff", "its features are more than the 4 GB that ImageJ opens", "use npz")
    shaped = pictures.reshape(*pictures.shape[:2], *run.model.card.shape)
    names = [[f"sae{m}_f{j:04d}" for j in range(shaped.shape[1])] for m in range(len(shaped))]
    if not holds_parts(run.path):
        _write(place / FEATURES, shaped, names)
        return without_parts(run)
    parts, size = read_parts(run.path), run.model.card.shape[1]
    needed("roifile", "imagej")
    kept = names_in(run, parts)
    called = [" ".join(filter(None, (f"part{i:03d}", kept.get(i, "")))) for i in range(len(parts))]
    _write(place / FEATURES, shaped, names)
    _write(place / PARTS, in_place(parts, size)[None], [called])
    slices = "position" if run.model.card.shape[0] == 1 else "z"  # as ImageJ counts them, of stacks with channels
    _write_regions(place / ROIS, outlines(parts.homes, parts.side, size), called, slices)
    return []


def in_place(parts: PartSet, size: int) -> Singles:
    """Each part's picture in the middle of its home: (P, C, ``size``, ``size``), 0 around it."""
    canvas = torch.zeros(len(parts), parts.pictures[0].squares.shape[1], parts.side, parts.side)
    for page, picture, middle in zip(canvas, parts.pictures, parts.homes.middle, strict=True):
        square = picture.squares[0]
        reach = square.shape[-1] // 2
        wide = functional.pad(torch.zeros_like(page), [reach] * 4)
        row, column = (int(v.round().clamp(0, parts.side - 1)) for v in middle)
        wide[:, row : row + square.shape[-1], column : column + square.shape[-1]] = square
        page[:] = wide[:, reach : reach + parts.side, reach : reach + parts.side]
    if size != parts.side:
        canvas = functional.interpolate(canvas, size=(size, size), mode="bilinear")
    found: Singles = canvas.numpy()
    return found


def outlines(homes: Homes, side: int, size: int) -> Floats:
    """The homes' ellipses as polygons (P, corners, 2), x and y in pixels of images of side ``size``, within them.

    ImageJ's first pixel reaches from 0 to 1, so its middle is at 0.5.
    """
    turn = 2 * np.pi * np.arange(CORNERS) / CORNERS
    circle = np.stack([np.sin(turn), np.cos(turn)])  # row and column
    factor = np.linalg.cholesky(homes.spread.double().numpy())
    along = homes.middle.double().numpy()[:, :, None] + REACH * factor @ circle + 0.5
    found: Floats = (along * size / side).clip(0, size).transpose(0, 2, 1)[:, :, ::-1]
    return found


def _write(path: Path, pages: Singles, names: list[list[str]]) -> None:
    """Pages (frames, slices, channels, rows, columns), each with the name of its frame and slice."""
    labels = [name for frame in names for name in frame for _ in range(pages.shape[2])]
    limit = float(np.abs(pages).max())
    metadata = {"axes": "TZCYX", "Labels": labels, "min": -limit, "max": limit, "mode": "grayscale"}
    with whole_file(path) as unfinished:
        tifffile.imwrite(unfinished, pages, imagej=True, metadata=metadata)


def _write_regions(path: Path, outlines: Floats, names: list[str], slices: str) -> None:
    roifile = needed("roifile", "imagej")
    regions = [
        roifile.ImagejRoi.frompoints(outline.astype(np.float32), name=name, **{slices: number})
        for number, (outline, name) in enumerate(zip(outlines, names, strict=True))
    ]
    with whole_file(path) as unfinished:
        zipped = unfinished.with_name(f"{unfinished.name}.zip")  # its ending says what is written
        roifile.roiwrite(zipped, regions, mode="w")
        zipped.replace(unfinished)

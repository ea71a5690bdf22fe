"""ImageJ stacks: opened again with every label in its place, and regions where parts are looked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import roifile
import tifffile

import mousaic
from mousaic.analysis.parts.homes import REACH
from mousaic.analysis.parts.part_store import read_parts
from mousaic.exports.formats import Given
from mousaic.exports.imagej_stacks import in_place, outlines, write_stacks


def test_features_are_slices_and_members_frames(spots_run, tmp_path):
    assert write_stacks(Given(spots_run, lambda: None), tmp_path) == []
    ensemble, channels = spots_run.model.ensemble, spots_run.model.card.shape[0]
    with tifffile.TiffFile(tmp_path / "features.tif") as file:
        assert file.is_imagej and file.pages[0].dtype == np.float32
        pages, labels = file.asarray(), file.imagej_metadata["Labels"]
        assert [file.imagej_metadata.get(name, 1) for name in ("frames", "slices", "channels")] == [2, 16, channels]
    assert np.array_equal(pages.reshape(2, 16, -1), ensemble.gallery().numpy())
    assert labels[:: 16 * channels] == ["sae0_f0000", "sae1_f0000"] and labels[channels] == "sae0_f0001"
    assert len(labels) == 32 * channels


def test_parts_lie_in_their_homes_and_regions_around_them(spots_run, tmp_path):
    write_stacks(Given(spots_run, lambda: None), tmp_path)
    parts = read_parts(spots_run.path)
    with tifffile.TiffFile(tmp_path / "parts.tif") as file:
        pages, labels = file.asarray().reshape(len(parts), -1, 24, 24), file.imagej_metadata["Labels"]
    regions = roifile.roiread(tmp_path / "parts_rois.zip")
    assert [one.name for one in regions] == labels[:: pages.shape[1]] == [f"part{i:03d}" for i in range(len(parts))]
    grey = pages.shape[1] == 1
    assert [one.position if grey else one.z_position for one in regions] == list(range(1, len(parts) + 1))
    energy = np.square(pages).sum(1)
    total = energy.sum((1, 2))
    middle = np.stack([(energy.sum(2) @ np.arange(24)) / total, (energy.sum(1) @ np.arange(24)) / total], 1)
    assert np.abs(middle - parts.homes.middle.numpy()).max() < 6  # of a picture of any size, its energy anywhere in it
    for region, at in zip(regions, parts.homes.middle.numpy(), strict=True):
        (left, top), (right, bottom) = region.coordinates().min(0), region.coordinates().max(0)
        assert left <= at[1] + 0.5 <= right and top <= at[0] + 0.5 <= bottom


def test_an_outline_is_the_ellipse_of_the_home(spots_run):
    parts = read_parts(spots_run.path)
    corners = outlines(parts.homes, parts.side, 2 * parts.side) / 2 - 0.5  # in pixels of the parts
    assert corners.shape[2] == 2
    for polygon, middle, spread in zip(corners, parts.homes.middle, parts.homes.spread, strict=True):
        inside = ((polygon > -0.5) & (polygon < parts.side - 0.5)).all(1)  # not cut off at the border
        off = polygon[inside][:, ::-1] - middle.numpy()
        far = np.einsum("ni,ij,nj->n", off, np.linalg.inv(spread.numpy()), off)
        assert np.allclose(far, REACH**2, rtol=1e-3)


def test_a_part_of_another_size_keeps_its_place(spots_run):
    parts = read_parts(spots_run.path)
    small, large = in_place(parts, 24), in_place(parts, 48)
    shrunk = large.reshape(len(parts), -1, 24, 2, 24, 2).mean((3, 5))
    a, b = shrunk.reshape(len(parts), -1), small.reshape(len(parts), -1)
    cosine = (a * b).sum(1) / np.sqrt(np.square(a).sum(1) * np.square(b).sum(1))
    assert cosine.min() > 0.9


def test_without_parts_it_is_said(small_set: Path, tmp_path: Path):
    run = mousaic.train(small_set, out=tmp_path / "run", size=8, features=6, k=2, epochs=1, threads=1, report=False)
    (tmp_path / "out").mkdir()
    assert [one.key for one in write_stacks(Given(run, lambda: None), tmp_path / "out")] == ["export_without_parts"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["features.tif"]

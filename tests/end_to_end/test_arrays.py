"""Arrays in, a whole run out: with report and atlas, resumed, and clear about what arrays cannot do."""

from __future__ import annotations

import json
import signal

import numpy as np
import pytest

import mousaic
from mousaic.analysis.evidence import gather_evidence
from mousaic.pipeline.training_run import Interrupted
from mousaic.sealed import CHECKSUM
from mousaic.training.progress import Silent

SMALL = {"features": 48, "k": 4, "members": 2, "epochs": 4, "threads": 1}


def bars(count=16, side=16):
    """Lying and standing bars with noise: (N, S, S) uint8 and their names."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 60, (count, side, side))
    for number in range(count):
        place = number % (side - 3)
        pixels[number, place : place + 3] += 180
    pixels[::2] = pixels[::2].transpose(0, 2, 1)
    return pixels.astype(np.uint8), ["standing", "lying"] * (count // 2)


class StopAfter(Silent):
    """Ctrl-C when so many epochs are complete."""

    def __init__(self, epochs):
        self.epochs = epochs

    def epoch(self, row):
        if row["epoch"] == self.epochs:
            signal.raise_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def images():
    pixels, names = bars()
    return mousaic.ImageSet.from_arrays(pixels, names, groups=np.arange(16) // 2)


@pytest.fixture(scope="module")
def run(images, tmp_path_factory):
    return mousaic.train(images, out=tmp_path_factory.mktemp("arrays") / "run", **SMALL)


def test_a_run_with_report_and_atlas(run, images):
    assert run.finished and run.record["data"] is None and run.config.images.size == 16
    for name in (
        "report.html",
        "atlas/index.html",
        "figures/training_curves.png",
        "analysis/features.csv",
        "README.md",
    ):
        assert (run.path / name).is_file(), name
    page = (run.path / "report.html").read_text(encoding="utf-8")
    assert "arrays in memory" in page and "image_0003" in page and "standing" in page and "None" not in page
    assert not (run.path / "report_error.txt").exists()
    held_out = {row.group for row in run.split if row.part == "validation"}
    assert held_out and not held_out & {row.group for row in run.split if row.part == "train"}
    assert run.encode(images).values.shape == (16, 2, 4)
    assert gather_evidence(run, images).parts == tuple(row.part for row in run.split)


def test_it_trains_as_the_same_pixels_from_files_do(run, images, tmp_path):
    from PIL import Image

    folder, (pixels, names) = tmp_path / "bars", bars()
    rows = ["path,label,group"]
    folder.mkdir()
    for i, (picture, name) in enumerate(zip(pixels, names, strict=True)):
        Image.fromarray(picture).save(folder / f"image_{i:04d}.png")
        rows.append(f"image_{i:04d}.png,{name},{i // 2}")
    (folder / "t.csv").write_text("\n".join(rows))
    from_files = mousaic.train(folder / "t.csv", out=tmp_path / "run", size=16, report=False, **SMALL)
    assert (from_files.path / "model.safetensors").read_bytes() == (run.path / "model.safetensors").read_bytes()
    cards = [json.loads((one.path / "model.json").read_text()) for one in (from_files, run)]
    assert cards[0]["ranges"] == [{"type": [0, 255], "range": [0, 255]}] and cards[1]["ranges"] is None
    of_files = ("ranges", CHECKSUM)  # arrays have no number type of files; the checksum is of all
    assert cards[0] | dict.fromkeys(of_files) == cards[1] | dict.fromkeys(of_files)


def test_interrupted_it_goes_on_when_the_arrays_are_given_again(run, images, tmp_path):
    with pytest.raises(Interrupted):
        mousaic.train(images, out=tmp_path / "run", progress=StopAfter(2), **SMALL)
    with pytest.raises(mousaic.MousaicError, match=r"trained on arrays.*give them again") as raised:
        mousaic.resume(tmp_path / "run")
    assert str(raised.value).count(". ") == 0
    pixels, names = bars()
    other = mousaic.ImageSet.from_arrays(255 - pixels, names, groups=np.arange(16) // 2)
    with pytest.raises(mousaic.MousaicError, match="The arrays given are not those"):
        mousaic.resume(tmp_path / "run", data=other)
    resumed = mousaic.resume(tmp_path / "run", data=images, report=False)
    assert (resumed.path / "model.safetensors").read_bytes() == (run.path / "model.safetensors").read_bytes()


def test_what_needs_files_says_so(run):
    with pytest.raises(mousaic.MousaicError, match="name one with --data"):
        gather_evidence(run)


def test_what_cannot_be_a_run_is_said_before_anything_is_made(tmp_path):
    oblong = mousaic.ImageSet.from_arrays(np.random.default_rng(0).random((12, 8, 10)))
    with pytest.raises(mousaic.MousaicError, match=r"A run folder needs .*these are 10 x 8"):
        mousaic.train(oblong, out=tmp_path / "run", augment="none", init="orthogonal", **SMALL)
    square = mousaic.ImageSet.from_arrays(np.random.default_rng(0).random((12, 8, 8)))
    with pytest.raises(mousaic.MousaicError, match=r"prepared already, and otherwise: leave out size\."):
        mousaic.train(square, out=tmp_path / "run", size=32, **SMALL)
    assert not (tmp_path / "run").exists()


def test_vectors_in_memory_train_as_those_of_a_file_taken_as_they_are(tmp_path):
    rows = np.random.default_rng(0).normal(size=(20, 12)).astype(np.float32)
    np.save(tmp_path / "rows.npy", rows)
    given = mousaic.train(mousaic.ImageSet.from_arrays(rows), out=tmp_path / "a", report=False, **SMALL)
    read = mousaic.train(tmp_path / "rows.npy", depth_range="none", out=tmp_path / "b", report=False, **SMALL)
    assert (given.path / "model.safetensors").read_bytes() == (read.path / "model.safetensors").read_bytes()

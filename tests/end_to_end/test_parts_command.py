"""``mousaic parts`` on a run and on other images."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.parts.part_set import find_parts
from mousaic.analysis.parts.part_store import read_parts
from mousaic.cli import main


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """14 oblong frames of a bright spot that walks to the right, the second half with a bar."""
    folder = tmp_path_factory.mktemp("frames")
    draw = np.random.default_rng(0)
    for number in range(14):
        pixels = draw.integers(40, 60, (48, 64))
        pixels[20:26, 12 + 2 * number : 18 + 2 * number] += 150
        if number >= 7:
            pixels[36:39, 20:40] += 120
        place = folder / ("bar" if number >= 7 else "none")
        place.mkdir(exist_ok=True)
        Image.fromarray(pixels.astype(np.uint8)).save(place / f"{number:02d}.png")
    return folder


@pytest.fixture(scope="module")
def run(frames: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run") / "run"
    mousaic.train(frames, out=out, report=False, size=24, features=16, k=4, epochs=1, threads=1)
    return out


def table(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_tables_and_pictures(run, frames, capsys):
    main(["parts", str(run), "--parts", "8"])
    said = capsys.readouterr().out
    rows, facts = table(run / "parts" / "parts.csv"), json.loads((run / "parts" / "parts.json").read_text())
    parts = len(facts["parts"])
    assert said.startswith(f"{parts} parts stand for")
    assert len(rows) == 14 * parts and parts <= 8
    assert list(rows[0]) == ["path", "label", "group", "part", "presence", "x", "y", "found"]
    images = mousaic.open_run(run).load_images(frames)
    expected = find_parts(read_parts(run), images.pixels)
    assert [row["found"] for row in rows] == [str(int(one)) for one in expected.found.ravel()]
    np.testing.assert_allclose([float(row["presence"]) for row in rows], expected.presence.ravel(), atol=1e-6)
    for name in ("parts", "part_tracks"):
        with Image.open(run / "figures" / f"{name}.png") as picture:
            assert picture.width > 600
    truth = np.array([14.5 + 2 * number for number in (*range(7, 14), *range(7))])  # bar comes before none
    x = np.array([float(row["x"]) for row in rows]).reshape(14, parts)
    off = x - truth[:, None]
    assert np.median(np.abs(off - np.median(off, axis=0)), axis=0).min() < 1.5  # of 64 pixels


def test_the_same_parts_in_other_images(run, frames, tmp_path):
    main(["parts", str(run)])
    kept = (run / "parts" / "parts.safetensors").read_bytes()
    own = table(run / "parts" / "parts.csv")
    main(["parts", str(run), str(frames / "bar"), "--out", str(tmp_path / "found.csv")])
    other = table(tmp_path / "found.csv")
    assert (run / "parts" / "parts.safetensors").read_bytes() == kept
    expected = [row for row in own if row["path"].startswith("bar/")]
    assert [(row["part"], row["x"], row["found"]) for row in other] == [
        (row["part"], row["x"], row["found"]) for row in expected
    ]
    main(["parts", str(run), "--parts", "3", "--anew"])
    assert (run / "parts" / "parts.safetensors").read_bytes() != kept


def test_faults_are_one_sentence(run, tmp_path, capsys):
    for arguments, word in (
        ([str(run), "--parts", "0"], "--parts"),
        ([str(tmp_path / "nowhere")], "nowhere"),
        ([str(run), str(tmp_path)], "image"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["parts", *arguments])
        said = capsys.readouterr().err
        assert stopped.value.code == 2 and said.count("\n") == 1 and word in said

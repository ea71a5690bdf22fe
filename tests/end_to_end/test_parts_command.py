"""``mousaic parts`` on a run and on other images."""

from __future__ import annotations

import csv
import json
import shutil
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


def test_faults_are_one_sentence(run, frames, tmp_path, capsys):
    (tmp_path / "there.csv").write_text("mine")
    main(["parts", str(run)])
    for arguments, word in (
        ([str(run), "--parts", "0"], "--parts"),
        ([str(run), "--parts", "5"], "--anew"),
        ([str(run), "--seed", "-1", "--anew"], "--seed"),
        ([str(tmp_path / "nowhere")], "nowhere"),
        ([str(run), str(tmp_path)], "image"),
        ([str(run), "--out", str(tmp_path / "there.csv")], "exists"),
        ([str(run), "--out", str(tmp_path / "x.xlsx")], ".csv"),
        ([str(run), "--out", str(tmp_path / "no" / "x.csv")], "folder"),
        ([str(run), "--out", str(frames / "x.csv")], "never changed"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["parts", *arguments])
        said = capsys.readouterr().err
        assert stopped.value.code == 2 and said.count("\n") == 1 and word in said
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_parts_of_another_run_and_damaged_ones_are_learned_again(run, frames, tmp_path, capsys):
    main(["parts", str(run)])
    kept = run / "parts" / "parts.safetensors"
    whole = kept.read_bytes()
    other = mousaic.train(frames, out=tmp_path / "other", report=False, size=24, features=12, k=4, epochs=1, threads=1)
    main(["parts", str(other.path)])
    for bad in (whole[:100], b"", (other.path / "parts" / "parts.safetensors").read_bytes()):
        kept.write_bytes(bad)
        with pytest.raises(SystemExit) as stopped:
            main(["parts", str(run)])
        assert stopped.value.code == 2 and "--anew" in capsys.readouterr().err
    main(["parts", str(run), "--anew"])
    assert kept.read_bytes() != bad


def test_moved_images_and_unreadable_ones(run, frames, tmp_path, capsys):
    moved = tmp_path / "moved"
    shutil.copytree(frames, moved)
    main(["parts", str(run), "--data", str(moved)])
    (moved / "bar" / "07.png").write_text("junk")
    main(["parts", str(run), str(moved), "--out", str(tmp_path / "x.csv")])
    said = capsys.readouterr().out
    assert "Skipped 1: " in said and "07.png" in said and "--data" not in said
    main(["parts", str(run), str(frames), "--data", str(moved), "--out", str(tmp_path / "y.csv")])
    assert "its own images were not read: --data was not needed" in capsys.readouterr().out


def test_even_images_have_no_parts_and_presences_stay_within_their_range(tmp_path, capsys):
    for number in range(6):
        Image.new("L", (20, 20), 40 * number).save(tmp_path / f"{number}.png")
    mousaic.train(tmp_path, out=tmp_path.parent / "even", report=False, size=16, features=8, k=2, epochs=1, threads=1)
    with pytest.raises(SystemExit):
        main(["parts", str(tmp_path.parent / "even")])
    assert "show something" in capsys.readouterr().err
    for number in range(6):
        picture = Image.new("L", (20, 20), 230)
        picture.paste(100 + 10 * number, (2 + number, 5, 10 + number, 12))
        picture.save(tmp_path / f"{number}.png")
    run = mousaic.train(tmp_path, out=tmp_path.parent / "half", report=False, size=16, features=8, k=2, epochs=1)
    main(["parts", str(run.path)])
    presence = [float(row["presence"]) for row in table(run.path / "parts" / "parts.csv")]
    assert max(map(abs, presence)) <= 1


def test_no_part_is_found_on_the_bars_of_letterbox_images(frames, tmp_path):
    options = {"size": 24, "features": 8, "k": 2, "epochs": 1, "threads": 1, "fit": "letterbox"}
    run = mousaic.train(frames, out=tmp_path / "run", report=False, **options)
    main(["parts", str(run.path)])
    rows = [row for row in table(run.path / "parts" / "parts.csv") if row["found"] == "1"]
    assert rows
    assert all(-0.5 <= float(row["x"]) <= 63.5 and -0.5 <= float(row["y"]) <= 47.5 for row in rows)

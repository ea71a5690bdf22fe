"""``mousaic anomaly``: which of some images are unlike those of a run."""

from __future__ import annotations

import csv
import html
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.cli import main
from tests.end_to_end.spots import draw_spots

pytestmark = pytest.mark.usefixtures("few_windows")

COLUMNS = ["path", "label", "score", "p", "q", "parts", "as_high", "nearest"]
BASES = ["reconstruction", "worst_block", "presences", "places", "nearest_images"]


@pytest.fixture(scope="module")
def normal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "spots"
    draw_spots(folder / "left", 9, 0)
    draw_spots(folder / "right", 9, 1)
    return folder


@pytest.fixture(scope="module")
def run(normal: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run") / "run"
    mousaic.train(normal, out=out, report=False, size=24, features=16, k=10, epochs=1, threads=1, augment="none")
    return out


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_spots(tmp_path_factory.mktemp("new") / "batch", 5, 2, odd=3)


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as left:
        main(["anomaly", *map(str, arguments)])
    said = capsys.readouterr().err.strip()
    assert left.value.code == 2 and said.startswith("mousaic: ") and "\n" not in said
    return said


@pytest.mark.painted
def test_the_whole_command_and_the_next_batch(run, new, tmp_path, capsys):
    out = tmp_path / "odd"
    main(["anomaly", str(run), str(new), "--out", str(out), "--folds", "2"])
    said = capsys.readouterr()
    first = said.out.splitlines()[0]
    assert "the oddest is 03.png: 0 of 17 groups of normal images" in first  # two look nearly the same
    assert "no p can be below" in said.out and said.err.count("fold ") == 2 and " s  " in said.err
    with open(out / "anomaly.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [*COLUMNS, *BASES, "copy_of"] and not any(row["copy_of"] for row in rows)
    assert rows[0]["path"] == "03.png" and rows[0]["label"] == ""
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)
    assert all(0 < float(row["p"]) <= float(row["q"]) <= 1 for row in rows)
    assert json.loads((out / "anomaly.json").read_text())["method"] == "cross-conformal"
    assert (out / "anomaly.png").stat().st_size > 5000
    page = (out / "anomaly.html").read_text(encoding="utf-8")
    assert "03.png" in page and "<script" not in page

    before = (out / "anomaly.csv").read_bytes()
    main(["anomaly", str(run), str(new), "--out", str(out), "--folds", "2", "--overwrite", "--lang", "zh"])
    said = capsys.readouterr()
    assert "先前已学得" in said.err and "最异常的是 03.png" in said.out
    assert (out / "anomaly.csv").read_bytes() == before  # of another language, and of what was kept, the same
    assert 'lang="zh' in (out / "anomaly.html").read_text(encoding="utf-8")


def test_json_quiet_and_one_class_as_normal(run, new, tmp_path, capsys):
    arguments = ["--normal", "left", "--folds", "2", "--quiet", "--json"]
    main(["anomaly", str(run), str(new), "--out", str(tmp_path / "odd"), *arguments])
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert said.err == "" and found["normal_images"] == 9 and found["folder"] == str(tmp_path / "odd")
    assert found["images"][0]["path"] == "03.png"
    assert all(image["nearest"].startswith("left/") for image in found["images"])
    assert "no p can be below" in " ".join(one["text"] for one in found["notes"])


def test_copies_of_the_runs_images_are_the_last_words(run, normal, new, tmp_path, capsys):
    batch = tmp_path / "batch"
    shutil.copytree(new, batch)
    shutil.copy(normal / "left" / "02.png", batch / "copied.png")
    Image.open(normal / "right" / "05.png").save(batch / "again.jpg", quality=90)
    arguments = ["--folds", "2", "--normal", "left", "--quiet"]
    main(["anomaly", str(run), str(batch), "--out", str(tmp_path / "odd"), *arguments])
    last = capsys.readouterr().out.strip().splitlines()[-3]
    assert "2 of 7 new ones (again.jpg of right/05.png, copied.png of left/02.png)" in last
    with open(tmp_path / "odd" / "anomaly.csv", newline="", encoding="utf-8") as file:
        told = {row["path"]: row["copy_of"] for row in csv.DictReader(file)}
    assert {path: own for path, own in told.items() if own} == {
        "again.jpg": "right/05.png", "copied.png": "left/02.png",
    }  # fmt: skip
    assert last in html.unescape((tmp_path / "odd" / "anomaly.html").read_text(encoding="utf-8"))


def test_what_cannot_be_is_refused_and_nothing_is_lost(run, new, tmp_path, capsys):
    out = tmp_path / "odd"
    assert "no class 'middle'" in refused(capsys, run, new, "--out", out, "--normal", "middle")
    assert "--folds must be" in refused(capsys, run, new, "--out", out, "--folds", 1)
    assert "There is no" in refused(capsys, run, tmp_path / "nothing", "--out", out)
    assert "There is no run" in refused(capsys, tmp_path / "nothing", new, "--out", out)
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert "--out" in refused(capsys, run, new, "--out", out)
    assert (out / "mine.txt").read_text() == "mine"
    assert "inside the images' folder" in refused(capsys, run, new, "--out", new / "odd")


def test_images_that_cannot_be_read_like_the_runs_are_refused(run, tmp_path, capsys):
    folder = tmp_path / "deep"
    folder.mkdir()
    Image.fromarray(np.full((24, 24), 1e6, np.float32)).save(folder / "x.tif")
    (folder / "y.png").write_bytes(b"no image")
    refused(capsys, run, folder, "--out", tmp_path / "odd")
    assert not (tmp_path / "odd").exists()


def test_data_that_have_moved_are_named(run, normal, new, tmp_path, capsys):
    moved = tmp_path / "moved"
    shutil.copytree(normal, moved)
    other = tmp_path / "run"
    shutil.copytree(run, other)
    hidden = normal.with_name("hidden")
    normal.rename(hidden)
    try:
        assert "--data" in refused(capsys, other, new, "--out", tmp_path / "odd")
        main(["anomaly", str(other), str(new), "--out", str(tmp_path / "odd"), "--data", str(moved), "--folds", "2"])
    finally:
        hidden.rename(normal)
    assert "the oddest is 03.png" in capsys.readouterr().out


def test_stopped_it_says_what_is_kept(run, new, tmp_path, capsys, monkeypatch):
    from mousaic.uses.anomaly import anomalies

    real, calls = anomalies.learn_detector, []

    def stopped(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(anomalies, "learn_detector", stopped)
    command = ["anomaly", str(run), str(new), "--out", str(tmp_path / "odd"), "--folds", "3", "--seed", "5"]
    with pytest.raises(SystemExit) as left:
        main(command)
    assert left.value.code == 130
    assert "1 of 3 tasks are kept" in capsys.readouterr().err and not (tmp_path / "odd").exists()
    main(command)
    assert len(calls) == 4 and "learned before" in capsys.readouterr().err

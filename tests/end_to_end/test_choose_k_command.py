"""``mousaic choose-k`` as a user types it: what it prints and writes, and what it refuses."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from PIL import Image

from mousaic.analysis.choose.k_choice import choose_k
from mousaic.cli import main
from mousaic.report.figures.studies.k_curves import lines

TINY = ["--size", "12", "--features", "24", "--copies", "2", "--threads", "1", "--epochs", "2"]


def refused(capsys, *arguments):
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["choose-k", *map(str, arguments)])
    out, err = capsys.readouterr()
    assert stopped.value.code == 2 and out == ""
    assert err.startswith("mousaic: ") and err.count("\n") == 1
    return err


def table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def test_the_whole_command(small_set, tmp_path, capsys):
    before = {path: path.read_bytes() for path in small_set.rglob("*") if path.is_file()}
    out_folder = tmp_path / "out"
    main(["choose-k", str(small_set), *TINY, "--ks", "2, 5,8", "--folds", "3", "--out", str(out_folder)])
    out, err = capsys.readouterr()
    assert out.startswith("Take k = ") and "<- the choice" in out and "models of one member, which is quick" in out
    assert "12 images, all read" in err and "k = 8     fold 3/3  r" in err and "0:00 left" in err
    assert {path: path.read_bytes() for path in small_set.rglob("*") if path.is_file()} == before
    names = {path.name for path in out_folder.iterdir()}
    assert names == {"choose_k.csv", "choose_k.txt", "choose_k.png", "choose_k.json", "images.csv"}
    assert (out_folder / "choose_k.txt").read_text().strip() in out
    rows, images = table(out_folder / "choose_k.csv"), table(out_folder / "images.csv")
    written = json.loads((out_folder / "choose_k.json").read_text())
    assert [int(row["k"]) for row in rows] == [2, 5, 8] and written["k"] in (2, 5, 8)
    assert written["sentences"][0]["text"] == out.splitlines()[0] and written["settings"]["members"] == 1
    assert len(images) == 12 and {row["label"] for row in images} == {"lying", "standing"}
    for row in rows:
        errors = [float(line[f"error_k{row['k']}"]) for line in images]
        assert np.mean(errors) == pytest.approx(float(row["mse"]))
    lying = [int(line["features_needed"]) for line in images if line["label"] == "lying"]
    classes = {one["class"]: one for one in written["used"]["classes"]}
    assert np.mean(lying) == pytest.approx(classes["lying"]["needed"]["mean"])
    with Image.open(out_folder / "choose_k.png") as picture:
        assert picture.width == 1600
    assert not (tmp_path / ".out.partial").exists()


def test_json_quiet_and_overwrite(small_set, tmp_path, capsys):
    command = ["choose-k", str(small_set), *TINY, "--ks", "2,5", "--folds", "2", "--out", str(tmp_path / "out")]
    main([*command, "--quiet", "--json", "--members", "2"])
    out, err = capsys.readouterr()
    assert (
        err == "" and json.loads(out)["folder"] == str(tmp_path / "out") and json.loads(out)["settings"]["members"] == 2
    )
    assert "give --out another name, or --overwrite" in refused(capsys, *command[1:])
    main([*command, "--quiet", "--overwrite"])
    assert capsys.readouterr().out.startswith("Take k = ")


def test_the_default_folder_is_numbered(small_set, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "comparisons" / "bars-k").mkdir(parents=True)
    main(["choose-k", str(small_set), *TINY, "--ks", "2,5", "--folds", "2", "--quiet"])
    assert "comparisons/bars-k-2: choose_k.csv" in capsys.readouterr().out


def test_what_cannot_be_tried_is_refused_before_any_work(small_set, tmp_path, capsys):
    assert "whole numbers joined by commas" in refused(capsys, small_set, "--ks", "10;20")
    assert "two different numbers" in refused(capsys, small_set, "--ks", "10")
    assert "only 24 features" in refused(capsys, small_set, *TINY, "--ks", "10,25")
    assert "--folds must be at least 2" in refused(capsys, small_set, *TINY, "--ks", "2,5", "--folds", "1")
    assert "--members must be at least 1" in refused(capsys, small_set, "--members", "0")
    assert "lies inside the images' folder" in refused(capsys, small_set, "--out", small_set / "out")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    assert "is not an earlier output" in refused(capsys, small_set, "--out", tmp_path / "other", "--overwrite")
    assert "did you mean" in refused(capsys, small_set, "--codes", "opm")
    assert not (small_set / "out").exists()


def test_the_picture_shows_the_numbers_of_the_table(small_set):
    found = choose_k(small_set, ks=[2, 5], folds=2, size=12, features=24, copies=2, threads=1, epochs=1)
    drawn = lines(found)
    assert drawn.k == [2, 5] and drawn.chosen == found.k and drawn.limit == found.choice.limit
    assert drawn.error == [row.mse for row in found.rows] and drawn.decoding_null == [
        row.decoding_null for row in found.rows
    ]

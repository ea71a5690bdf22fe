"""``mousaic features`` as a user types it."""

from __future__ import annotations

import csv
import json
import shutil

import numpy as np
import pytest
from PIL import Image

from mousaic.cli import main
from tests.end_to_end.running import run_command


@pytest.fixture(scope="module")
def trained(small_set, tmp_path_factory):
    path = tmp_path_factory.mktemp("features") / "run"
    main(["train", str(small_set), "--size", "16", "--features", "32", "--k", "12", "--members", "2", "--epochs", "3",
          "--threads", "1", "--no-report", "--out", str(path)])  # fmt: skip
    return path


def test_features_says_what_was_found_and_writes_tables_and_figures(trained, small_set, capsys):
    before = {path: path.read_bytes() for path in small_set.rglob("*.png")}
    out, _ = run_command(capsys, "features", trained)
    assert "differ" in out.splitlines()[0] and "Power" in out and "mousaic stability" in out
    found = json.loads((trained / "analysis" / "findings.json").read_text())
    assert [line["text"] for line in found["headlines"]] == out.split("\n\n")[0].splitlines()[:-1]
    assert out.split("\n\n")[0].splitlines()[-1] == f"This measures it: mousaic stability {trained}"
    assert all({"topic", "key", "values", "text"} == line.keys() for line in found["headlines"])
    listed = out.rstrip().splitlines()[-1].split(": ", 1)[1].split(", ")
    assert len(listed) == len(set(listed)) and all((trained / name).is_file() for name in listed)
    for name in ("features.csv", "class_differences.csv", "images.csv", "shortcuts.csv"):
        with open(trained / "analysis" / name, newline="") as file:
            assert list(csv.DictReader(file)), name
    for name in ("class_features", "feature_examples", "feature_kinds", "shortcuts", "active_features"):
        with Image.open(trained / "figures" / f"{name}.png") as image:
            assert min(image.size) > 300
    assert before == {path: path.read_bytes() for path in small_set.rglob("*.png")}


def test_the_same_seed_gives_the_same_tables(trained, capsys):
    tables = ("reconstruction_by_class.csv", "class_differences.csv", "features.csv", "shortcuts.csv")
    run_command(capsys, "features", trained)
    first = [(trained / "analysis" / name).read_bytes() for name in tables]
    run_command(capsys, "features", trained)
    assert first == [(trained / "analysis" / name).read_bytes() for name in tables]
    run_command(capsys, "features", trained, "--seed", "1")
    assert first[0] != (trained / "analysis" / tables[0]).read_bytes()


def test_json_and_moved_data(trained, small_set, tmp_path, capsys):
    moved = tmp_path / "moved"
    shutil.copytree(small_set, moved)
    out, _ = run_command(capsys, "features", trained, "--data", moved, "--json")
    found = json.loads(out)
    assert found["images"] == 12 and found["classes"]["tested"] > 0 and "analysis/features.csv" in found["files"]


def test_wrong_input_is_refused_in_one_sentence(trained, tmp_path, capsys):
    _, err = run_command(capsys, "features", tmp_path, code=2)
    assert "is not a Mousaic run" in err
    other = tmp_path / "other"
    other.mkdir()
    Image.fromarray(np.zeros((20, 20), np.uint8)).save(other / "one.png")
    _, err = run_command(capsys, "features", trained, "--data", other, code=2)
    assert "are not those" in err and "--data FOLDER" in err
    _, err = run_command(capsys, "features", trained, "--lang", "de", code=2)
    assert "'de'" in err and len(err.strip().splitlines()) == 1


def test_slow_work_tells_how_far_it_is_unless_quiet(trained, capsys, monkeypatch):
    monkeypatch.setattr("mousaic.training.progress.SELDOM", 0.0)
    _, err = run_command(capsys, "features", trained)
    lines = [line for line in err.splitlines() if line.endswith(" left")]
    assert len(lines) > 10 and "Reading and encoding the images" in lines[0]
    assert any("Drawing: " in line for line in lines) and any("Writing the tables" in line for line in lines)
    shares = [int(line.split("%")[0]) for line in lines]
    assert shares == sorted(shares)
    _, err = run_command(capsys, "features", trained, "--lang", "zh")
    assert "\u6b63\u5728\u5206\u6790" in err
    assert run_command(capsys, "features", trained, "--quiet")[1] == ""

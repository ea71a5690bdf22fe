"""``--augment auto``: tried, chosen, written down, and the same after an interruption."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.report.findings.spoken import Speaker
from mousaic.said import said_from_json
from mousaic.words.put import put

SMALL = {"size": 16, "features": 48, "k": 4, "members": 2, "epochs": 4, "batch_size": 4, "threads": 1, "report": False}


@pytest.fixture(scope="module")
def finished(small_set, tmp_path_factory):
    said = []
    run = mousaic.train(
        small_set, out=tmp_path_factory.mktemp("auto") / "run", augment="auto", say=Speaker(said.append), **SMALL
    )
    return run, said


def test_the_choice_is_said_and_written_down(finished):
    run, said = finished
    record = json.loads((run.path / "config.json").read_text())
    options, found = record["config"]["augmentation"], record["augmentation_chosen"]
    assert options["augment"] in ("fresh", "fixed") and run.config.augmentation.augment == options["augment"]
    assert found["sentence"]["text"] in said and found["sentence"]["text"].startswith("Augmentation: ")
    assert put(said_from_json(found["sentence"])) == found["sentence"]["text"]
    with open(run.path / "augment.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(found["trials"]) == 8
    assert [float(row["pearson"]) for row in rows] == [trial["pearson"] for trial in found["trials"]]
    assert next(row["strength"] for row in rows if row["chosen"] == "True") == found["strength"]
    assert sum("held-out r" in line and line.startswith("  ") for line in said) == 7
    text = (run.path / "README.md").read_text()
    assert "augment.csv" in text and f"{found['folds']}-fold cross-validation inside the training part" in text


def test_the_validation_part_changes_nothing(finished, small_set, tmp_path):
    """Other pictures in its place: the same trials, the same choice."""
    run, _ = finished
    data = tmp_path / "bars"
    shutil.copytree(small_set, data)
    held_out = [row.path for row in run.split if row.part == "validation"]
    assert held_out
    for seed, path in enumerate(held_out):
        noise = np.random.default_rng(seed).integers(0, 256, (20, 20)).astype(np.uint8)
        Image.fromarray(noise).save(data / path)
    again = mousaic.train(data, out=tmp_path / "run", augment="auto", **SMALL)
    assert [row.path for row in again.split if row.part == "validation"] == held_out
    first, second = (one.record["augmentation_chosen"]["trials"] for one in (run, again))
    assert [trial["pearson"] for trial in first] == [trial["pearson"] for trial in second]


def test_a_run_killed_among_its_trials_goes_on_to_the_same_bytes(finished, small_set, tmp_path):
    run, _ = finished
    stop = tmp_path / "run"
    script = f"""
import os, mousaic
def say(said):
    if str(said).startswith("  mild"):
        os._exit(9)
mousaic.train({str(small_set)!r}, out={str(stop)!r}, augment="auto", say=say, **{SMALL!r})
"""
    assert subprocess.run([sys.executable, "-c", script], timeout=120).returncode == 9
    assert json.loads((stop / "config.json").read_text())["config"]["augmentation"]["augment"] == "auto"
    said = []
    resumed = mousaic.resume(stop, say=Speaker(said.append), report=False)
    tried = [line.split("  held-out")[0].strip() for line in said if "held-out r" in line and line[0] == " "]
    assert tried[0] == "report, no flips" and len(tried) == 4
    assert resumed.config == run.config
    for name in ("model.safetensors", "model.json"):
        assert (resumed.path / name).read_bytes() == (run.path / name).read_bytes()


def test_the_command_refuses_strengths_beside_auto(small_set, tmp_path):
    with pytest.raises(MousaicError, match="leave out --rotation"):
        mousaic.train(small_set, out=tmp_path / "run", augment="auto", rotation=3.0, **SMALL)
    assert not (tmp_path / "run").exists()
    done = subprocess.run(
        [sys.executable, "-m", "mousaic", "augment", small_set, "--out", tmp_path / "a.png", "--augment", "auto"],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 2 and "belongs to mousaic train" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize(("lang", "words"), [("en", ("upside-down flips", "taken")), ("zh", ("上下翻转", "选用"))])
def test_the_report_shows_what_was_tried(finished, tmp_path, lang, words):
    run, _ = finished
    folder = tmp_path / "run"
    shutil.copytree(run.path, folder)
    main(["report", str(folder), "--lang", lang, "--overwrite"])
    page = (folder / {"en": "report.html", "zh": "report.zh.html"}[lang]).read_text(encoding="utf-8")
    trials = run.record["augmentation_chosen"]["trials"]
    shown = [trial for trial in trials if trial["question"] == "strength"] + trials[5:]
    assert all(f"{trial['pearson']:.3f} ± {trial['standard_error']:.3f}" in page for trial in shown)
    assert all(word in page for word in words) and page.count(f"<td>{words[1]}</td>") == 1

"""Trainings of odd sets and with odd options, as a user types them."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from PIL import Image

import mousaic
from tests.end_to_end.running import TINY, read_csv, run_command, tiny


def test_the_demo_draws_and_trains(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    out, _ = run_command(capsys, "demo", *tiny(epochs=1))
    assert "synthetic" in out.lower()
    assert (tmp_path / "demo" / "run" / "summary.json").is_file()
    assert len(list((tmp_path / "demo" / "mice").rglob("*.png"))) == 39
    run_command(capsys, "demo", tmp_path / "demo", *tiny(epochs=1), code=2)
    run_command(capsys, "demo", tmp_path / "demo", *tiny(epochs=1), "--overwrite")


def test_early_stopping_keeps_the_best_weights(small_set, tmp_path, capsys):
    options = ["--learn", "topk", "--learning-rate", "0.05", "--early-stop", "2", "--validation", "0.4", "--decay", "0"]
    arguments = [*tiny(epochs=60), *options]
    run_command(capsys, "train", small_set, *arguments, "--out", tmp_path / "run")
    run = mousaic.open_run(tmp_path / "run")
    errors = [row["validation_reconstruction"] for row in run.history]
    kept = run.summary["epoch_kept"]
    assert kept == 1 + int(np.argmin(errors)) == len(errors) - 2 < 60
    images = run.load_images(small_set)
    held_out = images.subset([i for i, row in enumerate(run.split) if row.part == "validation"])
    assert run.evaluate(held_out)["model"]["reconstruction"] == pytest.approx(errors[kept - 1], rel=1e-4)
    assert run.summary["validation"]["reconstruction"] == errors[kept - 1]


def test_nine_originals_are_all_trained_on(small_set, tmp_path, capsys):
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(small_set.rglob("*.png"))[:9]:
        shutil.copy(path, few)
    out, _ = run_command(capsys, "train", few, *TINY, "--out", tmp_path / "run")
    assert "Too few originals" in out and "No image was held out" in out
    assert "validation" not in {row["part"] for row in read_csv(tmp_path / "run" / "split.csv")}
    _, err = run_command(capsys, "train", few, *TINY, "--early-stop", "2", "--out", tmp_path / "other", code=2)
    assert "too few" in err and not (tmp_path / "other").exists()


def test_a_table_with_groups_keeps_them_together(small_set, tmp_path, capsys):
    paths = sorted(small_set.rglob("*.png"))
    lines = [f"{path},{path.parent.name},animal{number // 3}" for number, path in enumerate(paths)]
    (tmp_path / "table.csv").write_text("path,label,group\n" + "\n".join(lines) + "\n")
    run_command(capsys, "train", tmp_path / "table.csv", *TINY, "--out", tmp_path / "run", "--quiet")
    rows = read_csv(tmp_path / "run" / "split.csv")
    parts = {}
    for row in rows:
        parts.setdefault(row["group"], set()).add(row["part"])
    assert len(parts) == 4 and all(len(found) == 1 for found in parts.values())
    assert {"validation"} in parts.values()


def test_colour_images(tmp_path, capsys):
    rng = np.random.default_rng(0)
    (tmp_path / "data").mkdir()
    for number in range(4):
        Image.fromarray(rng.integers(0, 255, (30, 40, 3)).astype(np.uint8)).save(tmp_path / "data" / f"{number}.jpg")
    run_command(capsys, "train", tmp_path / "data", *TINY, "--color", "rgb", "--out", tmp_path / "run")
    run = mousaic.open_run(tmp_path / "run")
    assert run.model.card.shape == (3, 16, 16)
    run_command(capsys, "reconstruct", tmp_path / "run", tmp_path / "data", "--out", tmp_path / "made")
    with Image.open(next((tmp_path / "made" / "images").iterdir())) as image:
        assert image.mode == "RGB"

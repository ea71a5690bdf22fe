"""Stacks and channels from training to use: what was chosen once is read in the same way ever after."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

import mousaic
from mousaic.cli import main

QUICK = ["--size", "16", "--epochs", "1", "--features", "16", "--k", "4", "--model", "whole", "--no-report", "--quiet"]


def stacks(folder: Path, files: int, seed: int = 0) -> np.ndarray:
    """Stacks of 4 pages of 3 channels; (files, 4, 3, 16, 16)."""
    folder.mkdir()
    arrays = np.random.default_rng(seed).integers(0, 60_000, (files, 4, 3, 16, 16)).astype(np.uint16)
    for i, array in enumerate(arrays):
        tifffile.imwrite(folder / f"{i}.tif", array, imagej=True, metadata={"axes": "ZCYX"})
    return arrays


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--page", "3", "--channel", "2"], lambda a: a[:, 2, 1:2]),
        (["--project", "max", "--color", "all"], lambda a: a.max(1)),
        (["--project", "mean", "--channel", "1"], lambda a: a.mean(1)[:, :1]),
        (["--pages", "all", "--channel", "3"], lambda a: a[:, :, 2].reshape(-1, 1, 16, 16)),
    ],
)
def test_other_stacks_are_read_as_those_of_training(tmp_path: Path, options: list[str], expected: Any) -> None:
    stacks(tmp_path / "train", 12)
    main(["train", str(tmp_path / "train"), "--out", str(tmp_path / "run"), *QUICK, *options])
    run = mousaic.open_run(tmp_path / "run")
    array = stacks(tmp_path / "other", 3, seed=1)
    images = run.load_images(tmp_path / "other")
    np.testing.assert_allclose(images.pixels, expected(array) / 65535, atol=1e-6)
    main(["encode", str(run.path), str(tmp_path / "other"), "--out", str(tmp_path / "codes.csv")])
    with open(tmp_path / "codes.csv", newline="") as file:
        assert {row["path"] for row in csv.DictReader(file)} <= set(images.paths)
    main(["evaluate", str(run.path), str(tmp_path / "other")])
    parts: dict[str, set[str]] = {}
    for row in run.split:
        parts.setdefault(row.group, set()).add(row.part)
    assert all(len(part) == 1 for part in parts.values()) and len(parts) == 12


def test_intake_says_what_a_stack_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stacks(tmp_path / "data", 3)
    main(["intake", str(tmp_path / "data")])
    shown = capsys.readouterr().out
    assert "first of 4 pages used (--page, --project or --pages all: others) (all)" in shown
    assert "mean of 3 channels taken" in shown
    main(["intake", str(tmp_path / "data"), "--json", "--pages", "all"])
    assert json.loads(capsys.readouterr().out)["images"] == 12


@pytest.mark.painted
def test_sets_of_five_channels_train_and_are_shown(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for i in range(12):
        (tmp_path / "data" / "ab"[i % 2]).mkdir(parents=True, exist_ok=True)
        array = rng.integers(0, 255, (5, 16, 16)).astype(np.uint8)
        tifffile.imwrite(tmp_path / "data" / "ab"[i % 2] / f"{i}.tif", array, imagej=True, metadata={"axes": "CYX"})
    main(["train", str(tmp_path / "data"), "--color", "all", "--out", str(tmp_path / "run"), *QUICK])
    run = mousaic.open_run(tmp_path / "run")
    assert run.model.card.shape == (5, 16, 16)
    main(["reconstruct", str(run.path), str(tmp_path / "data"), "--out", str(tmp_path / "made")])
    assert len(list((tmp_path / "made" / "images").rglob("*.png"))) == 12
    assert (run.figures / "reconstructions_epoch_01.png").is_file()

"""Constant images have no r: every mean leaves them out, and says how many there were."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import mousaic
from mousaic.analysis.classes.class_scores import by_class
from mousaic.analysis.evidence import gather_evidence
from mousaic.cli import main
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.runs.run import Run
from mousaic.training.metrics import evaluate, mean_image_baseline

QUICK = {"size": 16, "epochs": 2, "features": 16, "k": 4, "report": False, "model": "whole"}


def pictures(folder: Path, flat: int) -> Path:
    rng = np.random.default_rng(0)
    for name in "ab":
        (folder / name).mkdir(parents=True)
        for i in range(8):
            Image.fromarray(rng.integers(0, 256, (16, 16)).astype(np.uint8)).save(folder / name / f"{i}.png")
    for i in range(flat):
        Image.new("L", (16, 16), 40 + i).save(folder / "a" / f"flat{i}.png")
    return folder


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    base = tmp_path_factory.mktemp("constant")
    return mousaic.train(pictures(base / "images", 3), out=base / "run", validation=0.3, **QUICK)  # type: ignore[arg-type]


def test_figures_are_means_over_the_others() -> None:
    ensemble = Ensemble.of_rows(orthogonal(2, 20, 30, 0), 5, None).requires_grad_(False)
    varied = torch.rand(7, 30, generator=torch.Generator().manual_seed(0))
    mixed = torch.cat([varied[:3], torch.full((5, 30), 0.3), varied[3:]])
    for batch in (3, 256):
        alone, among = evaluate(ensemble, varied, 0.0, batch), evaluate(ensemble, mixed, 0.0, batch)
        for name in ("pearson", "pearson_ensemble"):
            assert among[name] == pytest.approx(alone[name], rel=1e-5)
    mean = varied.mean(0)
    assert mean_image_baseline(mixed, mean)["pearson"] == pytest.approx(mean_image_baseline(varied, mean)["pearson"])
    nothing = evaluate(ensemble, torch.full((4, 30), 0.3), 0.0)
    assert nothing["pearson"] == 0 and np.isfinite(list(nothing.values())).all()


@pytest.mark.parametrize("backend", ["torch", "compiled", "autograd"])
def test_training_counts_the_others(tmp_path: Path, backend: str) -> None:
    """Of the same originals, without augmentation, r rises by what 0s had taken from it."""
    how = QUICK | {
        "augment": "none",
        "validation": 0,
        "learn": "topk",
        "backend": backend,
        "epochs": 1,
        "batch_size": 4,
    }
    run = mousaic.train(pictures(tmp_path / "images", 4), out=tmp_path / "run", **how)  # type: ignore[arg-type]
    images = run.load_images(run.need_data())
    model = run.model.ensemble
    x = torch.from_numpy(images.pixels).flatten(1)
    seen = x.std(1) > 1e-6
    assert int((~seen).sum()) == 4
    by_hand = [np.corrcoef(model(x)[1][0][i].numpy(), x[i].numpy())[0, 1] for i in torch.nonzero(seen).flatten()]
    assert run.evaluate(images)["model"]["pearson"] == pytest.approx(np.mean(by_hand), abs=1e-4)
    assert run.history[0]["pearson"] > 0.5 * np.mean(by_hand)


def test_classes_leave_them_out(run: Run) -> None:
    evidence = gather_evidence(run)
    found = by_class(evidence, permutations=50)
    flat = np.ptp(evidence.flat, axis=1) == 0
    assert flat.sum() == 3 and np.isnan(found.pearson[flat]).all() and len(found.order) == 16
    for row in found.rows:
        mine = (np.array(evidence.parts) == row.part) & (
            np.array([evidence.images.class_names[i] for i in evidence.images.labels]) == row.class_name
        )
        assert row.images == mine.sum() and row.pearson.mean == pytest.approx(found.pearson[mine & ~flat].mean())
    assert found.p_pearson is not None and 0 < found.p_pearson <= 1


def test_commands_say_how_many(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["evaluate", str(run.path), str(run.data)])
    assert "3 of 19 images are constant: they have no r" in capsys.readouterr().out
    main(["evaluate", str(run.path), str(run.data), "--json"])
    assert json.loads(capsys.readouterr().out)["constant"] == 3
    main(["reconstruct", str(run.path), str(run.data), "--out", str(tmp_path / "out")])
    assert "(3 constant images have none)" in capsys.readouterr().out


def test_a_comparison_leaves_them_out(tmp_path: Path) -> None:
    data = pictures(tmp_path / "images", 3)
    told: list[str] = []
    with_flat = mousaic.compare(data, methods=["pca"], folds=2, size=16, k=4, say=lambda said: told.append(said.key))
    assert "constant_left_out" in told
    for path in data.glob("a/flat*"):
        path.unlink()
    without = mousaic.compare(data, methods=["pca"], folds=2, size=16, k=4)
    assert [row.pearson for row in with_flat.rows] == [row.pearson for row in without.rows]

"""What the README claims of 39 real images of mice."""

from __future__ import annotations

import pytest

import mousaic


@pytest.fixture(scope="module")
def report(real_mice, tmp_path_factory):
    return mousaic.train(real_mice, preset="report", out=tmp_path_factory.mktemp("mice") / "run", report=False)


def test_the_experiment_comes_out_as_it_did(report):
    """Measured with another, plain program: loss 0.027, 0.009 (epoch 5), 0.007 (epoch 20); r 0.24, 0.60, 0.70."""
    losses = [row["loss"] for row in report.history]
    assert report.summary["training_images"] == 234 and len(losses) == 20
    assert losses[0] / losses[4] > 2.3
    assert losses[0] / losses[19] > 3
    assert 0.5 < report.history[4]["pearson"] < 0.7
    assert 0.62 < report.history[19]["pearson"] < 0.80
    assert report.record["backend"] == "compiled"


def test_the_compiled_and_the_plain_step_tell_the_same_story(report, real_mice, tmp_path):
    runs = {
        backend: mousaic.train(
            real_mice, preset="report", out=tmp_path / backend, epochs=1, backend=backend, report=False
        )
        for backend in ("compiled", "torch")
    }
    losses = {backend: [row["loss"] for row in run.history] for backend, run in runs.items()}
    assert losses["compiled"] == [row["loss"] for row in report.history[:1]]
    assert losses["torch"] == pytest.approx(losses["compiled"], rel=1e-4)


def test_the_default_preset_is_better_on_images_it_never_saw(real_mice, tmp_path):
    """Of the experiment's five members, which do alike, the first is enough to be compared with."""
    runs = {
        preset: mousaic.train(real_mice, preset=preset, out=tmp_path / preset, members=1, validation=0.2, report=False)
        for preset in ("report", "default")
    }
    assert runs["default"].split == runs["report"].split
    summaries = {preset: run.summary for preset, run in runs.items()}
    r = {preset: summary["validation"]["pearson"] for preset, summary in summaries.items()}
    assert r["default"] - r["report"] > 0.06
    assert r["default"] > summaries["default"]["baselines"]["validation"]["pearson"]
    assert summaries["default"]["train"]["dead_fraction"] < 0.2

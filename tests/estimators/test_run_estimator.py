"""A fitted estimator and a run are one model: the command's bytes, saved, opened, and given back."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone

import mousaic
from mousaic import ConvSparseAutoencoder, SparseAutoencoder
from mousaic.cli import main

CHOSEN = {"features": 24, "k": 4, "epochs": 3, "members": 2}
COMMON = ["--size", "20", "--threads", "1", "--validation", "0", "--no-report", "--quiet"]


@pytest.fixture(scope="module")
def by_command(small_set, tmp_path_factory):
    out = tmp_path_factory.mktemp("estimators") / "run"
    chosen = [word for name, value in CHOSEN.items() for word in (f"--{name}", str(value))]
    command(["train", str(small_set), "--out", str(out), *chosen, *COMMON])
    return mousaic.open_run(out)


@pytest.fixture(scope="module")
def images(by_command, small_set):
    return by_command.load_images(small_set)


def command(words):
    try:
        assert not main(words)
    except SystemExit as end:
        assert not end.code


def weights(folder):
    return (folder / "model.safetensors").read_bytes()


def test_estimator_and_command_give_the_same_bytes(by_command, images, tmp_path):
    fitted = SparseAutoencoder(**CHOSEN, options={"threads": 1}).fit(images.pixels[:, 0])
    saved = fitted.save(tmp_path / "saved")
    assert weights(saved.path) == weights(by_command.path)
    assert saved.model.card.thresholds == by_command.model.card.thresholds
    same = ("train", "validation", "baselines", "originals", "epochs", "k")
    assert {name: saved.summary[name] for name in same} == {name: by_command.summary[name] for name in same}


def test_filters_give_the_same_bytes(small_set, images, tmp_path):
    words = ["--model", "conv", "--filters", "4", "--filter-sizes", "5", "--k", "6", "--epochs", "2"]
    command(["train", str(small_set), "--out", str(tmp_path / "run"), *words, *COMMON])
    asked = {"filters": 4, "filter_sizes": 5, "k": 6, "epochs": 2, "options": {"threads": 1}}
    fitted = ConvSparseAutoencoder(**asked).fit(images.pixels[:, 0])
    assert weights(fitted.save(tmp_path / "saved").path) == weights(tmp_path / "run")
    again = mousaic.open_run(tmp_path / "run").to_estimator()
    assert isinstance(again, ConvSparseAutoencoder)
    assert np.array_equal(again.transform(images.pixels[:, 0]), fitted.transform(images.pixels[:, 0]))


def test_a_run_becomes_an_estimator_and_a_run_again(by_command, images, tmp_path):
    made = by_command.to_estimator()
    rows = images.pixels[:, 0]
    found = by_command.encode(images)
    codes = made.transform(rows).reshape(len(rows), 2, 24)
    assert np.allclose(np.take_along_axis(codes, found.indices, 2), found.values)
    assert np.allclose(made.inverse_transform(made.transform(rows)), by_command.reconstruct(images).pixels[:, 0])
    assert weights(clone(made).fit(rows).save(tmp_path / "anew").path) == weights(by_command.path)
    assert weights(made.save(tmp_path / "kept").path) == weights(by_command.path)
    assert mousaic.open_run(tmp_path / "kept").split == by_command.split
    before = made.components_
    assert made.partial_fit(rows).n_iter_ == 4 and not np.array_equal(made.components_, before)
    assert np.array_equal(by_command.to_estimator().components_, before)  # the run's own model stayed as it was


def test_the_commands_open_what_was_saved(by_command, images, small_set, tmp_path, monkeypatch):
    SparseAutoencoder(**CHOSEN).fit(images.pixels[:, 0]).save(tmp_path / "saved")
    monkeypatch.chdir(tmp_path)
    command(["encode", "saved", str(small_set), "--out", "codes.csv"])
    command(["evaluate", "saved", str(small_set)])
    command(["reconstruct", "saved", str(small_set), "--out", "made"])
    command(["train", "--resume", "saved"])  # says that it is complete
    assert (tmp_path / "codes.csv").is_file() and len(list((tmp_path / "made").rglob("*.png"))) >= len(images)
    text = (tmp_path / "saved" / "README.md").read_text(encoding="utf-8")
    for name in ("reconstructions_epoch", "checkpoint"):
        assert name not in text and not list((tmp_path / "saved").rglob(f"{name}*"))
    with pytest.raises(mousaic.MousaicError, match="exists already"):
        by_command.to_estimator().save("saved")
    assert weights(by_command.to_estimator().save("saved", overwrite=True).path) == weights(by_command.path)


def test_flat_rows_and_lots_become_runs_too(tmp_path):
    rows = np.random.default_rng(0).normal(size=(30, 8))
    fitted = SparseAutoencoder(epochs=2).partial_fit(rows[:10]).partial_fit(rows[10:])
    run = fitted.save(tmp_path / "flat")
    assert run.model.card.shape == (1, 1, 8)
    assert len({row.path for row in run.split}) == run.summary["originals"] == run.record["intake"]["images"] == 30
    assert np.array_equal(run.to_estimator().transform(rows), fitted.transform(rows))
    found = run.encode(mousaic.ImageSet.from_arrays(rows))
    assert found.values.shape == (30, 1, 1)

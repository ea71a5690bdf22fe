"""``--model auto``: tried, chosen, written down, and the same after an interruption."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

import mousaic
from mousaic.analysis.choose import model_trials
from mousaic.analysis.choose.augmentation_trials import Tried
from mousaic.analysis.choose.model_trials import KINDS, choose_model
from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import load_images
from mousaic.report.findings.spoken import Speaker
from mousaic.training.interrupt import Interrupted

SMALL = {"size": 16, "features": 32, "k": 4, "epochs": 3, "threads": 1, "report": False, "model": "auto"}


@pytest.fixture(scope="module")
def finished(small_set, tmp_path_factory):
    said = []
    run = mousaic.train(small_set, out=tmp_path_factory.mktemp("auto") / "run", say=Speaker(said.append), **SMALL)
    return run, said


def test_the_choice_is_said_and_written_down(finished):
    run, said = finished
    found = json.loads((run.path / "config.json").read_text())["model_chosen"]
    assert run.config.model.model == found["model"] in KINDS
    assert found["sentence"]["text"] in said and found["sentence"]["text"].startswith("Features: ")
    with open(run.path / "models.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["model"] for row in rows] == list(KINDS)
    assert next(row["model"] for row in rows if row["chosen"] == "True") == found["model"]
    sides = {"whole": (), "local": (4,), "windows": (3, 6, 12, 24)}[found["model"]]
    assert run.config.sides == sides


def test_an_interruption_between_trials_changes_nothing(finished, small_set, tmp_path, monkeypatch):
    run, _ = finished
    tried = model_trials.held_out_r
    left = iter([True, False])

    def stopping(*arguments):
        if next(left):
            return tried(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(model_trials, "held_out_r", stopping)
        with pytest.raises(Interrupted):
            mousaic.train(small_set, out=tmp_path / "run", **SMALL)
    again = []
    monkeypatch.setattr(model_trials, "held_out_r", lambda *a: again.append(a) or tried(*a))
    resumed = mousaic.resume(tmp_path / "run", report=False)
    assert len(again) == 2, "the first trial is not done again"
    assert (resumed.path / "model.safetensors").read_bytes() == (run.path / "model.safetensors").read_bytes()


def test_the_plainest_within_one_standard_error_is_taken(small_set):
    images = load_images(small_set, config_for(size=16).images)
    noise = np.random.default_rng(0).normal(0, 0.01, (3, len(images)))
    config = config_for(**{name: SMALL[name] for name in ("size", "features", "k", "model")})

    def chosen(*means: float) -> str:
        known = {kind: Tried(mean + e, 1.0) for kind, mean, e in zip(KINDS, means, noise, strict=True)}
        return choose_model(images, config, known).model

    assert chosen(0.9, 0.9, 0.9) == "whole" and chosen(0.7, 0.9, 0.9) == "local" and chosen(0.7, 0.8, 0.9) == "windows"


def test_images_of_one_group_are_not_tried(small_set):
    images = load_images(small_set, config_for(size=16).images)
    one = mousaic.ImageSet.from_arrays(images.pixels[:, 0], groups=["all"] * len(images))
    assert choose_model(one, config_for(size=16, model="auto")) == ("windows", (), 0)


def test_it_belongs_to_train_alone(small_set):
    with pytest.raises(MousaicError, match="--model auto belongs to mousaic train"):
        mousaic.compare(small_set, model="auto")

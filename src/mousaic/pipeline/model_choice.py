"""``--model auto`` in a run folder: what was tried is kept, what was chosen replaces ``auto``."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from mousaic.analysis.choose.augmentation_trials import Tried
from mousaic.analysis.choose.model_trials import ModelTrial, choose_model, model_sentence
from mousaic.files import read_json, write_csv, write_json
from mousaic.images.image_set import ImageSet
from mousaic.runs.run import Run, open_run
from mousaic.said import Say, told
from mousaic.words.sentences import sentence_json

TABLE = "models.csv"


def settle_model(run: Run, images: ImageSet, say: Say) -> Run:
    """The run with a concrete kind of features: as it is, or after trials, those of an interrupted run not done again.

    Args:
        run: unfinished.
        images: its training part; nothing else is tried on.
        say: told of each trial and of the choice.
    """
    if run.config.model.model != "auto":
        return run
    store = run.checkpoint.with_name("models.json")
    known = {name: Tried(np.array(one["r"]), one["seconds"]) for name, one in _kept(run).items()}

    def keep(name: str, tried: Tried) -> None:
        known[name] = tried
        store.parent.mkdir(exist_ok=True)
        write_json(store, {name: {"r": one.r.tolist(), "seconds": one.seconds} for name, one in known.items()})
        say(told("trial_done", name=name, r=float(tried.r.mean()), seconds=tried.seconds))

    chosen = choose_model(images, run.config, dict(known), keep)
    say(model_sentence(chosen))
    write_csv(run.path / TABLE, list(ModelTrial._fields), [trial._asdict() for trial in chosen.trials])
    config = dataclasses.replace(run.config, model=dataclasses.replace(run.config.model, model=chosen.model))
    found = {
        "model": chosen.model,
        "folds": chosen.folds,
        "trials": [trial._asdict() for trial in chosen.trials],
        "sentence": sentence_json(model_sentence(chosen)),
    }
    # Where config.json names the choice, the trials are over.
    write_json(run.path / "config.json", {**run.record, "config": dataclasses.asdict(config), "model_chosen": found})
    return open_run(run.path)


def _kept(run: Run) -> dict[str, Any]:
    path = run.checkpoint.with_name("models.json")
    return read_json(path) if path.is_file() else {}

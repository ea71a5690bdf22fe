"""``--model auto`` in a run folder: what was tried is kept, what was chosen replaces ``auto``."""

from __future__ import annotations

import dataclasses

from mousaic.analysis.choose.augmentation_trials import Tried
from mousaic.analysis.choose.model_trials import ModelTrial, choose_model, model_sentence
from mousaic.files import write_csv
from mousaic.images.image_set import ImageSet
from mousaic.pipeline.kept_trials import keep_trials, kept_trials
from mousaic.runs.run import Run, open_run
from mousaic.said import Say, told
from mousaic.sealed import write_sealed
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
    known = kept_trials(store)

    def keep(name: str, tried: Tried) -> None:
        known[name] = tried
        keep_trials(store, known)
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
    write_sealed(run.path / "config.json", {**run.record, "config": dataclasses.asdict(config), "model_chosen": found})
    return open_run(run.path)

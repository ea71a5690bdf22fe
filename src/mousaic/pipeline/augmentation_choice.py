"""``--augment auto`` in a run folder: what was tried is kept, what was chosen replaces ``auto``."""

from __future__ import annotations

import dataclasses

from mousaic.analysis.choose.augmentation_findings import choice_sentence, plan_sentence, trial_line
from mousaic.analysis.choose.augmentation_trials import Chosen, Trial, Tried, choose_augmentation
from mousaic.files import write_csv
from mousaic.images.image_set import ImageSet
from mousaic.pipeline.kept_trials import keep_trials, kept_trials
from mousaic.runs.run import Run, open_run
from mousaic.said import Say
from mousaic.sealed import write_sealed
from mousaic.words.sentences import sentence_json

TABLE = "augment.csv"


def settle_augmentation(run: Run, images: ImageSet, say: Say) -> Run:
    """The run with concrete augmentation: as it is, or after trials, those of an interrupted run not done again.

    Args:
        run: unfinished.
        images: its training part; nothing else is tried on.
        say: told of each trial and of the choice, in English.
    """
    if run.config.augmentation.augment != "auto":
        return run
    store = run.checkpoint.with_name("augment.json")
    known = kept_trials(store)

    def keep(name: str, tried: Tried) -> None:
        known[name] = tried
        keep_trials(store, known)
        say(trial_line(name, tried))

    chosen = choose_augmentation(images, run.config, dict(known), keep, lambda plan: say(plan_sentence(plan)))
    say(choice_sentence(chosen))
    return _record(run, chosen)


def _record(run: Run, chosen: Chosen) -> Run:
    """The table, and then ``config.json``: where that names the choice, the trials are over."""
    write_csv(run.path / TABLE, list(Trial._fields), [trial._asdict() for trial in chosen.trials])
    config = dataclasses.replace(run.config, augmentation=chosen.options)
    found = {
        "strength": chosen.strength,
        "flips": chosen.flips,
        "folds": chosen.plan.folds,
        "epochs": chosen.plan.epochs,
        "groups": chosen.groups,
        "seconds": chosen.seconds,
        "trials": [trial._asdict() for trial in chosen.trials],
        "sentence": sentence_json(choice_sentence(chosen)),
    }
    record = {**run.record, "config": dataclasses.asdict(config), "augmentation_chosen": found}
    write_sealed(run.path / "config.json", record)
    return open_run(run.path)

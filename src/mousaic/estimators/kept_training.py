"""What a fit keeps of its training beside the model, so that the estimator can become a run folder."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from mousaic.arrays import Mask
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.locks import alone_in
from mousaic.model.store import Model
from mousaic.pipeline.run_input import split_of
from mousaic.pipeline.run_outputs import summary_of, write_results_of_training
from mousaic.pipeline.run_record import run_record
from mousaic.runs.run import Run, create_run
from mousaic.runs.split_table import Split
from mousaic.runs.successor import take_place
from mousaic.runs.targets import check_new_run
from mousaic.training.fit import Training

MARK = {"estimator": True}
"""In the record of a run that an estimator left."""


class KeptTraining(NamedTuple):
    """The facts of a training: no row that was learned from is among them."""

    record: dict[str, Any]
    """What ``config.json`` says."""
    rows: Split
    """What ``split.csv`` says of each row."""
    history: list[dict[str, float]]
    """One row an epoch."""
    summary: dict[str, Any]
    """What ``summary.json`` says."""

    def after(self, before: KeptTraining | None) -> KeptTraining:
        """The facts of both, where rows were learned from one lot after another."""
        if before is None:
            return self
        rows = Split.of([*before.rows, *self.rows])
        intake = self.record["intake"] | {"images": len(rows)}
        return KeptTraining(
            self.record | {"intake": intake}, rows, self.history, self.summary | {"originals": len(rows)}
        )


def keep_training(config: Config, images: ImageSet, held_out: Mask, training: Training, model: Model) -> KeptTraining:
    """The facts of a training that has ended."""
    state, data = training
    return KeptTraining(
        run_record(config, None, images, len(data.originals), Path("run")) | MARK,
        split_of(images, held_out),
        [dict(row) for row in state.history],
        summary_of(model, state, state.epoch, data),
    )


def kept_of(run: Run) -> KeptTraining:
    """The facts of a run that is finished."""
    own = {name: value for name, value in run.record.items() if name not in ("kind", "schema", "successor")}
    record = own | {"config": dataclasses.asdict(run.config)} | MARK
    summary = {name: value for name, value in run.summary.items() if name != "history_sha256"}
    return KeptTraining(record, run.split, run.history, summary)


def save_as_run(
    path: str | Path, model: Model, kept: KeptTraining, overwrite: bool, keep_more: Callable[[Path], None]
) -> Run:
    """A run folder of a model and the facts of its training; without pictures of the images, which nobody kept.

    Args:
        keep_more: writes what else is known into the folder, once the model is there.

    Raises:
        MousaicError: there is something at ``path`` already, or nothing can be written there.
    """
    path = Path(path)
    with alone_in(path):
        check_new_run(path, None, overwrite)
        record = kept.record | {"run": secrets.token_hex(16)}
        run = create_run(path, record, kept.rows, overwrite)
        baselines = kept.summary["baselines"]
        write_results_of_training(run, model, kept.history, kept.summary, baselines, lambda: keep_more(run.path))
        return take_place(run)

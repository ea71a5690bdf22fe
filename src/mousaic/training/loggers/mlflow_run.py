"""Every epoch as metrics of an MLflow run: in the database ``logs/mlflow.db``, or where MLFLOW_TRACKING_URI says."""

from __future__ import annotations

import os
import time
from typing import Any

from mousaic.extras import needed
from mousaic.training.loggers.epoch_logs import Logged, Row, tag

FILE, EXPERIMENT, TAG = "mlflow.db", "mousaic", "mousaic_run"


class MlflowRun:
    """The MLflow run that carries the mark of the training as a tag; MLflow itself knows what it was told of."""

    @staticmethod
    def check() -> None:
        """Raise where MLflow is missing."""
        _mlflow()

    def __init__(self, training: Logged) -> None:
        mlflow, folder = _mlflow(), training.folder.absolute()
        folder.mkdir(exist_ok=True)
        own = f"sqlite:///{(folder / FILE).as_posix()}"
        self.client = mlflow.MlflowClient(os.environ.get("MLFLOW_TRACKING_URI") or own)
        self.metric = mlflow.entities.Metric
        experiment = self.client.get_experiment_by_name(EXPERIMENT)
        kept = (folder / "mlflow").as_uri()
        number = experiment.experiment_id if experiment else self.client.create_experiment(EXPERIMENT, kept)
        found = self.client.search_runs([number], f"tags.{TAG} = '{training.mark}'")
        run = found[0] if found else self.client.create_run(number, tags={TAG: training.mark}, run_name=training.name)
        self.run = run.info.run_id
        told = self.client.get_metric_history(self.run, tag("loss"))
        self.last = max((one.step for one in told), default=0)
        if not found:
            parameters = [mlflow.entities.Param(name, str(value)) for name, value in training.parameters.items()]
            self.client.log_batch(self.run, params=parameters)
        self.client.update_run(self.run, "RUNNING")

    def epoch(self, row: Row) -> None:
        """One metric a figure; an epoch that comes again has the same figures, and is told of already."""
        step, now = int(row["epoch"]), int(1000 * time.time())
        if step > self.last:
            rest = {tag(name): value for name, value in row.items() if name != "epoch"}
            self.client.log_batch(self.run, metrics=[self.metric(name, v, now, step) for name, v in rest.items()])
            self.last = step

    def close(self) -> None:
        """The MLflow run is finished until the training goes on."""
        self.client.set_terminated(self.run)


def _mlflow() -> Any:
    """The package, which is told to report nothing of its use."""
    for name in ("MLFLOW_DISABLE_TELEMETRY", "DO_NOT_TRACK"):
        os.environ.setdefault(name, "true")
    return needed("mlflow", "mlflow")

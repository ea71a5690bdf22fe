"""Loggers: every epoch once, also of an interrupted training, and never another byte of the model."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mousaic
from mousaic.errors import MousaicError
from mousaic.training.checkpoint import Pace
from mousaic.training.loggers.epoch_logs import LOGGERS, EpochLogs, Logged
from mousaic.training.progress import Silent
from tests.end_to_end.running import run_command

SMALL: dict[str, Any] = {"size": 8, "features": 12, "k": 2, "epochs": 6, "threads": 1, "report": False}
PACKAGES = {"tensorboard": "tensorboard", "mlflow": "mlflow", "wandb": "wandb"}


class Killed(Exception):
    """Stands for whatever ends a process."""


class Killer(Silent):
    """Ends a training after its fourth epoch; the last checkpoint is that of the second."""

    def epoch(self, row: Any) -> None:
        if row["epoch"] == 4:
            raise Killed


def figures_of(history: list[dict[str, float]]) -> list[float]:
    return [row["loss"] for row in history]


def told(log: str, folder: Path, mark: str) -> list[tuple[int, float]]:
    """Epochs and losses, as whoever reads the log sees them."""
    if log == "jsonl":
        rows = [json.loads(line) for line in (folder / "epochs.jsonl").read_text().splitlines()]
        return [(row["epoch"], row["loss"]) for row in rows]
    if log == "tensorboard":
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        events = EventAccumulator(str(folder / "tensorboard"))
        events.Reload()
        return [(one.step, one.value) for one in events.Scalars("train/loss")]
    if log == "mlflow":
        from mlflow import MlflowClient

        client = MlflowClient(f"sqlite:///{folder.absolute()}/mlflow.db")
        (run,) = client.search_runs([client.get_experiment_by_name("mousaic").experiment_id])
        assert run.info.status == "FINISHED" and run.data.tags["mousaic_run"] == mark and run.data.params["k"] == "2"
        return [(one.step, one.value) for one in client.get_metric_history(run.info.run_id, "train/loss")]
    return wandb_rows(folder / "wandb")


def wandb_rows(folder: Path) -> list[tuple[int, float]]:
    """What the files of offline runs hold, one folder a session: a log as LevelDB keeps it, 7 bytes before the first
    record, each with its length and kind (1 whole, 2 first, 3 middle, 4 last) in blocks of 32 KiB."""
    from wandb.proto import wandb_internal_pb2

    found = []
    for path in sorted(folder.rglob("*.wandb")):
        data, at, whole = path.read_bytes(), 7, b""
        while at + 7 <= len(data):
            if 32768 - at % 32768 < 7:
                at += 32768 - at % 32768
            length, kind = struct.unpack_from("<HB", data, at + 4)
            whole, at = (b"" if kind in (1, 2) else whole) + data[at + 7 : at + 7 + length], at + 7 + length
            if kind in (1, 4):
                record = wandb_internal_pb2.Record()
                record.ParseFromString(whole)
                items = {(one.key or "/".join(one.nested_key)): one.value_json for one in record.history.item}
                if "train/loss" in items:
                    found.append((int(items["_step"]), float(items["train/loss"])))
    return found


@pytest.mark.parametrize("log", LOGGERS)
def test_every_epoch_once_also_of_a_training_that_was_killed(log, small_set, tmp_path, monkeypatch):
    if log in PACKAGES:
        pytest.importorskip(PACKAGES[log])
    monkeypatch.setattr(Pace, "due", lambda pace: not hasattr(pace, "seen") and setattr(pace, "seen", True) is None)
    with pytest.raises(Killed):
        mousaic.train(small_set, out=tmp_path / "run", log=[log], progress=Killer(), **SMALL)
    monkeypatch.undo()
    run = mousaic.resume(tmp_path / "run")
    plain = mousaic.train(small_set, out=tmp_path / "plain", **SMALL)
    found = told(log, run.path / "logs", run.mark)
    assert [epoch for epoch, _ in found] == [1, 2, 3, 4, 5, 6]
    assert np.allclose([loss for _, loss in found], figures_of(run.history), rtol=1e-6)
    for name in ("model.safetensors", "split.csv"):
        assert (run.path / name).read_bytes() == (plain.path / name).read_bytes()
    assert not (plain.path / "logs").exists() and "logs" not in plain.record


def test_the_command_takes_several_and_refuses_others(small_set, tmp_path, capsys):
    words = ["train", small_set, "--size", 8, "--features", 12, "--k", 2, "--epochs", 2, "--no-report", "--quiet"]
    run_command(capsys, *words, "--log", "jsonl", "--log", "jsonl", "--out", tmp_path / "run")
    assert mousaic.open_run(tmp_path / "run").record["logs"] == ["jsonl"]
    assert len((tmp_path / "run" / "logs" / "epochs.jsonl").read_text().splitlines()) == 2
    _, err = run_command(capsys, *words, "--log", "json", "--out", tmp_path / "other", code=2)
    assert "choose from jsonl, tensorboard" in err and not (tmp_path / "other").exists()
    _, err = run_command(capsys, "train", "--resume", tmp_path / "run", "--log", "jsonl", code=2)
    assert "--resume takes every option from the run itself" in err


def test_a_missing_package_is_one_sentence_before_anything_is_made(small_set, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "tensorboard", None)
    with pytest.raises(MousaicError, match=r"needs the package tensorboard: pip install 'mousaic\[tensorboard\]'"):
        mousaic.train(small_set, out=tmp_path / "run", log=["tensorboard"], **SMALL)
    assert not (tmp_path / "run").exists()


def test_a_log_that_fails_is_named_and_the_others_are_closed(tmp_path):
    closed = []

    class Failing:
        def __init__(self, training: Logged) -> None: ...

        def epoch(self, row: Any) -> None:
            raise ValueError("the server said no")

        def close(self) -> None:
            closed.append(True)

    LOGGERS.register("failing", Failing)
    try:
        logs = EpochLogs(["jsonl", "failing"], Logged(tmp_path / "logs", "run", "mark", {}, []))
        with pytest.raises(MousaicError, match=r"The log failing cannot be written \(ValueError: the server said no\)"):
            logs.epoch({"epoch": 1, "loss": 0.5})
        logs.close()
    finally:
        LOGGERS.forget("failing")
    assert closed == [True]
    assert json.loads((tmp_path / "logs" / "epochs.jsonl").read_text()) == {"epoch": 1, "loss": 0.5}

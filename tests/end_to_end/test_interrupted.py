"""Interrupted and resumed equals never interrupted, byte for byte, with real processes and real signals."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path

import pytest
from safetensors import safe_open

import mousaic
from mousaic.cli import main
from mousaic.images import mapped
from mousaic.training import blocked_data
from mousaic.training.interrupt import Interrupted
from mousaic.training.progress import Silent
from tests.end_to_end.processes import Command

SMALL = ["--size", "16", "--features", "64", "--k", "5", "--members", "3", "--batch-size", "4", "--threads", "1",
         "--learn", "topk", "--no-report"]  # fmt: skip
EPOCHS = 8
LARGE = [*({"64": "4096", "4": "30"}.get(word, word) for word in SMALL), "--epochs", "3", "--backend", "compiled"]
"""A model whose checkpoint takes long enough to write that a kill can hit the middle, and its steps no time."""


def start(*arguments: str | Path) -> Command:
    return Command("train", *arguments)


def finish(*arguments: str | Path) -> str:
    """What the command printed, run in this process: who resumes is another than the one that was killed."""
    with redirect_stdout(io.StringIO()) as out:
        main(["train", *map(str, arguments)])
    return out.getvalue()


def wait_for(condition, process, seconds=60.0):
    """True as soon as the condition holds, False if the process ends first."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.0005)
    raise AssertionError("it took too long")


def rows(run: Path) -> int:
    path = run / "history.csv"
    return len(path.read_text().splitlines()) - 1 if path.is_file() else 0


def checkpointed(run: Path) -> int:
    """Epochs that the checkpoint knows of."""
    path = run / "checkpoint" / "state.safetensors"
    if not path.is_file():
        return 0
    with safe_open(path, "pt") as file:
        return int(json.loads(file.metadata()["state"])["epoch"])


def contents(run: Path) -> dict[str, bytes]:
    return {name: (run / name).read_bytes() for name in ("model.safetensors", "model.json", "split.csv")}


def figures_of(run: Path) -> list[list[str]]:
    """history.csv without its two columns of time."""
    table = [line.split(",") for line in (run / "history.csv").read_text().splitlines()]
    timed = [table[0].index(name) for name in ("images_per_second", "seconds")]
    return [[value for column, value in enumerate(row) if column not in timed] for row in table]


@pytest.fixture(scope="module")
def reference(small_set, tmp_path_factory):
    """A training that nothing interrupted, in a process of its own."""
    run = tmp_path_factory.mktemp("reference") / "run"
    process = start(small_set, *SMALL, "--epochs", str(EPOCHS), "--out", run)
    process.communicate()
    assert process.returncode == 0
    return run


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(reference, small_set, tmp_path):
    finish(small_set, *SMALL, "--epochs", str(EPOCHS), "--out", tmp_path / "again")
    finish(small_set, *SMALL, "--epochs", str(EPOCHS), "--out", tmp_path / "other", "--seed", "1")
    assert contents(tmp_path / "again") == contents(reference)
    assert figures_of(tmp_path / "again") == figures_of(reference)
    assert contents(tmp_path / "other")["model.safetensors"] != contents(reference)["model.safetensors"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_the_first_signal_saves_and_says_how_to_go_on(reference, small_set, tmp_path, number):
    run = tmp_path / "a run"
    process = start(small_set, *SMALL, "--epochs", str(EPOCHS), "--out", run)
    assert wait_for(lambda: rows(run) >= 2, process)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert f"mousaic train --resume '{run}'" in out
    assert "Traceback" not in err
    assert rows(run) < EPOCHS
    assert not (run / "summary.json").exists()
    finish("--resume", run)
    assert contents(run) == contents(reference)
    assert figures_of(run) == figures_of(reference)


@pytest.mark.parametrize("epoch", [0, 3])
def test_killed_at_any_moment(reference, small_set, tmp_path, epoch):
    run = tmp_path / "run"
    process = start(small_set, *SMALL, "--epochs", str(EPOCHS), "--out", run)
    wait_for(lambda: (run / "config.json").exists() and rows(run) >= epoch, process)
    time.sleep(0.01 * epoch)
    process.kill()
    process.communicate()
    finish("--resume", run)
    assert contents(run) == contents(reference)
    assert figures_of(run) == figures_of(reference)
    assert not list(run.rglob("*.partial"))


def test_killed_epochs_after_the_last_checkpoint(reference, small_set, tmp_path):
    """The table is ahead of the checkpoint then; what was lost is trained again."""
    run = tmp_path / "run"
    process = start(small_set, *SMALL, "--epochs", str(EPOCHS), "--out", run)
    assert wait_for(lambda: rows(run) > checkpointed(run) + 1, process), "no epoch went by without a checkpoint"
    process.kill()
    process.communicate()
    assert rows(run) > checkpointed(run)
    finish("--resume", run)
    assert contents(run) == contents(reference)
    assert figures_of(run) == figures_of(reference)


def test_killed_in_the_middle_of_writing_a_checkpoint(small_set, tmp_path):
    finish(small_set, *LARGE, "--out", tmp_path / "reference")
    run, hits = tmp_path / "run", 0
    partial = run / "checkpoint" / ".state.safetensors.partial"
    process = start(small_set, *LARGE, "--out", run)
    earlier = partial.with_name("state.safetensors")
    for beside in (partial, earlier):  # the first that is written, and one that replaces an earlier one
        if not wait_for(
            lambda beside=beside: partial.exists() and partial.stat().st_size > 0 and beside.exists(), process
        ):
            break
        process.kill()
        process.communicate()
        hits += partial.exists()
        process = start("--resume", run)
        # What was half written is replaced by the next one: wait until it is gone or new.
        old = partial.stat().st_mtime_ns if partial.exists() else 0
        wait_for(lambda old=old: not partial.exists() or partial.stat().st_mtime_ns != old, process)
    process.communicate(timeout=120)
    assert hits, "no kill hit a checkpoint while it was written: the test tested nothing"
    finish("--resume", run)
    assert contents(run) == contents(tmp_path / "reference")


def test_the_second_signal_stops_at_once(small_set, tmp_path):
    run = tmp_path / "run"
    slow = ["--size", "32", "--features", "4096", "--k", "5", "--learn", "topk", "--threads", "1", "--epochs", "1000"]
    command = [sys.executable, "-m", "mousaic", "train", str(small_set), *slow, "--out", str(run)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert wait_for(lambda: rows(run) >= 1, process)
    # Both wait while the process is held, so that the second is there before the first is served, however busy the
    # machine is. Two kinds of signal, as a second one of the same kind that waits is none.
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGCONT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Stopped and saved" not in out and err.endswith("mousaic: Stopped.\n")
    assert not list(run.rglob("*.partial"))


PURSUED = {"size": 16, "features": 64, "k": 5, "batch_size": 4, "copies": 2, "epochs": 20, "threads": 1}
"""Learning on the codes of matching pursuit, in several batches an epoch."""


@pytest.fixture(scope="module")
def pursued(small_set, tmp_path_factory):
    """Of these a training that nothing interrupted."""
    run = mousaic.train(small_set, out=tmp_path_factory.mktemp("pursued") / "run", report=False, **PURSUED)
    assert run.config.model.learn == "omp"
    return run.path


def test_learning_on_the_codes_of_matching_pursuit_goes_on_to_the_same_bytes(pursued, small_set, tmp_path):
    run = tmp_path / "run"
    words = [word for name, value in PURSUED.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    process = start(small_set, *words, "--no-report", "--out", run)
    assert wait_for(lambda: rows(run) >= 2, process)
    process.kill()
    process.communicate(timeout=60)
    assert rows(run) < PURSUED["epochs"]
    mousaic.resume(run, report=False)
    assert contents(run) == contents(pursued)
    assert figures_of(run) == figures_of(pursued)


def test_it_does_so_from_the_midst_of_an_epoch(pursued, small_set, tmp_path):
    class InTheMidst(Silent):
        def batch(self, epoch, done, total):
            if epoch == 7 and done == 12 < total:
                signal.raise_signal(signal.SIGINT)

    run = tmp_path / "run"
    with pytest.raises(Interrupted):
        mousaic.train(small_set, out=run, report=False, progress=InTheMidst(), **PURSUED)
    with safe_open(run / "checkpoint" / "state.safetensors", "pt") as file:
        state = json.loads(file.metadata()["state"])
        assert (state["epoch"], state["batch"]) == (6, 3) and file.get_tensor("memory.gram").any()
    mousaic.resume(run, report=False)
    assert contents(run) == contents(pursued)
    assert figures_of(run) == figures_of(pursued)


@pytest.mark.parametrize("learn", ["omp", "topk"])
def test_training_in_blocks_goes_on_from_the_midst_of_an_epoch(small_set, tmp_path, monkeypatch, learn):
    class InTheMidst(Silent):
        def batch(self, epoch, done, total):
            if epoch == 3 and done == 12 < total:
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(blocked_data, "STRETCH", 2)
    monkeypatch.setattr(blocked_data, "WINDOW", 10_000)
    monkeypatch.setattr(mapped.room, "__defaults__", (1000,))  # in files
    options = PURSUED | {"order": "blocks", "learn": learn, "epochs": 5, "augment": "fresh", "copies": 3}
    whole = mousaic.train(small_set, out=tmp_path / "whole", report=False, quick_trust=False, **options)
    assert whole.config.training.order == "blocks"
    run = tmp_path / "run"
    with pytest.raises(Interrupted):
        mousaic.train(small_set, out=run, report=False, quick_trust=False, progress=InTheMidst(), **options)
    mousaic.resume(run, report=False, quick_trust=False)
    assert contents(run) == contents(whole.path) and figures_of(run) == figures_of(whole.path)


def test_resuming_a_complete_run_changes_nothing(reference):
    before = contents(reference)
    assert "complete already" in finish("--resume", reference)
    assert contents(reference) == before


def test_resuming_refuses_other_images(small_set, tmp_path):
    import shutil

    data, run = tmp_path / "data", tmp_path / "run"
    shutil.copytree(small_set, data)
    process = start(data, *SMALL, "--epochs", str(EPOCHS), "--out", run)
    assert wait_for(lambda: rows(run) >= 1, process)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    first = next(data.rglob("*.png"))
    shutil.copy(next(path for path in data.rglob("*.png") if path != first), first)
    process = start("--resume", run)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "not those" in err and "Traceback" not in err

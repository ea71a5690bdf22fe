"""Runs that an earlier version made (tests/old_runs): they open, are measured, reported and resumed as they were."""

from __future__ import annotations

import csv
import json
import os
import platform
import shutil
import signal
from hashlib import sha256
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

import mousaic
from mousaic.cli import main
from mousaic.config import config_for
from mousaic.training.interrupt import Interrupted
from mousaic.training.progress import Silent

KEPT = Path(__file__).parents[1] / "old_runs"
EXPECTED = json.loads((KEPT / "expected.json").read_text())
MADE = {"size": 10, "features": 16, "k": 3, "members": 2, "copies": 2, "batch_size": 4, "threads": 1, "device": "cpu"}
NEWER = {"model": ("init", "local"), "training": ("revive", "backend", "consistency_kind", "nested")}
"""Options that the first runs did not have."""


class StopAt(Silent):
    """A real Ctrl-C in the second batch of an epoch."""

    def __init__(self, epoch: int) -> None:
        self.epoch_to_stop_in = epoch

    def batch(self, epoch: int, done: int, total: int) -> None:
        if epoch == self.epoch_to_stop_in and done == 8:
            os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture
def old(tmp_path):
    """A copy of all of them that knows where its images are."""
    folder = Path(shutil.copytree(KEPT, tmp_path / "old"))
    for path in folder.glob("*/config.json"):
        path.write_text(path.read_text().replace('"IMAGES"', json.dumps(str(folder / "images"))))
    return folder


def run_command(capsys, *arguments):
    """What the command printed; it must end well and quietly."""
    capsys.readouterr()
    main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err and "mousaic:" not in err
    return out


def weights(run):
    return (run / "model.safetensors").read_bytes()


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def same_arithmetic():
    """Whether sums round here as they did where the runs were made."""
    lines = (
        Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").is_file() else [platform.processor()]
    )
    processor = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    found = (processor, torch.__version__, torch.backends.cpu.get_cpu_capability())
    return found == (EXPECTED["processor"], EXPECTED["torch"], EXPECTED["capability"])


def without_newer_options(run):
    """Take out of a run's ``config.json`` what the first versions did not write there."""
    record = json.loads((run / "config.json").read_text())
    for group, names in NEWER.items():
        for name in names:
            del record["config"][group][name]
    del record["backend"]
    record.pop("raw_tables", None)
    record["data"] = str(mousaic.open_run(run).data)
    record.pop("checksum", None)
    (run / "config.json").write_text(json.dumps(record | {"schema": 1}))


def test_what_a_run_does_not_say_is_as_it_was_before_one_could_choose(old):
    kept = json.loads((old / "report" / "config.json").read_text())
    assert all(name not in kept["config"][group] for group, names in NEWER.items() for name in names)
    run = mousaic.open_run(old / "report")
    # The steps were PyTorch's alone; of what was added the report preset changed nothing.
    before = {"backend": "torch", "groups": "none", "label_level": 1, "order": "whole"}
    assert run.config == config_for("report", **MADE, epochs=3, **before)
    model, training = run.config.model, run.config.training
    assert (model.init, model.local, training.revive, training.nested) == ("orthogonal", 0, 0.0, False)
    assert (training.consistency_kind, run.record["backend"]) == ("latent", "torch")
    assert run.record["config"]["model"]["init"] == "orthogonal"  # what report and Methods read
    assert run.model.card.thresholds is None


def test_of_a_default_run_too(old):
    without_newer_options(old / "default")
    run = mousaic.open_run(old / "default")
    assert (run.config.model.init, run.config.training.revive) == ("orthogonal", 0.0)  # not the preset's windows
    assert run.config.training.learning_rate == 7e-4


@pytest.mark.parametrize("name", ["default", "report", "finished"])
def test_shown_measured_and_encoded_as_it_was(old, name, tmp_path, capsys):
    run, images, expected = old / name, old / "images", EXPECTED["runs"][name]
    before = files(old)
    assert "2 members of 16 features, k = 3" in run_command(capsys, "show", run)
    found = json.loads(run_command(capsys, "evaluate", run, images, "--json"))
    assert (found["images"], found["trained_on"]) == (12, expected["evaluate"]["trained_on"])
    for part in ("model", "mean_image"):
        assert found[part] == pytest.approx(expected["evaluate"][part], rel=1e-4, abs=1e-7)
    run_command(capsys, "encode", run, images, "--out", tmp_path / "codes.csv")
    with open(tmp_path / "codes.csv", newline="") as file:
        rows = [(int(row["member"]), int(row["feature"]), float(row["value"])) for row in csv.DictReader(file)]
    assert [row[:2] for row in rows] == [tuple(code[:2]) for code in expected["codes"]]
    assert [row[2] for row in rows] == pytest.approx([code[2] for code in expected["codes"]], rel=1e-4)
    run_command(capsys, "reconstruct", run, images, "--out", tmp_path / "made")
    assert files(old) == before


@pytest.mark.parametrize(("name", "lang"), [("default", "zh"), ("report", "en")])
def test_reported_in_both_languages(old, name, lang, tmp_path, capsys):
    page, config = tmp_path / "page.html", (old / name / "config.json").read_bytes()
    run_command(
        capsys, "report", old / name, "--lang", lang, "--out", page, "--comparison", old / "comparison",
    )  # fmt: skip
    text = page.read_text()
    # What this version would find and what the old one wrote down: the file it skipped, its class, its comparison.
    start = {"default": "windows", "report": "orthogonal"}[name]
    assert "other/broken.png" in text and "0.328" in text and f"<td>{start}</td>" in text
    assert ('lang="zh' in text) == (lang == "zh") and ">None<" not in text
    assert (old / name / "config.json").read_bytes() == config


@pytest.mark.parametrize("name", ["default", "report"])
def test_explored_in_an_atlas(old, name, capsys):
    run_command(capsys, "atlas", old / name)
    assert (old / name / "atlas" / "index.html").is_file()
    run_command(capsys, "features", old / name)


def test_an_interrupted_run_is_resumed_to_the_bytes_it_would_have_had(old, capsys):
    config = (old / "interrupted" / "config.json").read_bytes()
    run_command(capsys, "train", "--resume", old / "interrupted", "--no-report")
    resumed, finished = (
        load_file(old / "interrupted" / "model.safetensors"),
        load_file(KEPT / "finished/model.safetensors"),
    )
    for name, tensor in finished.items():
        torch.testing.assert_close(resumed[name], tensor, rtol=1e-3, atol=1e-4)
    assert (old / "interrupted" / "config.json").read_bytes() == config
    assert len(mousaic.open_run(old / "interrupted").history) == 6
    if same_arithmetic():
        digest = sha256(weights(old / "interrupted")).hexdigest()
        assert digest == EXPECTED["finished_sha256"]


def test_runs_before_checksums_open_and_resume(old, capsys):
    """With early stopping, so that the best weights are read back too."""
    for name in ("unchecked", "unchecked_interrupted"):
        assert not mousaic.open_run(old / name).mark
    run_command(capsys, "show", old / "unchecked")
    run_command(capsys, "parts", old / "unchecked")
    run_command(capsys, "evaluate", old / "unchecked", old / "images")
    run_command(capsys, "train", "--resume", old / "unchecked_interrupted", "--no-report")
    resumed, finished = (load_file(path / "model.safetensors") for path in
                         (old / "unchecked_interrupted", KEPT / "unchecked"))  # fmt: skip
    for name, tensor in finished.items():
        torch.testing.assert_close(resumed[name], tensor, rtol=1e-3, atol=1e-4)
    if same_arithmetic():
        assert weights(old / "unchecked_interrupted") == weights(KEPT / "unchecked")


def test_the_old_model_is_whole():
    assert sha256(weights(KEPT / "finished")).hexdigest() == EXPECTED["finished_sha256"]


@pytest.mark.parametrize("preset", ["report", "default"])
def test_a_run_without_newer_options_is_resumed_as_it_began(preset, tmp_path, capsys):
    options = {**MADE, "epochs": 4, "init": "orthogonal", "revive": 0.0, "backend": "torch", "report": False}
    whole = mousaic.train(KEPT / "images", preset=preset, out=tmp_path / "whole", **options)
    with pytest.raises(Interrupted):
        mousaic.train(KEPT / "images", preset=preset, out=tmp_path / "run", progress=StopAt(2), **options)
    without_newer_options(tmp_path / "run")
    run_command(capsys, "train", "--resume", tmp_path / "run", "--no-report")
    assert weights(tmp_path / "run") == weights(whole.path)


def test_a_complete_run_has_nothing_to_resume(old, capsys):
    before = files(old)
    assert "complete already" in run_command(capsys, "train", "--resume", old / "default")
    assert files(old) == before


def test_a_run_of_whole_paths_and_raw_tables_opens_and_finds_its_images(old, capsys):
    run = mousaic.open_run(old / "sealed")
    assert run.data == Path("/data/images") and run.raw and len(run.split) == 12
    assert json.loads((old / "sealed" / "config.json").read_text())["schema"] == 3
    with pytest.raises(mousaic.MousaicError, match="no longer in /data/images: say with --data FOLDER"):
        run.need_data()
    run_command(capsys, "features", old / "sealed", "--data", old / "images")

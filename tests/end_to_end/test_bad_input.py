"""Wrong input: one clear sentence, exit code 2, nothing left behind, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from mousaic.cli import main


def tiny(**changes):
    """Options of a training that takes a moment."""
    options = {"size": 16, "features": 48, "k": 4, "members": 2, "epochs": 3, "threads": 1} | changes
    words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
    return [*words, "--no-report"]


TINY = tiny()


def refused(capsys, *arguments):
    """The one sentence with which the command refuses."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert stopped.value.code == 2, out + err
    assert err.startswith("mousaic: ") and err.count("\n") == 1
    return err


@pytest.fixture
def trained(small_set, tmp_path, capsys):
    main(["train", str(small_set), *TINY, "--out", str(tmp_path / "run"), "--quiet"])
    return tmp_path / "run"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"k": 0}, "--k must be at least 1"),
        ({"k": 49}, "cannot exceed features = 48"),
        ({"batch_size": 0}, "--batch-size must be at least 1"),
        ({"augment": "frsh"}, "did you mean 'fresh'?"),
        ({"border": "miror"}, "choose from black, edge, reflect"),
        ({"preset": "repot"}, "did you mean 'report'?"),
        ({"epoch": 3}, "--epochs"),
        ({"epochs": "many"}, "many"),
    ],
)
def test_options(small_set, tmp_path, capsys, options, words):
    assert words in refused(capsys, "train", small_set, *tiny(**options), "--out", tmp_path / "run")
    assert not list(tmp_path.iterdir())


def test_data_that_is_not_there(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    for data in (tmp_path / "missing", tmp_path / "empty", tmp_path / "broken"):
        for command in (["train", data, "--out", tmp_path / "run"], ["intake", data]):
            assert str(data) in refused(capsys, *command)
    assert not (tmp_path / "run").exists()
    assert "Give a folder" in refused(capsys, "train")


def test_strict_makes_a_skipped_file_an_error(small_set, tmp_path, capsys):
    import shutil

    data = tmp_path / "data"
    shutil.copytree(small_set, data)
    (data / "lying" / "broken.png").write_bytes(b"nothing")
    assert "broken.png" in refused(capsys, "train", data, *TINY, "--strict", "--out", tmp_path / "run")
    assert "broken.png" in refused(capsys, "intake", data, "--strict")
    assert not (tmp_path / "run").exists()
    main(["train", str(data), *TINY, "--out", str(tmp_path / "run")])
    assert "broken.png" in capsys.readouterr().out


def test_output_folders(small_set, trained, tmp_path, capsys):
    before = (trained / "model.safetensors").read_bytes()
    assert "exists already" in refused(capsys, "train", small_set, *TINY, "--out", trained)
    assert (trained / "model.safetensors").read_bytes() == before
    assert "inside" in refused(capsys, "train", small_set, *TINY, "--out", small_set / "run")
    thesis = tmp_path / "thesis"
    thesis.mkdir()
    (thesis / "chapter.txt").write_text("years of work")
    assert "thesis" in refused(capsys, "train", small_set, *TINY, "--out", thesis, "--overwrite")
    assert (thesis / "chapter.txt").read_text() == "years of work"
    # A mistake found only after --overwrite was accepted must not have cost the old run.
    assert "nowhere" in refused(capsys, "train", tmp_path / "nowhere", "--out", trained, "--overwrite")
    assert (trained / "model.safetensors").read_bytes() == before
    main(["train", str(small_set), *TINY, "--seed", "1", "--out", str(trained), "--overwrite", "--quiet"])
    assert (trained / "model.safetensors").read_bytes() != before


def test_runs_that_are_none_or_damaged(small_set, trained, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "missing", small_set):
        for command in (["show", folder], ["train", "--resume", folder], ["evaluate", folder, small_set]):
            assert str(folder) in refused(capsys, *command)
    weights = trained / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    for command in (["evaluate", trained, small_set], ["encode", trained, small_set, "--out", tmp_path / "c.csv"]):
        assert "model.safetensors" in refused(capsys, *command)
    assert not (tmp_path / "c.csv").exists()
    checkpoint = trained / "checkpoint" / "state.safetensors"
    checkpoint.write_bytes(checkpoint.read_bytes()[:-10])
    (trained / "summary.json").unlink()
    assert "state.safetensors" in refused(capsys, "train", "--resume", trained)
    assert "not finished" in refused(capsys, "evaluate", trained, small_set)
    assert "from the run itself" in refused(capsys, "train", small_set, "--resume", trained)


def test_training_that_breaks_down_says_where_and_what_to_do(small_set, tmp_path, capsys):
    error = refused(
        capsys, "train", small_set, *tiny(learn="topk", learning_rate=1e30, warmup=0), "--out", tmp_path / "run"
    )
    assert "epoch 1, batch 2" in error and "lower --learning-rate" in error
    assert not (tmp_path / "run" / "model.safetensors").exists()


def test_a_device_that_is_not_there(small_set, tmp_path, capsys):
    import torch

    missing = "mps" if not torch.backends.mps.is_available() else "cuda"
    error = refused(capsys, "train", small_set, *TINY, "--device", missing, "--out", tmp_path / "run")
    assert missing in error and "--device cpu" in error
    assert not (tmp_path / "run").exists()


def test_a_model_that_no_memory_holds(small_set, tmp_path, capsys):
    huge = ["--features", "1000000", "--members", "1024", "--size", "1024", "--k", "4", "--epochs", "1"]
    assert "memory" in refused(capsys, "train", small_set, *huge, "--out", tmp_path / "run").lower()


def test_names_from_hell(tmp_path, capsys):
    data = tmp_path / "data" / "</SCRIPT><img src=x onerror=alert(1)>"
    data.mkdir(parents=True) if os.sep not in data.name else None
    (tmp_path / "data" / "$x_1$ \x1b[31m").mkdir(parents=True)
    rng = np.random.default_rng(0)
    for number in range(3):
        name = f"{number}\n$\\frac{{1}}{{2}}$.png"
        Image.fromarray(rng.integers(0, 255, (20, 20)).astype(np.uint8)).save(
            tmp_path / "data" / "$x_1$ \x1b[31m" / name
        )
    raw = os.fsencode(tmp_path / "data" / "$x_1$ \x1b[31m") + b"/\xff\xfe.png"
    Image.fromarray(rng.integers(0, 255, (20, 20)).astype(np.uint8)).save(tmp_path / "plain.png")
    os.rename(tmp_path / "plain.png", raw)
    main(["train", str(tmp_path / "data"), *TINY, "--out", str(tmp_path / "run")])
    out, err = capsys.readouterr()
    assert "\x1b[31m" not in out + err
    main(["train", "--resume", str(tmp_path / "run")])
    main(["reconstruct", str(tmp_path / "run"), str(tmp_path / "data"), "--out", str(tmp_path / "made")])
    assert len(list((tmp_path / "made").rglob("*.png"))) == 5


def test_the_command_prints_no_traceback_and_exits_with_2(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mousaic", "train", str(tmp_path / "missing")], capture_output=True, text=True
    )
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "missing" in done.stderr


def test_help_is_fast_and_importing_brings_no_torch():
    code = "import sys, mousaic.cli; sys.exit('torch' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
    assert subprocess.run([sys.executable, "-m", "mousaic", "--help"], capture_output=True).returncode == 0

"""What the system refuses, and what another process is at: one sentence, exit code 2, nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mousaic
from mousaic.cli import main
from mousaic.locks import alone_in

TINY = ["--size", "8", "--features", "12", "--k", "2", "--epochs", "2", "--threads", "1", "--no-report", "--quiet"]


@pytest.fixture(scope="module")
def run(small_set, tmp_path_factory):
    path = tmp_path_factory.mktemp("refusals") / "run"
    main(["train", str(small_set), *TINY, "--out", str(path)])
    return path


def refused(capsys, *words):
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main([str(word) for word in words])
    err = capsys.readouterr().err
    assert stopped.value.code == 2 and err.startswith("mousaic: ") and err.count("\n") == 1, err
    return err


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="nothing stands for a full disk here")
@pytest.mark.parametrize("words", [["show"], ["--help"]], ids=lambda words: words[0])
def test_output_that_nothing_takes(run, words):
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "mousaic", *words, *([str(run)] if words == ["show"] else [])]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "No space left" in done.stderr


@pytest.mark.parametrize("kind", ["long", "under a file", "loop", "nothing", "root"])
def test_names_at_which_nothing_can_be_made(run, small_set, tmp_path, capsys, kind):
    (tmp_path / "file").write_text("a file")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    out = {
        "long": tmp_path / ("x" * 300), "under a file": tmp_path / "file" / "x", "loop": tmp_path / "loop" / "x",
        "nothing": Path("/proc/nothing/x"), "root": Path("/"),
    }[kind]  # fmt: skip
    for words in (["train", small_set, *TINY], ["compare", small_set, "--methods", "mean"], ["report", run],
                  ["reconstruct", run, small_set], ["atlas", run]):  # fmt: skip
        refused(capsys, *words, "--out", out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "loop"]


def test_a_name_as_long_as_can_be(small_set, tmp_path):
    run = tmp_path / ("x" * 250)
    main(["train", str(small_set), *TINY, "--out", str(run)])
    main(["train", "--resume", str(run)])
    assert [path.name for path in tmp_path.iterdir()] == [run.name]


def test_every_command_that_writes_into_a_run_waits_for_nobody(run, small_set, capsys):
    before = sorted(run.rglob("*"))
    with alone_in(run):
        anew = ["train", small_set, *TINY, "--overwrite", "--out", run]
        for words in (["report", run], ["atlas", run], ["features", run], ["parts", run], ["stability", run],
                      ["train", "--resume", run], anew):  # fmt: skip
            assert f"process {os.getpid()}" in refused(capsys, *words)
        main(["show", str(run)])
        assert mousaic.open_run(run).model is not None
    assert sorted(run.rglob("*")) == before
    assert not run.with_name(".run.lock").exists()


def test_matplotlib_and_the_compiler_have_nothing_to_say_where_no_home_can_be_written(small_set, tmp_path):
    (tmp_path / "file").write_text("no folder")
    home = {"HOME": str(tmp_path / "file"), "NUMBA_CACHE_DIR": str(tmp_path / "file" / "kept"),
            "NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator"}  # fmt: skip
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("MPL", "XDG"))} | home
    words = ["--features", "256", "--k", "50", "--size", "16", "--epochs", "2", "--threads", "1", "--no-report"]
    command = [sys.executable, "-m", "mousaic", "train", str(small_set), *words, "--out", str(tmp_path / "run")]
    done = subprocess.run([*command, "--quiet"], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"{tmp_path / 'run'}\n")
    done = subprocess.run([*command, "--overwrite"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.count("Compiled code could not be kept") == 1
    assert "mkdir" not in done.stderr and "Matplotlib" not in done.stderr

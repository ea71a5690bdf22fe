"""One member over processes: each batch's images are divided, whoever of them is killed or stopped."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from tests.end_to_end.running import run_command
from tests.end_to_end.test_interrupted import checkpointed, contents, figures_of, wait_for
from tests.end_to_end.test_torchrun import ours, ranks_of, start, tiny

KINDS = {
    "killed": {"learn": "topk", "backend": "compiled", "revive": 0.9},
    "stopped": {},
}


@pytest.mark.skipif(sys.platform != "linux", reason="who started whom is read from /proc")
@pytest.mark.parametrize("kind", KINDS)
def test_it_goes_on_to_the_same_bytes(
    kind: str, small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Begun by two, and brought to its end by two: not by one."""
    run, options, rest = tmp_path / "run", tiny(60, **KINDS[kind]), ("--no-report", "--quiet")
    again = f"torchrun --nproc-per-node 2 -m mousaic train --resume {run}"
    process = start(small_set, *options, "--out", run, processes=2)
    assert wait_for(lambda: checkpointed(run) >= 2, process)
    if kind == "killed":
        for each in (process.pid, *ranks_of(process.pid)):
            os.kill(each, signal.SIGKILL)
        process.communicate(timeout=60)
    else:
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert ours(out + err) == [f"Stopped and saved. Go on with: {again}"]
    assert 2 <= checkpointed(run) < 60
    _, err = run_command(capsys, "train", "--resume", run, *rest, code=2)
    assert "are divided over 2 processes" in err
    assert f"go on with {again}" in err
    for words in ("--resume", run, *rest), (small_set, *options, "--out", tmp_path / "whole"):
        process = start(*words, processes=2)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert contents(tmp_path / "whole") == contents(run)
    assert figures_of(tmp_path / "whole") == figures_of(run)


def test_as_one_process_but_for_rounding(small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of filters, which know where they lie in all processes."""
    options = ["--model", "conv", "--filters", "3", "--filter-sizes", "5", "--size", "16", "--k", "4", "--epochs", "2",
               "--threads", "1", "--no-report", "--quiet"]  # fmt: skip
    run_command(capsys, "train", small_set, *options, "--out", tmp_path / "one")
    process = start(small_set, *options, "--out", tmp_path / "two", processes=2)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, out + err
    one, two = (load_file(tmp_path / name / "model.safetensors") for name in ("one", "two"))
    for name, tensor in one.items():
        torch.testing.assert_close(two[name], tensor, rtol=1e-3, atol=1e-4)
    for mine, other in zip(figures_of(tmp_path / "one")[1:], figures_of(tmp_path / "two")[1:], strict=True):
        assert list(map(float, mine)) == pytest.approx(list(map(float, other)), rel=1e-3)


def test_what_is_refused(small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Batches of fewer images than processes; a run that one process began."""
    run_command(capsys, "train", small_set, *tiny(1), "--out", tmp_path / "one")
    (tmp_path / "one/summary.json").unlink()
    for words, said in (
        ([small_set, *tiny(), "--batch-size", "1", "--out", tmp_path / "none"], "2 processes cannot divide batches"),
        (["--resume", tmp_path / "one"], f"The batches of {tmp_path / 'one'} are not divided"),
    ):
        process = start(*words, processes=2)
        out, err = process.communicate(timeout=60)
        (sentence,) = ours(out + err)
        assert sentence.startswith(f"mousaic: {said}")
        assert re.search(r"exitcode *: 2\b", err)
    assert not (tmp_path / "none").exists()

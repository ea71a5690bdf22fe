"""Studies shared out over processes: the same tables as by one, and what is done when the person stops stays."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import mousaic
from tests.end_to_end.running import run_command, tiny
from tests.end_to_end.spots import draw_spots
from tests.end_to_end.studies import choose_k, classify, compare, tables_of


@pytest.mark.usefixtures("few_labelings")
@pytest.mark.parametrize("study", [compare, choose_k, classify])
def test_two_jobs_give_the_tables_of_one(
    study: Callable[[Path, Path], list[str]], small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(capsys, *study(small_set, tmp_path / "one"), "--quiet")
    _, err = run_command(capsys, *study(small_set, tmp_path / "two"), "--jobs", "2")
    assert tables_of(tmp_path / "two") == tables_of(tmp_path / "one")
    assert "0:00 left" in err
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


def test_stability_of_two_jobs(small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables = []
    for jobs in ("1", "2"):
        run = tmp_path / jobs
        run_command(capsys, "train", small_set, *tiny(members=1, epochs=1), "--quiet", "--out", run)
        run_command(capsys, "stability", run, "--runs", "2", "--quiet", "--jobs", jobs)
        tables.append((run / "analysis" / "stability.csv").read_bytes())
        assert not (run / "analysis" / "stability").exists()
    assert tables[0] == tables[1]


def test_anomaly_of_two_jobs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    normal, new = draw_spots(tmp_path / "spots", 9, 0), draw_spots(tmp_path / "batch", 5, 2, odd=3)
    trained = tmp_path / "trained"
    mousaic.train(normal, out=trained, report=False, size=24, features=16, k=10, epochs=1, threads=1, augment="none")
    found = []
    for jobs in ("1", "2"):
        run, out = tmp_path / f"run{jobs}", tmp_path / f"odd{jobs}"
        shutil.copytree(trained, run)
        run_command(capsys, "anomaly", run, new, "--out", out, "--folds", "2", "--quiet", "--jobs", jobs)
        kept = {one.relative_to(run): one for one in (run / "anomaly").rglob("*.safetensors")}
        tables = {Path(name): out / name for name in ("anomaly.csv", "anomaly.json", "anomaly.png", "anomaly.html")}
        found.append({name: one.read_bytes() for name, one in (kept | tables).items()})
    assert len(found[0]) >= 6 and found[0] == found[1]


def test_stopped_it_goes_on_from_what_is_kept(
    small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, kept = tmp_path / "out", tmp_path / ".out.tasks"
    command = [*compare(small_set, out), "--repeats", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "mousaic", *command, "--jobs", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        # A shell that runs the tests in the background has them ignore Ctrl-C, which a child would inherit.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    end = time.monotonic() + 300
    while len(list(kept.glob("*.safetensors"))) < 3:
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all processes at once
    printed, err = process.communicate(timeout=300)
    assert process.returncode == 130 and printed == "" and "Traceback" not in err
    assert f"of 16 tasks are kept in {kept}: the same command goes on from there." in err and not out.exists()
    done = len(list(kept.glob("*.safetensors")))
    printed, err = run_command(capsys, *command, "--json")
    assert err.count("done before") >= done and json.loads(printed)["folder"] == str(out)
    assert not kept.exists()


def test_what_cannot_be_is_refused(small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for asked, words in ((["--jobs", "0"], "--jobs must be at least 1"), (["--task", "9"], "there are only 8 tasks")):
        _, err = run_command(capsys, *compare(small_set, tmp_path / "out"), "--quiet", *asked, code=2)
        assert words in err and not list(tmp_path.iterdir())

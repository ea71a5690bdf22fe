"""``mousaic stability`` as a user types it: what it prints and writes, refuses, and goes on from."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import time

import pytest

from mousaic.cli import main
from tests.end_to_end.processes import Command

TINY = ["--size", "12", "--features", "24", "--k", "3", "--members", "2", "--copies", "2", "--threads", "1"]


@pytest.fixture(scope="module")
def trained(small_set, tmp_path_factory):
    path = tmp_path_factory.mktemp("stability") / "run"
    main(["train", str(small_set), *TINY, "--no-report", "--epochs", "2", "--quiet", "--out", str(path)])
    return path


@pytest.fixture
def run(trained, tmp_path):
    return shutil.copytree(trained, tmp_path / "run")


def refused(capsys, *arguments):
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["stability", *map(str, arguments)])
    out, err = capsys.readouterr()
    assert stopped.value.code == 2 and out == ""
    assert err.startswith("mousaic: ") and err.count("\n") == 1
    return err


def test_the_whole_command(run, capsys):
    before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
    main(["stability", str(run), "--runs", "3"])
    out, err = capsys.readouterr()
    assert out.startswith("Of 2 x 24 features, ") and " fire on an original, and " in out.splitlines()[0]
    assert "training 27/27" in err and "independent run" in err and " left" in err
    assert all(path.read_bytes() == data for path, data in before.items())
    new = {str(path.relative_to(run)) for path in run.rglob("*") if path.is_file() and path not in before}
    assert new == {"analysis/stability.csv", "analysis/stability.json", "figures/stability.png"}
    assert not (run / "analysis" / "stability").exists()
    with open(run / "analysis" / "stability.csv", newline="") as file:
        found = [int(row["found"]) for row in csv.DictReader(file)]
    assert len(found) == 48 and max(found) <= 3
    written = json.loads((run / "analysis" / "stability.json").read_text())
    assert written["images"] == 10  # the training part alone
    assert written["sentences"][0]["text"] == out.splitlines()[0]


def test_json_quiet_members_and_a_folder_that_moved(run, small_set, tmp_path, capsys):
    moved = shutil.copytree(small_set, tmp_path / "moved")
    main(["stability", str(run), "--runs", "2", "--members", "1", "--data", str(moved), "--json", "--quiet"])
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert err == "" and data["members_of_each_run"] == 1 and data["pw_mcc"]["runs"]["pairs"] == 1
    assert data["pw_mcc"]["phases_members"]["pairs"] == 0
    table = (run / "analysis" / "stability.csv").read_bytes()
    main(["stability", str(run), "--runs", "2", "--members", "1", "--quiet", "--seed", "0"])
    assert (run / "analysis" / "stability.csv").read_bytes() == table  # the run's own seed is 0
    main(["stability", str(run), "--runs", "2", "--members", "1", "--quiet", "--seed", "1"])
    assert (run / "analysis" / "stability.csv").read_bytes() != table


def test_what_cannot_be_measured_is_refused(run, small_set, tmp_path, capsys):
    assert "--runs must be at least 2, not 1" in refused(capsys, run, "--runs", "1")
    assert "--members must be at least 1, not 0" in refused(capsys, run, "--members", "0")
    other = shutil.copytree(small_set, tmp_path / "other")
    next(other.rglob("*.png")).unlink()
    assert "are not those that" in refused(capsys, run, "--data", other)
    (run / "summary.json").unlink()
    assert "is not finished; go on with: mousaic train --resume" in refused(capsys, run)
    assert "There is no run folder" in refused(capsys, tmp_path / "nothing")
    assert not (run / "analysis").exists()


@pytest.mark.painted
def test_stopped_by_ctrl_c_it_goes_on_to_the_same_table(trained, small_set, tmp_path, capsys):
    slow = tmp_path / "slow"
    main(["train", str(small_set), *TINY, "--no-report", "--epochs", "6", "--quiet", "--out", str(slow)])
    whole = shutil.copytree(slow, tmp_path / "whole")
    process = Command("stability", "--runs", "2", slow)
    end = time.monotonic() + 300
    while len(list((slow / "analysis" / "stability").glob("*.safetensors"))) < 3:
        assert process.poll() is None and time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130 and out == "" and "Traceback" not in err
    assert "of 26 tasks are kept in " in err and "the same command goes on from there." in err
    assert not (slow / "analysis" / "stability.csv").exists()
    main(["stability", "--runs", "2", str(slow)])
    err = capsys.readouterr().err
    assert "training 1/" not in err and "training 26/26" in err
    main(["stability", str(whole), "--runs", "2", "--quiet"])
    assert (slow / "analysis" / "stability.csv").read_bytes() == (whole / "analysis" / "stability.csv").read_bytes()
    assert (slow / "figures" / "stability.png").read_bytes() == (whole / "figures" / "stability.png").read_bytes()

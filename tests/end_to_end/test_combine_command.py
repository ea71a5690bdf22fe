"""``mousaic combine`` as a user types it: what it makes, refuses, and goes on from."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from mousaic.cli import main
from mousaic.pipeline import combine_runs as consensus
from mousaic.pipeline.training_run import Interrupted, resume
from mousaic.runs.run import Run, open_run
from mousaic.training.progress import Silent
from mousaic.words.put import put

TINY = ["--size", "12", "--copies", "2", "--batch-size", "8", "--threads", "1", "--epochs", "4", "--no-report"]


def trained(small_set, path: Path, *options: str) -> Path:
    main(["train", str(small_set), *TINY, "--quiet", "--out", str(path), *options])
    return path


@pytest.fixture(scope="module")
def runs(small_set, tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("combine")
    one = trained(small_set, folder / "one", "--members", "3", "--k", "3", "--features", "24")
    return one, trained(small_set, folder / "two", "--members", "1", "--k", "7", "--seed", "1", "--features", "24")


@pytest.fixture(scope="module")
def whole(runs, tmp_path_factory) -> Run:
    """The consensus of the first run's own members."""
    return consensus.combine(runs[:1], out=tmp_path_factory.mktemp("whole") / "whole", report=False)


def refused(capsys, *arguments) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["combine", *map(str, arguments)])
    out, err = capsys.readouterr()
    assert stopped.value.code == 2 and out == ""
    assert err.startswith("mousaic: ") and err.count("\n") == 1
    return err


def contents(*folders: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_two_runs_become_one_that_other_commands_take(runs, tmp_path, capsys, small_set):
    before = contents(*runs, small_set)
    main(["combine", *map(str, runs), "--out", str(tmp_path / "both"), "--no-report", "--threshold", "0.8"])
    out, _ = capsys.readouterr()
    assert out.startswith("Of 24 features kept, found in so many of 4 members: ")
    assert contents(*runs, small_set) == before
    run = open_run(tmp_path / "both")
    assert (run.model.card.members, run.model.card.features, run.model.card.k) == (1, 24, 4)  # 3, 3, 3 and 7
    assert run.summary["epochs"] == 2 and len(run.history) == 2
    with open(run.path / "analysis" / "consensus.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ["one/0", "one/1", "one/2", "two/0"]
    assert list(rows[0]) == ["feature", "support", *names] and len(rows) == 24
    for row in rows:
        assert int(row["support"]) == sum(row[name] != "" for name in names)
    made = json.loads((run.path / "config.json").read_text())["combined"]
    assert made == {"runs": [str(path.resolve()) for path in runs], "members": names, "threshold": 0.8}
    assert "consensus of 4 members (of 2 run(s))" in (run.path / "README.md").read_text()
    main(["evaluate", str(run.path), str(small_set)])
    with pytest.raises(SystemExit):
        main(["stability", str(run.path)])
    assert "give one of those" in capsys.readouterr().err


def test_what_any_run_was_trained_on_is_not_held_out(runs, tmp_path):
    run = consensus.combine(runs, out=tmp_path / "both", report=False)
    held = [{row.path for row in open_run(path).split if row.part == "validation"} for path in runs]
    assert {row.path for row in run.split if row.part == "validation"} == held[0] & held[1]
    assert held[0] != held[1]  # else the test could not fail
    assert bool(run.summary["validation"]) == bool(held[0] & held[1])


def test_one_run_of_several_members_keeps_its_split(runs, tmp_path, capsys):
    main(["combine", str(runs[0]), "--out", str(tmp_path / "own"), "--k", "5", "--quiet", "--no-report"])
    assert capsys.readouterr().out == f"{tmp_path / 'own'}\n"
    run = open_run(tmp_path / "own")
    assert run.split == open_run(runs[0]).split and run.model.card.k == 5 and run.summary["validation"]


def test_the_weights_are_those_that_compare_measures(runs, whole):
    from mousaic.analysis.ensembles import refinement
    from mousaic.model.consensus import consensus as merge
    from mousaic.training.fit import train_members

    source = open_run(runs[0])
    images = source.load_images(source.need_data())
    part = images.subset(np.flatnonzero([row.part == "train" for row in source.split]))
    expected = train_members(part, refinement(source.config), start=merge(source.model.ensemble).ensemble)
    assert (whole.model.ensemble.weight == expected.weight).all()


def test_stopped_and_resumed_is_never_stopped(runs, whole, tmp_path):

    class StopsAtOnce(Silent):
        def batch(self, epoch, done, total):
            import signal

            if epoch == 1 and done < total:
                signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted):
        consensus.combine(runs[:1], out=tmp_path / "stopped", report=False, progress=StopsAtOnce())
    again = resume(tmp_path / "stopped", report=False)
    name = "model.safetensors"
    assert (again.path / name).read_bytes() == (whole.path / name).read_bytes()


def test_the_start_of_a_combined_run_is_there_from_its_first_moment(runs, whole, tmp_path, monkeypatch):
    def killed(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(consensus, "train_run", killed)
    with pytest.raises(KeyboardInterrupt):
        consensus.combine(runs[:1], out=tmp_path / "killed", report=False)
    monkeypatch.undo()
    again = resume(tmp_path / "killed", report=False)
    assert (again.path / "model.safetensors").read_bytes() == (whole.path / "model.safetensors").read_bytes()


def test_wrong_input_leaves_nothing(runs, small_set, tmp_path, capsys):
    one, two = runs
    here = tmp_path / "out"
    flags = ["--out", str(here), "--quiet"]
    assert "Which runs?" in refused(capsys, *flags)
    assert "no run folder" in refused(capsys, tmp_path / "nowhere", *flags)
    assert "has one member" in refused(capsys, two, *flags)
    assert "from 0 to 1, not 2" in refused(capsys, one, "--threshold", "2", *flags)
    assert "at least k = 99" in refused(capsys, one, "--k", "99", *flags)
    assert "--k must be at least 1" in refused(capsys, one, "--k", "0", *flags)
    assert "one of the runs to combine" in refused(capsys, one, "--out", one, "--overwrite")
    assert "never changed" in refused(capsys, one, "--out", small_set / "out")
    other = trained(small_set, tmp_path / "other", "--members", "1", "--k", "3", "--features", "20")
    assert "differ in features (20 and 24)" in refused(capsys, one, other, *flags)
    moved = shutil.copytree(small_set, tmp_path / "moved")
    next(moved.rglob("*.png")).unlink()
    assert "are not those" in refused(capsys, one, "--data", moved, *flags)
    assert not here.exists() and not (tmp_path / ".out.partial").exists()


def test_members_that_share_little_are_said_to():
    text = put(consensus.support_finding([3, 3, 1, 1, 1], 3))
    assert text.startswith("Of 5 features kept, found in so many of 3 members: 2 in 3, 3 in 1.")
    assert "agree on little" in text and "agree on little" not in put(consensus.support_finding([3, 3, 1, 1], 3))

"""A run that replaces another is made beside it; the old one stays until the new one is whole."""

from __future__ import annotations

import os

import pytest

import mousaic
from mousaic.errors import MousaicError
from mousaic.runs.run import open_run
from mousaic.runs.successor import current, successor_of, take_place
from mousaic.training.interrupt import Interrupted
from mousaic.training.progress import Silent

OPTIONS = {"size": 8, "features": 12, "k": 2, "epochs": 3, "copies": 1, "threads": 1}


class Stop(Silent):
    """Ctrl-C in the second epoch, after looking at what lies there."""

    def __init__(self, look=lambda: None) -> None:
        self.look = look

    def batch(self, epoch, done, total):
        if epoch == 2:
            self.look()
            os.kill(os.getpid(), 2)


def contents(run):
    return {path.relative_to(run): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


@pytest.fixture
def old(small_set, tmp_path):
    return mousaic.train(small_set, out=tmp_path / "run", report=False, **OPTIONS).path


def test_interrupted_it_leaves_the_old_run_and_is_resumed_by_its_name(small_set, old, tmp_path):
    before = contents(old)
    with pytest.raises(Interrupted) as stopped:
        mousaic.train(small_set, out=old, overwrite=True, seed=1, progress=Stop(), report=False, **OPTIONS)
    assert stopped.value.path == old and contents(old) == before
    found = successor_of(old)
    assert found is not None and (found.path, found.place, found.name) == (tmp_path / "run.new", old, "run")
    assert current(old).path == found.path
    other = mousaic.train(small_set, out=tmp_path / "other", seed=1, report=False, **OPTIONS)
    run = mousaic.resume(old)
    assert run.path == old and successor_of(old) is None
    assert (old / "model.safetensors").read_bytes() == (other.path / "model.safetensors").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "run"]


def test_uninterrupted_it_takes_the_place_and_was_never_in_the_way(small_set, old, tmp_path):
    before = contents(old)

    class Look(Silent):
        def batch(self, epoch, done, total):
            assert contents(old) == before

    run = mousaic.train(small_set, out=old, overwrite=True, seed=1, progress=Look(), report=False, **OPTIONS)
    assert run.path == old and run.config.training.seed == 1 and run.place == old
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_killed_between_the_renames_the_new_one_is_put_in_its_place(small_set, old, tmp_path):
    mousaic.train(small_set, out=tmp_path / "run.new", seed=1, report=False, **OPTIONS)
    made_beside(tmp_path / "run.new")
    old.rename(tmp_path / ".run.old")
    with pytest.raises(MousaicError, match=r"train --resume .*run"):
        open_run(old)
    with pytest.raises(MousaicError, match=r"train --resume .*run"):
        mousaic.train(small_set, out=old, report=False, **OPTIONS)
    assert mousaic.resume(old).config.training.seed == 1
    mousaic.resume(old)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_begun_anew_it_replaces_the_unfinished_one(small_set, old, tmp_path):
    with pytest.raises(Interrupted):
        mousaic.train(small_set, out=old, overwrite=True, seed=1, progress=Stop(), report=False, **OPTIONS)
    with pytest.raises(MousaicError, match="exists already"):
        mousaic.train(small_set, out=old, seed=2, report=False, **OPTIONS)
    run = mousaic.train(small_set, out=old, overwrite=True, seed=2, report=False, **OPTIONS)
    assert run.config.training.seed == 2 and [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_that_only_looks_like_one_is_left_alone(small_set, old, tmp_path):
    (tmp_path / "run.new").mkdir()
    (tmp_path / "run.new" / "thesis.txt").write_text("years")
    assert successor_of(old) is None and take_place(open_run(old)).path == old
    with pytest.raises(MousaicError, match=r"run\.new is in the way"):
        mousaic.train(small_set, out=old, overwrite=True, report=False, **OPTIONS)
    assert (tmp_path / "run.new" / "thesis.txt").is_file() and open_run(old).finished


def test_a_run_that_is_called_so_replaces_itself_alone(small_set, tmp_path):
    mousaic.train(small_set, out=tmp_path / "run.new", report=False, **OPTIONS)
    run = mousaic.train(small_set, out=tmp_path / "run.new", overwrite=True, seed=1, report=False, **OPTIONS)
    assert run.place == run.path == tmp_path / "run.new" and mousaic.resume(run.path).path == run.path
    assert [path.name for path in tmp_path.iterdir()] == ["run.new"]


def made_beside(run):
    """What ``create_run`` says of a run that is to replace another."""
    import json

    from mousaic.sealed import write_sealed

    record = json.loads((run / "config.json").read_text())
    write_sealed(run / "config.json", record | {"successor": run.name.removesuffix(".new")})

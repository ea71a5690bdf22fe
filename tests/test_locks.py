"""One process at a time in a folder; the lock ends with its process, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from mousaic.errors import MousaicError
from mousaic.locks import alone_in, lock_of

HOLD = """
import sys, time
from pathlib import Path
from mousaic.locks import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def owner(tmp_path):
    """Another process that owns ``run``, which does not exist yet."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "run")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.communicate()


def test_a_second_process_is_told_whose_it_is(owner, tmp_path):
    with pytest.raises(MousaicError, match=rf"process {owner.pid}\) is at work in .*run"), alone_in(tmp_path / "run"):
        raise AssertionError("two own it")
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(MousaicError), alone_in(tmp_path / "link" / "run"):
        raise AssertionError("two own it, by two names")
    with alone_in(tmp_path / "other"):
        pass


def test_death_releases_it(owner, tmp_path):
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    assert lock_of(tmp_path / "run").exists()  # what it has left is no lock
    with alone_in(tmp_path / "run"):
        assert lock_of(tmp_path / "run").read_text() == f"{os.getpid()}\n"
    assert not any(tmp_path.iterdir())


def test_it_is_released_after_an_error_and_may_be_held_once_in_a_process(tmp_path):
    with pytest.raises(ZeroDivisionError), alone_in(tmp_path / "run"):
        raise ZeroDivisionError
    with alone_in(tmp_path / "run"), pytest.raises(MousaicError, match=str(os.getpid())), alone_in(tmp_path / "run"):
        pass
    assert not any(tmp_path.iterdir())


def test_folders_made_for_it_go_with_it_unless_they_hold_something(tmp_path):
    with alone_in(tmp_path / "a" / "b" / "run"), pytest.raises(MousaicError), alone_in(tmp_path / "a" / "b" / "run"):
        pass
    assert not any(tmp_path.iterdir())
    with alone_in(tmp_path / "a" / "b" / "run"):
        (tmp_path / "a" / "mine").write_text("stays")
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "mine"]


def test_where_nothing_can_be_written_there_is_none(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with alone_in(tmp_path / "file" / "run"):
        assert [path.name for path in tmp_path.iterdir()] == ["file"]
    with alone_in(tmp_path / ("x" * 250)):
        assert all(len(path.name) < 80 for path in tmp_path.iterdir())

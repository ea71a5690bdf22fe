"""Work beside: its result, what it raises, its threads, and that it ends with who began it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from mousaic import second_process
from mousaic.device import use_threads
from mousaic.second_process import beside, in_two


def where() -> tuple[int, int]:
    return os.getpid(), torch.get_num_threads()


@pytest.fixture(params=["copied", "new"])
def kind(request, monkeypatch):
    if request.param == "new":
        monkeypatch.setattr(second_process, "_can_copy", lambda: False)


def test_it_is_done_in_another_process_with_one_thread(kind):
    with use_threads(2), beside(where) as wait:
        found = wait()
        assert wait() == found
    assert found[0] != os.getpid() and found[1] == 1
    with pytest.raises(ProcessLookupError):
        os.kill(found[0], 0)


def big() -> float:
    return float(torch.ones(512, 512).mm(torch.ones(512, 512)).sum())


def test_a_copy_computes_after_threads_have_been_at_work():
    with use_threads(2):
        assert big() == 512.0**3
        with beside(big) as wait:
            assert wait() == 512.0**3


def test_of_one_that_was_killed_is_said_that_it_ended():
    with beside(os.kill, os.getpid(), 0) as wait:
        assert wait() is None
    with beside(os._exit, 3) as wait, pytest.raises(RuntimeError, match="ended"):
        wait()


def test_a_copy_ends_with_who_began_it_however_that_ends(tmp_path):
    inner = (
        "import sys, time\nfrom mousaic.second_process import beside\nfrom tests.test_second_process import sleeper\n"
        "with beside(sleeper, sys.argv[1]):\n    time.sleep(600)\n"
    )
    file = tmp_path / "number"
    begun = subprocess.Popen([sys.executable, "-c", inner, str(file)])
    try:
        number = int(_soon(lambda: file.read_text() if file.is_file() else ""))
    finally:
        begun.kill()
        begun.wait()
    assert _soon(lambda: not _alive(number))


def sleeper(path: str) -> None:
    with open(path + ".part", "w") as file:
        file.write(str(os.getpid()))
    os.rename(path + ".part", path)
    time.sleep(600)


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not (state.is_file() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def _soon(found):
    for _ in range(600):
        if result := found():
            return result
        time.sleep(0.1)
    raise AssertionError("it did not happen within a minute")


def test_what_it_raises_is_raised_and_it_ends_with_who_began_it(kind):
    with beside(divmod, 1, 0) as wait, pytest.raises(ZeroDivisionError):
        wait()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), beside(time.sleep, 600):
        raise KeyboardInterrupt
    assert time.monotonic() - began < 60


def test_ctrl_c_is_heard_here_alone():
    before = signal.getsignal(signal.SIGINT)
    with beside(signal.getsignal, signal.SIGINT) as wait:
        assert wait() == signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) is before


def slowly(number: int) -> tuple[int, int, int]:
    time.sleep(0.05)
    return number, *where()


def test_whoever_is_free_takes_the_next_and_each_has_one_thread():
    told: list[int] = []
    with use_threads(2):
        found = in_two(slowly, range(20), told.append)
        assert torch.get_num_threads() == 2
    assert [number for number, *_ in found] == list(range(20))
    workers = {worker for _, worker, _ in found}
    assert len(workers) == 2 and {threads for *_, threads in found} == {1}
    assert told == [number for number, worker, _ in found if worker == os.getpid()]


@pytest.mark.parametrize(("threads", "count"), [(1, 3), (2, 1), (2, 0)])
def test_one_thread_or_a_single_piece_of_work_needs_nobody_else(threads, count):
    with use_threads(threads):
        assert in_two(slowly, range(count)) == [(number, os.getpid(), 1) for number in range(count)]


def test_what_cannot_be_copied_does_all_itself(monkeypatch):
    monkeypatch.setattr(second_process, "_can_copy", lambda: False)
    with use_threads(2):
        assert in_two(slowly, range(3)) == [(number, os.getpid(), 1) for number in range(3)]


def test_what_a_copy_that_was_ended_had_taken_is_done_here():
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            os._exit(3)
        time.sleep(0.2)
        return number

    with use_threads(2):
        assert in_two(work, range(4)) == [0, 1, 2, 3]


@pytest.mark.parametrize("number", range(4))
def test_whoever_does_it_what_it_raises_is_raised(number):
    with use_threads(2), pytest.raises(ZeroDivisionError):
        in_two(lambda one: (time.sleep(0.02), 1 // (one - number)), range(4))

"""Work beside: its result, what it raises, its threads, and that it ends with who began it."""

from __future__ import annotations

import os
import signal
import time

import pytest
import torch

from mousaic.second_process import beside


def where() -> tuple[int, int, str]:
    return os.getpid(), torch.get_num_threads(), os.environ["OMP_WAIT_POLICY"]


def test_it_is_done_in_another_process_with_its_threads():
    with beside(2, where) as wait:
        found = wait()
        assert wait() == found
    assert found[0] != os.getpid() and found[1:] == (2, "passive")
    with pytest.raises(ProcessLookupError):
        os.kill(found[0], 0)


def test_what_it_raises_is_raised_and_it_ends_with_who_began_it(tmp_path):
    with beside(2, divmod, 1, 0) as wait, pytest.raises(ZeroDivisionError):
        wait()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), beside(2, time.sleep, 600):
        raise KeyboardInterrupt
    assert time.monotonic() - began < 60


def test_ctrl_c_is_heard_here_alone():
    before = signal.getsignal(signal.SIGINT)
    with beside(2, signal.getsignal, signal.SIGINT) as wait:
        assert wait() == signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) is before

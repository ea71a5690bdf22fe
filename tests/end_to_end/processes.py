"""Commands in real processes, with signals, exit codes and streams of their own, that need not import torch anew.

A server imports once what every training needs; each process is forked from it and runs the command as
``python -m mousaic`` does. Importing takes 3 seconds, most tiny trainings less.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

LOADED = [
    "mousaic.cli",
    "mousaic.commands.train",
    "mousaic.pipeline.training_run",
    "mousaic.training.steps.compiled_loops",
    "mousaic.words.en",
    "torch.distributed.launcher.api",
    "torch.distributed.elastic.rendezvous.c10d_rendezvous_backend",
    "mousaic.training.ranks.leader",
    "mousaic.training.ranks.follower",
    "scipy.linalg",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
]


def quick_start() -> Any:
    """What begins processes; where nothing can be forked, such that import all themselves."""
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload(LOADED)
    return context


def _begun(task: Any, *given: object) -> BaseProcess:
    process: BaseProcess = quick_start().Process(target=task, args=given, daemon=task is _as_a_command)
    process.start()
    return process


def _as_a_command(arguments: list[str], out: str, err: str) -> None:
    """What the forked process does."""
    _speaking_to(out, err)
    _rank(arguments)


def _as_torchrun(processes: int, task: Any, arguments: list[str], out: str, err: str) -> None:
    """As ``torchrun --standalone``, whose agent this is, but that each process is forked from it.

    Args:
        task: what each of them calls with the arguments.
    """
    _speaking_to(out, err)
    from torch.distributed.launcher.api import LaunchConfig, elastic_launch

    os.setsid()
    config = LaunchConfig(1, 1, processes, run_id=uuid4().hex, rdzv_backend="c10d", rdzv_endpoint="localhost:0",
                          max_restarts=0, monitor_interval=0.1, start_method="fork")  # fmt: skip
    elastic_launch(config, _and_wait)(task, arguments, str(Path(out).parent / "raised"))


def _and_wait(task: Any, arguments: list[str], raised: str) -> None:
    """The task. Who is done then waits for the others here, where processes of torchrun itself would end: it must not
    ignore being told to, as followers do, and has nobody to wait for once one of them has ended otherwise."""
    try:
        task(arguments)
    except BaseException:
        Path(raised).touch()
        raise
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_once, args=(Path(raised),), daemon=True).start()


def _end_once(mark: Path) -> None:
    while not mark.exists():
        time.sleep(0.05)
    os._exit(0)


def _speaking_to(out: str, err: str) -> None:
    # A shell that runs the tests in the background has them ignore Ctrl-C, which a child would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, name in ((1, out), (2, err)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)


def _rank(arguments: list[str]) -> None:
    """Of several processes, or of one."""
    sys.argv = ["mousaic", *arguments]
    from mousaic.cli import main

    main(arguments)


class Command:
    """``mousaic`` with these arguments, in a process of its own; to be used as :class:`subprocess.Popen`.

    Args:
        processes: that torchrun starts.
        task: what these do with the arguments, in place of the command.
    """

    def __init__(self, *arguments: object, processes: int = 1, task: Any = None) -> None:
        self._folder = TemporaryDirectory()
        self._streams = [Path(self._folder.name) / name for name in ("out", "err")]
        self.args = words = [str(argument) for argument in arguments]
        streams = map(str, self._streams)
        if processes == 1:
            self._process = _begun(_as_a_command, words, *streams)
        else:
            self._process = _begun(_as_torchrun, processes, task or _rank, words, *streams)
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self._process.kill()

    def communicate(self, timeout: float = 300) -> tuple[str, str]:
        """What it said (out, err), when it has ended."""
        self._process.join(timeout)
        assert self.returncode is not None, "it took too long"
        out, err = (path.read_text(encoding="utf-8") if path.exists() else "" for path in self._streams)
        return out, err

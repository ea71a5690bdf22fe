"""Commands in real processes, with signals, exit codes and streams of their own, that need not import torch anew.

A server imports once what every training needs; each process is forked from it and runs the command as
``python -m mousaic`` does. Importing takes 3 seconds, most tiny trainings less.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LOADED = [
    "mousaic.cli",
    "mousaic.commands.train",
    "mousaic.pipeline.training_run",
    "mousaic.training.steps.compiled_loops",
    "mousaic.words.en",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
]


def _begun(*given: object) -> BaseProcess:
    """:func:`_as_a_command` in a process; where nothing can be forked, one that imports all itself."""
    forks = "forkserver" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
    if forks:
        context.set_forkserver_preload(LOADED)
    process: BaseProcess = context.Process(target=_as_a_command, args=given, daemon=True)
    process.start()
    return process


def _as_a_command(arguments: list[str], out: str, err: str) -> None:
    """What the forked process does."""
    # A shell that runs the tests in the background has them ignore Ctrl-C, which a child would inherit.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, name in ((1, out), (2, err)):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    sys.argv = ["mousaic", *arguments]
    from mousaic.cli import main

    main(arguments)


class Command:
    """``mousaic`` with these arguments, in a process of its own; to be used as :class:`subprocess.Popen`."""

    def __init__(self, *arguments: object) -> None:
        self._folder = TemporaryDirectory()
        self._streams = [Path(self._folder.name) / name for name in ("out", "err")]
        self.args = words = [str(argument) for argument in arguments]
        self._process = _begun(words, *map(str, self._streams))
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

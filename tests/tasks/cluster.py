"""A Dask scheduler and two workers, each a process, over TCP; for tests that need a cluster."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


@contextmanager
def cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of the scheduler, and one of the workers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}
    commands = [["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    commands += [["worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", str(n)] for n in "ab"]
    with open(folder / "cluster.log", "w") as log:
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
                cwd=folder, env=environment, stdout=log, stderr=log,
            )
            for words in commands
        ]  # fmt: skip
        try:
            _wait_for_workers(address)
            yield address, running[1]
        finally:
            for process in reversed(running):
                process.kill()
            for process in running:
                process.wait()


def _wait_for_workers(address: str) -> None:
    from distributed import Client

    end = time.monotonic() + 120
    while True:
        try:
            with Client(address, set_as_default=False, timeout=5) as client:
                client.wait_for_workers(2, timeout=max(1, end - time.monotonic()))
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)

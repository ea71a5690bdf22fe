"""Where attacks happen: a small finished run and a half-trained one, and commands run each in a process of its own."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

OPTIONS = ["--size", "12", "--features", "24", "--k", "3", "--members", "2", "--copies", "2", "--batch-size", "8",
           "--epochs", "6", "--learn", "topk", "--early-stop", "6", "--threads", "1", "--device", "cpu"]  # fmt: skip
"""Of a training with everything that leaves a file: checkpoints, best weights, a validation part."""
READ_BACK = (
    "config.json", "split.csv", "history.csv", "summary.json", "model.json", "model.safetensors",
    "checkpoint/state.safetensors", "checkpoint/best.safetensors", "parts/parts.safetensors",
)  # fmt: skip
"""Files of a run that some command reads again."""


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    """Its exit status; below zero the signal that killed it."""
    out: str
    err: str
    seconds: float

    @property
    def calm(self) -> bool:
        """Done, or refused in one sentence: no traceback, no hang."""
        if "Traceback" in self.err or "Traceback" in self.out:
            return False
        told = [line for line in self.err.splitlines() if line.startswith("mousaic: ")]
        return self.code in (0, 130) or (self.code == 2 and len(told) == 1)


class Table(NamedTuple):
    """A line of the page: what was done, how often, how often nothing was lost, and what was when it was not."""

    attack: str
    tried: int
    survived: int
    lost: tuple[str, ...] = ()


class Ground:
    """A folder with images, ``whole`` (a finished run without pages) and ``half`` (stopped in its third epoch)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.images = draw_images(folder / "images")
        self.whole, self.half, self.run = folder / "whole", folder / "half", folder / "run"
        trained = self.command("train", self.images, *OPTIONS, "--no-report", "--out", self.run)
        assert trained.code == 0, trained.err
        found = self.command("parts", self.run)
        assert found.code == 0, found.err
        self.run.rename(self.whole)
        process = self.begin("train", self.images, *OPTIONS, "--no-report", "--out", self.run)
        kill_when(process, lambda: (self.run / "checkpoint" / "best.safetensors").is_file(), signal.SIGINT)
        self.run.rename(self.half)

    def fresh(self, of: Path) -> Path:
        """``run``, anew as a copy of one of the two."""
        clear(self.run)
        shutil.copytree(of, self.run)
        return self.run

    def command(self, *words: object, limits: Callable[[], None] | None = None, seconds: float = 60) -> Ended:
        """A command, run to its end, or killed after so many seconds."""
        return end(self.begin(*words, limits=limits), seconds)

    def begin(self, *words: object, limits: Callable[[], None] | None = None) -> Process:
        """A command, begun: a fork of this process, in which everything is imported already."""
        return begin([str(word) for word in words], self.folder, limits)


class Process(NamedTuple):
    """A command at work."""

    number: int
    out: Path
    err: Path
    began: float


def begin(words: list[str], folder: Path, limits: Callable[[], None] | None = None) -> Process:
    """Fork and run ``mousaic`` with these words in the child, its output in files."""
    place = folder / f"said-{time.monotonic_ns()}"
    out, err = place.with_suffix(".out"), place.with_suffix(".err")
    number = os.fork()
    if number:
        return Process(number, out, err, time.monotonic())
    code = 1
    try:
        os.setsid()
        for target, path in ((1, out), (2, err)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), target)
        sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", closefd=False)
        for caught in (signal.SIGINT, signal.SIGTERM):
            signal.signal(caught, signal.default_int_handler if caught == signal.SIGINT else signal.SIG_DFL)
        if limits is not None:
            limits()
        from mousaic.cli import main

        main(words)
        code = 0
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def end(process: Process, seconds: float = 60) -> Ended:
    """Wait for it; after so many seconds it is killed, which counts as a hang."""
    until = time.monotonic() + seconds
    while True:
        done, status = os.waitpid(process.number, os.WNOHANG)
        if done:
            break
        if time.monotonic() > until:
            os.kill(process.number, signal.SIGKILL)
            until = float("inf")
        time.sleep(0.005)
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    said = [path.read_text(errors="replace") if path.exists() else "" for path in (process.out, process.err)]
    for path in (process.out, process.err):
        path.unlink(missing_ok=True)
    return Ended(code, said[0], said[1], time.monotonic() - process.began)


def kill_when(process: Process, due: Callable[[], bool], number: int = signal.SIGKILL, seconds: float = 60) -> Ended:
    """Send the signal as soon as it is due, or let the process end before that."""
    until = time.monotonic() + seconds
    while not due() and time.monotonic() < until:
        if os.waitid(os.P_PID, process.number, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
            return end(process)
        time.sleep(0.001)
    os.kill(process.number, number)
    return end(process)


def clear(run: Path) -> None:
    """Remove a run and whatever lies beside it in its name."""
    for path in (run, run.with_name(run.name + ".new"), *run.parent.glob(f".{run.name}.*")):
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def draw_images(folder: Path) -> Path:
    """12 images of 16x16 pixels in two classes: bars that lie and bars that stand, with noise."""
    rng = np.random.default_rng(0)
    for number in range(12):
        name = "lying" if number % 2 else "standing"
        pixels = rng.integers(0, 60, (16, 16))
        pixels[1 + number : 4 + number] += 180
        pixels = pixels if number % 2 else pixels.T
        (folder / name).mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / name / f"{number:02d}.png")
    return folder


def file_limit(count: int) -> Callable[[], None]:
    """No file of the process may have more than so many bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (count, count))

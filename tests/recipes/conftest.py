"""The recipes of CONTRIBUTING.md as tests: each toy is registered from its test's own file and used by the commands."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import mousaic
from mousaic.cli import main
from mousaic.pipeline.training_run import Interrupted
from mousaic.registry import Registry
from mousaic.training.progress import Silent

SMALL: dict[str, Any] = {"size": 12, "features": 24, "k": 4, "members": 2, "epochs": 3, "copies": 1, "threads": 1}


@contextmanager
def registered(
    registry: Registry[Any], name: str, thing: Any, title: str = "", capabilities: Any = ()
) -> Iterator[None]:
    """A thing that is known while the test runs."""
    registry.register(name, thing, title, capabilities)
    try:
        yield
    finally:
        registry.forget(name)


class Stopper(Silent):
    """Asks the training to stop, as Ctrl-C does, after so many batches."""

    def __init__(self, after: int) -> None:
        self.left = after

    def batch(self, epoch: int, done: int, total: int) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture
def through_the_commands(small_set: Path, tmp_path: Path) -> Callable[..., Path]:
    """Train, interrupt and resume, evaluate, report and make the atlas, with these options.

    In English alone where ``lang`` is not ``"zh"``: the words of other parts are the same for all of them.
    """

    def run(lang: str = "en", **options: Any) -> Path:
        given = SMALL | options
        flags = [word for name, value in given.items() for word in (f"--{name.replace('_', '-')}", str(value))]
        whole, parts = tmp_path / "whole", tmp_path / "parts"
        main(["train", str(small_set), "--out", str(whole), "--quiet", "--no-quick-trust", "--lang", lang, *flags])
        with pytest.raises(Interrupted):
            mousaic.train(small_set, out=parts, report=False, progress=Stopper(4), **given)
        main(["train", "--resume", str(parts), "--quiet", "--no-report"])
        assert (parts / "model.safetensors").read_bytes() == (whole / "model.safetensors").read_bytes()
        main(["evaluate", str(whole), str(small_set)])
        chinese = ["report.zh.html"] if lang == "zh" else []
        for name in ("report.html", *chinese, "atlas/index.html", "README.md"):
            assert (whole / name).is_file(), name
        return whole

    return run

"""Results of tasks on disk: one file each, named by all that it follows from, so that a rerun goes on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.model.tensor_files import read_checked, write_tensors
from mousaic.tasks.packed import pack, unpack
from mousaic.version import __version__

T = TypeVar("T")
R = TypeVar("R")
Task = TypeVar("Task", contravariant=True)
SPEED = ("threads", "jobs")
"""Options of which no result depends."""


class Keeper(Protocol[Task, R]):
    """Where results of tasks are kept."""

    @property
    def folder(self) -> Path | None:
        """None: nowhere."""

    def find(self, task: Task) -> R | None:
        """What was kept of a task; None where nothing was, or it is damaged, and the task has to be done again."""

    def keep(self, task: Task, result: R) -> None:
        """Keep a result, whole or not at all.

        Raises:
            MousaicError: no space left, or no permission to write.
        """


class KeptResults(Generic[T, R]):
    """The results of a study's tasks in a folder."""

    def __init__(
        self, folder: Path | None, study: Callable[[], str], name: Callable[[T], str], kinds: tuple[type, ...]
    ) -> None:
        """
        Args:
            folder: where they are kept; None: nowhere.
            study: the :func:`digest` of all that the results of every task follow from; asked for where it is needed.
            name: of a task within its study.
            kinds: of :func:`mousaic.tasks.packed.unpack`.
        """
        self.folder, self._name, self._kinds = folder, name, kinds
        self._study = "" if folder is None else study()

    def find(self, task: T) -> R | None:
        """What was kept of a task; None where nothing was, or its file is damaged, and it has to be done again."""
        if self.folder is None or not self.path(task).is_file():
            return None
        try:
            tensors, notes = read_checked(self.path(task), required=True)
            found: R = unpack(tensors, notes["result"], self._kinds)
            return found
        except (MousaicError, KeyError, TypeError, ValueError):
            return None

    def keep(self, task: T, result: R) -> None:
        """Write a result, whole or not at all.

        Raises:
            MousaicError: no space left, or no permission to write.
        """
        if self.folder is None:
            return
        with explained(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        tensors, text = pack(result)
        write_tensors(self.path(task), tensors, {"task": self._name(task), "result": text})

    def path(self, task: T) -> Path:
        """Where the result of a task is kept, if anywhere."""
        assert self.folder is not None
        return self.folder / f"{sha256(f'{self._study} {self._name(task)}'.encode()).hexdigest()[:32]}.safetensors"


def digest(*parts: Any) -> str:
    """SHA-256 of arrays, configurations and plain values, and of this version of the program.

    Threads of a configuration do not count, as no result depends on them.
    """
    found = sha256(__version__.encode())
    for part in parts:
        if isinstance(part, np.ndarray):
            found.update(f"{part.dtype}{part.shape}".encode() + np.ascontiguousarray(part).tobytes())
        else:
            found.update(json.dumps(_plain(part), sort_keys=True, default=str).encode())
    return found.hexdigest()


def _plain(part: Any) -> Any:
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        names = [field.name for field in dataclasses.fields(part) if field.name not in SPEED]
        return {name: _plain(getattr(part, name)) for name in names}
    if isinstance(part, (list, tuple)):
        return [_plain(one) for one in part]
    return part

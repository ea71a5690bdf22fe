"""The run folder that one training leaves behind: create it, open it, read it."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mousaic.config import Config, config_from_json
from mousaic.errors import MousaicError
from mousaic.files import explained, read_json, sync_folder, write_json, write_text

if TYPE_CHECKING:
    from mousaic.images.image_set import ImageSet
    from mousaic.model.files import Model

KIND = "mousaic run"
SCHEMA = 1


@dataclass(frozen=True)
class SplitRow:
    """One original of a run: a line of ``split.csv``."""

    path: str
    label: str
    group: str
    part: str
    sha256: str


class Run:
    """A run folder that exists. Figures are read from its files, the model when first asked for."""

    def __init__(self, path: Path, record: Mapping[str, Any]) -> None:
        self.path = path
        self.record = record
        """What ``config.json`` says."""

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r})"

    @cached_property
    def config(self) -> Config:
        return config_from_json(self.record["config"])

    @property
    def checkpoint(self) -> Path:
        return self.path / "checkpoint" / "state.safetensors"

    @property
    def figures(self) -> Path:
        return self.path / "figures"

    @property
    def finished(self) -> bool:
        return (self.path / "summary.json").is_file()

    @cached_property
    def summary(self) -> dict[str, Any]:
        self._need_finished()
        return read_json(self.path / "summary.json")

    @cached_property
    def model(self) -> Model:
        from mousaic.model.files import load_model

        self._need_finished()
        return load_model(self.path)

    @property
    def history(self) -> list[dict[str, float]]:
        """The rows of ``history.csv``; empty before the first epoch is complete."""
        path = self.path / "history.csv"
        if not path.is_file():
            return []
        with open(path, newline="", encoding="utf-8") as file:
            return [{name: float(v) for name, v in row.items() if v != ""} for row in csv.DictReader(file)]

    @property
    def split(self) -> list[SplitRow]:
        """The rows of ``split.csv``."""
        path = self.path / "split.csv"
        try:
            with open(path, newline="", encoding="utf-8", errors="surrogateescape") as file:
                return [SplitRow(**row) for row in csv.DictReader(file)]
        except (OSError, TypeError) as error:
            raise MousaicError(f"{path} is missing or damaged: restore it from a copy, or train again.") from error

    def load_images(self, data: str | Path) -> ImageSet:
        """Images prepared as this run's training images were."""
        from mousaic.images.image_set import load_images

        card = self.model.card
        return load_images(data, card.images, limits=card.limits)

    def _need_finished(self) -> None:
        if not self.finished:
            raise MousaicError(f"{self.path} is not finished: go on with mousaic train --resume {self.path}")


def open_run(path: str | Path) -> Run:
    """The run in the folder ``path``.

    Raises:
        MousaicError: there is no such folder, or it is not a run.
    """
    path = Path(path)
    if not path.is_dir():
        raise MousaicError(f"There is no run folder {path}: give the folder that mousaic train printed.")
    if not (path / "config.json").is_file():
        raise MousaicError(f"{path} is not a Mousaic run (no config.json): give the folder that mousaic train printed.")
    record = read_json(path / "config.json")
    if record.get("kind") != KIND:
        raise MousaicError(f"{path} is not a Mousaic run (its config.json is something else's).")
    if record.get("schema") != SCHEMA:
        raise MousaicError(f"{path} was made by a newer Mousaic (schema {record.get('schema')!r}): install that one.")
    return Run(path, record)


def is_run(path: Path) -> bool:
    try:
        open_run(path)
    except MousaicError:
        return False
    return True


def check_new_folder(path: Path, data: Path | None, overwrite: bool) -> None:
    """Raise unless ``path`` may become an output folder: outside the input, and new or a run to replace."""
    if data is not None:
        inside = data if data.is_dir() else None
        if inside and path.resolve().is_relative_to(inside.resolve()):
            raise MousaicError(
                f"The output {path} lies inside the image folder {data}, which is never changed: give --out another place."
            )
    if not os.path.lexists(path) or (path.is_dir() and not any(path.iterdir())):
        return
    if not overwrite:
        raise MousaicError(f"{path} exists already: give --out another name, or --overwrite to replace a run.")
    if path.is_symlink() or not is_run(path):
        raise MousaicError(f"{path} is not a Mousaic run, so --overwrite does not touch it: give --out another name.")


def create_run(path: Path, record: Mapping[str, Any], split: Iterable[SplitRow], overwrite: bool = False) -> Run:
    """A new run folder with ``config.json`` and ``split.csv``: it appears whole, by one rename."""
    partial = path.with_name(f".{path.name}.partial")
    record = {"kind": KIND, "schema": SCHEMA, **record}
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir()
            write_json(partial / "config.json", record)
            columns = list(SplitRow.__dataclass_fields__)
            write_csv(partial / "split.csv", columns, (vars(row) for row in split))
            if overwrite and path.is_dir() and is_run(path):
                shutil.rmtree(path)
            partial.replace(path)
            sync_folder(path.parent)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return Run(path, json.loads(json.dumps(record)))


def free_name(wanted: Path) -> Path:
    """``wanted``, or ``wanted-2``, ``wanted-3``, ...: the first that does not exist."""
    number, path = 1, wanted
    while os.path.lexists(path):
        number += 1
        path = wanted.with_name(f"{wanted.name}-{number}")
    return path


def write_csv(path: Path, columns: list[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A whole CSV file; a column that a row lacks stays empty. Floats keep every digit."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, text.getvalue())

"""The run folder that one training leaves behind: create it, open it, read it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mousaic.config import Config, config_from_json
from mousaic.errors import MousaicError
from mousaic.files import explained, partial_of, sync_folder, write_csv
from mousaic.images.layout import Layout
from mousaic.kept_paths import found_path
from mousaic.registry import Entry
from mousaic.runs.going_on import going_on
from mousaic.runs.migrations import KIND, SCHEMA, read_record
from mousaic.runs.recorded_limits import recorded_limits
from mousaic.runs.run_files import read_history, read_split, read_summary
from mousaic.runs.run_views import RunViews
from mousaic.runs.split_table import COLUMNS, Split
from mousaic.sealed import write_sealed

if TYPE_CHECKING:
    from mousaic.images.grouping.group_report import Origin
    from mousaic.images.image_set import ImageSet
    from mousaic.model.store import Model
    from mousaic.runs.applied import EncodedImages, Reconstructed


NEW = ".new"
"""What a run's folder is called in addition while it is made to replace another."""


class Run(RunViews):
    """A run folder that exists. Figures are read from its files, the model when first asked for."""

    def __init__(self, path: Path, record: Mapping[str, Any]) -> None:
        self.path: Path = path
        self.record = record
        """What ``config.json`` says, in the words of this version: see :mod:`mousaic.runs.migrations`."""

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r})"

    @property
    def place(self) -> Path:
        """Where the run will be once it is whole: where it is, unless it is made to replace another."""
        old = self.record.get("successor")  # the name of the run it replaces
        return self.path.with_name(old) if old and self.path.name == old + NEW else self.path

    @property
    def name(self) -> str:
        """What its folder is called, or will be."""
        return self.place.resolve().name

    @property
    def mark(self) -> str:
        """What its checkpoints say they belong to; "" of runs of earlier versions, whose files have no checksums."""
        return str(self.record["run"])

    @cached_property
    def config(self) -> Config:
        """Every parameter of the training."""
        return config_from_json(self.record["config"])

    @property
    def shape(self) -> Layout:
        """Of one prepared image."""
        return Layout(*self.record["shape"])

    @property
    def data(self) -> Path | None:
        """The folder or table that it was trained on, seen from the run's folder, else from the working
        folder as it was then; None where arrays were given."""
        found = self.record["data"]
        if found is None:
            return None
        here = self.place.absolute()
        places = [found_path(found["from_run"], start) for start in (here, here.resolve())]
        places.append(found_path(found["from_start"]))
        return next((place for place in places if os.path.exists(place)), places[0])

    def need_data(self) -> Path:
        """:attr:`data`, which is to be read again.

        Raises:
            MousaicError: the run was trained on arrays, or the images are no longer there.
        """
        if self.data is None:
            raise MousaicError(
                f"{self.path} was trained on arrays, and it does not know of a file of them: name one with --data, as "
                "numpy.save writes it, or give them again from Python, as an ImageSet."
            )
        if not os.path.exists(self.data):
            raise MousaicError(
                f"The images of {self.path} are no longer in {self.data}: say with --data FOLDER where they are."
            )
        return self.data

    @property
    def raw(self) -> bool:
        """Its tables hold names as they are, also those that a spreadsheet takes for formulas."""
        return bool(self.record["raw_tables"])

    @property
    def checkpoint(self) -> Path:
        """The file of the last training state."""
        return self.path / "checkpoint" / "state.safetensors"

    @property
    def figures(self) -> Path:
        """The folder of pictures."""
        return self.path / "figures"

    @property
    def finished(self) -> bool:
        """Whether the training is complete and everything of it is there."""
        return os.path.lexists(self.path / "summary.json")

    @cached_property
    def summary(self) -> dict[str, Any]:
        """What ``summary.json`` says; a MousaicError where the run is not finished."""
        self._need_finished()
        return read_summary(self.path, required=bool(self.mark))

    @cached_property
    def model(self) -> Model:
        """The trained model; a MousaicError where the run is not finished, or the model damaged."""
        from mousaic.model.store import load_model

        self._need_finished()
        return load_model(self.path)

    @property
    def history(self) -> list[dict[str, float]]:
        """The rows of ``history.csv``; empty before the first epoch is complete."""
        return read_history(self.path, self.summary.get("history_sha256") if self.finished else None)

    @cached_property
    def split(self) -> Split:
        """The rows of ``split.csv``."""
        return read_split(self.path, self.record["split_sha256"], self.raw)

    @property
    def learned_from(self) -> int:
        """Originals of the training part."""
        return int((~self.split.held_out).sum())

    @property
    def groups_from(self) -> Origin:
        """Who said which images belong together: see :attr:`mousaic.images.image_set.ImageSet.groups_from`."""
        found: Origin | None = self.record.get("groups_from")
        if found is not None:
            return found
        paths = {row.path for row in self.split}  # an earlier version's: alone, or with exact copies, unless named
        return "none" if all(row.group in paths for row in self.split) else "given"

    def load_images(
        self,
        data: str | Path,
        *,
        own: bool = False,
        progress: Callable[[int, int], None] | None = None,
        beside: Path | None = None,
    ) -> ImageSet:
        """Images prepared as this run's training images were.

        Of a run that was trained on arrays ``sha256`` is of their numbers, as its ``split.csv`` has it, not of files.

        Args:
            own: they are the run's own, which may have moved: a pattern for groups, and a level of folders for classes,
                that the run was given count for them. Other images are grouped and labelled as their names suggest.
            progress: called with (files done, all files).
            beside: as of :func:`mousaic.load_images`.

        Raises:
            MousaicError: as :func:`mousaic.load_images`; among that, numbers that cannot be brought to the training's.
        """
        from mousaic.images.array_set import digests
        from mousaic.images.image_set import load_images
        from mousaic.images.vector_options import check_same_kind

        card = self.model.card
        options = card.images if own else card.images.for_others()
        check_same_kind(data, card.shape, options.array)
        limits = recorded_limits(self.record)
        images = load_images(data, options, progress=progress, limits=limits, ranges=card.ranges, beside=beside)
        return images if self.record["data"] is not None else replace(images, sha256=digests(images.pixels))

    def encode(self, images: ImageSet, codes: str = "own", k: int | None = None) -> EncodedImages:
        """The active features of each image: see :class:`mousaic.runs.applied.EncodedImages`."""
        from mousaic.runs.applied import encode_images

        return encode_images(self.model, images, codes, k)

    def reconstruct(self, images: ImageSet, codes: str = "own", k: int | None = None) -> Reconstructed:
        """What the model makes of each image: see :class:`mousaic.runs.applied.Reconstructed`."""
        from mousaic.runs.applied import reconstruct_images

        return reconstruct_images(self.model, images, codes, k)

    def evaluate(self, images: ImageSet, codes: str = "own", k: int | None = None) -> dict[str, dict[str, Any]]:
        """The figures of merit on these images: ``{"model": {...}, "mean_image": {...}}``."""
        from mousaic.runs.applied import evaluate_images

        training = self.config.training
        return evaluate_images(self.model, images, training.consistency, codes, training.consistency_kind, k)

    def to_estimator(self) -> Any:
        """The run as a fitted scikit-learn estimator: the one that left it, and of any other run
        :class:`mousaic.estimators.sparse_autoencoder.SparseAutoencoder` or, of filters that may lie anywhere,
        :class:`mousaic.estimators.conv_sparse_autoencoder.ConvSparseAutoencoder`."""
        return Entry("estimator", "mousaic.estimators.run_estimator:estimator_of").load()(self)

    def _need_finished(self) -> None:
        if not self.finished:
            raise MousaicError(f"{self.path} is not finished; go on with: {going_on(self.record, self.path)}")


def open_run(path: str | Path) -> Run:
    """The run in the folder ``path``.

    A run of an earlier version is opened as this version would have recorded it; its files stay as they are.

    Raises:
        MousaicError: there is no such folder, it is not a run, or one that this version cannot read.
    """
    path = Path(path)
    beside = path.with_name(path.name + NEW) if path.name else path
    with explained(path):
        there, recorded = path.is_dir(), (path / "config.json").is_file()
        made_anew = not there and (beside / "config.json").is_file()
    if made_anew:
        again = going_on(read_record(beside), path)
        raise MousaicError(f"{path} is being made anew in {beside}; go on with: {again}")
    if not there:
        raise MousaicError(f"There is no run folder {path}: give the folder that mousaic train printed.")
    if not recorded:
        raise MousaicError(f"{path} is not a Mousaic run (no config.json): give the folder that mousaic train printed.")
    return Run(path, read_record(path))


def is_run(path: Path) -> bool:
    """Whether the folder is a run that this version can open."""
    try:
        open_run(path)
    except MousaicError:
        return False
    return True


def create_run(
    path: Path,
    record: Mapping[str, Any],
    split: Split,
    overwrite: bool = False,
    fill: Callable[[Path], None] = lambda folder: None,
) -> Run:
    """A new run folder with ``config.json``, ``split.csv`` and what ``fill`` adds: whole, by one rename.

    Args:
        overwrite: a run at ``path`` is to be replaced. It stays until the new one is whole, which is made beside it:
            see :mod:`mousaic.runs.successor`.
    """
    replaces = overwrite and path.is_dir() and is_run(path)
    target = path.with_name(path.name + NEW) if replaces else path
    partial = partial_of(target)
    record = {"kind": KIND, "schema": SCHEMA, **record} | ({"successor": path.name} if replaces else {})
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(partial, ignore_errors=True)
        try:
            partial.mkdir()
            write_csv(partial / "split.csv", list(COLUMNS), map(vars, split), record["raw_tables"])
            with open(partial / "split.csv", "rb") as file:
                record["split_sha256"] = file_digest(file, "sha256").hexdigest()
            write_sealed(partial / "config.json", record)
            fill(partial)
            if replaces and target.is_dir():
                if not is_run(target):
                    raise MousaicError(f"{target} is in the way of the new run: move it, or give --out another name.")
                shutil.rmtree(target)
            partial.replace(target)
            sync_folder(target.absolute().parent)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    run = open_run(target)
    run.split = split
    return run

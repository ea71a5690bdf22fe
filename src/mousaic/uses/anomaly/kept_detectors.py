"""Detectors of folds on disk, one folder each, named by all that it follows from: a rerun, or a next batch, goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

from mousaic.analysis.parts.part_store import holds_parts, read_parts, save_parts
from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.files import explained, partial_of, replace_folder
from mousaic.images.image_set import ImageSet
from mousaic.model.store import load_model, save_model
from mousaic.tasks.kept_results import digest
from mousaic.uses.anomaly.detector import Detector


def keep_detector(folder: Path, detector: Detector) -> None:
    """Write model and parts into a new folder; what they were learned from is not written.

    Raises:
        MousaicError: no space left, or no permission to write.
    """
    with explained(folder):
        folder.mkdir(parents=True)
    save_model(folder, detector.model)
    if detector.parts is not None:
        save_parts(folder, detector.parts)


def read_detector(folder: Path, known: ImageSet) -> Detector:
    """The inverse, with the images that it was learned from.

    Raises:
        MousaicError: a file is missing, damaged or of a newer Mousaic.
    """
    return Detector(load_model(folder), read_parts(folder) if holds_parts(folder) else None, known)


class KeptDetectors:
    """The detectors that were learned so far of some parameters and seed, in a folder, by the images they know."""

    def __init__(self, folder: Path | None, config: Config, seed: int) -> None:
        """``folder``: where they are kept; None: nowhere."""
        self.folder = folder
        self._study = "" if folder is None else digest(config, seed)

    def find(self, task: ImageSet) -> Detector | None:
        """What was kept of these images; None where nothing was, or it is damaged and has to be learned again."""
        if self.folder is None:
            return None
        path = self._path(task)
        try:
            return read_detector(path, task)
        except MousaicError:
            return None

    def keep(self, task: ImageSet, result: Detector) -> None:
        """Write one, whole or not at all.

        Raises:
            MousaicError: no space left, or no permission to write.
        """
        if self.folder is None:
            return
        path = self._path(task)
        partial = partial_of(path)
        with explained(self.folder):
            shutil.rmtree(partial, ignore_errors=True)
            keep_detector(partial, result)
            replace_folder(partial, path)

    def _path(self, images: ImageSet) -> Path:
        assert self.folder is not None
        return self.folder / f"detector_{digest(self._study, images.pixels)[:24]}"

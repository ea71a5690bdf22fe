"""Detectors of folds on disk, one folder each, named by all that it follows from: a rerun, or a next batch, goes on."""

from __future__ import annotations

import dataclasses
import json
import shutil
from hashlib import sha256
from pathlib import Path

import numpy as np

from mousaic.analysis.parts.part_store import holds_parts, read_parts, save_parts
from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.files import explained, partial_of, replace_folder
from mousaic.images.image_set import ImageSet
from mousaic.model.store import load_model, save_model
from mousaic.uses.anomaly.detector import Detector
from mousaic.version import __version__


class KeptDetectors:
    """The detectors that were learned so far, in a folder."""

    def __init__(self, folder: Path | None) -> None:
        """``folder``: where they are kept; None: nowhere."""
        self.folder = folder

    def find(self, images: ImageSet, config: Config, seed: int) -> Detector | None:
        """What was kept of these images; None where nothing was, or it is damaged and has to be learned again."""
        if self.folder is None:
            return None
        path = self._path(images, config, seed)
        try:
            model = load_model(path)
            return Detector(model, read_parts(path) if holds_parts(path) else None, images)
        except MousaicError:
            return None

    def keep(self, detector: Detector, config: Config, seed: int) -> None:
        """Write one, whole or not at all.

        Raises:
            MousaicError: no space left, or no permission to write.
        """
        if self.folder is None:
            return
        path = self._path(detector.known, config, seed)
        partial = partial_of(path)
        with explained(self.folder):
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            save_model(partial, detector.model)
            if detector.parts is not None:
                save_parts(partial, detector.parts)
            replace_folder(partial, path)

    def _path(self, images: ImageSet, config: Config, seed: int) -> Path:
        assert self.folder is not None
        said = json.dumps([__version__, dataclasses.asdict(config), seed], sort_keys=True, default=list)
        digest = sha256(said.encode())
        digest.update(np.ascontiguousarray(images.pixels).tobytes())
        return self.folder / f"detector_{digest.hexdigest()[:24]}"

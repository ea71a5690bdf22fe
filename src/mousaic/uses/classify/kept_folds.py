"""Folds that are done, on disk: one file each, named by all that it follows from, so that a rerun goes on."""

from __future__ import annotations

import dataclasses
import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch

from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.images.splits.folds import Fold
from mousaic.model.tensor_files import read_checked, write_tensors
from mousaic.uses.classify.deciding_parts import DecidingParts
from mousaic.uses.classify.judged_fold import Judged, Study
from mousaic.uses.classify.representations import MADE_OF
from mousaic.version import __version__

FOLDER = "folds"


class KeptFolds:
    """The results of a study's folds in a folder."""

    def __init__(self, folder: Path | None, study: Study) -> None:
        """``folder``: where they are kept; None: nowhere."""
        self.folder = folder
        self._study = "" if folder is None else _digest_of(study)

    def find(self, fold: Fold) -> Judged | None:
        """What was kept of a fold; None where nothing was, or its file is damaged, and it has to be done again."""
        if self.folder is None or not self._path(fold).is_file():
            return None
        try:
            tensors, _ = read_checked(self._path(fold), required=True)
            arrays = {name: tensor.numpy() for name, tensor in tensors.items()}
            deciding = DecidingParts(**{name: arrays.pop(f"deciding_{name}") for name in DecidingParts._fields})
            return Judged(**arrays, deciding=deciding)
        except (MousaicError, KeyError, TypeError):
            return None

    def keep(self, fold: Fold, judged: Judged) -> None:
        """Write a fold's result, whole or not at all.

        Raises:
            MousaicError: no space left, or no permission to write.
        """
        if self.folder is None:
            return
        with explained(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        arrays = {name: value for name, value in judged._asdict().items() if name != "deciding"}
        arrays |= {f"deciding_{name}": value for name, value in judged.deciding._asdict().items()}
        tensors = {name: torch.from_numpy(np.ascontiguousarray(value)) for name, value in arrays.items()}
        write_tensors(self._path(fold), tensors, {"repeat": str(fold.repeat), "fold": str(fold.number)})

    def _path(self, fold: Fold) -> Path:
        assert self.folder is not None
        name = sha256(f"{self._study} {fold.repeat} {fold.number}".encode() + fold.held_out.tobytes()).hexdigest()
        return self.folder / f"{name[:32]}.safetensors"


def _digest_of(study: Study) -> str:
    """SHA-256 of all that the results follow from, the version among it."""
    images, outcome = study.images, study.outcome
    training = dataclasses.asdict(study.config)
    said = [__version__, training, MADE_OF, study.representations, outcome.kind, outcome.classes, images.groups]
    digest = sha256(json.dumps(said, sort_keys=True, default=list).encode())
    for array in (images.pixels, outcome.values, study.dealt.values):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()

"""Finished trainings of a measurement on disk, until the measurement is complete."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch

from mousaic.analysis.stability.independent_training import Learned
from mousaic.analysis.stability.training_plan import Planned
from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.model.tensor_files import read_checked, write_tensors


class Store:
    """One file a training, so that an interrupted measurement goes on where it stopped.

    One dictionary is in memory at a time however many trainings there are.
    """

    def __init__(self, folder: Path, key: Sequence[object]) -> None:
        """``key``: all that the trainings follow from; files kept under another key do not count."""
        self.folder = folder
        self.key = json.dumps(list(key))

    def holds(self, planned: Planned) -> bool:
        """Whether this training is done, under this key; one whose file is damaged is not."""
        try:
            return read_checked(self._path(planned), required=True)[1].get("key") == self.key
        except MousaicError:
            return False

    def save(self, planned: Planned, learned: Learned) -> None:
        """Keep a training.

        Raises:
            MousaicError: no space left, or no permission to write.
        """
        with explained(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
        figures = [learned.own_start, *learned.members, learned.seconds]
        tensors = {
            "dictionary": torch.from_numpy(learned.dictionary),
            "living": torch.from_numpy(learned.living),
            "start": torch.from_numpy(learned.start),
            "start_living": torch.from_numpy(learned.start_living),
            "figures": torch.tensor(figures, dtype=torch.float64),
        }
        write_tensors(self._path(planned), tensors, {"key": self.key})

    def load(self, planned: Planned) -> Learned:
        """What :meth:`save` kept.

        Raises:
            MousaicError: it is gone or damaged.
        """
        tensors, _ = read_checked(self._path(planned), required=True)
        own, every, living, seconds = tensors["figures"].tolist()
        arrays = {name: tensors[name].numpy() for name in ("dictionary", "living", "start", "start_living")}
        return Learned(**arrays, own_start=own, members=(every, living), seconds=seconds)

    def _path(self, planned: Planned) -> Path:
        return self.folder / f"{planned.name}.safetensors"

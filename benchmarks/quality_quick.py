"""A quick training, judged like the compared methods: preset ``default`` in about a third of the report's time."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from mousaic.analysis.board import Board, Row
from mousaic.analysis.folds import make_folds, possible_folds
from mousaic.analysis.methods import Part, with_seed
from mousaic.analysis.methods_sae import sae_rows
from mousaic.analysis.train_members import train_members
from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.seeds import derive_seed

QUICK: dict[str, Any] = {"epochs": 5, "learning_rate": 1e-3, "backend": "compiled"}
"""What it changes of the preset. So short a training would not be compiled by itself: compiling costs 4 to 6 s, but
only the first time on a machine."""


def quick_rows(images: ImageSet, options: dict[str, Any], folds: int = 5) -> list[Row]:
    """The rows ``quick`` and ``quick-omp`` (and their averages): folds, seeds and scores of ``compare``."""
    config = config_for("default", **options | QUICK)
    seed = config.training.seed
    board = Board(1, len(images))
    for fold in make_folds(images.labels, images.groups, possible_folds(images.groups, folds), 1, seed):
        own = with_seed(config, derive_seed(seed, "compare", fold.repeat, fold.number))
        learned_from = images.subset(np.flatnonzero(~fold.held_out))
        part = Part(learned_from, own, own, own)
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        began = time.perf_counter()
        ensemble = train_members(learned_from, own)
        seconds = time.perf_counter() - began
        for row, title, codes in (("quick", "quick training", "topk"), ("quick-omp", "quick training, OMP", "omp")):
            for fitted in sae_rows(part, row, title, ensemble, own, codes=codes):
                board.add(fold, part, x, fitted, seconds)
    return board.table(images.groups, seed)

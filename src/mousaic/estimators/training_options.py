"""What an estimator was asked for, as the options of a training: one vocabulary for constructors and command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mousaic.config import Config, config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.pipeline.run_input import config_of
from mousaic.typed_options import check_given

MOST_FEATURES, FEATURES_A_NUMBER = 256, 4
"""Of ``features="auto"``: four features for each number of a row, and no more than the command's own default."""
MOST_ACTIVE, NUMBERS_A_FEATURE = 50, 8
"""Of ``k="auto"``: one active feature for eight numbers of a row, and no more than the command's own default."""
SHAPELESS: dict[str, Any] = {"augment": "none", "init": "orthogonal", "model": "whole"}
"""What rows without a square shape are learned with, where nothing else is asked for."""
AS_THEY_ARE = {"depth_range": "none"}
"""Of vectors: so the commands read files for the run that an estimator leaves."""
IN_MEMORY = ("early_stop", "picture_every", "validation", "seed")
"""Options that belong to run folders, or that constructors have by another name."""


def seed_of(random_state: Any) -> int:
    """The seed of a training: a whole number as it is; of a generator, or of numpy's own (None), one that it draws."""
    if isinstance(random_state, (int, np.integer)) and not isinstance(random_state, bool):
        return int(random_state)
    from sklearn.utils import check_random_state  # type: ignore[import-untyped]

    return int(check_random_state(random_state).randint(2**31 - 1))


def config_of_rows(images: ImageSet, chosen: Mapping[str, Any], seed: int, validation: float = 0.0) -> Config:
    """The parameters of a training on these rows.

    Args:
        chosen: options by the names of :mod:`mousaic.config`; None: what follows from the others. ``features`` and
            ``k`` may be ``"auto"``.
        validation: share of the groups that is held out.

    Raises:
        MousaicError: there is no such option, or they do not go together.
    """
    for name in IN_MEMORY:
        if name in chosen:
            raise MousaicError(f"The option {name} does not belong into options: leave it out.")
    options = {name: plain(value) for name, value in chosen.items() if value is not None}
    options |= _automatic(options, images.D) | {"seed": seed, "validation": plain(validation)}
    if images.shape.is_square:
        return config_of(images, "default", options)
    if options.get("model") == "conv":
        images.shape.need_grid("A filter that may lie anywhere", "give image_shape, or arrays (N, height, width)")
        options = {"size": min(images.shape[1:])} | options
    config = config_for("default", **(SHAPELESS | ({} if images.shape.is_grid else AS_THEY_ARE) | options))
    check_given(options, config)
    return config


def _automatic(options: Mapping[str, Any], numbers: int) -> dict[str, int]:
    """What "auto" stands for, for rows of so many numbers; what was given bounds what was not."""
    features, k = options.get("features"), options.get("k")
    few = min(MOST_ACTIVE, max(1, numbers // NUMBERS_A_FEATURE))
    found: dict[str, int] = {}
    if k == "auto":
        found["k"] = min(few, features) if isinstance(features, int) else few
    if features == "auto":
        most = min(MOST_FEATURES, FEATURES_A_NUMBER * numbers)
        found["features"] = max(most, k) if isinstance(k, int) else most
    return found


def plain(value: Any) -> Any:
    """Numbers of numpy, as grids of a search have them, are numbers."""
    return value.item() if isinstance(value, np.generic) else value

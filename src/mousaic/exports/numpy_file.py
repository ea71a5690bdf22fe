"""A model as one ``.npz`` of plain arrays, for whoever computes with numpy alone."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.exports.formats import Given
from mousaic.files import whole_file
from mousaic.model.member_parts import TIED
from mousaic.model.store import Model, tensors_of
from mousaic.said import Said
from mousaic.version import __version__


def write_npz(given: Given, place: Path) -> list[Said]:
    """All parameters by name, members first; ``training_mean`` (D,), ``shape``, ``silence`` (M, D), what is shown
    where nothing is active; ``dictionary`` (M, H, D), the features' pictures, unless the encoder's rows are; and
    ``settings``, everything else as JSON."""
    model = given.run.model
    arrays: dict[str, Any] = {name: tensor.numpy() for name, tensor in tensors_of(model.ensemble).items()}
    arrays |= {
        "training_mean": model.training_mean.numpy(),
        "silence": model.ensemble.silence().numpy(),
        "shape": np.array(model.card.shape),
        "settings": np.array(json.dumps(settings_of(model))),
    }
    if TIED not in model.ensemble.capabilities:
        arrays["dictionary"] = model.ensemble.gallery().numpy()
    with whole_file(place) as unfinished, open(unfinished, "wb") as file:
        np.savez(file, **arrays)
    return []


def settings_of(model: Model) -> dict[str, Any]:
    """What must be known to use the weights, ready for JSON: sizes, k, parts, and how images are prepared."""
    card = model.card
    ranges = card.ranges and [one.to_json() for one in card.ranges]
    return {"mousaic": __version__, **dataclasses.asdict(card), "ranges": ranges}

"""Named sets of options: the presets, and what runs did before an option existed."""

from __future__ import annotations

from typing import Any

PRESETS: dict[str, dict[str, Any]] = {
    "default": {},
    # The experiment that started it, exactly: raw pixels, strong copies drawn once, trained on everything.
    "report": {
        "augment": "fixed",
        "rotation": 15.0,
        "flip_horizontal": 0.5,
        "flip_vertical": 0.5,
        "shift": 0.1,
        "perspective": 0.2,
        "crop": 0.2,
        "border": "black",
        "init": "orthogonal",
        "center": False,
        "epochs": 20,
        "learning_rate": 1e-3,
        "warmup": 0.0,
        "decay": 0.0,
        "consistency": 0.1,
        "revive": 0.0,
        "validation": 0.0,
    },
}

BEFORE: dict[str, Any] = {
    "backend": "torch",
    "init": "orthogonal",
    "revive": 0.0,
    "local": 0,
    "consistency_kind": "latent",
    "nested": False,
    "encoder": "linear",
    "decoder": "tied",
    "sparsity": "top-k",
    "objective": "reconstruction",
}
"""Options that the first runs lack -> what these runs did: how it was before the option existed.

Every new option is named here, with the value that changes nothing, whatever the presets make of it.
"""

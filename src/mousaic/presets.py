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
        "learn": "topk",
        "model": "whole",
        "members": 5,
        "features": 1024,
        "init": "orthogonal",
        "center": False,
        "epochs": 20,
        "learning_rate": 1e-3,
        "warmup": 0.0,
        "decay": 0.0,
        "consistency": 0.1,
        "validation": 0.0,
    },
}

BEFORE: dict[str, Any] = {
    "backend": "torch",
    "order": "whole",
    "init": "orthogonal",
    "revive": 0.0,
    "local": 0,
    "model": "whole",
    "learn": "topk",
    "consistency_kind": "latent",
    "nested": False,
    "encoder": "linear",
    "decoder": "tied",
    "sparsity": "top-k",
    "objective": "reconstruction",
    "filters": 32,
    "filter_sizes": 0,
    "stride": 1,
    "neighbourhood": 7,
    "groups": "none",
    "label_level": 1,
    "page": 1,
    "pages": "one",
    "project": "first",
    "channel": 0,
    "most_pixels": 50_000_000,
    "array": "auto",
    "table": "auto",
    "images": "none",
}
"""Options that the first runs lack -> what these runs did: how it was before the option existed.

Every new option is named here, with the value that changes nothing, whatever the presets make of it.
"""

LEARNING: dict[str, dict[str, Any]] = {
    "omp": {"sparsity": "omp", "batch_size": 256},
    "topk": {"sparsity": "top-k", "batch_size": 16},
}
"""What follows from how features are learned, where nothing else is asked for."""
MODELS: dict[str, dict[str, Any]] = {
    "conv": {
        "encoder": "convolutional",
        "decoder": "transposed",
        "sparsity": "winners",
        "learn": "topk",
        "learning_rate": 1e-3,
    },
}
"""What follows from how members are made, where nothing else is asked for."""
DECODERS: dict[str, dict[str, Any]] = {"tied-deep": {"encoder": "deep-2"}}
"""What follows from the decoder, where nothing else is asked for."""
ABLE: dict[str, tuple[Any, ...]] = {
    "encoder": ("linear",),
    "decoder": ("tied",),
    "sparsity": ("omp",),
    "objective": ("reconstruction",),
    "nested": (False,),
    "consistency": (0.0,),
    "backend": ("auto",),
}
"""Options, and their values with which features can be learned on the codes of matching pursuit."""


def completed(chosen: dict[str, Any]) -> dict[str, Any]:
    """The options chosen, with those that follow from them: whoever asks for one thing need not name its conditions."""
    if chosen.get("model") == "conv":
        learned_on = {"sparsity": "omp-filters"} if chosen.get("learn") == "omp" else {}
        chosen = LEARNING["topk"] | MODELS["conv"] | learned_on | chosen
    chosen = DECODERS.get(chosen.get("decoder", ""), {}) | chosen
    able = all(chosen.get(name, values[0]) in values for name, values in ABLE.items())
    learn = chosen.get("learn", "omp" if able else "topk")
    rows_of_windows = ("init", "windows"), ("encoder", "linear"), ("decoder", "tied")
    whole = {} if all(chosen.get(name, value) == value for name, value in rows_of_windows) else {"model": "whole"}
    return {"learn": learn, **LEARNING.get(learn, {}), **whole, **chosen}

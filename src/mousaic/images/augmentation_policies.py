"""The augmentations that are tried where one is chosen by held-out images: four strengths, and flips."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from mousaic.config import AugmentOptions
from mousaic.errors import MousaicError

STRENGTHS = ("rotation", "shift", "perspective", "crop", "brightness", "contrast")
FLIPS = ("flip_horizontal", "flip_vertical")
CHANCE = 0.5
"""Of a flip, where there is one."""


def strengths(default: AugmentOptions, report: AugmentOptions) -> dict[str, AugmentOptions]:
    """Augmentations without flips, the gentlest first; they differ in nothing but :data:`STRENGTHS` and the flips.

    ``none`` has copies too, exact ones: so every training goes through as many images. Half of the default's strengths
    is not among them: on four sets it was never the best, neither for the autoencoders nor for PCA.

    Args:
        default: of the preset ``default``: ``slight``.
        report: of the preset ``report``, for its strengths; ``mild`` lies half way.
    """
    ladder: dict[str, dict[str, Any]] = {
        "none": dict.fromkeys(STRENGTHS, 0.0),
        "slight": {name: getattr(default, name) for name in STRENGTHS},
        "mild": {name: (getattr(default, name) + getattr(report, name)) / 2 for name in STRENGTHS},
        "report": {name: getattr(report, name) for name in STRENGTHS},
    }
    still: dict[str, Any] = dict.fromkeys(FLIPS, 0.0)
    found = {name: dataclasses.replace(default, **still, **values) for name, values in ladder.items()}
    # Exact copies need not be drawn again.
    return found | {"none": dataclasses.replace(found["none"], augment="fixed")}


def with_flips(options: AugmentOptions) -> dict[str, AugmentOptions]:
    """The same strengths without flips, with each kind and with both."""
    kinds = {
        "no flips": (0.0, 0.0),
        "left-right flips": (CHANCE, 0.0),
        "upside-down flips": (0.0, CHANCE),
        "both flips": (CHANCE, CHANCE),
    }
    found = {}
    for name, pair in kinds.items():
        chances: dict[str, Any] = dict(zip(FLIPS, pair, strict=True))
        drawn = dataclasses.replace(options, augment="fresh") if any(pair) else options
        found[name] = dataclasses.replace(drawn, **chances)
    return found


def refuse_strengths(options: Mapping[str, Any]) -> None:
    """Raise where a strength or a flip is given beside ``augment="auto"``, which is to choose them."""
    given = [name for name in (*STRENGTHS, *FLIPS) if options.get(name) is not None]
    if options.get("augment") == "auto" and given:
        flags = ", ".join("--" + name.replace("_", "-") for name in given)
        raise MousaicError(f"--augment auto chooses strengths and flips itself: leave out {flags}, or --augment auto.")

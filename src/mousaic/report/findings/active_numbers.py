"""How many features describe an image, where a threshold decides it and no k does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mousaic.model.member_parts import SPARSITIES, STANDARD, THRESHOLD
from mousaic.said import Said, told


def by_threshold(model: Mapping[str, Any]) -> bool:
    """Whether a threshold decides how many features are active; ``model`` as below."""
    name = model.get("sparsity", STANDARD.sparsity)
    return name in SPARSITIES and THRESHOLD in SPARSITIES.load(name).capabilities


def measured_active(model: Mapping[str, Any], summary: Mapping[str, Any]) -> tuple[float, Said] | None:
    """The mean number of active features of an image, and of which images; None where each has k.

    Args:
        model: the options of the model in ``config.json``.
        summary: what ``summary.json`` says.
    """
    if not by_threshold(model):
        return None
    part = "validation" if summary["validation"] else "train"
    return summary[part]["l0"], told(f"active_of_{part}")

"""What trainings from one start say: keys and values, without words."""

from __future__ import annotations

from mousaic.analysis.stability.shared_start import MOVED, SharedStart
from mousaic.said import Said, told


def shared_start_sentence(found: SharedStart) -> Said:
    """What was learned beyond the start, how far it agrees between halves of the images, and what that means."""
    cosine, null, gain = found.cosine, found.null, found.gain
    if found.verdict == "nothing":
        return told("shared_nothing", moved=found.moved) if found.moved < MOVED else told("shared_still")
    nothing = told("shared_null_still")
    value = told("shared_interval", mean=null.mean, low=null.low, high=null.high) if null.features > 1 else nothing
    return told(
        "shared_start", features=cosine.features, mean=cosine.mean, low=cosine.low, high=cosine.high, null=value,
        mismatched=found.mismatched, gain=gain.mean, gain_low=gain.low, gain_high=gain.high,
        meaning=told(f"shared_{found.verdict}"),
    )  # fmt: skip

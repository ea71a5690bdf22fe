"""What became 0 and 1 in a run's images, in the numbers of their files, whatever version recorded it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def recorded_limits(record: Mapping[str, Any]) -> tuple[float, float] | None:
    """The limits that ``config.json`` names; None where each file's number type decides.

    Versions before ``ranges`` were recorded counted signed numbers from the least of their type, so that -32768 was 0.
    """
    if record.get("limits") is None:
        return None
    low, high = (float(value) for value in record["limits"])
    intake = record.get("intake") or {}
    signed = any(_key(row["what"]) == "treated_signed" for row in intake.get("treatments", ()))
    bits = {row["depth"]["values"].get("bits") for row in intake.get("depths", ()) if isinstance(row["depth"], Mapping)}
    if "ranges" in record or not signed or len(bits) != 1:
        return low, high
    shift = 2.0 ** (int(bits.pop()) - 1)
    return low - shift, high - shift


def _key(what: Any) -> str | None:
    return what.get("key") if isinstance(what, Mapping) else None

"""An option carries its help and its limits, and refuses values beyond them."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import field
from typing import Any, get_args, get_type_hints

from mousaic.errors import MousaicError, nearest


def option(default: Any, help: str, at_least: float = -math.inf, at_most: float = math.inf) -> Any:
    """A dataclass field that carries its help text and its limits (both ends included)."""
    return field(default=default, metadata={"help": help, "at_least": at_least, "at_most": at_most})


class Checked:
    """A group of options that refuses values of the wrong type or out of their limits."""

    def __post_init__(self) -> None:
        check_group(self)


def check_group(options: Any) -> None:
    """Raise unless every value has its field's type and lies within its limits."""
    hints = get_type_hints(type(options))
    for f in dataclasses.fields(options):
        value, flag = getattr(options, f.name), "--" + f.name.replace("_", "-")
        choices = [c for c in get_args(hints[f.name]) if isinstance(c, str)]
        if get_args(hints[f.name]) == (int, str):
            if isinstance(value, bool) or not isinstance(value, (int, str)):
                raise MousaicError(f"{flag} must be a whole number, or several with commas, not {value!r}.")
        elif choices:
            if value not in choices:
                raise MousaicError(
                    f"{flag} cannot be {value!r}{nearest(str(value), choices)} (choose from {', '.join(choices)})."
                )
        elif hints[f.name] is str:
            if not isinstance(value, str) or not value.strip():
                raise MousaicError(f"{flag} must be a name, not {value!r}.")
        elif hints[f.name] is bool:
            if not isinstance(value, bool):
                raise MousaicError(f"{flag} must be true or false, not {value!r}.")
        else:
            _check_number(flag, value, hints[f.name], f.metadata["at_least"], f.metadata["at_most"])


def _check_number(flag: str, value: Any, kind: type, low: float, high: float) -> None:
    allowed = (int,) if kind is int else (int, float)
    if isinstance(value, bool) or not isinstance(value, allowed) or not math.isfinite(value):
        raise MousaicError(f"{flag} must be a{'n integer' if kind is int else ' number'}, not {value!r}.")
    if value < low:
        raise MousaicError(f"{flag} must be at least {low:g}, not {value}.")
    if value > high:
        raise MousaicError(f"{flag} must be at most {high:,.15g}, not {value}.")

"""The options of :mod:`mousaic.config` as command-line options.

Every option is unset unless given, so that a preset's value is only replaced by what the user typed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Optional

from cyclopts import Group, Parameter, Token

from mousaic.config import GROUPS, option_fields
from mousaic.errors import MousaicError
from mousaic.presets import PRESETS, completed
from mousaic.typed_options import leave_out

TITLES = {"images": "Images", "augmentation": "Augmentation", "model": "Model", "training": "Training"}


def option_class(*groups: str, more: tuple[str, ...] = ()) -> type:
    """A dataclass of all options of these groups of :class:`mousaic.config.Config`, and of ``more`` by name.

    Each field is ``None`` unless given; :func:`given` collects the others. What may be one whole number or several is
    taken as it was typed, as a fraction would be rounded otherwise.
    """
    fields = []
    for name, (group, f, kind) in option_fields().items():
        if group in groups or name in more:
            panel = Group(TITLES[group], sort_key=list(GROUPS).index(group) + 1)
            text = f"{f.metadata['help']} [default: {_default(name, f)}]"
            converter = _integer if kind is int else None
            parameter = Parameter(help=text, group=panel, show_default=False, converter=converter)
            typed = str if kind == int | str else kind
            fields.append((name, Annotated[Optional[typed], parameter], dataclasses.field(default=None)))  # noqa: UP045
    made = dataclasses.make_dataclass("Options", fields, frozen=True, kw_only=True)
    made.__module__ = __name__  # Python 3.11 says "types", which cyclopts takes for a built-in type
    return made


def given(options: Any) -> dict[str, Any]:
    """The options that were typed."""
    several = {name for name, (_, _, kind) in option_fields().items() if kind == int | str}
    return {
        name: _whole(value) if name in several else value for name, value in vars(options).items() if value is not None
    }


def check_replaced(out: Path | None, overwrite: bool) -> None:
    """Raise where something is to be replaced, and not named."""
    if out is None:
        leave_out("--overwrite replaces what --out names", {"overwrite": overwrite}, "or give --out, too")


def _integer(kind: Any, tokens: Sequence[Token]) -> int:
    """What was typed as a whole number; one with a fraction would be rounded otherwise."""
    typed, flag = tokens[0].value, tokens[0].keyword
    try:
        return int(typed)
    except ValueError:
        raise MousaicError(f"{flag} must be an integer, not {typed!r}.") from None


def _whole(typed: str) -> int | str:
    """What was typed as a number, if it is a whole one."""
    try:
        return int(typed)
    except ValueError:
        return typed


def _default(name: str, f: dataclasses.Field[Any]) -> str:
    """The default, and the presets that differ: ``fresh; report: fixed``."""
    others = {preset: completed(values).get(name, f.default) for preset, values in PRESETS.items()}
    own = others["default"]
    return "; ".join([_word(own), *(f"{preset}: {_word(v)}" for preset, v in others.items() if v != own)])


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)

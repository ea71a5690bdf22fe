"""What the program has to say, as a key and values; put into words only where a person reads.

Whoever finds something out says *what* it found (:class:`Said`); :mod:`mousaic.words` knows how that is worded in each
language. Files for programs keep keys and values, so they do not depend on the language of a report.
``str(said)`` is for programmers, who meet it in errors and when they print what they are told: English words, which the
package's top has put in (:func:`speak_with`), as nothing here may know them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mousaic.errors import MousaicError

VERBATIM = "verbatim"
"""The key of text that has words already: a library's message, or a sentence of a file from an earlier version."""


@dataclass(frozen=True)
class Said:
    """One thing that is said.

    Attributes:
        key: of the table of words.
        values: what stands in its places: text from outside (names of classes and files), numbers, truth values, None,
            another :class:`Said`, or a list of these. Numbers stay numbers: the words know how many digits are told.

    Examples:
        >>> found = told("difference", r=0.0891, of=told("class", name="obstacle"))
        >>> found.to_json()
        {'key': 'difference', 'values': {'r': 0.0891, 'of': {'key': 'class', 'values': {'name': 'obstacle'}}}}
        >>> said_from_json(found.to_json()) == found
        True
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.key, repr(sorted(self.values.items()))))

    def __str__(self) -> str:
        return _english(self)

    def to_json(self) -> dict[str, Any]:
        """``{"key": ..., "values": {...}}``, ready for JSON; infinities and NaN become None."""
        return {"key": self.key, "values": {name: _plain(value) for name, value in self.values.items()}}


Say = Callable[[Said], None]
"""Whoever is told what a person should know, one thing at a time, and puts words to it."""


def told(key: str, /, **values: Any) -> Said:
    """``told("depth_kept", bits=16)``: short for a :class:`Said` of these values."""
    return Said(key, values)


def verbatim(text: str) -> Said:
    """Words that are there already, in whatever language, as something said."""
    return Said(VERBATIM, {"text": text})


def said_from_json(data: Any) -> Said:
    """The inverse of :meth:`Said.to_json`; plain text, as earlier versions wrote it, is said verbatim.

    Raises:
        MousaicError: neither.
    """
    if isinstance(data, str):
        return verbatim(data)
    if isinstance(data, Mapping) and isinstance(data.get("key"), str) and isinstance(data.get("values"), Mapping):
        return Said(data["key"], {str(name): _revived(value) for name, value in data["values"].items()})
    raise MousaicError(f"{str(data)[:60]!r} is nothing that was said (no key and values).")


def speak_with(english: Callable[[Said], str]) -> None:
    """Have ``str(said)`` give the words of this function."""
    global _english
    _english = english


def _bare(said: Said) -> str:
    values = ", ".join(f"{name} = {value}" for name, value in said.values.items())
    return f"{said.key} ({values})" if values else said.key


_english: Callable[[Said], str] = _bare


def _plain(value: Any) -> Any:
    if isinstance(value, Said):
        return value.to_json()
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "item"):  # a number of numpy
        value = value.item()
    if isinstance(value, float) and value - value != 0:
        return None
    return value


def _revived(value: Any) -> Any:
    if isinstance(value, Mapping):
        return said_from_json(value)
    return [_revived(one) for one in value] if isinstance(value, list) else value

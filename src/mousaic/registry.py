"""What can be named on the command line or in a table: each thing by name, with where it is, its title and its powers.

A new encoder, objective, rival method or figure is one file and one line in the registry of its room. What is
registered as an import string is imported when it is first asked for, so that naming everything stays cheap. Code
outside this package registers its own things the same way; tests/recipes does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, TypeVar, cast

from mousaic.errors import MousaicError, nearest
from mousaic.said import Said, told, verbatim

T = TypeVar("T")
INTERNAL = "internal"
"""The capability of a thing that is not named to users."""


@dataclass(frozen=True)
class Entry(Generic[T]):
    """One thing that can be named.

    Attributes:
        name: as on the command line.
        target: the thing, or where it is: ``"package.module:attribute"``.
        title: key of its title in the words of each language; "" where it is never shown.
        capabilities: what it can, for whoever has to know before using it.
    """

    name: str
    target: T | str
    title: str = ""
    capabilities: frozenset[str] = frozenset()

    @property
    def said(self) -> Said:
        """Its title, as something said; without one its name."""
        return told(self.title) if self.title else verbatim(self.name)

    def load(self) -> T:
        """The thing itself."""
        if not isinstance(self.target, str):
            return self.target
        module, _, attribute = self.target.partition(":")
        return cast(T, getattr(import_module(module), attribute))


class Registry(Generic[T]):
    """All things of one kind by name, in the order in which they were registered.

    Args:
        kind: what they are, in a word, for error messages: ``"method"``.

    Examples:
        >>> rivals = Registry("method")
        >>> rivals.register("root", "math:sqrt", title="method_root", capabilities=["linear"]).name
        'root'
        >>> rivals.load("root")(9.0)
        3.0
        >>> rivals.having("linear"), list(rivals)
        (['root'], ['root'])
        >>> rivals["rot"]
        Traceback (most recent call last):
        mousaic.errors.MousaicError: There is no method 'rot'; did you mean 'root'? (known: root).
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Entry[T]] = {}

    def register(self, name: str, target: T | str, title: str = "", capabilities: Iterable[str] = ()) -> Entry[T]:
        """Add a thing.

        Raises:
            ValueError: the name is taken.
        """
        if name in self._entries:
            raise ValueError(f"There is a {self.kind} {name!r} already.")
        self._entries[name] = Entry(name, target, title, frozenset(capabilities))
        return self._entries[name]

    def forget(self, name: str) -> None:
        """Take a thing out again, as a test does that registered its own."""
        del self._entries[name]

    def __getitem__(self, name: str) -> Entry[T]:
        """
        Raises:
            MousaicError: nothing of that name; the message names the nearest.
        """
        if name not in self._entries:
            known = [one for one, entry in self._entries.items() if INTERNAL not in entry.capabilities]
            raise MousaicError(f"There is no {self.kind} {name!r}{nearest(name, known)} (known: {', '.join(known)}).")
        return self._entries[name]

    def load(self, name: str) -> T:
        """The thing of that name; raises as ``registry[name]`` does."""
        return self[name].load()

    def having(self, *capabilities: str) -> list[str]:
        """Names of the things that have all of these capabilities."""
        return [name for name, entry in self._entries.items() if entry.capabilities.issuperset(capabilities)]

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

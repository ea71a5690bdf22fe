"""What is said, put into words: the tables of each language, and how values stand in them.

A language is a folder of files, one a topic, each with a table ``WORDS``: key -> words, places such as ``{count:,}`` in
them. Beyond Python's own formats a place may ask for ``p``, a probability or the like with the digits that matter and
never 0: ``{p:p}``; and for ``sign``, a difference that shows its side of zero: ``{mean:sign}``. A percentage,
``{share:.0%}``, has the space before its sign that the language has. ``{claim!c}`` begins with a capital. A list is
joined as the language joins lists, or by what stands before a bar: ``{r:, |.2f}``. None leaves its place empty, so that
a sentence may have parts that are not always said; a number that is not there is a dash. Text from outside is made safe
to show.
"""

from __future__ import annotations

import math
import string
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from mousaic.errors import MousaicError, nearest
from mousaic.images.names import shown
from mousaic.said import VERBATIM, Said
from mousaic.words.of_rows import OfRows, table_of_rows

LANGUAGES = ("en", "zh")
NO_NUMBER = "\u2013"
_ADDED: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}


def put(said: Said | str | None, lang: str = "en") -> str:
    """The words of what is said; a ``str`` has them already, and None says nothing.

    Raises:
        MousaicError: there is no such language.
        KeyError: there is no such key, or a value is missing.
    """
    if said is None or isinstance(said, str):
        return said or ""
    if said.key == VERBATIM:
        return str(said.values["text"])
    return say(said.key, lang, **said.values)


def say(key: str, lang: str = "en", /, **values: Any) -> str:
    """The words of a key with ``values`` in their places; raises as :func:`put` does.

    Examples:
        >>> say("methods_no_split")
        'All images were trained on; none was held out.'
        >>> say("methods_fit_crop", "zh")
        '截取中央正方形'
    """
    return _Words(lang).vformat(table(lang)[key], (), values)


def put_all(said: Iterable[Said | str | None], lang: str = "en") -> str:
    """Several sentences, one after another, as the language sets them; what says nothing is left out."""
    text = ""
    for words in filter(None, (put(one, lang) for one in said)):
        # Chinese sets no space after its own full stop, but does after an English one that had words already.
        text += (" " if text and (lang != "zh" or text[-1].isascii()) else "") + words
    return text


def table(lang: str) -> Mapping[str, str]:
    """All words of a language by key; of one that speaks of vectors, see :mod:`mousaic.words.of_rows`.

    Raises:
        MousaicError: there is no such language.
        ValueError: two topics have the same key.
    """
    return _table(str(lang), isinstance(lang, OfRows))


@cache
def _table(lang: str, rows: bool) -> Mapping[str, str]:
    if rows:
        return table_of_rows(_table(lang, False))
    if lang not in LANGUAGES:
        raise MousaicError(f"There is no language {lang!r}{nearest(lang, list(LANGUAGES))} (known: en, zh).")
    found: dict[str, str] = {}
    for topic, words in topics(lang):
        twice = found.keys() & words.keys()
        if twice:
            raise ValueError(f"{', '.join(sorted(twice))} of {topic} ({lang}) has words already.")
        found |= words
    return found | _ADDED[lang]


def topics(lang: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The language's files, by name, each with its table."""
    package = import_module(f"mousaic.words.{lang}")
    for found in sorted(iter_modules(package.__path__), key=lambda module: module.name):
        yield found.name, import_module(f"mousaic.words.{lang}.{found.name}").WORDS


def add_words(lang: str, words: Mapping[str, str]) -> None:
    """Words of what is registered from outside this package: a method's title, a figure's caption.

    Raises:
        MousaicError: there is no such language.
        ValueError: a key has words already.
    """
    twice = table(lang).keys() & words.keys()
    if twice:
        raise ValueError(f"{', '.join(sorted(twice))} ({lang}) has words already.")
    _ADDED[lang].update(words)
    _table.cache_clear()


def forget_words(lang: str, keys: Iterable[str]) -> None:
    """Take words out again that :func:`add_words` gave, as a test does that added its own."""
    for key in keys:
        del _ADDED[lang][key]
    _table.cache_clear()


def probability(value: float) -> str:
    """A p or the like: two digits that matter, and never 0.

    Examples:
        >>> probability(0.431), probability(0.0479), probability(1e-4)
        ('0.43', '0.048', '0.0001')
    """
    return f"{value:.2f}" if value >= 0.095 else f"{value:.2g}"


def signed(value: float) -> str:
    """Three decimals, or more where those would hide on which side of zero a number lies."""
    return f"{value:.3f}" if abs(value) >= 0.0005 or value == 0 else f"{value:.1g}"


def percent(share: float, lang: str = "en", form: str = ".0%") -> str:
    """A share in percent, with a space before the sign where the language has one.

    Examples:
        >>> percent(0.125), percent(0.125, "zh", ".1%")
        ('12 %', '12.5%')
    """
    text = format(share, form)
    return text if lang == "zh" else f"{text[:-1]} %"


def capital(sentence: str) -> str:
    """The sentence with a capital in front."""
    return sentence[:1].upper() + sentence[1:]


class _Words(string.Formatter):
    """Python's formats, and how things said, lists, probabilities, differences and capitals are set."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def convert_field(self, value: Any, conversion: Any) -> Any:
        if conversion == "c":
            return capital(self.format_field(value, ""))
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Said):
            return put(value, self.lang)
        if isinstance(value, (list, tuple)):
            between, bar, each = format_spec.partition("|")
            between, each = (between, each) if bar else (table(self.lang)["and"], format_spec)
            return between.join(self.format_field(one, each) for one in value)
        if isinstance(value, str):
            return format(shown(value), format_spec) if format_spec.isdigit() else shown(value)
        if value is None or (isinstance(value, float) and not math.isfinite(value)):
            return NO_NUMBER if format_spec or value is not None else ""
        if format_spec == "p":
            return probability(value)
        if format_spec == "sign":
            return signed(value)
        if format_spec.endswith("%"):
            return percent(value, self.lang, format_spec)
        return str(super().format_field(value, format_spec))

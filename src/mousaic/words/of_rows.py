"""How a language speaks of vectors: rows in place of images.

The words of every finding are written for images, which nearly all sets are. Of vectors the same sentences say rows;
sentences that are about vectors have words of their own already, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable

ABOUT_VECTORS = re.compile("vector|向量", re.IGNORECASE)
"""What is said of vectors by name."""
WORD = r"(?<![\w{/.\-])%s(?![\w}]|\.\w|-)"
"""Not part of a place to fill, of a file's name or of an option."""
Patterns = list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]
ENGLISH: Patterns = [
    (re.compile(r"\b([Aa])n (?=image\b)"), r"\1 "),
    (re.compile(WORD % r"([Ii])mage(s?)"), lambda found: f"{'R' if found[1] == 'I' else 'r'}ow{found[2]}"),
]
CHINESE: Patterns = [(re.compile("图像"), "向量"), (re.compile("幅"), "个")]


class OfRows(str):
    """A language, speaking of vectors; wherever a language is asked for it is that language."""

    __slots__ = ()


def spoken_of(lang: str, grid: bool) -> str:
    """The language to speak in of images with rows and columns, or of vectors.

    Examples:
        >>> spoken_of("en", False) == "en", isinstance(spoken_of("en", False), OfRows)
        (True, True)
    """
    return lang if grid else OfRows(lang)


def of_rows(words: str) -> str:
    """Words about images as words about rows.

    Examples:
        >>> of_rows("An image of {images} images, as images.csv says: --images")
        'A row of {images} rows, as images.csv says: --images'
        >>> of_rows("{count} 幅图像")
        '{count} 个向量'
        >>> of_rows("Vectors are no images.")
        'Vectors are no images.'
    """
    if ABOUT_VECTORS.search(words):
        return words
    for pattern, other in CHINESE if "图像" in words else ENGLISH:
        words = pattern.sub(other, words)
    return words

"""How a language speaks of vectors: rows in place of images.

The words of every finding are written for images, which nearly all sets are. Of vectors the same sentences say rows,
and numbers in place of pixels. Where that is not enough, a key has words for rows beside it, under ``KEY_of_rows``.
Sentences that are about vectors by name stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

ABOUT_VECTORS = re.compile("vector|向量", re.IGNORECASE)
"""What is said of vectors by name."""
WORD = r"(?<![\w{/.\-])%s(?![\w}]|\.\w|-)"
"""Not part of a place to fill, of a file's name or of an option."""
Patterns = list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]
OWN = "_of_rows"
"""Behind a key: its words for rows."""
PATTERNS: Patterns = [
    (re.compile(r"\b([Aa])n (?=image\b)"), r"\1 "),
    (re.compile(WORD % r"([Ii])mage(s?)"), lambda found: f"{'R' if found[1] == 'I' else 'r'}ow{found[2]}"),
    (re.compile(WORD % "pixel(s?)"), r"number\1"),
    (re.compile("brightness and contrast"), "mean and spread"),
    (re.compile("contrast included"), "spread included"),
    (re.compile("without (any )?contrast"), "of equal numbers"),
    (re.compile("scattered phases"), "shuffled columns"),
    (re.compile("phases scattered"), "columns shuffled"),
    (re.compile("图像"), "向量"),
    (re.compile("幅"), "个"),
    (re.compile("逐像素"), "逐个数值"),
    (re.compile("像素值?"), "数值"),
    (re.compile("亮度与对比度"), "均值与离散程度"),
    (re.compile("对比度也计入"), "离散程度也计入"),
    (re.compile("毫无对比度"), "各数相等"),
    (re.compile("相位打乱"), "各列打乱"),
]
"""What stands for what: brightness and contrast are the mean of a row's numbers and their standard deviation; vectors
have no phases, so that of those without structure each column is dealt anew among the rows."""


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
        >>> of_rows("mean of {images} images, over pixels with scattered phases")
        'mean of {images} rows, over numbers with shuffled columns'
        >>> of_rows("{count} 幅图像")
        '{count} 个向量'
        >>> of_rows("Vectors are no images.")
        'Vectors are no images.'
    """
    if ABOUT_VECTORS.search(words):
        return words
    for pattern, other in PATTERNS:
        words = pattern.sub(other, words)
    return words


def table_of_rows(usual: Mapping[str, str]) -> dict[str, str]:
    """All words of a language by key, as they are of rows."""
    return {key: usual.get(key + OWN) or of_rows(words) for key, words in usual.items()}

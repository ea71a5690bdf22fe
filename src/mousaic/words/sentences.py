"""A sentence in a file for programs: its key and values, and beside them what it says in English."""

from __future__ import annotations

from typing import Any

from mousaic.said import Said, said_from_json
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put


def sentence_json(said: Said, grid: bool = True) -> dict[str, Any]:
    """``{"key": ..., "values": {...}, "text": ...}``, ready for JSON; the text is English, whoever reads it.

    Args:
        grid: whether it is said of images with rows and columns; else the text speaks of vectors.
    """
    return said.to_json() | {"text": put(said, spoken_of("en", grid))}


def sentence_words(data: Any, lang: str = "en") -> str:
    """The words of what :func:`sentence_json` made. Where this version has no such words, those that stand in the file.

    Args:
        data: of a file; plain text, as earlier versions wrote it, stays as it is.

    Raises:
        MousaicError: neither; or there is no such language.
    """
    try:
        return put(said_from_json(data), lang)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError):
        # Another version's key, values, or formats.
        return str(data.get("text", data["key"]))

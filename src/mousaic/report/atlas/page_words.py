"""The words that the atlas's page looks up by key: those on the atlas, and a few that it shares with the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mousaic.analysis.features.feature_shape import KINDS
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import LANGUAGES, table

SHARED = (
    "skip",
    "class_missing",
    "no_name",
    "independence",
    "independence_near",
    *(f"kind_{kind}" for kind in KINDS),
    *(f"place_{down}_{across}" for down in ("top", "middle", "bottom") for across in ("left", "middle", "right")),
)


def page_words(properties: Iterable[str], grid: bool = True) -> dict[str, dict[str, str]]:
    """The script ``words.js``: all words of the page, in every language.

    Args:
        properties: of the images, whose names the page says.
        grid: images have rows and columns; of vectors the page speaks of rows.
    """
    return {lang: _of(table(spoken_of(lang, grid)), properties) for lang in LANGUAGES}


def _of(words: Mapping[str, str], properties: Iterable[str]) -> dict[str, str]:
    own = {key: text for key, text in words.items() if key.startswith("atlas_")}
    return own | {key: words[key] for key in (*SHARED, *properties)}

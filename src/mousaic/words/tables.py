"""All words of figures and reports, in one table for each language, by key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from mousaic.errors import MousaicError, nearest
from mousaic.words.en.findings import ENGLISH
from mousaic.words.en.page import PAGE_ENGLISH
from mousaic.words.en.proof import PROOF_ENGLISH
from mousaic.words.zh.findings import CHINESE
from mousaic.words.zh.page import PAGE_CHINESE
from mousaic.words.zh.proof import PROOF_CHINESE

Language = Literal["en", "zh"]

TABLES: Mapping[str, Mapping[str, str]] = {
    "en": {**ENGLISH, **PAGE_ENGLISH, **PROOF_ENGLISH},
    "zh": {**CHINESE, **PAGE_CHINESE, **PROOF_CHINESE},
}


def say(key: str, lang: str = "en", /, **values: Any) -> str:
    """The words of a key with ``values`` in their places.

    Raises:
        MousaicError: there is no such language.
        KeyError: there is no such key, or a value is missing.
    """
    if lang not in TABLES:
        raise MousaicError(f"There is no language {lang!r}{nearest(lang, list(TABLES))} (known: {', '.join(TABLES)}).")
    return TABLES[lang][key].format(**values)

"""Sentences that earlier stages wrote in English (intake, stability), said in the report's language.

Their words are kept in files of the run, so the report meets them as text. Each is recognised by a
pattern whose parts are translated in turn; what nobody foresaw (a library's error message) stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from mousaic.report.page.phrases_zh import PHRASES


def translated(text: str, lang: str) -> str:
    """The text in ``lang``, as far as its phrases are known."""
    if lang == "en":
        return text
    for pattern, template in _patterns():
        found = pattern.fullmatch(text)
        if found:
            return template.format(*(translated(part or "", lang) for part in found.groups()))
    return text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern, re.DOTALL), template) for pattern, template in PHRASES]

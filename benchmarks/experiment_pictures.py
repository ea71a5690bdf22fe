"""One picture a claim, in both languages, from what was measured: drawn by ``python -m benchmarks.experiment``."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from benchmarks.experiment_drawings import DRAWINGS
from benchmarks.experiment_verdicts import Found
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.style import house_style, png_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS = 48
"""Of a picture: enough for lines and text, and a third of the size."""
MOST_BYTES = 80_000


def draw_pictures(found: Found, words: Mapping[str, Mapping[str, str]], folder: Path) -> dict[str, list[str]]:
    """``CLAIM.png`` and ``CLAIM.zh.png`` of every claim that was measured; language -> the claims drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    drawn: dict[str, list[str]] = {lang: [] for lang in words}
    for lang, table in words.items():
        check_fonts(lang)
        for claim, (studies, draw) in DRAWINGS.items():
            if all(study in found for study in studies):
                _save(draw, found, table, folder / picture_name(claim, lang))
                drawn[lang].append(claim)
    return drawn


def picture_name(claim: str, lang: str) -> str:
    """Of a claim's picture in a language."""
    return f"{claim}.png" if lang == "en" else f"{claim}.{lang}.png"


def _save(
    draw: Callable[[Found, Mapping[str, str]], Figure], found: Found, words: Mapping[str, Any], path: Path
) -> None:
    with house_style():
        figure = draw(found, words)
    with Image.open(io.BytesIO(png_bytes(figure))) as opened:
        reduced = opened.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    reduced.save(path, optimize=True)

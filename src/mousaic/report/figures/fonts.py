"""A font with Chinese characters, where the machine has one; matplotlib's own has none."""

from __future__ import annotations

import sys
from pathlib import Path

from mousaic.errors import MousaicError

FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK JP",  # the first face of Debian's file; it has the Chinese characters, too
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)
"""Fonts that have the characters, the better ones first."""
FILES = ("notosanscjk", "notosanssc", "sourcehansans", "wqy", "pingfang", "hiragino", "msyh", "simhei")
"""Beginnings of their files' names."""


def chinese_font() -> str | None:
    """The best of :data:`FAMILIES` that matplotlib knows of."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in FAMILIES if name in known), None)


def check_fonts(lang: str) -> None:
    """Make a font for the language known to matplotlib.

    Raises:
        MousaicError: Chinese was asked for and no font has its characters.
    """
    if lang != "zh" or chinese_font() is not None:
        return
    from matplotlib import font_manager

    # Fonts installed after matplotlib first looked are not in its list.
    for file in map(Path, font_manager.findSystemFonts()):
        if file.name.casefold().startswith(FILES):
            try:
                font_manager.fontManager.addfont(file)
            except (OSError, RuntimeError):
                print(f"mousaic: the font {file} cannot be read.", file=sys.stderr)
    if chinese_font() is None:
        raise MousaicError(
            "Figures in Chinese need a font with Chinese characters, and none is installed: install one (on Debian or "
            "Ubuntu: apt-get install fonts-noto-cjk), or leave out --lang zh."
        )

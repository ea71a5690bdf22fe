"""Facts from a TIFF's tags: names, turn, number of pages."""

from __future__ import annotations

import re
from typing import Any

MOST_PAGES = 20_000
"""Further ones are not counted: it would take longer than a fifth of a second."""


def orientation(page: Any) -> int:
    """1 to 8; 1 where the tag is missing or makes no sense."""
    tag = page.tags.get(274)
    value = tag.value if tag is not None else 1
    return int(value) if isinstance(value, int) and 1 <= value <= 8 else 1


def name_of(value: Any) -> str:
    """LZW for <COMPRESSION.LZW: 5>."""
    return str(getattr(value, "name", value))


def count_pages(page: Any, tiff: Any) -> int:
    """The number of pages; 0 where their chain is endless or damaged, or there are more than :data:`MOST_PAGES`."""
    there = _chain_length(tiff)
    stated = re.match(r"ImageJ=.*?\bimages=(\d{1,9})", page.description or "", re.DOTALL)
    if there and stated and int(stated[1]) > 1:
        return int(stated[1]) if int(stated[1]) <= MOST_PAGES else 0
    return there


def _chain_length(tiff: Any) -> int:
    try:
        _ = tiff.pages[MOST_PAGES]  # follows the chain so far: len() alone never ends on a ring of 100 pages or more
    except IndexError:
        return len(tiff.pages)
    except Exception:  # there is such a page, and it makes no sense
        return 0
    return 0

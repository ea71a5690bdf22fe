"""What a part is called: the name that somebody gave it, or its number."""

from __future__ import annotations

from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.images.names import shown
from mousaic.report.figures.style import plain
from mousaic.words.put import say

LONGEST = 24
"""Characters of a name in a figure."""


def part_title(findings: PartFindings, part: int, lang: str) -> str:
    """As it stands in a figure."""
    name = findings.names.get(part, "")
    return plain(shown(name), LONGEST) if name else say("part_named", lang, part=part)

"""The parts of the images: what a person would point at, with where each is."""

from __future__ import annotations

from mousaic.report.findings.part_sentences import part_headlines
from mousaic.report.page.elements import Html, paragraph, section
from mousaic.report.page.section_figures import section_figures
from mousaic.report.page.subject import Subject


def parts_section(s: Subject) -> Html:
    """Sentences, the sheet of parts and the tracks of those that move."""
    parts = s.analysis.parts
    if parts is None:
        none = "parts_none" if s.analysis.evidence.images.shape.is_grid else "parts_none_of_vectors"
        return section("parts", s.say("parts_heading"), paragraph(s.say(none)))
    said = part_headlines(parts, s.analysis.evidence.images)
    return section(
        "parts", s.say("parts_heading"),
        *(paragraph(s.put(one), "says" if i == 0 else "") for i, one in enumerate(said)),
        *section_figures(s, "parts"),
    )  # fmt: skip

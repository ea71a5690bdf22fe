"""What tells the classes apart, in the images and in the features, and whether something trivial explains it."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.classes.class_means import ClassMeans
from mousaic.arrays import Flags, Reals, Tile
from mousaic.images.names import shown
from mousaic.report.figures.feature_tiles import outlined
from mousaic.report.figures.tiles import enlarged, enlargement, shrunk, signed
from mousaic.report.findings.class_sentences import class_sentences
from mousaic.report.findings.feature_findings import class_headline, follow_headline, power_headline
from mousaic.report.findings.run_findings import places_headline
from mousaic.report.page.elements import Html, join, paragraph, section, tag
from mousaic.report.page.section_figures import section_figures
from mousaic.report.page.subject import Subject
from mousaic.report.page.tile_images import captioned, photo, tile

MOST = 6
"""Classes whose mean images are shown."""
LARGE = 192
"""Least side of their pictures, in pixels."""


def classes_section(s: Subject) -> Html:
    """Mean images and their differences, then the features."""
    a, names = s.analysis, s.analysis.evidence.images.class_names
    d = a.differences
    floor = d.floor if d is not None else 1.0
    drawn = d is not None and bool(d.tested.any())
    if a.classes is None:
        power = "" if d is None or drawn else paragraph(s.put(power_headline(d, names)))
        said = paragraph(s.put(class_headline(d, names)), "says")
        return section("classes", s.say("answer_heading"), said, power, *section_figures(s, "classes"))
    first, *rest = class_sentences(a.classes, a.parts, names)
    figures = s.figures.of("classes")
    return section(
        "classes", s.say("answer_heading"),
        paragraph(s.put(first), "says"), *(paragraph(s.put(one)) for one in rest),
        figures.pop("class_findings", ""),
        tag("h3", s.say("further_heading")), paragraph(s.say("further_explained"), "hint"),
        paragraph(s.put(class_headline(d, names)), "says"),
        "" if drawn else paragraph(s.put(power_headline(d, names))),
        tag("h3", s.say("mean_images")) if a.means else "",
        paragraph(s.put(places_headline(a.means, floor)), "says"),
        _means(s, a.means, names) if a.means else "",
        *figures.values(),
    )  # fmt: skip


def shortcuts_section(s: Subject) -> Html:
    """Whether brightness and the like could explain a difference."""
    a = s.analysis
    told = paragraph(s.put(follow_headline(a.shortcuts, a.differences)), "says")
    # The figure's own heading says whether they tell the classes apart.
    note = paragraph(s.put(s.independence), "hint") if a.shortcuts.names and a.differences is not None else ""
    nothing = "no_properties" if a.evidence.images.shape.is_grid else "no_properties_of_vectors"
    none = "" if a.shortcuts.names else paragraph(s.say(nothing))
    return section("shortcuts", s.say("shortcuts_heading"), told, none, *section_figures(s, "shortcuts"), note)


def _means(s: Subject, found: ClassMeans, names: tuple[str, ...]) -> Html:
    """The mean image of each class, and how it differs from that of the others; of two classes one difference."""
    gaps = (found.means - found.others).mean(1)
    largest = float(np.abs(gaps).max())
    cards = []
    for i, label in enumerate(found.classes[:MOST]):
        told = s.say("mean_of", name=shown(names[label]))
        cards.append(captioned(photo(found.means[i], told), told))
    two = len(found.classes) == 2
    for i in [1] if two else range(min(len(found.classes), MOST)):
        other = shown(names[found.classes[0]]) if two else s.say("the_others")
        told = s.say("gap_of", name=shown(names[found.classes[i]]), other=other)
        # Of two classes the places where either stands out belong to the one picture.
        mask = found.passed if two else found.passed & (found.best == i)
        cards.append(captioned(tile(_large(gaps[i], largest, mask), told), told))
    return join(
        tag("div", *cards, class_="tiles large"),
        paragraph(s.say("gap_explained", largest=f"{largest:.2f}"), "hint"),
    )


def _large(gap: Reals, largest: float, mask: Flags) -> Tile:
    """A difference (S, S), enlarged, with the places that passed outlined."""
    small = shrunk(gap[None, None])[0, 0]
    picture = enlarged(signed(small, largest), enlargement(small.shape[-1], LARGE))
    return outlined(picture, mask) if mask.any() else picture

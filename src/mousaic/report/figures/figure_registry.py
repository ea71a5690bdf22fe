"""Which figures there are of an analysed run, what each needs, and where in the report it stands.

A new figure is one file with a function that draws and a :class:`FeatureFigure` of it, its words, and one line here.
Code outside this package registers its own the same way, and adds its words with :func:`mousaic.words.put.add_words`:
``mousaic features`` then writes it as ``figures/NAME.png``, and the report shows it under its section.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.errors import MousaicError, nearest
from mousaic.images.shown_pictures import has_pictures
from mousaic.registry import Registry
from mousaic.report.figures.drawn import Drawn


class Draw(Protocol):
    """Draws a figure of an analysis in a language, with heading and caption in the picture or without them."""

    def __call__(self, analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn: ...


class FeatureFigure(NamedTuple):
    """What a figure's name stands for."""

    draw: Draw
    section: str
    """Section of the report under which it stands: a key of ``SECTIONS`` in ``report/page/report_page.py``."""
    wide: bool = False
    """Takes the whole width of the page, as a sheet of many pictures does."""


NEEDS: dict[str, Callable[[FeatureAnalysis], bool]] = {
    "grid": lambda a: a.evidence.images.shape[1] > 1,
    "pictures": lambda a: has_pictures(a.evidence.images),
    "several_images": lambda a: len(a.evidence.images) > 1,
    "classes": lambda a: a.differences is not None and bool(a.differences.tested.any()),
    "findings": lambda a: a.evidence.images.shape.is_grid and a.classes is not None and bool(a.classes.findings),
    "parts": lambda a: a.parts is not None,
    "properties": lambda a: bool(a.shortcuts.names),
}
"""What a figure may name as a capability, and whether an analysis has it: images with rows and columns, images that can
be shown, more than one image, a feature whose class difference was tested, a finding about classes that has a place,
parts, properties that vary."""

FIGURES: Registry[FeatureFigure] = Registry("figure")
"""In the order in which they are written and shown."""


def figures_of(analysis: FeatureAnalysis, section: str | None = None) -> dict[str, FeatureFigure]:
    """The figures that this analysis has something for, by name; only those of a section, where one is named.

    Raises:
        MousaicError: a figure needs what nobody knows of.
    """
    found = {}
    for name in FIGURES:
        needs = FIGURES[name].capabilities
        unknown = next((need for need in sorted(needs) if need not in NEEDS), None)
        if unknown is not None:
            known = list(NEEDS)
            raise MousaicError(
                f"The figure {name!r} needs {unknown!r}{nearest(unknown, known)} (known: {', '.join(known)})."
            )
        if all(NEEDS[need](analysis) for need in needs):
            figure = FIGURES.load(name)
            if section in (None, figure.section):
                found[name] = figure
    return found


_HERE = "mousaic.report.figures"
FIGURES.register("parts", f"{_HERE}.parts_sheet:FIGURE", "parts_heading", ["grid", "parts"])
FIGURES.register("part_tracks", f"{_HERE}.part_tracks:FIGURE", "parts_heading", ["parts", "several_images"])
FIGURES.register("feature_examples", f"{_HERE}.feature_examples:FIGURE", "examples_title", ["pictures"])
FIGURES.register("feature_kinds", f"{_HERE}.feature_kinds:FIGURE", "kinds_heading", ["grid"])
FIGURES.register("feature_coverage", f"{_HERE}.feature_coverage:FIGURE", "coverage_heading", ["grid"])
FIGURES.register("feature_numbers", f"{_HERE}.feature_numbers:FIGURE", "numbers_heading")
FIGURES.register("feature_pairs", f"{_HERE}.feature_pairs:FIGURE", "pairs_heading", ["pictures"])
FIGURES.register("reconstruction_by_class", f"{_HERE}.reconstruction_by_class:FIGURE", "by_class_heading", ["grid"])
FIGURES.register("active_features", f"{_HERE}.active_features:FIGURE", "sparsity_title")
FIGURES.register("class_findings", f"{_HERE}.class_findings_sheet:FIGURE", "found_sheet_heading", ["grid", "findings"])
FIGURES.register("class_features", f"{_HERE}.class_features:FIGURE", "class_heading", ["grid", "classes"])
FIGURES.register("class_effects", f"{_HERE}.class_effects:FIGURE", "class_effects_heading", ["classes"])
FIGURES.register("shortcuts", f"{_HERE}.shortcut_bars:FIGURE", "shortcuts_heading", ["properties"])

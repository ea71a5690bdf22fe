"""The registered figures of an analysis as elements of a page, each drawn once."""

from __future__ import annotations

from collections.abc import Collection

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.report.figures.figure_registry import FeatureFigure, figures_of
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.style import house_style
from mousaic.report.page.elements import Html
from mousaic.report.page.tile_images import figure
from mousaic.said import told
from mousaic.second_process import in_two
from mousaic.stages import Stage, untold
from mousaic.words.of_rows import spoken_of


class DrawnFigures:
    """In a language, each drawn when it is first wanted or before."""

    def __init__(self, analysis: FeatureAnalysis, lang: str) -> None:
        self._analysis, self._lang = analysis, spoken_of(lang, analysis.evidence.images.shape.is_grid)
        self._drawn: dict[str, Html] = {}

    def draw(self, stage: Stage = untold) -> None:
        """Draw them all: they need nothing but the analysis, and are most of the work that a page takes."""
        check_fonts(self._lang)
        found = figures_of(self._analysis)
        with house_style():  # once for all
            drawn = in_two(
                lambda name: self._picture(name, found[name]),
                list(found),
                lambda number: stage(told("stage_figures"), number / len(found)),
            )
        self._drawn.update(zip(found, drawn, strict=True))

    def of(self, section: str, without: Collection[str] = ()) -> dict[str, Html]:
        """Those of a section by name, in the order of the registry; those left out are "" and not drawn."""
        found = figures_of(self._analysis, section)
        return {name: Html("") if name in without else self._picture(name, one) for name, one in found.items()}

    def _picture(self, name: str, one: FeatureFigure) -> Html:
        if name not in self._drawn:
            self._drawn[name] = figure(one.draw(self._analysis, self._lang, framed=False), one.wide)
        return self._drawn[name]

"""An analysis of a run's features as files of the run: tables and figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.files import explained, write_json
from mousaic.report.figures.active_features import active_features
from mousaic.report.figures.class_effects import class_effects
from mousaic.report.figures.class_features import class_features
from mousaic.report.figures.feature_coverage import feature_coverage
from mousaic.report.figures.feature_examples import feature_examples
from mousaic.report.figures.feature_kinds import feature_kinds
from mousaic.report.figures.feature_numbers import feature_numbers
from mousaic.report.figures.feature_pairs import feature_pairs
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.reconstruction_by_class import reconstruction_by_class
from mousaic.report.figures.shortcut_bars import shortcut_figure
from mousaic.report.figures.style import save
from mousaic.report.tables.feature_tables import findings, write_tables
from mousaic.runs.run import Run

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write_features(run: Run, analysis: FeatureAnalysis, lang: str = "en") -> list[str]:
    """Write everything into ``RUN/analysis`` and ``RUN/figures``; the files' names, relative to the run.

    Raises:
        MousaicError: the run folder cannot be written, or no font has the language's characters.
    """
    check_fonts(lang)
    *names, summary = write_numbers(run, analysis)
    with explained(run.path):
        run.figures.mkdir(exist_ok=True)
    for name, draw in feature_figures(analysis, lang).items():
        save(draw(), run.figures / f"{name}.png")
        names.append(f"figures/{name}.png")
    return [*names, summary]


def write_numbers(run: Run, analysis: FeatureAnalysis) -> list[str]:
    """The tables and ``findings.json``, the last, without figures; their names, relative to the run."""
    folder = run.path / "analysis"
    with explained(run.path):
        folder.mkdir(exist_ok=True)
    names = [f"analysis/{name}" for name in write_tables(folder, analysis)]
    write_json(folder / "findings.json", findings(analysis))
    return [*names, "analysis/findings.json"]


def feature_figures(analysis: FeatureAnalysis, lang: str = "en") -> dict[str, Callable[[], Figure]]:
    """Every figure that this analysis has something for, by name, as a function that draws it."""
    a = analysis
    found: dict[str, Callable[[], Figure]] = {
        "feature_numbers": partial(feature_numbers, a, lang),
        "feature_examples": partial(feature_examples, a, lang),
        "feature_kinds": partial(feature_kinds, a, lang),
        "feature_coverage": partial(feature_coverage, a, lang),
        "feature_pairs": partial(feature_pairs, a, lang),
        "reconstruction_by_class": partial(reconstruction_by_class, a, lang),
        "active_features": partial(active_features, a, lang),
    }
    if a.differences is not None and a.differences.tested.any():
        found["class_features"] = partial(class_features, a, lang)
        found["class_effects"] = partial(class_effects, a, lang)
    if a.shortcuts.names:
        found["shortcuts"] = partial(shortcut_figure, a, lang)
    return found

"""An analysis of a run's features as files of the run: tables and figures."""

from __future__ import annotations

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.files import explained, write_csv, write_json
from mousaic.report.figures.figure_registry import FIGURES, figures_of
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.style import save
from mousaic.report.tables.class_tables import COLUMNS, class_rows
from mousaic.report.tables.feature_tables import findings, write_tables
from mousaic.report.tables.part_tables import write_parts
from mousaic.runs.run import Run
from mousaic.said import told
from mousaic.stages import Stage, untold
from mousaic.words.of_rows import spoken_of

FINDINGS = "class_findings.csv"


def write_features(
    run: Run, analysis: FeatureAnalysis, lang: str = "en", raw: bool = False, stage: Stage = untold
) -> list[str]:
    """Write everything into ``RUN/analysis`` and ``RUN/figures``; the files' names, relative to the run.

    Args:
        stage: told of tables and figures as they are begun.

    Raises:
        MousaicError: the run folder cannot be written, or no font has the language's characters.
    """
    check_fonts(lang)
    lang = spoken_of(lang, analysis.evidence.images.shape.is_grid)
    stage(told("stage_tables"), 0.0)
    *names, summary = write_numbers(run, analysis, raw)
    with explained(run.path):
        run.figures.mkdir(exist_ok=True)
    figures = figures_of(analysis)
    for number, (name, figure) in enumerate(figures.items(), 1):
        stage(told("stage_figure", title=FIGURES[name].said), number / (len(figures) + 1))
        save(figure.draw(analysis, lang), run.figures / f"{name}.png")
        names.append(f"figures/{name}.png")
    return [*names, summary]


def write_numbers(run: Run, analysis: FeatureAnalysis, raw: bool = False) -> list[str]:
    """The tables and ``findings.json``, the last, without figures; their names, relative to the run.

    Args:
        raw: as of :func:`mousaic.files.write_csv`; where the run's own tables are raw, these are, too.
    """
    raw = raw or run.raw
    folder = run.path / "analysis"
    with explained(run.path):
        folder.mkdir(exist_ok=True)
    names = [f"analysis/{name}" for name in write_tables(folder, analysis, raw)]
    if analysis.classes is not None:
        write_csv(folder / FINDINGS, COLUMNS, class_rows(analysis, run.model.card.images), raw)
        names.append(f"analysis/{FINDINGS}")
    write_json(folder / "findings.json", findings(analysis))
    if analysis.parts is not None:
        names += write_parts(run.path, analysis.parts, analysis.evidence.images, run.model.card.images, raw)
    return [*names, "analysis/findings.json"]

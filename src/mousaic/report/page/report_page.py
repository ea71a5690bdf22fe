"""``report.html``: everything about a run in one file that opens offline; it holds no script and loads nothing."""

from __future__ import annotations

from pathlib import Path

from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.files import write_text
from mousaic.images.names import shown
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.page.classes_section import classes_section, shortcuts_section
from mousaic.report.page.comparison_section import comparison_section
from mousaic.report.page.document import body, document
from mousaic.report.page.drawn_figures import DrawnFigures
from mousaic.report.page.elements import Html, join, tag
from mousaic.report.page.features_section import features_section, names_section
from mousaic.report.page.intake_section import intake_section
from mousaic.report.page.parts_section import parts_section
from mousaic.report.page.reconstruction_section import reconstruction_section
from mousaic.report.page.record_section import record_section
from mousaic.report.page.section_figures import section_figures
from mousaic.report.page.split_section import split_section
from mousaic.report.page.stability_section import stability_section
from mousaic.report.page.subject import Subject, gather
from mousaic.report.page.summary_section import in_short, title_block
from mousaic.report.page.training_section import training_section
from mousaic.report.page.uses_section import uses_section
from mousaic.runs.run import Run
from mousaic.said import told
from mousaic.stages import Stage, untold

FILE = "report.html"
MARK = b'content="Mousaic report"'
"""What tells an earlier report from any other file."""
SECTIONS = {
    "short": in_short,
    "images": intake_section,
    "split": split_section,
    "training": training_section,
    "reconstruction": reconstruction_section,
    "parts": parts_section,
    "features": features_section,
    "stability": stability_section,
    "classes": classes_section,
    "shortcuts": shortcuts_section,
    "comparison": comparison_section,
    "uses": uses_section,
    "names": names_section,
    "methods": record_section,
}
PLACED = frozenset({"reconstruction", "parts", "features", "classes", "shortcuts"})
"""Sections that set the figures registered for them among their own text; below the others they stand at the end."""


def write_report(
    run: Run, analysis: FeatureAnalysis, *, out: Path | None = None, lang: str = "en", comparison: Path | None = None,
    seed: int = 0, stage: Stage = untold, figures: DrawnFigures | None = None,
) -> Path:  # fmt: skip
    """Make the report of a finished run, by default in the run folder, each language beside the others.

    Args:
        analysis: what :func:`mousaic.analysis.feature_analysis.analyse` found of the run.
        comparison: a folder that ``mousaic compare`` wrote, to be shown too.
        seed: of the tests that only the report makes.
        stage: told of each section as it begins.
        figures: of this analysis in this language, where some are drawn already.

    Raises:
        MousaicError: no font for the language, no such comparison, a damaged file, or no place to write to.
    """
    check_fonts(lang)
    path = run.path / file_of(lang) if out is None else out
    write_text(path, page(gather(run, analysis, lang, comparison, seed, figures), stage))
    return path


def file_of(lang: str) -> str:
    """``report.html``, the English one, or ``report.zh.html``."""
    return FILE if lang == "en" else FILE.replace(".", f".{lang}.")


def page(s: Subject, stage: Stage = untold) -> str:
    """The whole document."""
    title = s.say("page_title", run=shown(s.run.name))
    sections: list[Html] = []
    for name, build in SECTIONS.items():
        stage(told("stage_report", section=told(f"nav_{name}")), len(sections) / len(SECTIONS))
        sections.append(join(build(s), *_figures(s, name)))
    main = tag("main", title_block(s), *sections, id="main")
    return document(title, body(s.lang, _contents(s), main, class_="page"), s.lang, "Mousaic report")


def _figures(s: Subject, section: str) -> list[Html]:
    return [] if section in PLACED else section_figures(s, section)


def _contents(s: Subject) -> Html:
    links = [tag("li", tag("a", s.say(f"nav_{name}"), href=f"#{name}")) for name in SECTIONS]
    return tag("nav", tag("ol", *links), aria_label=s.say("contents"), class_="contents")

"""What follows a training: the analysis of its features, their tables, the atlas and the report."""

from __future__ import annotations

from collections.abc import Callable
from traceback import format_exception
from typing import TYPE_CHECKING

from mousaic.analysis.image_sample import MOST
from mousaic.command_lines import command_line
from mousaic.console import aside
from mousaic.errors import MousaicError, in_one_line
from mousaic.files import write_text
from mousaic.kept_paths import without_home
from mousaic.pipeline.run_outputs import README, write_readme
from mousaic.runs.run import Run
from mousaic.said import Say, told
from mousaic.stages import Stage, Stages, untold

if TYPE_CHECKING:
    from mousaic.analysis.parts.part_set import PartSet
    from mousaic.images.image_set import ImageSet

ERROR = "report_error.txt"
"""In the run folder: the traceback of a report that failed, until one succeeds."""
LARGEST = 1_500_000_000
"""Pixels of reconstructions (images x members x pixels) that are analysed unasked, which takes 6 GB of memory."""


def check_language(lang: str, report: bool) -> None:
    """Refuse, before the work, a language that the pages cannot be made in.

    Args:
        report: whether a report will be made, whose figures need a font.

    Raises:
        MousaicError: there is no such language, or no font for it.
    """
    from mousaic.report.figures.fonts import check_fonts
    from mousaic.words.put import table

    table(lang)
    if report:
        check_fonts(lang)


def write_results(
    run: Run,
    images: ImageSet,
    say: Say,
    lang: str = "en",
    stage: Stage = untold,
    before_pages: Callable[[], None] = lambda: None,
    parts: Callable[[], PartSet | None] | None = None,
) -> bool:
    """Analyse a finished run and write ``analysis/``, ``atlas/`` and ``report.html``; whether that went well.

    The run is whole already: whatever goes wrong here is said in one sentence on standard error, which names the file
    with the traceback, and changes nothing about the run.

    Args:
        images: the originals, in the order of ``split.csv``.
        say: told what is done.
        stage: told of each stage as it begins.
        lang: another than English: a report in it, too, and the atlas opens in it.
        before_pages: called before the first report is made, for what it shows of work that goes on beside.
        parts: of :func:`mousaic.analysis.feature_analysis.analyse`.
    """
    again = f"The run is complete; try again with: {command_line('report', run.place)}"
    size = min(len(images), MOST) * run.config.model.members * images.D
    if size > LARGEST:
        say(told("report_too_large", gigabytes=4 * size / 1e9, command=command_line("report", run.place)))
        return False
    try:
        say(told("report_begins"))
        _write(run, images, lang, stage, before_pages, parts)
    except KeyboardInterrupt:
        aside(f"mousaic: The report was not finished. {again}")
        raise
    except Exception as error:  # a finished training must not end in a traceback for a page about it
        reason = in_one_line(error) + _kept(run, error)
        aside(f"mousaic: The report could not be made ({reason}). {again}")
        return False
    forget_error(run)
    return True


def forget_error(run: Run) -> None:
    """Remove what an earlier report that failed has left, as one was made now."""
    (run.path / ERROR).unlink(missing_ok=True)


def _kept(run: Run, error: Exception) -> str:
    """Where the traceback is now; nothing where it cannot be written either."""
    path = run.path / ERROR
    try:
        write_text(path, without_home("".join(format_exception(error))))
    except (OSError, MousaicError):
        return ""
    return f"; the whole error is in {path}"


def _write(
    run: Run,
    images: ImageSet,
    lang: str,
    stage: Stage,
    before_pages: Callable[[], None],
    parts: Callable[[], PartSet | None] | None,
) -> None:
    from mousaic.analysis.feature_analysis import analyse
    from mousaic.images.shown_pictures import has_pictures
    from mousaic.report.atlas.atlas_files import write_atlas
    from mousaic.report.page.drawn_figures import DrawnFigures
    from mousaic.report.page.report_page import write_report
    from mousaic.report.tables.analysis_files import write_numbers

    languages = dict.fromkeys(("en", lang))
    pages = {f"figures {one}": 3.0 for one in languages} | dict.fromkeys(languages, 1.0)
    stages = Stages(stage, {"analysis": 5.0, "tables": 1.0, "atlas": 0.5, **pages})
    found = analyse(run, images, stage=stages.begin("analysis", told("stage_images")), parts=parts)
    stages.begin("tables", told("stage_tables"))
    write_numbers(run, found)
    stages.begin("atlas", told("stage_atlas"))
    if has_pictures(images):
        write_atlas(run, found, lang=lang)  # before the reports, which link to it
    write_readme(run)
    figures = {one: DrawnFigures(found, one) for one in languages}
    for one, own in figures.items():  # now: whoever goes on beside needs the time
        own.draw(stages.begin(f"figures {one}", told("stage_figures")))
    before_pages()
    for one, own in figures.items():
        write_report(run, found, lang=one, stage=stages.begin(one, told("report")), figures=own)


def lacks_results(run: Run, lang: str) -> bool:
    """Whether anything that :func:`write_results` makes is not there: it was killed, or never begun."""
    from mousaic.report.page.report_page import file_of

    pages = [file_of(one) for one in ("en", lang)]
    vectors = (run.record.get("shape") or (0, 0))[1] == 1
    atlas = [] if vectors and run.config.images.images == "none" else ["atlas/index.html"]  # nothing to show there
    files = [README, "analysis/findings.json", *atlas, *pages]
    return not all((run.path / name).is_file() for name in files)

"""``mousaic report``: everything about a run as one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.printed_findings import print_findings
from mousaic.commands.reading_data import read_moved
from mousaic.commands.shown_progress import shown_progress
from mousaic.commands.table_options import Raw
from mousaic.console import printable

if TYPE_CHECKING:
    from mousaic.analysis.feature_analysis import FeatureAnalysis
    from mousaic.runs.run import Run


def report(
    run: Path,
    /,
    *,
    data: Path | None = None,
    comparison: Path | None = None,
    lang: Literal["en", "zh"] = "en",
    out: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    seed: int = 0,
    raw: Raw = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Write everything about a run as one page that opens offline and prints well.

    What was done to which images, the split and whether it leaks, curves, reconstructions, features, stability (after
    mousaic stability), class differences, shortcuts, other methods, methods, parameters and checksums.

    Parameters
    ----------
    run
        The run folder.
    data
        Where the run's images are now, if they have moved.
    comparison
        A folder that mousaic compare wrote, to be shown too.
    lang
        The language of page and figures: en or zh.
    out
        The page [default: RUN/report.html, in Chinese RUN/report.zh.html, where an earlier one is replaced].
    overwrite
        Replace the file --out.
    seed
        Governs permutations and resamples.
    quiet
        No progress.
    """
    from mousaic.analysis.feature_analysis import analyse
    from mousaic.device import use_threads
    from mousaic.locks import alone_in
    from mousaic.pipeline.results import forget_error
    from mousaic.report.page.report_page import FILE, write_report
    from mousaic.report.tables.analysis_files import write_numbers
    from mousaic.said import told
    from mousaic.stages import Stages

    opened = _opened(run, out, overwrite, lang)
    threads = opened.config.training.threads
    with alone_in(opened.place), use_threads(threads), shown_progress(quiet, lang) as progress:
        stages = Stages(progress.stage, {"analysis": 8.0, "page": 2.0})
        within = stages.begin("analysis", told("stage_images"))
        found = analyse(opened, read_moved(opened, data, within), seed, within)
        within = stages.begin("page", told("report"))
        page = write_report(opened, found, out=out, lang=lang, comparison=comparison, seed=seed, stage=within)
        write_numbers(opened, found, raw)
        forget_error(opened)
    _tell(opened, found, page, lang, opened.path / FILE if out is None else page)


def _opened(run: Path, out: Path | None, overwrite: bool, lang: str) -> Run:
    """The run, once it is sure that a page can be made of it."""
    from mousaic.report.figures.fonts import check_fonts
    from mousaic.runs.run import open_run
    from mousaic.runs.targets import check_new_file

    opened = open_run(run)
    if out is not None:
        check_new_file(out, opened.data, overwrite)
    check_fonts(lang)
    return opened


def _tell(opened: Run, found: FeatureAnalysis, page: Path, lang: str, english: Path) -> None:
    """What was found, and where the page is."""
    print_findings(opened, found, lang)
    printable(f"\nOpen {page} (double click)")
    if english != page and english.is_file():
        printable(f"The English report stays beside it: {english}")

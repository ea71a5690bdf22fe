"""``mousaic report``: everything about a run as one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.printed_findings import print_findings
from mousaic.commands.reading_data import read_moved
from mousaic.commands.table_options import Raw
from mousaic.console import printable


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
    """
    from mousaic.analysis.feature_analysis import analyse
    from mousaic.device import use_threads
    from mousaic.locks import alone_in
    from mousaic.pipeline.results import forget_error
    from mousaic.report.figures.fonts import check_fonts
    from mousaic.report.page.report_page import FILE, write_report
    from mousaic.report.tables.analysis_files import write_numbers
    from mousaic.runs.run import open_run
    from mousaic.runs.targets import check_new_file

    opened = open_run(run)
    if out is not None:
        check_new_file(out, opened.data, overwrite)
    check_fonts(lang)  # before the work
    with alone_in(opened.place), use_threads(opened.config.training.threads):
        found = analyse(opened, read_moved(opened, data), seed)
        page = write_report(opened, found, out=out, lang=lang, comparison=comparison, seed=seed)
        write_numbers(opened, found, raw)
        forget_error(opened)
    print_findings(opened, found, lang)
    printable(f"\nOpen {page} (double click)")
    english = opened.path / FILE
    if lang != "en" and out is None and english.is_file():
        printable(f"The English report stays beside it: {english}")

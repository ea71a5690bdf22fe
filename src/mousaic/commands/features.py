"""``mousaic features``: what a run's features mean, and which findings stand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.printed_findings import print_findings
from mousaic.commands.reading_data import read_moved
from mousaic.commands.shown_progress import shown_progress
from mousaic.commands.table_options import Raw
from mousaic.console import printable


def features(
    run: Path,
    /,
    *,
    data: Path | None = None,
    seed: int = 0,
    lang: Literal["en", "zh"] = "en",
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
) -> None:
    """Analyse the features of a run; write tables and figures into the run folder and print the findings.

    Which features are used, what they look like, which differ between the classes, whether brightness and the like
    could explain that, and how well each class is reconstructed; every test beside what chance gives.

    Parameters
    ----------
    run
        The run folder.
    data
        Where the run's images are now, if they have moved.
    seed
        Governs permutations and resamples.
    lang
        The language of findings and figures: en or zh.
    quiet
        No progress.
    json
        Print the findings as JSON.
    """
    from mousaic.analysis.feature_analysis import analyse
    from mousaic.locks import alone_in
    from mousaic.report.tables.analysis_files import write_features
    from mousaic.report.tables.feature_tables import findings
    from mousaic.runs.run import open_run
    from mousaic.said import told
    from mousaic.stages import Stages

    opened = open_run(run)
    with alone_in(opened.place), shown_progress(quiet, lang) as progress:
        stages = Stages(progress.stage, {"analysis": 8.0, "files": 2.0})
        within = stages.begin("analysis", told("stage_images"))
        analysis = analyse(opened, read_moved(opened, data, within), seed, within)
        written = write_features(opened, analysis, lang, raw, stages.begin("files", told("stage_tables")))
    if json:
        from json import dumps

        printable(dumps(findings(analysis) | {"files": written}, indent=2, ensure_ascii=False))
        return
    print_findings(opened, analysis, lang)
    printable(f"\n{opened.path}: {', '.join(written)}")

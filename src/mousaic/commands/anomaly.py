"""``mousaic anomaly``: which images are unlike those that a run learned from?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.crew_options import NO_CREW, CrewAsked
from mousaic.console import answer, aside, silent

if TYPE_CHECKING:
    from mousaic.pipeline.odd_images import Asked
    from mousaic.tasks.crew import Crew


def anomaly(
    run: Path,
    new: Path,
    /,
    *,
    out: Path,
    data: Path | None = None,
    normal: str | None = None,
    folds: int | None = None,
    seed: int | None = None,
    lang: Literal["en", "zh"] = "en",
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    tasks: CrewAsked = NO_CREW,
) -> None:
    """Say which images are unlike the normal ones of a run, how far beyond chance, and which parts make them so.

    Each image has a score; its p is the share of normal images, itself counted, that score as high. Normal images are
    scored by what did not learn from them: the run, where its validation part is large; else members and parts learned
    anew in folds, which are kept in RUN/anomaly for the next batch. Stopped, the same command goes on where it was.

    Parameters
    ----------
    run
        The run folder; its images are the normal ones.
    new
        The images to judge: a folder, a CSV/TSV table or a file of arrays. Labels are not needed.
    out
        A new folder: anomaly.csv, anomaly.html, anomaly.png and anomaly.json.
    data
        Where the run's own images are now, if they have moved.
    normal
        The class whose images alone are normal (default: all images of the run).
    folds
        In how many folds normal images are scored; 0: the run's validation part alone (default: that part where it
        has 99 groups or more, else 5).
    seed
        Governs folds and what is learned in them (default: the run's).
    lang
        The language of answer, page and figure: en or zh.
    overwrite
        Replace --out if an earlier mousaic anomaly wrote it.
    quiet
        No progress.
    json
        Print the result as JSON.
    """
    from mousaic.errors import MousaicError
    from mousaic.pipeline.odd_images import Asked

    if folds is not None and (folds < 0 or folds == 1):
        raise MousaicError(f"--folds must be at least 2, or 0 for the run's validation part, not {folds}.")
    if seed is not None and seed < 0:
        raise MousaicError(f"--seed must be at least 0, not {seed}.")
    _judge(Asked(run, new, out, data, normal, folds, seed, overwrite, lang), quiet, json, tasks.crew())


def _judge(asked: Asked, quiet: bool, as_json: bool, crew: Crew) -> None:
    from mousaic.commands.task_progress import OF_NORMAL_IMAGES, shown_folds
    from mousaic.pipeline.odd_images import FOLDER, odd_images
    from mousaic.report.findings.spoken import Speaker
    from mousaic.report.tables.anomaly_files import anomaly_dict, anomaly_text

    say = silent if quiet else Speaker(aside, asked.lang)
    with shown_folds(asked.run / FOLDER, asked.lang, OF_NORMAL_IMAGES, quiet) as tell:
        found, written = odd_images(asked, say, tell, crew)
    files = ", ".join(map(str, written))
    answer(anomaly_dict(found) | {"folder": str(asked.out)}, f"{anomaly_text(found, asked.lang)}\n\n{files}", as_json)

"""``mousaic apply``: one command for a new batch of images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.table_options import Raw
from mousaic.console import answer, aside, silent

if TYPE_CHECKING:
    from mousaic.pipeline.apply_batch import Asked


def apply(
    run: Path,
    new: Path,
    /,
    *,
    out: Path,
    data: Path | None = None,
    seed: int | None = None,
    lang: Literal["en", "zh"] = "en",
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """See a new batch as a run does: what differs, drift, odd images, parts, codes, reconstructions, classes.

    Drift is one test with one p: do any part's presence or place differ between the new images and those that the run
    held out? Whole groups are dealt anew. Odd images are those of mousaic anomaly, whose folds are learned once and
    kept in RUN/anomaly. Classes are told where mousaic classify RUN --save kept a classifier.

    Parameters
    ----------
    run
        The run folder.
    new
        The batch: a folder, a CSV/TSV table or a file of arrays. Labels are not needed.
    out
        A new folder: apply.html, images.csv, parts_wide.csv, features_wide.csv, drift.csv and apply.json.
    data
        Where the run's own images are now, if they have moved.
    seed
        Governs folds, what is learned in them, and permutations (default: the run's).
    lang
        The language of answer and page: en or zh.
    overwrite
        Replace --out if an earlier mousaic apply wrote it.
    quiet
        No progress.
    json
        Print the result as JSON.
    """
    from mousaic.errors import MousaicError
    from mousaic.pipeline.apply_batch import Asked

    if seed is not None and seed < 0:
        raise MousaicError(f"--seed must be at least 0, not {seed}.")
    _see(Asked(run, new, out, data, seed, overwrite, raw, lang), quiet, json)


def _see(asked: Asked, quiet: bool, as_json: bool) -> None:
    from mousaic.commands.task_progress import OF_NORMAL_IMAGES, shown_folds
    from mousaic.pipeline.apply_batch import apply_batch
    from mousaic.pipeline.odd_images import FOLDER
    from mousaic.report.findings.spoken import Speaker
    from mousaic.report.tables.batch_tables import batch_dict, batch_text

    say = silent if quiet else Speaker(aside, asked.lang)
    with shown_folds(asked.run / FOLDER, asked.lang, OF_NORMAL_IMAGES, quiet) as tell:
        found, written = apply_batch(asked, say, tell)
    files = ", ".join(map(str, written))
    answer(batch_dict(found) | {"folder": str(asked.out)}, f"{batch_text(found, asked.lang)}\n\n{files}", as_json)

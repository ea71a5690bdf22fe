"""``mousaic stability``: which features would be found again?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mousaic.commands.crew_options import NO_CREW, CrewAsked
from mousaic.commands.shown_progress import shown_progress
from mousaic.commands.task_progress import kept_tasks, left_words
from mousaic.console import answer
from mousaic.typed_options import leave_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from mousaic.analysis.stability.independent_training import Learned
    from mousaic.analysis.stability.measurement import Done
    from mousaic.analysis.stability.stability_result import Stability
    from mousaic.analysis.stability.training_plan import Planned
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.run import Run
    from mousaic.tasks.crew import Crew
    from mousaic.training.progress import Progress

ROLES = {
    "again": "independent run",
    "half": "half of the images",
    "phases-half": "half, phases scattered",
    "shared": "half, the run's own start",
    "phases-shared": "the same, phases scattered",
    "pixels": "pixels scattered",
    "phases": "phases scattered",
}


def stability(
    run: Path,
    /,
    *,
    runs: int | None = None,
    members: int | None = None,
    quick: Annotated[bool, Parameter(negative=())] = False,
    data: Path | None = None,
    seed: int | None = None,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    tasks: CrewAsked = NO_CREW,
) -> None:
    """Train again and again, with other seeds on other samples of the images, and say which features come back.

    Every figure stands beside what chance gives: before training, and after training on images without structure.
    Takes about as long as sixteen trainings more than --runs. Ctrl-C keeps the trainings that are finished; the same
    command goes on. --quick answers one question in the time of two: do two halves of the images teach features the
    same, beyond what they started as?

    Parameters
    ----------
    run
        The run folder.
    runs
        Independent runs [default: 10].
    members
        Members of each independent run [default: as many as act on each other through the consistency term].
    quick
        Only train from the run's own start on two halves of its images, and on the same with their structure scattered.
    data
        Where the run's images are now, if they have moved.
    seed
        Governs samples and seeds of the independent runs [default: the run's].
    quiet
        No progress.
    json
        Print the summary as JSON.
    """
    from mousaic.errors import MousaicError
    from mousaic.report.tables.stability_files import stability_dict, stability_text, write_stability
    from mousaic.runs.one_training import check_one_training
    from mousaic.runs.run import open_run
    from mousaic.words.of_rows import spoken_of

    if members is not None and members < 1:
        raise MousaicError(f"--members must be at least 1, not {members}.")
    opened = open_run(run)
    check_one_training(opened)
    chosen = opened.config.training.seed if seed is None else seed
    crew = tasks.crew()
    with crew.in_place(opened.place):
        if quick:
            return _quick(opened, data, chosen, quiet, json, crew, {"runs": runs, "members": members})
        runs = 10 if runs is None else runs
        found = _measure(opened, data, quiet, runs=runs, members=members, seed=chosen, crew=crew)
        write_stability(opened, found, chosen)
    files = "analysis/stability.csv, analysis/stability.json, figures/stability.png"
    text = stability_text(found, spoken_of("en", opened.shape.is_grid))
    answer(stability_dict(found, opened.shape.is_grid), f"{text}\n\n{opened.path}: {files}", json)


def _measure(opened: Run, data: Path | None, quiet: bool, **arguments: Any) -> Stability:
    """Train again and compare; Ctrl-C says how many trainings are kept."""
    import dataclasses
    from functools import partial

    from mousaic.analysis.parts.parts_again import parts_again
    from mousaic.analysis.stability.measurement import stability as measure
    from mousaic.device import use_threads
    from mousaic.report.findings.summary_text import speaking_of
    from mousaic.report.tables.stability_files import unfinished
    from mousaic.said import told
    from mousaic.words.of_rows import spoken_of

    trained_on = _trained_on(opened, data)
    folder, lang = unfinished(opened), spoken_of("en", opened.shape.is_grid)
    threads = opened.config.training.threads
    with use_threads(threads), kept_tasks(folder) as note, shown_progress(quiet, lang) as progress:
        found = measure(
            trained_on, opened.config, opened.model.ensemble, folder=folder,
            tell=partial(_progress, progress, speaking_of(opened.shape), note, quiet), stage=progress.stage,
            **arguments,
        )  # fmt: skip
        progress.stage(told("stage_of", title=told("parts_heading")), 1.0)
        return dataclasses.replace(found, parts=parts_again(trained_on, seed=arguments["seed"]))


def _quick(
    opened: Run, data: Path | None, seed: int, quiet: bool, json: bool, crew: Crew, needless: dict[str, Any]
) -> None:
    """The shared-start test alone."""
    from functools import partial

    from mousaic.analysis.stability.shared_halves import quick_trust
    from mousaic.device import use_threads
    from mousaic.report.findings.summary_text import speaking_of
    from mousaic.report.tables.shared_start_files import quick_dict, quick_file, quick_text, write_quick
    from mousaic.words.of_rows import spoken_of

    leave_out("--quick always trains four times, on halves, and keeps none", needless | {"task": crew.only})
    lang = spoken_of("en", opened.shape.is_grid)
    with use_threads(opened.config.training.threads), shown_progress(quiet, lang) as progress:
        tell = (lambda planned, learned: None) if quiet else partial(_trained, progress, speaking_of(opened.shape))
        found = quick_trust(_trained_on(opened, data), opened.config, seed, crew, tell, progress.stage)
    write_quick(opened, found, seed)
    file = quick_file(opened).relative_to(opened.path)
    text = quick_text(found, lang)
    answer(quick_dict(found, opened.shape.is_grid), f"{text}\n\n{opened.path}: {file}", json)


def _trained_on(opened: Run, data: Path | None) -> ImageSet:
    """The originals of the training part."""
    import numpy as np

    from mousaic.analysis.evidence import gather_originals

    images = gather_originals(opened, None if data is None else opened.load_images(data, own=True))
    return images.subset(np.flatnonzero(~opened.split.held_out))


def _trained(progress: Progress, speak: Callable[[str], str], planned: Planned, learned: Learned) -> None:
    """A line a training of the quick measurement."""
    progress.finish()
    print(f"{speak(ROLES[planned.role]):28}  {learned.seconds:6.1f} s", file=sys.stderr, flush=True)


def _progress(
    progress: Progress, speak: Callable[[str], str], note: Callable[[int, int], None], quiet: bool, done: Done
) -> None:
    """A line on standard error: standard output begins with the result."""
    note(done.number, done.trainings)
    if quiet:
        return
    progress.finish()
    rest = left_words(done.left) if done.number < done.trainings else "comparing the dictionaries"
    line = f"training {done.number}/{done.trainings}  {speak(ROLES[done.role]):28}  {done.seconds:6.1f} s  {rest}"
    print(line, file=sys.stderr, flush=True)

"""``mousaic stability``: which features would be found again?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mousaic.commands.reading_data import read_moved
from mousaic.console import answer, silent

if TYPE_CHECKING:
    from mousaic.analysis.stability.measurement import Done
    from mousaic.analysis.stability.stability_result import Stability
    from mousaic.runs.run import Run

ROLES = {
    "again": "independent run",
    "half": "half of the images",
    "phases-half": "half, phases scattered",
    "pixels": "pixels scattered",
    "phases": "phases scattered",
}


def stability(
    run: Path,
    /,
    *,
    runs: int = 10,
    members: int | None = None,
    data: Path | None = None,
    seed: int | None = None,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Train again and again, with other seeds on other samples of the images, and say which features come back.

    Every figure stands beside what chance gives: before training, and after training on images without structure.
    Takes about as long as twelve trainings more than --runs. Ctrl-C keeps the trainings that are finished; the same
    command goes on.

    Parameters
    ----------
    run
        The run folder.
    runs
        Independent runs.
    members
        Members of each independent run [default: as many as act on each other through the consistency term].
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
    from mousaic.locks import alone_in
    from mousaic.report.tables.stability_files import stability_dict, stability_text, write_stability
    from mousaic.runs.run import open_run

    if members is not None and members < 1:
        raise MousaicError(f"--members must be at least 1, not {members}.")
    opened = open_run(run)
    if "combined" in opened.record:
        raise MousaicError(
            f"{opened.path} is a consensus of other runs, which training again does not make: give one of those."
        )
    if {"joined", "chain"} & opened.record.keys():
        raise MousaicError(
            f"{opened.path} is made of members that differ in kind, which one training does not make again: give the "
            "run of one of them."
        )
    chosen = opened.config.training.seed if seed is None else seed
    with alone_in(opened.place):
        found = _measure(opened, data, quiet, runs=runs, members=members, seed=chosen)
        write_stability(opened, found, chosen)
    files = "analysis/stability.csv, analysis/stability.json, figures/stability.png"
    answer(stability_dict(found), f"{stability_text(found)}\n\n{opened.path}: {files}", json)


def _measure(opened: Run, data: Path | None, quiet: bool, **arguments: Any) -> Stability:
    """Train again and compare; Ctrl-C says how many trainings are kept."""
    import numpy as np

    from mousaic.analysis.evidence import gather_evidence
    from mousaic.analysis.stability.measurement import stability as measure
    from mousaic.device import use_threads
    from mousaic.report.tables.stability_files import unfinished

    evidence = gather_evidence(opened, read_moved(opened, data))
    trained_on = evidence.images.subset(np.flatnonzero([part == "train" for part in evidence.parts]))
    folder, tell = unfinished(opened), silent if quiet else _progress
    try:
        with use_threads(opened.config.training.threads):
            return measure(trained_on, opened.config, opened.model.ensemble, folder=folder, tell=tell, **arguments)
    except KeyboardInterrupt:
        kept = len(list(folder.glob("*.safetensors")))
        print(f"Stopped; {kept} finished trainings are kept: the same command goes on from there.", file=sys.stderr)
        raise SystemExit(130) from None


def _progress(done: Done) -> None:
    """A line on standard error: standard output begins with the result."""
    left = round(done.left)
    rest = f"{left // 60}:{left % 60:02d} left" if done.number < done.trainings else "comparing the dictionaries"
    line = f"training {done.number}/{done.trainings}  {ROLES[done.role]:24}  {done.seconds:6.1f} s  {rest}"
    print(line, file=sys.stderr, flush=True)

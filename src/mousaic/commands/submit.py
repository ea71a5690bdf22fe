"""``mousaic submit``: a study shared out over the nodes of a SLURM cluster."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from mousaic.console import aside, printable
from mousaic.errors import MousaicError, OneTask

if TYPE_CHECKING:
    from mousaic.tasks.slurm_scripts import Scripts

STUDIES = ("compare", "choose-k", "classify", "anomaly", "stability")
"""The commands that are made of tasks."""


def submit(
    *words: Annotated[str, Parameter(name="COMMAND", allow_leading_hyphen=True)],
    slurm: Annotated[bool, Parameter(negative=())] = False,
    sbatch: str = "",
    scripts: Path | None = None,
) -> None:
    """Have SLURM do a study: a job array with one task in each element, then a job that concludes from all of them.

    For compare, choose-k, classify, anomaly and stability: mousaic submit --slurm compare IMAGES --out RESULT. Images,
    results and this installation must be where all nodes see them. The same line again does only what is missing.

    Parameters
    ----------
    words
        A command as it would be typed after mousaic, with --out where it has one. Options of submit come before it.
    slurm
        Hand it to SLURM.
    sbatch
        Options for all jobs, such as "--time=1:00:00 --mem=8G --cpus-per-task=2".
    scripts
        A new folder for the two scripts and all logs [default: slurm/COMMAND, numbered if taken].
    """
    from mousaic.runs.targets import free_name
    from mousaic.tasks.slurm_scripts import write_scripts

    _check(words, slurm)
    tasks = count_tasks(words)
    if tasks is None:
        return
    folder = scripts or free_name(Path("slurm") / words[0])
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "mousaic", *words]
    _hand_over(write_scripts(folder, command, Path.cwd(), f"mousaic-{words[0]}", tasks), shlex.split(sbatch), tasks)


def _check(words: Sequence[str], slurm: bool) -> None:
    """Raise unless that is a study, and it is said where it goes."""
    if not slurm:
        raise MousaicError("Say whom to submit to: mousaic submit --slurm COMMAND ...")
    if not words or words[0] not in STUDIES:
        raise MousaicError(f"Only these are made of tasks: {', '.join(STUDIES)}: name one of them after --slurm.")
    if words[0] != "stability" and not any(word == "--out" or word.startswith("--out=") for word in words):
        raise MousaicError(f"All jobs need to know the one place of the result: give {words[0]} its --out.")


def count_tasks(words: Sequence[str]) -> int | None:
    """How many tasks a study has, after all that it checks beforehand; None where it has none, and is done.

    Raises:
        MousaicError: as the command itself.
    """
    from mousaic.cli import app

    try:
        app([*words, "--task", "0"], exit_on_error=False, print_error=False, result_action="return_value")
    except OneTask as counted:
        return counted.tasks
    return None


def _hand_over(scripts: Scripts, options: Sequence[str], tasks: int) -> None:
    program = shutil.which("sbatch")
    if program is None:
        raise MousaicError(
            f"There is no sbatch here: on a machine that has it, submit {scripts.tasks}, and {scripts.collect} after "
            "it with --dependency=afterok:NUMBER."
        )
    array = _sbatch([program, "--parsable", *options, str(scripts.tasks)])
    after = ["--dependency=afterok:" + array, "--kill-on-invalid-dep=yes"]
    last = _sbatch([program, "--parsable", *options, *after, str(scripts.collect)])
    printable(f"Job {array}: {tasks} tasks. Job {last} concludes from them. Logs: {scripts.tasks.parent}")


def _sbatch(command: Sequence[str]) -> str:
    """The number of the job.

    Raises:
        MousaicError: it was refused.
    """
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    for line in found.stderr.splitlines():
        aside(line)
    if found.returncode:
        raise MousaicError(f"sbatch refused {command[-1]}: mend what it says, and give the same line again.")
    return found.stdout.strip().partition(";")[0]

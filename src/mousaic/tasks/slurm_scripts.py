"""A study as a job array of SLURM: a script that does one task in each element, and one that concludes from all."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mousaic.files import write_text


class Scripts(NamedTuple):
    """The two scripts, in a folder that takes their logs, too."""

    tasks: Path
    collect: Path


def write_scripts(folder: Path, command: Sequence[str], work: Path, name: str, tasks: int) -> Scripts:
    """Write both.

    Args:
        folder: exists.
        command: does the whole study; with ``--task N`` one task of it.
        work: the folder in which it is run.
        name: of the jobs.
        tasks: of the study, 1 or more.

    Raises:
        MousaicError: the scripts cannot be written.
    """
    whole = shlex.join(command)
    made = Scripts(folder / "tasks.sh", folder / "collect.sh")
    array = [f"--array=1-{tasks}", f"--output={folder.absolute() / 'task-%a.log'}"]
    write_text(made.tasks, _script(name, array, work, f'{whole} --task "$SLURM_ARRAY_TASK_ID"'))
    write_text(made.collect, _script(f"{name}-collect", [f"--output={folder.absolute() / 'collect.log'}"], work, whole))
    return made


def _script(name: str, options: Sequence[str], work: Path, command: str) -> str:
    said = "\n".join(f"#SBATCH {option}" for option in (f"--job-name={name}", *options))
    return f"#!/bin/sh\n{said}\ncd {shlex.quote(str(work.absolute()))} || exit 1\nexec {command}\n"

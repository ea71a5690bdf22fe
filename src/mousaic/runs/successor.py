"""A run that replaces another: made beside it, and put in its place when whole. The old one stays until then."""

from __future__ import annotations

import shutil
from pathlib import Path

from mousaic.errors import MousaicError
from mousaic.files import beside, explained, replace_folder
from mousaic.runs.run import NEW, Run, open_run


def successor_of(path: Path) -> Run | None:
    """The run that is being made to replace what lies at ``path``; None where there is none that can be read."""
    try:
        found = open_run(path.with_name(path.name + NEW) if path.name else path)
    except MousaicError:
        return None
    return found if found.place != found.path else None


def current(path: Path) -> Run:
    """The run to go on with: the one being made to replace ``path``, or the one that is there.

    Raises:
        MousaicError: there is none, or it is damaged.
    """
    return successor_of(path) or open_run(path)


def take_place(run: Run) -> Run:
    """Put a whole run where it belongs; one that is there already stays as it is.

    Where the process is killed between the renames of :func:`mousaic.files.replace_folder`, the next to resume the run
    puts it in its place.

    Raises:
        MousaicError: the folders cannot be renamed; both are there then.
    """
    if run.place == run.path:
        shutil.rmtree(beside(run.path, "old"), ignore_errors=True)  # what an earlier process, killed, has left
        return run
    with explained(run.place):
        replace_folder(run.path, run.place)
    return open_run(run.place)

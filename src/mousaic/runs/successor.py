"""A run that replaces another: made beside it, and put in its place when whole. The old one stays until then."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from mousaic.errors import MousaicError
from mousaic.files import beside, explained, sync_folder
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

    Between the two renames, should the process be killed there, the old run lies beside as ``.NAME.old``, and whoever
    resumes the new one puts it in its place.

    Raises:
        MousaicError: the folders cannot be renamed; both are there then.
    """
    place = run.place
    old = beside(place, "old")
    with explained(place):
        if place == run.path:
            shutil.rmtree(old, ignore_errors=True)  # what an earlier process, killed just then, has left
            return run
        if os.path.lexists(place):
            shutil.rmtree(old, ignore_errors=True)
            place.rename(old)
        run.path.rename(place)
        sync_folder(place.absolute().parent)
    shutil.rmtree(old, ignore_errors=True)
    return open_run(place)

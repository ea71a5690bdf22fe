"""Whether one training makes a run again, as whoever trains on other samples of its images needs."""

from __future__ import annotations

from mousaic.errors import MousaicError
from mousaic.runs.run import Run


def check_one_training(run: Run) -> None:
    """Raise a MousaicError unless one training makes such a run again."""
    if "combined" in run.record:
        raise MousaicError(
            f"{run.path} is a consensus of other runs, which training again does not make: give one of those."
        )
    if {"joined", "chain"} & run.record.keys():
        raise MousaicError(
            f"{run.path} is made of members that differ in kind, which one training does not make again: give the run "
            "of one of them."
        )

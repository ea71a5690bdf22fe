"""``mousaic combine``: one dictionary from many members."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.console import printable, silent
from mousaic.errors import MousaicError


def combine(
    *runs: Path,
    join: Literal["merge", "average", "weighted"] = "merge",
    out: Path | None = None,
    threshold: float | None = None,
    k: int | None = None,
    data: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    no_report: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Make one run of the members of one or more runs: of the features that most of them have, or of all of them.

    merge: features are matched across members, matched ones merged, the best supported kept and trained on for half
    as long. The new run's analysis/consensus.csv says in how many members each feature was found. Members of one
    run saw the same images, so that alone is no evidence (see mousaic stability).

    average, weighted: members stand side by side as they are, and may differ in kind, features, k and start; their
    reconstructions are added, and nothing is trained on. What any of the runs was trained on counts as trained on.

    Parameters
    ----------
    runs
        Finished runs on the same images; merged ones may differ in seed, k, start and consistency.
    join
        merge: features found in most members; average: all members, which weigh the same; weighted: all members, with
        weights by least squares on training images held out from them (each run is trained three more times).
    out
        The new run folder [default: the first run's with -consensus or -joined, numbered if taken].
    threshold
        |cosine|, 0 to 1, from which features of two members count as the same (--join merge) [default: 0.5].
    k
        Features active in each image's code (--join merge) [default: the mean of the runs'].
    data
        Where the runs' images are now, if they have moved.
    overwrite
        Replace the run folder --out.
    no_report
        Make no report.html and no atlas.
    quiet
        Print only errors and the run folder.
    """
    from mousaic.model.consensus import ALIKE
    from mousaic.pipeline import training_run
    from mousaic.pipeline.combine_runs import combine as run_combination
    from mousaic.pipeline.join_runs import join as run_side_by_side
    from mousaic.report.findings.spoken import spoken_to
    from mousaic.training.progress import default_progress

    try:
        say = silent if quiet else spoken_to(printable)
        if join == "merge":
            run = run_combination(
                runs, out=out, threshold=ALIKE if threshold is None else threshold, k=k, data=data,
                overwrite=overwrite, report=not no_report, progress=default_progress(quiet), say=say,
            )  # fmt: skip
        else:
            _refuse_merging(join, threshold=threshold, k=k)
            run = run_side_by_side(runs, join, out=out, data=data, overwrite=overwrite, report=not no_report, say=say)
    except training_run.Interrupted as stopped:
        printable(f"Stopped and saved. Go on with: mousaic train --resume {shlex.quote(str(stopped.path))}")
        raise SystemExit(130) from None
    if quiet:
        printable(str(run.path))
        return
    from mousaic.commands.show import show

    show(run.path)


def _refuse_merging(join: str, **options: float | None) -> None:
    """Raise where an option was given that belongs to merging alone."""
    for name, value in options.items():
        if value is not None:
            raise MousaicError(f"--{name} belongs to --join merge: leave it out with --join {join}.")

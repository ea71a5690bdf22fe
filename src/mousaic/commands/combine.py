"""``mousaic combine``: one dictionary from many members."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mousaic.console import printable, silent


def combine(
    *runs: Path,
    out: Path | None = None,
    threshold: float = 0.5,
    k: int | None = None,
    data: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    no_report: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Merge the members of one or more runs into one member of the features that most of them have.

    Features are matched across members, matched ones merged, the best supported kept and trained on for half as long.
    The new run's analysis/consensus.csv says in how many members each feature was found. Members of one run saw the
    same images, so that alone is no evidence (see mousaic stability). What any of the runs was trained on counts as
    trained on.

    Parameters
    ----------
    runs
        Finished runs on the same images; they may differ in seed, k, start and consistency.
    out
        The new run folder [default: the first run's with -consensus, numbered if taken].
    threshold
        |cosine|, 0 to 1, from which features of two members count as the same.
    k
        Features active in each image's code [default: the mean of the runs'].
    data
        Where the runs' images are now, if they have moved.
    overwrite
        Replace the run folder --out.
    no_report
        Make no report.html and no atlas.
    quiet
        Print only errors and the run folder.
    """
    from mousaic.pipeline import training_run
    from mousaic.pipeline.combine_runs import combine as run_combination
    from mousaic.report.findings.spoken import spoken_to
    from mousaic.training.progress import default_progress

    try:
        run = run_combination(
            runs, out=out, threshold=threshold, k=k, data=data, overwrite=overwrite, report=not no_report,
            progress=default_progress(quiet), say=silent if quiet else spoken_to(printable),
        )  # fmt: skip
    except training_run.Interrupted as stopped:
        printable(f"Stopped and saved. Go on with: mousaic train --resume {shlex.quote(str(stopped.path))}")
        raise SystemExit(130) from None
    if quiet:
        printable(str(run.path))
        return
    from mousaic.commands.show import show

    show(run.path)

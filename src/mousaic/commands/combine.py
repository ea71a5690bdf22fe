"""``mousaic combine``: one dictionary from many members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from mousaic.command_lines import command_line
from mousaic.commands.options import check_replaced
from mousaic.commands.show import end_with
from mousaic.commands.shown_progress import between, shown_progress
from mousaic.commands.table_options import Raw
from mousaic.console import printable, silent
from mousaic.typed_options import leave_out

if TYPE_CHECKING:
    from mousaic.runs.run import Run


def combine(
    *runs: Path,
    join: Literal["merge", "average", "weighted"] = "merge",
    out: Path | None = None,
    threshold: float | None = None,
    k: int | None = None,
    data: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
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
    from mousaic.pipeline import training_run
    from mousaic.report.findings.spoken import Speaker

    check_replaced(out, overwrite)
    lang = _language(runs)
    try:
        with shown_progress(quiet, lang) as progress:
            say = silent if quiet else between(progress, Speaker(printable, lang))
            run = _combined(
                join, runs, {"threshold": threshold, "k": k}, out=out, data=data, overwrite=overwrite,
                report=not no_report, raw=raw, say=say, progress=progress,
            )  # fmt: skip
    except training_run.Interrupted as stopped:
        assert stopped.path is not None
        printable(f"Stopped and saved. Go on with: {command_line('train', '--resume', stopped.path)}")
        raise SystemExit(130) from None
    end_with(run, quiet)


def _language(runs: Sequence[Path]) -> str:
    """English, of images or of vectors."""
    from mousaic.runs.run import open_run
    from mousaic.words.of_rows import spoken_of

    return spoken_of("en", not runs or open_run(runs[0]).shape.is_grid)


def _combined(
    join: Literal["merge", "average", "weighted"],
    runs: Sequence[Path],
    merging: Mapping[str, Any],
    **arguments: Any,
) -> Run:
    """The new run; ``merging`` are the options that belong to --join merge alone, None where they were not given."""
    from mousaic.pipeline.combine_runs import combine as merged
    from mousaic.pipeline.join_runs import join as side_by_side

    if join == "merge":
        chosen = {name: value for name, value in merging.items() if value is not None}
        return merged(runs, **chosen, **arguments)
    leave_out(f"--join {join} leaves members as they are", merging, "or give --join merge")
    return side_by_side(runs, join, **arguments)

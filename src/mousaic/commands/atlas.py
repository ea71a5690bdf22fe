"""``mousaic atlas``: the features of a run as an interactive page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.reading_data import read_moved
from mousaic.commands.shown_progress import shown_progress
from mousaic.console import printable

if TYPE_CHECKING:
    from mousaic.analysis.features.annotations import Carried


def atlas(
    run: Path,
    /,
    *,
    data: Path | None = None,
    out: Path | None = None,
    single_file: Annotated[bool, Parameter(negative=())] = False,
    names: Path | None = None,
    members: int | None = None,
    lang: Literal["en", "zh"] = "en",
    quiet: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Make a page to explore the features of a run, which opens by double click, offline.

    Parameters
    ----------
    run
        The run folder.
    data
        Where the run's images are now, if they have moved.
    out
        The folder of the page [default: RUN/atlas], or with --single-file the page itself [default: RUN/atlas.html].
        An earlier atlas there is replaced.
    single_file
        Everything in one HTML file, to send or to publish.
    names
        An annotations.json saved from an atlas: names and notes of features. Of another run: they are carried over
        to the features that match [default: RUN/annotations.json, if there is one].
    members
        Show the first so many members [default: all where they fit, else the first].
    lang
        The language in which the page opens: en or zh. It holds both; a button changes to the other.
    quiet
        No progress.
    """
    from contextlib import nullcontext

    from mousaic.analysis.feature_analysis import analyse
    from mousaic.analysis.features.annotations import read_annotations
    from mousaic.locks import alone_in
    from mousaic.report.atlas.atlas_files import write_atlas
    from mousaic.runs.run import open_run
    from mousaic.said import told
    from mousaic.stages import Stages

    opened = open_run(run)
    annotations = None if names is None else read_annotations(names)
    alone = alone_in(opened.place) if out is None else nullcontext()  # a folder elsewhere is owned while it is written
    with alone, shown_progress(quiet, lang) as progress:
        stages = Stages(progress.stage, {"analysis": 8.0, "atlas": 0.5})
        within = stages.begin("analysis", told("stage_images"))
        found = analyse(opened, read_moved(opened, data, within), stage=within)
        stages.begin("atlas", told("stage_atlas"))
        page, carried = write_atlas(
            opened, found, out=out, single_file=single_file, names=annotations, members=members, lang=lang
        )
    if carried is not None:
        _tell_names(carried)
    printable(f"Open {page} (double click)")


def _tell_names(carried: Carried) -> None:
    """Which names of another run were found again."""
    from mousaic.images.names import shown

    if carried.source:
        printable(f"{len(carried.items)} of {len(carried.items) + len(carried.lost)} names found again in this model")
        for item, best in carried.lost:
            printable(f"  not found again: {shown(item.name) or '(no name)'} (best |cosine| {best:.2f})")

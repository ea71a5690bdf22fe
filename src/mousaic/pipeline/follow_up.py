"""What follows a training unasked: the analysis with its tables, the atlas and the pages, and whether halves agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mousaic.device import room_beside
from mousaic.images.image_set import ImageSet
from mousaic.pipeline.results import write_results
from mousaic.runs.run import Run
from mousaic.said import Say, told
from mousaic.stages import Stage

if TYPE_CHECKING:
    from mousaic.analysis.parts.part_set import PartSet


def follow_up(
    run: Run,
    images: ImageSet,
    say: Say,
    lang: str,
    stage: Stage,
    agreement: Callable[[], None] | None,
    parts: Callable[[], PartSet | None] | None,
) -> None:
    """Write ``analysis/``, ``atlas/`` and the reports of a finished run.

    Args:
        images: the originals, in the order of ``split.csv``.
        agreement: of :func:`mousaic.pipeline.quick_check.quick_check`.
        parts: of :func:`mousaic.pipeline.parts_beside.parts_beside`.
    """
    if agreement is None:
        write_results(run, images, say, lang, stage, parts=parts)
        return
    say(told("quick_begins", seconds=2 * float(run.summary["seconds"])))
    if not room_beside():
        agreement()
    write_results(run, images, say, lang, stage, before_pages=agreement, parts=parts)
    agreement()  # where no page was made either

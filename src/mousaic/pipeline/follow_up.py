"""What follows a finished training unasked: the quick measurement of trust beside the analysis, then the pages."""

from __future__ import annotations

from mousaic.arrays import Mask
from mousaic.images.image_set import ImageSet
from mousaic.pipeline.quick_check import quick_check
from mousaic.pipeline.results import write_results
from mousaic.runs.run import Run
from mousaic.said import Say
from mousaic.stages import Stage


def follow_up(
    run: Run, images: ImageSet, held_out: Mask, say: Say, lang: str, stage: Stage, quick_trust: bool = True
) -> None:
    """Measure, where that takes a moment and is wanted, and write ``analysis/``, ``atlas/`` and the reports.

    Args:
        images: the originals, in the order of ``split.csv``.
    """
    if not quick_trust:
        write_results(run, images, say, lang, stage)
        return
    with quick_check(run, images, held_out, say, stage) as conclude:
        write_results(run, images, say, lang, stage, before_pages=conclude)
        conclude()  # where no page was made either

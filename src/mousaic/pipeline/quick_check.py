"""After a short training: do two halves of its images teach features the same?"""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Mask
from mousaic.command_lines import command_line
from mousaic.console import aside
from mousaic.errors import in_one_line
from mousaic.images.image_set import ImageSet
from mousaic.runs.run import Run
from mousaic.said import Say, told
from mousaic.stages import Stage, untold
from mousaic.training.needs import numbers

AFFORDABLE, AFFORDABLE_PURSUIT = 2e11, 1e10
"""Products of a weight and a pixel in a training after which two more are made unasked: about ten seconds of a core.
With matching pursuit each takes twenty times as long. Counted, not timed: a busy machine must not change what a run
says."""


def check_quickly(run: Run, images: ImageSet, held_out: Mask, say: Say, stage: Stage = untold) -> None:
    """Write ``analysis/stability_quick.json`` of a finished run, where that takes a moment and there are enough groups.

    The run is whole already: what goes wrong here is said in one sentence, and changes nothing about it.

    Args:
        images: the originals, in the order of ``split.csv``.
        stage: told how far the trainings are.
    """
    from mousaic.analysis.stability.shared_halves import quick_trust
    from mousaic.analysis.stability.training_plan import FEWEST_GROUPS
    from mousaic.report.findings.shared_start_findings import shared_start_sentence
    from mousaic.report.tables.shared_start_files import write_quick

    if {"joined", "chain", "combined"} & run.record.keys():
        return  # one training does not make such a model again
    if not _affordable(run):
        return
    own = images.subset(np.flatnonzero(~held_out))
    if len(set(own.groups)) < FEWEST_GROUPS:
        return
    seed = run.config.training.seed
    say(told("quick_begins", seconds=2 * float(run.summary["seconds"])))
    try:
        found = quick_trust(own, run.config, seed, stage=stage)
        write_quick(run, found, seed)
    except KeyboardInterrupt:
        aside(f"mousaic: The run is complete; go on with: {command_line('report', run.place)}")
        raise
    except Exception as error:  # a finished training must not end in a traceback for a figure about it
        aside(f"mousaic: Halves of the images were not compared ({in_one_line(error)}).")
        return
    say(shared_start_sentence(found.shared))


def _affordable(run: Run) -> bool:
    """Whether a training like this one is short."""
    summary, placed = run.summary, "places" in run.summary
    weights = numbers(run.config, run.model.card.shape)[0]
    products = summary["training_images"] * summary["epochs"] * weights * summary.get("places", 1)
    return bool(products <= (AFFORDABLE if placed or run.config.by_gradients else AFFORDABLE_PURSUIT))

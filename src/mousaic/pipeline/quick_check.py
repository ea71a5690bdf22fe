"""After a short training: do two halves of its images teach features the same?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np

from mousaic.arrays import Flags, Mask
from mousaic.command_lines import command_line
from mousaic.config import Config
from mousaic.console import aside
from mousaic.device import room_beside
from mousaic.errors import in_one_line
from mousaic.images.image_set import ImageSet
from mousaic.runs.run import Run
from mousaic.said import Say
from mousaic.second_process import beside
from mousaic.stages import Stage, untold
from mousaic.training.data import images_per_epoch
from mousaic.training.needs import numbers, placing_for

if TYPE_CHECKING:
    from mousaic.analysis.stability.shared_halves import QuickTrust

AFFORDABLE, AFFORDABLE_PURSUIT = 2e11, 1e10
"""Products of a weight and a pixel in a training after which two more are made unasked: about ten seconds of a core.
With matching pursuit each takes twenty times as long. Counted, not timed: a busy machine must not change what a run
says."""


@contextmanager
def quick_check(
    run: Run, images: ImageSet, held_out: Mask, say: Say, stage: Stage = untold, epochs: int | None = None
) -> Iterator[Callable[[], None] | None]:
    """Begin it beside what else follows the training; yields who waits, and writes ``analysis/stability_quick.json``.

    With one thread nothing is begun, and who waits does it. None where it takes more than a moment, or there are too
    few groups. To be waited for once the run is whole: what goes wrong here is said in one sentence, and changes
    nothing about it. To wait a second time does nothing.

    Args:
        images: the originals, in the order of ``split.csv``.
        stage: told how far the trainings are, where they are not made beside.
        epochs: that were trained (default: those of the finished run).
    """
    from mousaic.analysis.stability.shared_halves import quick_trust
    from mousaic.analysis.stability.training_plan import FEWEST_GROUPS

    # One training does not make a model of several again.
    again = not {"joined", "chain", "combined"} & run.record.keys()
    again = again and _affordable(run.config, images, ~held_out, run.summary["epochs"] if epochs is None else epochs)
    own = images.subset(np.flatnonzero(~held_out)) if again else None
    if own is None or len(set(own.groups)) < FEWEST_GROUPS:
        yield None
        return
    # One thread, as work beside takes no more: the same bytes wherever it is done.
    config = replace(run.config, training=replace(run.config.training, threads=1))
    given = own, config, config.training.seed
    if not room_beside():
        yield cache(lambda: _conclude(run, partial(quick_trust, *given, stage=stage), say))  # once
        return
    with beside(quick_trust, *given) as wait:
        yield cache(lambda: _conclude(run, wait, say))


def _conclude(run: Run, wait: Callable[[], QuickTrust], say: Say) -> None:
    from mousaic.report.findings.shared_start_findings import shared_start_sentence
    from mousaic.report.tables.shared_start_files import write_quick

    try:
        found = wait()
        write_quick(run, found, run.config.training.seed)
    except KeyboardInterrupt:
        aside(f"mousaic: The run is complete; go on with: {command_line('report', run.place)}")
        raise
    except Exception as error:  # a finished training must not end in a traceback for a figure about it
        aside(f"mousaic: Halves of the images were not compared ({in_one_line(error)}).")
        return
    say(shared_start_sentence(found.shared))


def _affordable(config: Config, images: ImageSet, train: Flags, epochs: int) -> bool:
    """Whether a training like this one is short."""
    placing = placing_for(config, images.shape)
    places = 1 if placing is None else placing.places
    seen = images_per_epoch(int(train.sum()), config.augmentation) * epochs
    products = seen * numbers(config, images.shape)[0] * places
    return products <= (AFFORDABLE if places > 1 or config.by_gradients else AFFORDABLE_PURSUIT)

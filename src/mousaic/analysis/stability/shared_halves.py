"""The trainings of the shared-start test: all of a measurement's, or, for the quick one, of one division alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mousaic.analysis.stability.independent_training import Design, Learned, kept_trainings, work_of
from mousaic.analysis.stability.shared_start import SharedStart, compare_beyond
from mousaic.analysis.stability.training_plan import Planned, need_groups, plan_halves
from mousaic.config import Config
from mousaic.images.image_set import ImageSet
from mousaic.stages import Stage, untold
from mousaic.tasks.crew import ALONE, Crew
from mousaic.tasks.running import results_of


class QuickTrust(NamedTuple):
    """The shared-start test with one division into halves."""

    shared: SharedStart
    images: int
    groups: int
    seconds: float
    """Of its four trainings, each on half of the images."""


def quick_trust(
    images: ImageSet,
    config: Config,
    seed: int = 0,
    crew: Crew = ALONE,
    tell: Callable[[Planned, Learned], None] = lambda planned, _: None,
    stage: Stage = untold,
) -> QuickTrust:
    """Two trainings from the run's start on halves of its images, and two on such halves with scattered phases.

    They take about as long as two trainings, and are the first of those that a whole measurement has.

    Args:
        images: the originals the run was trained on, and no other.
        config: of that training; every epoch is trained.
        seed: governs halves, copies and scattering.
        crew: who does the trainings.
        tell: told of each training when it is finished.
        stage: told how far the trainings are.

    Raises:
        MousaicError: too few groups, images without rows and columns, or a training broke down.
    """
    need_groups(images.groups)
    members = config.model.members if config.training.consistency else 1
    plan = plan_halves("shared", 0, images.labels, images.groups, seed)
    design = Design(images, config, members, seed, plan)
    found = results_of(
        work_of(design), kept_trainings(None, design), crew, lambda done: tell(done.task, done.result), stage
    )
    learned = dict(zip(plan, found, strict=True))
    shared = compare_shared(design, learned.__getitem__)
    return QuickTrust(shared, len(images), len(set(images.groups)), sum(one.seconds for one in learned.values()))


def compare_shared(design: Design, load: Callable[[Planned], Learned]) -> SharedStart:
    """The two trainings of every division, of the images and of scattered ones."""
    made = []
    for role in ("shared", "phases-shared"):
        blocks = sorted({planned.block for planned in design.of(role)})
        made.append(tuple(compare_beyond(*map(load, design.of(role, block))) for block in blocks))
    return SharedStart(*made)

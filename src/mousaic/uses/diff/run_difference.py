"""Two runs side by side: settings, figures on images that neither learned from, features and parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from mousaic.analysis.parts.part_findings import learned_from
from mousaic.analysis.parts.part_names import names_in
from mousaic.analysis.parts.part_set import PartSet
from mousaic.analysis.parts.part_store import holds_parts, read_parts
from mousaic.analysis.parts.parts_in_common import PartsInCommon, parts_in_common
from mousaic.arrays import Pixels
from mousaic.runs.run import Run
from mousaic.uses.diff.differing_settings import Setting, differing_settings
from mousaic.uses.diff.held_out_by_both import HeldOut, Side, judge_both
from mousaic.uses.diff.matched_features import MatchedFeatures, matched_features


class RunDifference(NamedTuple):
    """What two runs have in common, and what not."""

    first: Side
    second: Side
    settings: list[Setting]
    held: HeldOut
    features: MatchedFeatures | None
    """None where their members are not linear, or their images of different shapes."""
    parts: PartsInCommon | None
    """None where their images are of different shapes, or either has no parts."""

    names: tuple[Mapping[int, str], Mapping[int, str]] = ({}, {})
    """What people called parts of the first and of the second run, by number."""

    @property
    def same_shape(self) -> bool:
        """Whether images of both have as many pixels."""
        return self.first.run.model.card.shape == self.second.run.model.card.shape

    @property
    def of_grids(self) -> bool:
        """Whether either is of images with rows and columns."""
        return self.first.run.shape.is_grid or self.second.run.shape.is_grid

    @property
    def prepared_alike(self) -> bool:
        """Whether one file becomes the same numbers in both."""
        one, other = (side.run.model.card for side in (self.first, self.second))
        return (one.images, one.limits, one.ranges) == (other.images, other.limits, other.ranges)


def run_difference(first: Side, second: Side, seed: int = 0) -> RunDifference:
    """Compare two finished runs.

    Args:
        seed: of resampled groups and of shuffled places.

    Raises:
        MousaicError: a run is not finished, or its model or parts are damaged.
    """
    parts = _parts(first, second, seed)
    found = RunDifference(
        first, second, differing_settings(first.run, second.run), judge_both(first, second, seed),
        matched_features(first, second), parts,
    )  # fmt: skip
    if parts is None:
        return found
    return found._replace(names=(names_in(first.run, parts.first), names_in(second.run, parts.second)))


def _parts(first: Side, second: Side, seed: int) -> PartsInCommon | None:
    if first.run.model.card.shape != second.run.model.card.shape:
        return None
    one, other = _parts_of(first), _parts_of(second)
    return None if one is None or other is None else parts_in_common(one, other, _every_image(first, second), seed)


def _parts_of(side: Side) -> PartSet | None:
    """Those that the run keeps, or would learn."""
    run: Run = side.run
    if holds_parts(run.path):
        return read_parts(run.path)
    train = ~run.split.held_out
    return learned_from(side.images, train, run.config.training.seed, options=run.model.card.images)


def _every_image(first: Side, second: Side) -> Pixels:
    """The images of both, those that both have once."""
    known = set(first.images.sha256)
    more = [i for i, digest in enumerate(second.images.sha256) if digest not in known]
    every: Pixels = np.concatenate([first.images.pixels, second.images.pixels[more]])
    return every

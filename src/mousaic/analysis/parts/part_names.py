"""What people called the parts of a run, in its atlas."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np

from mousaic.analysis.features.annotations import find_annotations
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.analysis.parts.part_set import PartSet
from mousaic.runs.run import Run


def key_of(parts: PartSet) -> str:
    """Which parts these are: names that were given to others are not theirs."""
    squares = np.concatenate([one.squares.numpy().ravel() for one in parts.pictures])
    return hashlib.sha256(squares.tobytes() + parts.homes.middle.numpy().tobytes()).hexdigest()[:16]


def names_in(run: Run, parts: PartSet) -> Mapping[int, str]:
    """The names that the run's ``annotations.json`` has for these parts, by number.

    Raises:
        MousaicError: that file is damaged.
    """
    found = find_annotations(run)
    if found is None or not found.parts:
        return {}
    key, count = key_of(parts), len(parts)
    return {one.part: one.name for one in found.parts if one.key == key and one.part < count}


def named(findings: PartFindings, run: Run) -> PartFindings:
    """The same with these names; raises as :func:`names_in` does."""
    names = names_in(run, findings.parts)
    return findings._replace(names=names) if names else findings

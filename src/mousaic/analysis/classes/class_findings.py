"""What differs between the classes, as few findings as there are things: each with its size, place and rival.

Several parts may show one thing: a long tail is seen by every part that it crosses. From the clearest part on, each
part joins the finding that its window touches, or nearly, in at least half of the images of a class, or begins one;
light joins what is named where it is.
The first is the answer to the primary question; the p of the m-th is multiplied by m: the last of many is asked for
more.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mousaic.analysis.classes.primary_answer import (
    BLOCKS,
    LEVEL,
    PrimaryAnswer,
    asked_of,
    primary_answer,
)
from mousaic.analysis.classes.shortcuts import Shortcuts
from mousaic.analysis.classes.vectors_asked import asked_of_vectors, together
from mousaic.analysis.classes.within_strata import alike_in
from mousaic.analysis.evidence import Evidence
from mousaic.analysis.parts.homes import REACH
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.arrays import Flags, Floats
from mousaic.seeds import derive_seed
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.gap_intervals import Gap, distance_gap, standard_gap
from mousaic.stats.permutation import PERMUTATIONS

TOUCHING = 0.5
"""Share of a class's images in which the windows of two parts must touch to be one finding."""
EVERYWHERE = (0.0, 0.0, 1.0, 1.0)
REACHING = 1.25
"""Windows touch where their middles are no further apart, down and across, than so many times half of both sides."""


class ClassFinding(NamedTuple):
    """One thing that differs."""

    kind: str
    """"presence", "place" or "pixel"; of vectors "response" or "column"."""
    thing: int
    """Number of the part, the block, the feature (member by member) or the column."""
    best_class: int
    """The class that stands out, as numbered in the image set."""
    gap: Gap
    """Of a presence, brightness, response or column: that class less the others, in standard deviations over all units.
    Of a place: how far apart they are, in sides of the image."""
    p: float
    """For this thing alone."""
    p_corrected: float
    """For all that was asked, and for how many findings stand before it."""
    box: tuple[float, float, float, float]
    """Top, left, bottom, right, in sides of the image: holds the part's picture wherever it is in its home. All of it
    of vectors, which have no places."""
    alike: tuple[int, ...]
    """Further parts that show the same thing, the clearest first; of vectors features."""
    shortcut: str
    """The trivial property that tells the classes apart best; "" if there is none."""
    p_within: float
    """Of this thing among images alike in that property; NaN where that cannot be tested."""


class ClassFindings(NamedTuple):
    """The primary answer, and the findings that pass, the clearest first."""

    answer: PrimaryAnswer
    findings: tuple[ClassFinding, ...]
    features: int = 0
    """Of each member, which tells whose a response is."""


class _Things(NamedTuple):
    """Q things asked, as squares in N images."""

    rows: Floats
    """(N, Q): their middles, in sides of the image."""
    columns: Floats
    sides: Floats
    """(Q,)"""
    boxes: Floats
    """(Q, 4)"""
    fixed: Flags
    """(Q,): blocks of the image."""


def class_findings(
    evidence: Evidence,
    parts: PartFindings | None,
    shortcuts: Shortcuts,
    seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> ClassFindings | None:
    """Ask, and gather what passes into findings; None with fewer than two classes."""
    grid, units = evidence.images.shape.is_grid, evidence.units
    asked = asked_of(evidence, parts) if grid else asked_of_vectors(evidence)
    answer = primary_answer(asked, units, len(evidence.images.class_names), seed, permutations)
    if answer is None:
        return None
    things = _things(parts, len(evidence.images)) if grid else None
    values = {(one.kind, int(t)): tuple(v[:, i] for v in one.values) for one in asked for i, t in enumerate(one.thing)}
    findings: list[ClassFinding] = []
    strata, worst = alike_in(evidence, shortcuts), 0.0
    groups = together(answer, values) if things is None else _groups(answer, things, evidence)
    for rank, group in enumerate(groups, 1):
        at, kind, thing = group[0], str(answer.kind[group[0]]), int(answer.thing[group[0]])
        worst = max(worst, min(1.0, rank * float(answer.p_family[at])))
        if worst > LEVEL:
            break
        own = values[kind, thing]
        alike = dict.fromkeys(int(answer.thing[i]) for i in group[1:] if answer.kind[i] not in ("pixel", "column"))
        box = EVERYWHERE if things is None else tuple(things.boxes[at].tolist())
        findings.append(
            ClassFinding(
                kind, thing, int(answer.best_class[at]), _gap(own, units, int(answer.best_class[at]), seed),
                float(answer.p[at]), worst, box, tuple(alike), strata.name, strata.p(own, seed),
            )
        )  # fmt: skip
    return ClassFindings(answer, tuple(findings), evidence.features)


def _groups(answer: PrimaryAnswer, things: _Things, evidence: Evidence) -> list[list[int]]:
    """Positions of the things that pass, gathered where windows touch; the clearest first, in each and of all."""
    clearest: dict[tuple[bool, int], int] = {}
    light = answer.kind == "pixel"
    # What parts show explains the light there: a thing that moves leaves one place darker and another brighter.
    for i in sorted(np.flatnonzero(answer.passed).tolist(), key=lambda i: (light[i], -answer.statistic[i])):
        clearest.setdefault((bool(light[i]), int(answer.thing[i])), i)
    groups: list[list[int]] = []
    for i in clearest.values():
        own = next((group for group in groups if any(_touch(things, i, j, evidence) for j in group)), None)
        if own is None:
            groups.append([i])
        else:
            own.append(i)
    return sorted(groups, key=lambda group: -answer.statistic[group[0]])


def _touch(things: _Things, i: int, j: int, evidence: Evidence) -> bool:
    """Whether the windows of two things touch in enough images of one class, or light lies in what is named."""
    top, left, bottom, right = (things.boxes[j][edge] for edge in range(4))
    if things.fixed[i] and top <= things.rows[0, i] <= bottom and left <= things.columns[0, i] <= right:
        return True
    off = np.maximum(np.abs(things.rows[:, i] - things.rows[:, j]), np.abs(things.columns[:, i] - things.columns[:, j]))
    near: Flags = off <= REACHING * (things.sides[i] + things.sides[j]) / 2
    labels = evidence.images.labels
    own, classes = labels >= 0, len(evidence.images.class_names)
    of_class = np.maximum(np.bincount(labels[own], minlength=classes), 1)
    return bool((np.bincount(labels[near & own], minlength=classes) / of_class >= TOUCHING).any())


def _things(parts: PartFindings | None, images: int) -> _Things:
    """Everything that is asked, in the order of the answer: presences, places, blocks."""
    middle = (np.arange(BLOCKS**2) // BLOCKS + 0.5) / BLOCKS, (np.arange(BLOCKS**2) % BLOCKS + 0.5) / BLOCKS
    half = 0.5 / BLOCKS
    blocks = np.stack([middle[0] - half, middle[1] - half, middle[0] + half, middle[1] + half], axis=1)
    rows, columns = (np.broadcast_to(one, (images, BLOCKS**2)) for one in middle)
    sides = np.full(BLOCKS**2, 1 / BLOCKS)
    if parts is None:
        return _Things(rows, columns, sides, blocks, np.ones(len(blocks), dtype=bool))
    own = np.array([one.squares.shape[-1] for one in parts.parts.pictures]) / parts.parts.side
    boxes = part_boxes(parts, own)
    found = parts.found
    return _Things(
        np.concatenate([found.row, found.row, rows], axis=1),
        np.concatenate([found.column, found.column, columns], axis=1),
        np.concatenate([own, own, sides]),
        np.concatenate([boxes, boxes, blocks]),
        np.arange(2 * len(own) + len(blocks)) >= 2 * len(own),
    )


def part_boxes(parts: PartFindings, sides: Floats) -> Floats:
    """(P, 4): top, left, bottom, right of what each part's picture may cover, in sides of the image."""
    homes, side = parts.parts.homes, parts.parts.side
    middle = (homes.middle.double().numpy() + 0.5) / side
    reach = REACH * np.sqrt(np.diagonal(homes.spread.double().numpy(), axis1=1, axis2=2)) / side + sides[:, None] / 2
    boxes: Floats = np.concatenate([middle - reach, middle + reach], axis=1).clip(0, 1)
    return boxes


def _gap(values: tuple[Floats, ...], units: Units, label: int, seed: int) -> Gap:
    rng = np.random.default_rng(derive_seed(seed, "gap"))
    mine = units.label == units.classes.index(label)
    means = [units.means(one[:, None])[:, 0] for one in values]
    return standard_gap(means[0], mine, rng) if len(means) == 1 else distance_gap(means[0], means[1], mine, rng)

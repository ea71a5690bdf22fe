"""Do the classes differ, in what, and where: the primary answer, its findings, and what could have been found."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from mousaic.analysis.classes.class_findings import ClassFinding, ClassFindings
from mousaic.analysis.classes.detectable import detectable
from mousaic.analysis.classes.primary_answer import BLOCKS, LEVEL, PrimaryAnswer
from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.images.names import shown
from mousaic.said import Said, told

NAMED = 4
"""Findings that are put into sentences."""
OF_VECTORS = {"response", "column"}
"""What is asked of vectors."""


def class_sentences(found: ClassFindings | None, parts: PartFindings | None, names: Sequence[str]) -> list[Said]:
    """The answer, its findings one by one, and its power; nothing where there are no classes."""
    if found is None:
        return []
    answer = found.answer
    if answer.floor > LEVEL:
        return [told("answer_impossible", floor=answer.floor, units=_units(answer, names))]
    said = [_answer(answer, parts)]
    vectors = set(answer.kind) >= OF_VECTORS
    called = parts.names if parts is not None else {}
    said += [
        vector_sentence(one, names, found.features) if vectors else finding_sentence(one, names, called)
        for one in found.findings[:NAMED]
    ]
    left = len(found.findings) - NAMED
    if left > 0:
        said.append(told("finding_more", count=left))
    return [*said, _power(answer, names)]


def finding_sentence(one: ClassFinding, names: Sequence[str], called: Mapping[int, str] | None = None) -> Said:
    """What differs, where, how much, what says the same, and whether something trivial could be behind it."""
    values = {
        "where": told(f"where_{_third(one.box[0], one.box[2], ('top', 'middle', 'bottom'))}_"
                      f"{_third(one.box[1], one.box[3], ('left', 'middle', 'right'))}"),
        "part": one.thing, "called": _called(one, called or {}), "name": shown(names[one.best_class]),
        "effect": abs(one.gap.effect),
        "low": min(abs(one.gap.low), abs(one.gap.high)), "high": max(abs(one.gap.low), abs(one.gap.high)),
        "p": one.p_corrected,
        "alike": told("finding_alike", count=len(one.alike)) if one.alike else None,
        "shortcut": _shortcut(one),
    }  # fmt: skip
    direction = "" if one.kind == "place" else ("_more" if one.gap.effect >= 0 else "_less")
    return told(f"finding_{one.kind}{direction}", **values)


def vector_sentence(one: ClassFinding, names: Sequence[str], features: int) -> Said:
    """Which feature or column differs, and how much.

    Args:
        features: of each member.
    """
    member, thing = divmod(one.thing, features) if one.kind == "response" else (0, one.thing)
    values = {
        "thing": thing, "member": member, "name": shown(names[one.best_class]), "effect": abs(one.gap.effect),
        "low": min(abs(one.gap.low), abs(one.gap.high)), "high": max(abs(one.gap.low), abs(one.gap.high)),
        "p": one.p_corrected, "alike": told("finding_together", count=len(one.alike)) if one.alike else None,
    }  # fmt: skip
    return told(f"finding_{one.kind}_{'more' if one.gap.effect >= 0 else 'less'}", **values)


def _called(one: ClassFinding, called: Mapping[int, str]) -> Said | None:
    name = called.get(one.thing, "") if one.kind != "pixel" else ""
    return told("finding_called", called=shown(name)) if name else None


def _answer(answer: PrimaryAnswer, parts: PartFindings | None) -> Said:
    key = "answer_yes" if answer.p_primary <= LEVEL else "answer_no"
    return told(key, p=answer.p_primary, asked=_asked(answer, parts))


def _asked(answer: PrimaryAnswer, parts: PartFindings | None) -> Said:
    if set(answer.kind) >= OF_VECTORS:
        features, columns = (int((answer.kind == kind).sum()) for kind in ("response", "column"))
        return told("asked_vectors", features=features, columns=columns)
    if parts is None:
        return told("asked_blocks", blocks=BLOCKS**2)
    return told("asked_parts", parts=len(parts.parts), blocks=BLOCKS**2)


def _power(answer: PrimaryAnswer, names: Sequence[str]) -> Said:
    least = detectable(answer)
    if set(answer.kind) >= OF_VECTORS:
        return told("answer_power_vectors", units=_units(answer, names), effect=least.effect)
    key = "answer_power" if math.isfinite(least.share) else "answer_power_none"
    share = least.share if math.isfinite(least.share) else 1.0
    return told(key, units=_units(answer, names), share=share, effect=least.effect)


def _shortcut(one: ClassFinding) -> Said | None:
    if not one.shortcut:
        return None
    if not np.isfinite(one.p_within):
        return told("finding_entangled", name=told(one.shortcut))
    return told("finding_left" if one.p_within <= LEVEL else "finding_gone", name=told(one.shortcut), p=one.p_within)


def _third(low: float, high: float, words: tuple[str, str, str]) -> str:
    """Which third of the image the middle of a span lies in."""
    return words[min(2, int((low + high) / 2 * 3))]


def _units(answer: PrimaryAnswer, names: Sequence[str]) -> list[Said] | Said:
    counts = [
        told("units_images", count=int(count), name=shown(name))
        for count, name in zip(answer.units, names, strict=True)
        if count
    ]
    return counts if len(counts) <= 4 else told("units_many", classes=len(counts))

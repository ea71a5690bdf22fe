"""What is said of a new batch: five sentences, and how far they can be trusted."""

from __future__ import annotations

from collections import Counter

import numpy as np

from mousaic.analysis.classes.primary_answer import LEVEL
from mousaic.said import Said, told
from mousaic.uses.anomaly.odd_sentences import headline, name_of, notes
from mousaic.uses.apply.batch import Batch, Differs
from mousaic.uses.apply.drift import Drift
from mousaic.uses.classify.kept_classifier import about
from mousaic.uses.copies import copies_said

NAMED = 3
"""Parts, kinds of files and the like that a sentence names."""


def batch_sentences(found: Batch) -> list[Said]:
    """What differs; drift; odd images; how well all are reconstructed; what they are; which are copies."""
    key = "apply_r" if found.own_held_out else "apply_r_all"
    return [
        _differs(found.differs, len(found.new)), _drift(found), headline(found.odd),
        told(key, r=found.r, own=found.own_r), _told(found), *copies_said(found.new, found.odd.copy_of),
    ]  # fmt: skip


def batch_notes(found: Batch) -> list[Said]:
    """How all that was found, and its limits."""
    said = []
    if found.drift is not None:
        said.append(told("drift_how" if found.drift.held_out else "drift_how_all"))
        said += [one for one in (found.odd.normal.independence or found.new.independence,) if one is not None]
    said += notes(found.odd)
    return said if found.told is None else [*said, *about(found.told.kept, found.new, found.told.said)]


def drifted(found: Batch, drift: Drift, thing: int) -> Said:
    """How one part changed."""
    part = name_of(found.odd.parts, int(drift.part[thing]))
    if drift.kind[thing] == "place":
        return told("drift_moved", part=part)
    return told("drift_more" if drift.effect[thing] > 0 else "drift_less", part=part)


def _differs(differs: Differs, images: int) -> Said:
    light = told(
        "apply_light", images=images, expected=differs.beyond[0].expected, **{b.name: b.images for b in differs.beyond}
    )
    if not differs.files:
        return told("apply_alike", light=light)
    what = [
        told(f"apply_{name}", theirs=theirs[:NAMED], ours=ours[:NAMED])
        for name, (theirs, ours) in differs.files.items()
    ]
    return told("apply_differs", what=what, light=light)


def _drift(found: Batch) -> Said:
    drift = found.drift
    if drift is None:
        return told("drift_without")
    old, new = drift.units
    beside = told("drift_held_out" if drift.held_out else "drift_all", old=old)
    if drift.floor > LEVEL:
        return told("drift_never", beside=beside, new=new, floor=drift.floor)
    passed = [int(i) for i in drift.order if drift.passed[i]]
    if not passed:
        return told("drift_no", beside=beside, new=new, p=drift.overall)
    more = told("drift_others", count=len(passed) - NAMED) if len(passed) > NAMED else None
    parts = [drifted(found, drift, i) for i in passed[:NAMED]]
    return told("drift_yes", beside=beside, new=new, p=drift.overall, parts=parts, more=more)


def _told(found: Batch) -> Said:
    if found.told is None:
        return told("apply_untold")
    kept, outputs = found.told.kept, found.told.said.outputs
    if not kept.classes:
        low, middle, high = (float(v) for v in np.quantile(outputs[:, 0], [0, 0.5, 1]))
        return told("apply_numbers", name=kept.name, low=low, middle=middle, high=high)
    counts = Counter(found.told.words(i) for i in range(len(found.new)))
    return told("apply_classes", counts=[told("apply_class", name=n, count=c) for n, c in counts.most_common()])

"""What is said of new images beside normal ones: the answer, what each is, and how far that can be trusted."""

from __future__ import annotations

import numpy as np

from mousaic.analysis.parts.part_findings import PartFindings
from mousaic.said import Said, told
from mousaic.stats.conformal import LEVEL, needed_together, smallest_p
from mousaic.uses.anomaly.anomalies import Anomalies
from mousaic.uses.anomaly.odd_parts import OddPart


def headline(found: Anomalies) -> Said:
    """How many images are beyond chance, or that none could be, and which is the oddest, in one sentence."""
    first = int(found.order[0])
    parts = found.odd_parts[first]
    together, highest = needed_together(len(found.new), found.units), int((found.as_high == 0).sum())
    if found.beyond.any():
        key = "odd_headline"
    elif together > len(found.new):
        key = "odd_headline_never"
    else:  # odder than every normal image, and yet too few of them for any q
        key = "odd_headline_together" if 0 < highest < together else "odd_headline_none"
    return told(
        key, together=together, highest=highest,
        count=int(found.beyond.sum()), images=len(found.new), level=LEVEL, path=found.new.paths[first],
        standing=standing(found, first),
        parts=told("odd_headline_parts", parts=[part_said(found, one) for one in parts]) if parts else None,
    )  # fmt: skip


def standing(found: Anomalies, image: int) -> Said:
    """Of one new image how many normal ones score as high."""
    key = "odd_standing_groups" if found.grouped else "odd_standing"
    return told(key, high=int(found.as_high[image]), normal=found.units)


def part_said(found: Anomalies, one: OddPart) -> Said:
    """What is odd of a part."""
    return told(f"odd_part_{one.how}", part=name_of(found.parts, one.part))


def name_of(findings: PartFindings | None, part: int) -> Said:
    """What a part is called: as somebody named it, else by its number."""
    name = "" if findings is None else findings.names.get(part, "")
    return told("odd_named", name=name) if name else told("part_named", part=part)


def notes(found: Anomalies) -> list[Said]:
    """How it was done, and its limits."""
    images = int(found.scored.sum())
    key = "odd_by_folds" if found.folds else "odd_by_validation"
    said = [told(key, images=images, folds=found.folds)]
    least = smallest_p(found.units)
    if found.grouped:
        said.append(told("odd_grouped", groups=found.units))
    elif found.normal.independence is not None:
        said.append(told("odd_ungrouped"))
    together = needed_together(len(found.new), found.units)
    if least > LEVEL:
        said.append(told("odd_few", normal=found.units, least=least, needed=int(np.ceil(1 / LEVEL)) - 1))
    elif together > len(found.new):
        said.append(told("odd_never", least=least, images=len(found.new), level=LEVEL))
    elif together > 1:
        said.append(told("odd_together", least=least, together=together, images=len(found.new), level=LEVEL))
    else:
        said.append(told("odd_least", least=least))
    return said


def part_key(findings: PartFindings | None, one: OddPart) -> str:
    """For a table: ``12 absent``, or with the name that somebody gave it ``12 (paw) absent``."""
    name = "" if findings is None else findings.names.get(one.part, "")
    return f"{one.part}{f' ({name})' if name else ''} {one.how}"

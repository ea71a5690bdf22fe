"""Which images were trained on and which were held out, and whether the two are really apart."""

from __future__ import annotations

import numpy as np

from mousaic.images.names import shown
from mousaic.report.findings.run_findings import group_headline, leak_headline
from mousaic.report.page.elements import Html, grid_table, join, paragraph, section, tag
from mousaic.report.page.subject import Subject
from mousaic.runs.run import Run
from mousaic.runs.split_table import PARTS
from mousaic.texts import Texts

MOST_PAIRS = 20


def split_section(s: Subject) -> Html:
    """Counts by class and part, and each check of the audit with its result."""
    groups, files = shared(s.run)
    images = s.analysis.evidence.originals
    said = s.put(leak_headline(s.leaks, groups, files), group_headline(images, s.leaks))
    sentence = said or s.say("split_none")
    if images.confounded is not None:
        groups = int(Texts.of(images.units).numbered().max()) + 1
    known = images.groups_known or groups
    parts = [paragraph(sentence, "says"), _counts(s)]
    if s.leaks is not None:
        checks = [
            _check(s, not groups, "audit_groups", groups) if known else _unknown(s, "audit_groups"),
            _check(s, not files, "audit_files", files),
            _check(s, not s.leaks.pairs, "audit_near", len(s.leaks.pairs)),
        ]
        parts.append(tag("ul", *checks, class_="checks"))
        pairs = [tag("li", f"{shown(a)} ~ {shown(b)}") for a, b in s.leaks.pairs[:MOST_PAIRS]]
        more = len(s.leaks.pairs) - MOST_PAIRS
        if pairs:
            rest = [tag("li", s.say("and_more", count=more))] if more > 0 else []
            parts += [tag("ul", *pairs, *rest, class_="names"), paragraph(s.say("audit_remedy"))]
    parts.append(paragraph(s.say("split_explained"), "hint"))
    return section("split", s.say("split"), *parts)


def shared(run: Run) -> tuple[int, int]:
    """Groups, and different files by their content, that lie on both sides of the split."""
    held_out = run.split.held_out
    found = []
    for column in (run.split.groups, run.split.sha256):
        number = column.numbered()
        found.append(len(np.intersect1d(number[held_out], number[~held_out])))
    return found[0], found[1]


def _counts(s: Subject) -> Html:
    """Images, and groups where groups have several, of each class in each part."""
    rows = s.run.split
    group, names = rows.groups.numbered(), [*s.run.record["class_names"], ""]
    several = int(group.max()) + 1 < len(rows)
    place = {name: i for i, name in enumerate(names)}
    label = np.fromiter((place[name] for name in rows.labels), np.int64, len(rows))
    parts = [part for part in PARTS if (rows.held_out == (part == "validation")).any()]
    lines = []
    for i, name in enumerate(names if (label == place[""]).any() else names[:-1]):
        cells = [shown(name) or s.say("no_class")]
        for part in parts:
            mine = group[(label == i) & (rows.held_out == (part == "validation"))]
            count = f"{len(mine):,}"
            cells.append(s.say("in_groups", images=count, groups=f"{len(np.unique(mine)):,}") if several else count)
        lines.append(cells)
    return grid_table([s.say("class"), *(s.part(part) for part in parts)], lines)


def _unknown(s: Subject, key: str) -> Html:
    """A check that nobody can make: neither good nor bad."""
    mark = tag("span", "?", class_="unknown", aria_hidden="true")
    return tag("li", mark, join(s.say(key), s.say("colon"), tag("b", s.say("check_unknown"))))


def _check(s: Subject, fine: bool, key: str, count: int) -> Html:
    mark = tag("span", "\u2713" if fine else "\u2717", class_="good" if fine else "bad", aria_hidden="true")
    state = tag("b", s.say("check_fine") if fine else s.say("check_bad", count=count))
    return tag("li", mark, join(s.say(key), s.say("colon"), state))

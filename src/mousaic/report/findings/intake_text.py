"""The intake report for a terminal: one short screen when there is nothing to mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import east_asian_width

from mousaic.images.grouping.group_report import GroupReport
from mousaic.images.intake_report import Intake
from mousaic.images.names import shown
from mousaic.said import Said
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put, say

MOST_KINDS, MOST_CLASSES, MOST_REASONS, MOST_GROUPS = 4, 12, 20, 8
NAME_WIDTH = 12


def intake_text(found: Intake, lang: str = "en") -> str:
    """What was found, what was done to it, what was skipped and what deserves a look; ends with a line break."""
    lang = spoken_of(lang, not found.of_vectors)
    total, skipped = found.read + len(found.skipped), len(found.skipped)
    state = say("intake_some_read", lang, read=found.read, skipped=skipped) if skipped else say("intake_all_read", lang)
    root = say("arrays", lang) if found.root is None else found.root
    lines = [say("intake_head_one" if total == 1 else "intake_head", lang, root=root, total=total, state=state), ""]
    looks = _looks(found, lang)
    if found.read:
        lines += [*_facts(found, lang), ""]
        lines += _listed(say("intake_done", lang), _treatments(found, lang))
        lines += _groups(found.groups, lang)
    lines += _listed(say("intake_skipped", lang), _skipped(found, lang)) + _listed(say("intake_looks", lang), looks)
    if found.read and not skipped and not looks:
        lines += [say("intake_nothing_odd", lang)]
    return "\n".join(lines).rstrip() + "\n"


def some_names(names: Sequence[str], lang: str, most: int = 3, between: str = "") -> str:
    """``a, b, c and 12 more``, safe to show."""
    listed = (between or say("intake_between", lang)).join(shown(name) for name in names[:most])
    return listed + (say("and_more", lang, count=f"{len(names) - most:,}") if len(names) > most else "")


def in_words(counted: Mapping[Said, int], lang: str) -> dict[str, int]:
    """The same counts by words, the most common first, equals in the order of their words."""
    worded = [(put(what, lang), n) for what, n in counted.items()]
    return dict(sorted(worded, key=lambda pair: (-pair[1], pair[0])))


def _facts(found: Intake, lang: str) -> list[str]:
    o = found.options
    rows = [("classes", _counts(found.classes, lang, MOST_CLASSES) if found.classes else say("no_classes", lang))]
    if found.formats:
        rows.append(("format", _kinds(found.formats, lang)))
    if found.depths:
        rows.append(("depth", _kinds(in_words(found.depths, lang), lang)))
    if found.sizes:
        few = len(found.sizes) <= MOST_KINDS
        rows.append(("intake_size", _kinds(found.sizes, lang) if few else _size_range(found.sizes, lang)))
    if o is not None and not found.of_vectors:
        fit = say(f"intake_fit_{o.fit}", lang, background=say(f"background_{o.background}", lang))
        color = say(f"intake_color_{o.color}", lang)
        rows.append(("prepared", say("intake_prepared", lang, size=o.size, color=color, fit=fit)))
    if found.limits:
        low, high = found.limits
        percentiles = o is not None and o.depth_range == "percentiles"
        key = "intake_range_percentiles" if percentiles else "intake_range_is"
        if found.of_vectors and o is not None and o.depth_range == "dtype":
            key = "intake_range_vectors"
        rows.append(("intake_range", say(key, lang, low=low, high=high)))
    if not (found.groups.known or found.groups.confounded):
        rows.append(
            ("groups", say("groups_only_near" if found.groups.origin == "near-duplicates" else "groups_none", lang))
        )
    if found.ignored:
        others = {name or say("no_extension", lang): n for name, n in found.ignored.items()}
        rows.append(("intake_others", say("intake_ignored", lang, listed=_counts(others, lang))))
    return [f"  {_padded(say(key, lang))} {shown(value)}" for key, value in rows]


def _padded(name: str) -> str:
    """To the width of the column of names; most Chinese characters are as wide as two letters."""
    width = sum(2 if east_asian_width(c) in "WF" else 1 for c in name)
    return name + " " * max(0, NAME_WIDTH - width)


def _groups(found: GroupReport, lang: str) -> list[str]:
    """What is said of the groups, and the first of them; nothing where there are none."""
    lines = [f"  {put(said, lang)}" for said in found.said]
    lines += [f"    {row}" for row in group_lines(found, lang, MOST_GROUPS)]
    return [say("groups_taken" if found.taken else "groups_proposed", lang), *lines, ""] if lines else []


def group_lines(found: GroupReport, lang: str, most: int) -> list[str]:
    """A line for each of the first groups: its name, how many images it has, and their classes."""
    width = max((len(shown(row.name)) for row in found.rows[:most]), default=0)
    lines = []
    for row in found.rows[:most]:
        classes = say("group_row_classes", lang, classes=list(row.classes)) if row.classes else None
        lines.append(say("group_row", lang, group=shown(row.name).ljust(width), images=row.images, classes=classes))
    rest = found.count - len(lines)
    return [*lines, say("group_rows_more", lang, count=rest)] if rest > 0 and lines else lines


def _treatments(found: Intake, lang: str) -> list[str]:
    rows = sorted((-len(names), put(what, lang), names) for what, names in found.treatments.items())
    return [
        _counted(
            len(names),
            say("intake_named", lang, what=what, names=some_names(names, lang))
            if len(names) < found.read
            else say("intake_all", lang, name=what),
        )
        for _, what, names in rows
    ]


def _skipped(found: Intake, lang: str) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for name, reason in found.skipped:
        reasons.setdefault(put(reason, lang), []).append(name)
    ordered = sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0]))
    lines = [
        _counted(len(names), say("intake_named", lang, what=reason, names=some_names(names, lang)))
        for reason, names in ordered[:MOST_REASONS]
    ]
    rest = ordered[MOST_REASONS:]
    if rest:
        others = say("intake_other_reasons", lang, count=len(rest))
        lines.append(_counted(sum(len(names) for _, names in rest), others))
    return lines


def _looks(found: Intake, lang: str) -> list[str]:
    lines = [_counted(None, put(warning, lang)) for warning in found.warnings]
    lines += [
        _counted(None, say("intake_across_classes", lang, names=some_names(names, lang)))
        for names in found.duplicates_across_classes[:3]
    ]
    if found.duplicates:
        copies = sum(len(names) - 1 for names in found.duplicates)
        first = say("intake_between_lists", lang).join(
            some_names(names, lang, 2, " = ") for names in found.duplicates[:3]
        )
        apart = "_apart" if found.groups.apart else ""
        key = f"intake_copy{apart}" if copies == 1 else f"intake_copies{apart}"
        lines.append(_counted(copies, say(key, lang, names=first)))
    if found.near_count:
        first = say("intake_between_lists", lang).join(f"{shown(a)} ~ {shown(b)}" for a, b in found.near_duplicates[:3])
        if found.near_count > 3:
            first += say("and_more", lang, count=f"{found.near_count - 3:,}")
        kept = "_kept" if found.groups.origin == "near-duplicates" else ""
        key = f"intake_near_pairs{kept}" if found.near_count > 1 else f"intake_near_pair{kept}"
        lines.append(_counted(found.near_count, say(key, lang, names=first)))
    if found.constant:
        lines.append(
            _counted(len(found.constant), say("intake_constant", lang, names=some_names(found.constant, lang)))
        )
    return lines


def _counted(count: int | None, text: str) -> str:
    """A line behind its count, or without one, so that texts stand below each other."""
    return f"{'' if count is None else f'{count:,}':>5}  {text}"


def _listed(title: str, lines: list[str]) -> list[str]:
    return [title, *(f"  {line}" for line in lines), ""] if lines else []


def _counts(counted: Mapping[str, int], lang: str, most: int = MOST_KINDS) -> str:
    """``PNG (30), TIFF (9)``."""
    first = [say("intake_counted", lang, name=name, count=n) for name, n in list(counted.items())[:most]]
    rest = len(counted) - most
    return say("intake_between", lang).join(first) + (say("intake_other_kinds", lang, count=rest) if rest > 0 else "")


def _kinds(counted: Mapping[str, int], lang: str) -> str:
    return say("intake_all", lang, name=next(iter(counted))) if len(counted) == 1 else _counts(counted, lang)


def _size_range(sizes: Mapping[str, int], lang: str) -> str:
    """Smallest, median and largest by number of pixels."""
    by_area = sorted((int(w) * int(h), text, n) for text, n in sizes.items() for w, h in [text.split(" x ")])
    middle, seen, median = (sum(sizes.values()) - 1) // 2, 0, ""
    for _, text, n in by_area:
        seen += n
        if seen > middle:
            median = text
            break
    ends = {"smallest": by_area[0][1], "largest": by_area[-1][1]}
    return say("intake_sizes", lang, **ends, median=median, count=len(sizes))

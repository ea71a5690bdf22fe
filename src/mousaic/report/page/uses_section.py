"""What the run is good for: what ``mousaic classify`` and ``mousaic anomaly`` found with it, or how to find out."""

from __future__ import annotations

import os
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mousaic.command_lines import command_line
from mousaic.images.names import shown
from mousaic.kept_paths import HOME, found_path
from mousaic.report.page.elements import Html, grid_table, paragraph, section, tag
from mousaic.report.page.subject import Subject
from mousaic.report.page.told_table import told_table
from mousaic.words.put import probability
from mousaic.words.sentences import sentence_words

PLAIN = frozenset(f"{string.ascii_letters}{string.digits}-._~/".encode())
"""Bytes that stand for themselves in an address (RFC 3986)."""
COLUMNS = ("odd_column_image", "odd_column_label", "odd_column_score", "p", "q", "odd_column_parts")


def uses_section(s: Subject) -> Html:
    """Classes or numbers told of images held out, then images unlike the normal ones."""
    return section("uses", s.say("uses_heading"), *_told(s), *_odd(s))


def _told(s: Subject) -> list[Html]:
    """The first sentence, every way of seeing images by the recommended kind of model, and the page with the rest."""
    found, heading = s.told, tag("h3", s.say("uses_told"))
    if found is None:
        return [heading, *_how(s, "uses_told_unknown", "classify", s.run.place, "--out", Path("told") / s.run.name)]
    lines = found["lines"]
    by = "classifier" if "classifier" in lines[0] else "model"
    same = [line for line in lines if line[by] == lines[0][by]]
    return [
        heading, paragraph(sentence_words(found["verdict"][0], s.lang), "says"), told_table(same, s.say),
        paragraph(s.say("told_table_explained"), "hint"), _page(s, found),
    ]  # fmt: skip


def _odd(s: Subject) -> list[Html]:
    """The answer, the oddest images, and the page with all of them."""
    found, heading = s.odd, tag("h3", s.say("uses_odd"))
    if found is None:
        return [heading, *_how(s, "uses_odd_unknown", "anomaly", s.run.place, "NEW", "--out", Path("odd") / s.run.name)]
    parts = s.run.shape.is_grid  # which vectors do not have
    rows = [
        [
            shown(one["path"]), shown(one["label"]), f"{one['score']:.2f}", probability(one["p"]),
            probability(one["q"]),
            *([s.say("odd_list", parts=[sentence_words(part, s.lang) for part in one["parts"]])] if parts else []),
        ]
        for one in found["oddest"]
    ]  # fmt: skip
    head = [name if len(name) == 1 else s.say(name) for name in (COLUMNS if parts else COLUMNS[:-1])]
    hint = s.say("uses_oddest", shown=len(rows), images=found["judged"])
    table = grid_table(head, rows, "parameters words-last" if parts else "parameters")
    return [
        heading, paragraph(sentence_words(found["verdict"], s.lang), "says"), table, paragraph(hint, "hint"),
        _page(s, found),
    ]  # fmt: skip


def _how(s: Subject, key: str, *command: str | Path) -> list[Html]:
    """Before there is a result: the command; of arrays, which no command reads, nothing."""
    line = [] if s.run.data is None else [tag("pre", tag("code", command_line(*command)))]
    return [paragraph(s.say(key)), *line]


def _page(s: Subject, found: Mapping[str, Any]) -> Html:
    """A link to all of it, seen from the run's folder; a path alone where none can lead there."""
    kept = found["page"]
    there = found_path(kept, s.run.place).is_file() and not kept.startswith(HOME) and not Path(kept).is_absolute()
    page = tag("a", kept, href=_address(kept)) if there else tag("code", kept)
    return tag("p", s.say("uses_all"), page)


def _address(path: str) -> str:
    """A path as a relative address."""
    return "".join(chr(byte) if byte in PLAIN else f"%{byte:02X}" for byte in os.fsencode(path))

"""Two runs side by side as tables, JSON and the terminal's text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mousaic.files import write_csv, write_json
from mousaic.uses.diff.diff_sentences import diff_sentences
from mousaic.uses.diff.run_difference import RunDifference
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put
from mousaic.words.sentences import sentence_json

MARK = "diff.json"
"""What tells a folder that ``mousaic diff`` finished from any other."""
SETTINGS = ["setting", "first", "second"]
FIGURES = ["what", "first", "second", "difference", "low", "high"]
PARTS = ["part_first", "part_second", "agreement", "name_first", "name_second"]


def diff_text(found: RunDifference, lang: str = "en") -> str:
    """A sentence a line."""
    lang = spoken_of(lang, found.of_grids)
    return "\n".join(put(said, lang) for said in diff_sentences(found))


def diff_dict(found: RunDifference) -> dict[str, Any]:
    """Everything but pictures, ready for JSON."""
    features, parts = found.features, found.parts
    return {
        "kind": "mousaic diff",
        "first": found.first.run.name,
        "second": found.second.run.name,
        "sentences": [sentence_json(said, found.of_grids) for said in diff_sentences(found)],
        "settings": list(_settings(found)),
        "held_out_by_both": {
            "images": found.held.images, "groups": found.held.groups, "k": found.held.k,
            "figures": list(_figures(found)),
        },
        "features": None if features is None else {
            "first": features.first, "second": features.second, "learned": features.learned._asdict(),
            "start": None if features.start is None else features.start._asdict(),
        },
        "parts": None if parts is None else {
            "first": len(parts.first), "second": len(parts.second), "pairs_by_chance": parts.by_chance,
            "pairs": [row for row in _parts(found) if row["agreement"] != ""],
            "only_first": parts.only_first.tolist(), "only_second": parts.only_second.tolist(),
        },
    }  # fmt: skip


def write_diff_tables(folder: Path, found: RunDifference, raw: bool = False) -> list[str]:
    """The tables and, last, the JSON; all of them by name."""
    tables = (
        ("settings.csv", SETTINGS, _settings(found)),
        ("figures.csv", FIGURES, _figures(found)),
        ("parts.csv", PARTS, _parts(found)),
    )
    for name, columns, rows in tables:
        write_csv(folder / name, columns, rows, raw)
    write_json(folder / MARK, diff_dict(found))
    return [*(name for name, _, _ in tables), MARK]


def _settings(found: RunDifference) -> Iterator[dict[str, Any]]:
    return (dict(zip(SETTINGS, one, strict=True)) for one in found.settings)


def _figures(found: RunDifference) -> Iterator[dict[str, Any]]:
    for one in found.held.figures:
        yield dict(zip(FIGURES, (one.what, one.first, one.second, *one.difference), strict=True))


def _parts(found: RunDifference) -> Iterator[dict[str, Any]]:
    """Pairs, those that agree best first; then what only the first has, then what only the second has."""
    if found.parts is None:
        return
    pairs = zip(found.parts.pairs.tolist(), found.parts.agreement.tolist(), strict=True)
    every: list[tuple[int | str, int | str, float | str]] = [(*pair, agreement) for pair, agreement in pairs]
    every += [(part, "", "") for part in found.parts.only_first.tolist()]
    every += [("", part, "") for part in found.parts.only_second.tolist()]
    first, second = found.names
    for one, other, agreement in every:
        names = (given.get(int(part), "") if part != "" else "" for given, part in ((first, one), (second, other)))
        yield dict(zip(PARTS, (one, other, agreement, *names), strict=True))

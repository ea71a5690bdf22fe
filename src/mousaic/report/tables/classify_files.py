"""How well images are told apart, as text, tables, pictures and a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from mousaic.files import write_csv, write_json, write_text
from mousaic.report.tables.comparison_files import leaks_dict
from mousaic.report.tables.prediction_files import write_predictions
from mousaic.said import Said, told
from mousaic.uses.classify.classification import Classification
from mousaic.uses.classify.final_classifier import Predicted
from mousaic.uses.classify.outcome import Outcome
from mousaic.uses.classify.score_lines import COLUMNS
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put
from mousaic.words.sentences import sentence_json

MARK = "classify.json"
"""What tells a folder that ``mousaic classify`` finished from any other."""
HELD_OUT = "held_out.csv"


def table_name(found: Classification) -> str:
    """``classify.csv`` or, of numbers, ``regression.csv``."""
    return "classify.csv" if found.outcome.kind == "classes" else "regression.csv"


def classify_text(found: Classification, lang: str = "en") -> str:
    """The verdict, the design and the table, as a terminal shows them."""
    lang = spoken_of(lang, found.images.shape.is_grid)
    said = [put(one, lang) for one in (*found.sentences, *found.notes)]
    return "\n".join([*said, "", put(design(found), lang), "", *_table(found)])


def has_parts(found: Classification) -> bool:
    """Whether the images can have parts: vectors, oblong and very small ones cannot."""
    return any(line.representation == "parts" for line in found.lines)


def design(found: Classification) -> Said:
    """How it was done, and what was learned anew inside each fold."""
    names = {line.representation for line in found.lines}
    learned = "all" if has_parts(found) else "members" if "start" in names else "pca"
    return told("told_design", learned=told(f"told_learned_{learned}"), **dict(found.settings))


def _table(found: Classification) -> list[str]:
    kind = found.outcome.kind
    head = [name.replace("_", " ") for name in COLUMNS[kind]]
    rows = [[_cell(value) for value in line.columns(kind).values()] for line in found.lines]
    wide = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return [
        "  ".join(cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, wide, strict=True)))
        for row in [head, *rows]
    ]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.3f}"


def classify_dict(found: Classification) -> dict[str, Any]:
    """Everything but what is told of each image, ready for JSON."""
    scores = {
        name: None if one is None else (_span(one) if isinstance(one, tuple) else one)
        for name, one in found.scores._asdict().items()
    }
    deciding = None
    if found.deciding is not None:
        chosen = found.deciding.chosen
        deciding = [
            {"part": int(part), "share": float(share), "folds": int(folds), "of": found.deciding.of}
            for part, share, folds in zip(chosen.part, chosen.share, found.deciding.folds, strict=True)
        ]
    grid = found.images.shape.is_grid
    return {
        "kind": "mousaic classify",
        "verdict": [sentence_json(one, grid) for one in found.sentences],
        "notes": [sentence_json(one, grid) for one in found.notes],
        "settings": dict(found.settings),
        "recommended": scores,
        "lines": [line.columns(found.outcome.kind) for line in found.lines],
        "deciding_parts": deciding,
        "leaks": leaks_dict(found.leaks),
    }


def classify_summary(found: Classification) -> dict[str, Any]:
    """What the report of a run shows."""
    whole = classify_dict(found)
    return {name: whole[name] for name in ("verdict", "lines")}


def _span(one: Any) -> dict[str, float | None]:
    return {name: _number(value) for name, value in one._asdict().items()}


def _number(value: Any) -> Any:
    return None if isinstance(value, float) and not np.isfinite(value) else value


def write_tables(folder: Path, found: Classification) -> None:
    """The table, the text, what was said of each image when it was first held out, and, last, the JSON."""
    kind = found.outcome.kind
    write_csv(folder / table_name(found), list(COLUMNS[kind]), (line.columns(kind) for line in found.lines))
    write_text(folder / "classify.txt", classify_text(found) + "\n")
    known = [_label(found.outcome, value) for value in found.outcome.values]
    classes = found.outcome.classes
    write_predictions(folder / HELD_OUT, found.images, known, classes, Predicted(found.outputs[0], found.unlike))
    write_json(folder / MARK, classify_dict(found))


def _label(outcome: Outcome, value: float) -> str:
    return outcome.classes[int(value)] if outcome.kind == "classes" else f"{value:g}"

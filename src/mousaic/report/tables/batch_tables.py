"""A new batch as tables with a row for each image, JSON and the terminal's text."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mousaic.files import write_csv, write_json
from mousaic.model.store import ModelCard
from mousaic.report.tables.wide_values import Columns, feature_columns, part_columns, wide_rows
from mousaic.uses.anomaly.odd_sentences import part_key
from mousaic.uses.apply.batch import Batch
from mousaic.uses.apply.batch_sentences import batch_notes, batch_sentences
from mousaic.uses.classify.unlike import is_unlike
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put
from mousaic.words.sentences import sentence_json

MARK = "apply.json"
"""What tells a folder that ``mousaic apply`` finished from any other."""
IMAGES, PARTS, FEATURES, DRIFT = "images.csv", "parts_wide.csv", "features_wide.csv", "drift.csv"
DRIFT_COLUMNS = ["part", "kind", "name", "effect", "p", "p_corrected"]


def batch_text(found: Batch, lang: str = "en") -> str:
    """The answer, as a terminal shows it."""
    lang = spoken_of(lang, found.new.shape.is_grid)
    return "\n".join(put(one, lang) for one in batch_sentences(found))


def batch_dict(found: Batch) -> dict[str, Any]:
    """Everything but codes and places, ready for JSON."""
    drift, grid = found.drift, found.new.shape.is_grid
    return {
        "kind": "mousaic apply",
        "verdict": [sentence_json(one, grid) for one in batch_sentences(found)],
        "notes": [sentence_json(one, grid) for one in batch_notes(found)],
        "reconstruction": {
            "r": _finite(found.r), "run_r": _finite(found.own_r), "run_held_out": found.own_held_out,
        },
        "beyond_training": {b.name: {"images": b.images, "by_chance": b.expected} for b in found.differs.beyond},
        "drift": None if drift is None else {
            "p": drift.overall, "smallest_p": drift.floor, "held_out": drift.held_out, "units": list(drift.units),
            "changes": list(_drift_rows(found, passed=True)),
        },
        "images": list(image_rows(found)),
    }  # fmt: skip


def write_batch(folder: Path, found: Batch, card: ModelCard, raw: bool = False) -> list[str]:
    """The tables and, last, the JSON; all files of the folder by name."""
    rows = list(image_rows(found))
    write_csv(folder / IMAGES, list(rows[0]), rows, raw)
    written = [IMAGES, FEATURES]
    _write_wide(folder / FEATURES, found.new.paths, feature_columns(found.codes, card), raw)
    if found.odd.parts is not None:
        places = part_columns(found.odd.parts, found.new, card.images)
        _write_wide(folder / PARTS, found.new.paths, places, raw)
        write_csv(folder / DRIFT, DRIFT_COLUMNS, _drift_rows(found), raw)
        written += [PARTS, DRIFT]
    write_json(folder / MARK, batch_dict(found))
    return ["apply.html", *written, MARK]


def image_rows(found: Batch) -> Iterator[dict[str, Any]]:
    """One an image, in their order; what a classifier says only where there is one."""
    new, odd = found.new, found.odd
    for i, path in enumerate(new.paths):
        row = {
            "path": path, "label": new.class_names[new.labels[i]] if new.labels[i] >= 0 else "",
            "r": float(found.rebuilt.pearson[i]), "error": float(found.rebuilt.squared_error[i]),
            "score": float(odd.score[i]), "p": float(odd.p[i]), "q": float(odd.q[i]),
            "odd_parts": "; ".join(part_key(odd.parts, one) for one in odd.odd_parts[i]),
        }  # fmt: skip
        if found.told is not None:
            p = found.told.said.unlike[[i]]
            row |= {"predicted": found.told.words(i), "unlike": str(bool(is_unlike(p)[0])).lower()}
            row |= {"unlike_p": float(p[0])}
        yield row | {"copy_of": odd.copy_of[i]}


def _write_wide(path: Path, images: Sequence[str], columns: Columns, raw: bool) -> None:
    write_csv(path, ["path", *columns.names], wide_rows(({"path": one} for one in images), columns), raw)


def _drift_rows(found: Batch, passed: bool = False) -> Iterator[dict[str, Any]]:
    """One a thing asked, the clearest first; only those that changed with ``passed``."""
    drift, parts = found.drift, found.odd.parts
    if drift is None or parts is None:
        return
    for i in drift.order:
        if drift.passed[i] or not passed:
            part = int(drift.part[i])
            yield {
                "part": part, "kind": str(drift.kind[i]), "name": parts.names.get(part, ""),
                "effect": float(drift.effect[i]), "p": float(drift.p[i]), "p_corrected": float(drift.p_corrected[i]),
            }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None

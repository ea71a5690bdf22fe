"""How odd new images are, as a table, JSON and the terminal's text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from mousaic.files import write_csv, write_json
from mousaic.images.names import shown
from mousaic.uses.anomaly.anomalies import Anomalies
from mousaic.uses.anomaly.base_scores import names_of
from mousaic.uses.anomaly.odd_parts import OddPart
from mousaic.uses.anomaly.odd_sentences import headline, notes, part_key, part_said, standing
from mousaic.uses.copies import copies_said
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import probability, put
from mousaic.words.sentences import sentence_json

MARK = "anomaly.json"
"""What tells a folder that ``mousaic anomaly`` finished from any other."""
TABLE, PICTURE = "anomaly.csv", "anomaly.png"
LISTED, SUMMED = 5, 10
"""Images that the terminal names, and the report."""


def anomaly_text(found: Anomalies, lang: str = "en") -> str:
    """The answer, the oddest images, and how far it can be trusted, as a terminal shows them."""
    lang = spoken_of(lang, found.new.shape.is_grid)
    rows = []
    for i in found.order[:LISTED]:
        p, q = probability(float(found.p[i])), probability(float(found.q[i]))
        rows.append(f"  {shown(found.new.paths[i])}  p {p}  q {q}  {put(standing(found, int(i)), lang)}")
    last = [*notes(found), *copies_said(found.new, found.copy_of)]
    return "\n".join([put(headline(found), lang), "", *rows, "", *(put(one, lang) for one in last)])


def anomaly_dict(found: Anomalies) -> dict[str, Any]:
    """Everything but maps and pictures, ready for JSON."""
    grid = found.new.shape.is_grid
    return {
        "kind": "mousaic anomaly",
        "verdict": sentence_json(headline(found), grid),
        "notes": [sentence_json(one, grid) for one in (*notes(found), *copies_said(found.new, found.copy_of))],
        "method": "cross-conformal" if found.folds else "held-out",
        "folds": found.folds,
        "normal_images": int(found.scored.sum()),
        "units": found.units,
        "images": list(_rows(found)),
    }


def anomaly_summary(found: Anomalies) -> dict[str, Any]:
    """What the run's report shows: the answer, and the oddest images with what is odd of them."""
    rows = islice(_rows(found), SUMMED)
    return {
        "verdict": sentence_json(headline(found), found.new.shape.is_grid),
        "judged": len(found.new),
        "oddest": [
            {name: row[name] for name in ("path", "label", "score", "p", "q")}
            | {"parts": [sentence_json(part_said(found, one)) for one in found.odd_parts[i]]}
            for i, row in zip(found.order, rows, strict=False)
        ],
    }


def write_tables(folder: Path, found: Anomalies) -> list[str]:
    """The table and, last, the JSON; all files of the folder by name."""
    rows = list(_rows(found))
    columns = list(rows[0])
    write_csv(folder / TABLE, columns, rows)
    write_json(folder / MARK, anomaly_dict(found))
    drawn = [PICTURE] if (folder / PICTURE).is_file() else []  # none of vectors without pictures
    return [TABLE, "anomaly.html", *drawn, MARK]


def _rows(found: Anomalies) -> Iterator[dict[str, Any]]:
    """One an image, the oddest first."""
    new, names = found.new, names_of(found.parts is not None)
    for i in found.order:
        label = new.class_names[new.labels[i]] if new.labels[i] >= 0 else ""
        odd: list[OddPart] = found.odd_parts[i]
        yield {
            "path": new.paths[i],
            "label": label,
            "score": float(found.score[i]),
            "p": float(found.p[i]),
            "q": float(found.q[i]),
            "parts": "; ".join(part_key(found.parts, one) for one in odd),
            "as_high": int(found.as_high[i]),
            "nearest": found.normal.paths[found.nearest[i]],
            **{name: float(value) for name, value in zip(names, found.bases[i], strict=True)},
            "copy_of": found.copy_of[i],
        }

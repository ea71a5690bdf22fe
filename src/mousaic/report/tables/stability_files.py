"""A measurement of stability as text, and as files of its run: table, summary and picture."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.analysis.stability.agreement import FLOOR, QUANTILE, Agreement
from mousaic.analysis.stability.recurrence import BEFORE_TRAINING, COLUMNS, stability_files
from mousaic.analysis.stability.stability_result import Stability
from mousaic.files import explained, write_csv
from mousaic.model.store import digest_of_model, file_sha256
from mousaic.report import figures
from mousaic.report.figures.studies.stability_panels import stability
from mousaic.report.findings.stability_findings import NULLS, SAME, sentences
from mousaic.report.tables.shared_start_files import shared_start_dict, shared_start_table
from mousaic.runs.run import Run
from mousaic.said import told
from mousaic.sealed import write_sealed
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put, say
from mousaic.words.sentences import sentence_json


def write_stability(run: Run, found: Stability, seed: int) -> None:
    """Picture, table and, last, summary; then the finished trainings may go."""
    table, summary = stability_files(run)
    with explained(run.path):
        table.parent.mkdir(exist_ok=True)
        run.figures.mkdir(exist_ok=True)
    drawn = stability(found, run.shape, spoken_of("en", run.shape.is_grid))
    figures.save(drawn, run.figures / "stability.png")
    write_csv(table, COLUMNS + BEFORE_TRAINING, rows(found))
    digests = {"model": digest_of_model(run.path), "table_sha256": file_sha256(table)}
    write_sealed(summary, {**digests, "seed": seed, **stability_dict(found, run.shape.is_grid)})
    shutil.rmtree(unfinished(run), ignore_errors=True)


def unfinished(run: Run) -> Path:
    """The folder of the finished trainings of a measurement that is not complete."""
    return run.path / "analysis" / "stability"


def rows(found: Stability) -> Iterator[dict[str, Any]]:
    """One row a member and feature; see :class:`mousaic.analysis.stability.recurrence.Trust` for the columns."""
    cosine, chance = found.cosine.mean(-1, dtype=np.float64), found.chance.mean(-1, dtype=np.float64)
    count, chance_found, before = found.found, found.chance_found, found.untrained_found
    start = found.untrained_cosine.mean(-1, dtype=np.float64)
    for member, feature in np.ndindex(*found.living.shape):
        at = member, feature
        values = (
            member, feature, int(found.living[at]), int(count[at]), float(cosine[at]), float(chance_found[at]),
            float(chance[at]), float(found.own_start[at]), int(found.untrained_living[at]), int(before[at]),
            float(start[at]),
        )  # fmt: skip
        yield dict(zip(COLUMNS + BEFORE_TRAINING, values, strict=True))


def table(found: Stability, lang: str = "en") -> list[str]:
    """PW-MCC of living features, each line beside its nulls; over all features in brackets."""
    trained, *others = (say(f"agree_column_{name}", lang) for name in ("trained", "untrained", "pixels", "phases"))
    lines = [f"{say('agree_living', lang):48}{trained:>15}{others[0]:>11}{others[1]:>9}{others[2]:>9}"]
    for name, nulls in NULLS.items():
        cells, title = [_cell(found.agreements.get(null)) for null in nulls], say(f"agree_{name}", lang)
        real = found.agreements[name]
        value = f"{real.living:.3f} ({real.every:.3f})" if real.pairs else "-"
        lines.append(f"{title:48}{value:>15}{cells[0]:>11}{cells[1]:>9}{cells[2]:>9}")
        if name in SAME:
            pixels, phases = (_cell(found.agreements[null]) for null in SAME[name])
            lines.append(f"{say('agree_same', lang):48}{'':15}{'':11}{pixels:>9}{phases:>9}")
    return lines


def _cell(agreement: Agreement | None) -> str:
    return f"{agreement.living:.3f}" if agreement is not None and agreement.pairs else "-"


def stability_text(found: Stability, lang: str = "en") -> str:
    """Sentences, table and how it was measured, for a terminal."""
    floor = found.threshold == FLOOR
    why = told("agree_why_floor", share=QUANTILE) if floor else told("agree_why_chance", share=1 - QUANTILE)
    each = told("each_one") if found.members == 1 else told("each_first", members=found.members)
    counts = {"runs": found.runs, "images": found.images, "groups": found.groups}
    rule = say("agree_rule", lang, threshold=found.threshold, why=why, each=each, **counts)
    said, shared = [put(one, lang) for one in sentences(found)], shared_start_table(found.shared, lang)
    return "\n".join([*said, "", *table(found, lang), "", *shared, "", say("agree_terms", lang), "", rule])


def stability_dict(found: Stability, grid: bool = True) -> dict[str, Any]:
    """The summary, ready for JSON: None where there is nothing to measure.

    Args:
        grid: as of :func:`mousaic.words.sentences.sentence_json`.
    """
    members, features = found.living.shape
    counts, before = found.found[found.living], found.untrained_found[found.untrained_living]
    return {
        "sentences": [sentence_json(said, grid) for said in sentences(found)],
        "runs": found.runs,
        "members": members,
        "features": features,
        "members_of_each_run": found.members,
        "images": found.images,
        "groups": found.groups,
        "threshold": found.threshold,
        "threshold_floor": FLOOR,
        "threshold_quantile": QUANTILE,
        "living": int(found.living.sum()),
        "found_in_half": found.often,
        "found_in_half_by_chance": found.often_by_chance,
        "found_in_half_untrained": found.often_untrained,
        "living_by_times_found": [int((counts == times).sum()) for times in range(found.runs + 1)],
        "untrained_living": int(found.untrained_living.sum()),
        "untrained_by_times_found": [int((before == times).sum()) for times in range(found.runs + 1)],
        "chance_per_run": found.chance_per_run,
        "cosine": _mean(found.cosine[found.living]),
        "chance_cosine": _mean(found.chance[found.living]),
        "own_start": _mean(found.own_start[found.living]),
        "own_start_of_runs": found.own_start_runs,
        "pw_mcc": {name: _agreement_dict(value) for name, value in found.agreements.items()},
        "parts": None if found.parts is None else found.parts._asdict(),
        "shared_start": shared_start_dict(found.shared),
        "seconds": found.seconds,
    }


def _mean(values: Any) -> float | None:
    return float(values.mean(dtype="float64")) if values.size else None


def _agreement_dict(found: Agreement) -> dict[str, float | int | None]:
    return {name: None if math.isnan(value) else value for name, value in found._asdict().items()}

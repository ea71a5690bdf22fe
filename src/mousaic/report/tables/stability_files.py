"""A measurement of stability as files of its run: table, summary and picture."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.analysis.stability.recurrence import COLUMNS, stability_files
from mousaic.analysis.stability.stability_result import Stability
from mousaic.files import explained, read_json, write_csv, write_json
from mousaic.report import figures
from mousaic.report.figures.stability_panels import stability
from mousaic.report.findings.stability_findings import stability_dict
from mousaic.runs.run import Run


def write_stability(run: Run, found: Stability, seed: int) -> None:
    """Picture, table and, last, summary; then the finished trainings may go."""
    table, summary = stability_files(run)
    with explained(run.path):
        table.parent.mkdir(exist_ok=True)
        run.figures.mkdir(exist_ok=True)
    shape = tuple(run.record["shape"])
    figures.save(stability(found, (shape[0], shape[1], shape[2])), run.figures / "stability.png")
    write_csv(table, COLUMNS, rows(found))
    model = read_json(run.path / "model.json").get("sha256")
    write_json(summary, {"model": model, "seed": seed, **stability_dict(found)})
    shutil.rmtree(unfinished(run), ignore_errors=True)


def unfinished(run: Run) -> Path:
    """The folder of the finished trainings of a measurement that is not complete."""
    return run.path / "analysis" / "stability"


def rows(found: Stability) -> Iterator[dict[str, Any]]:
    """One row a member and feature; see :class:`mousaic.analysis.stability.recurrence.Trust` for the columns."""
    cosine, chance = found.cosine.mean(-1, dtype=np.float64), found.chance.mean(-1, dtype=np.float64)
    count, chance_found = found.found, found.chance_found
    for member, feature in np.ndindex(*found.living.shape):
        at = member, feature
        values = (
            member, feature, int(found.living[at]), int(count[at]), float(cosine[at]), float(chance_found[at]),
            float(chance[at]), float(found.own_start[at]),
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))

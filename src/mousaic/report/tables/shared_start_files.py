"""Trainings from one start as text and JSON, and what the quick measurement leaves in its run."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.analysis.stability.shared_halves import QuickTrust
from mousaic.analysis.stability.shared_start import LITTLE, MOVED, Beyond, Figure, SharedStart
from mousaic.command_lines import command_line
from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.model.store import digest_of_model
from mousaic.report.findings.shared_start_findings import shared_start_sentence
from mousaic.runs.run import Run
from mousaic.sealed import read_sealed, write_sealed
from mousaic.words.put import put, say
from mousaic.words.sentences import sentence_json


def quick_file(run: Run) -> Path:
    """Where the quick measurement is, or would be."""
    return run.path / "analysis" / "stability_quick.json"


def write_quick(run: Run, found: QuickTrust, seed: int) -> None:
    """The summary of the quick measurement; not how long it took, so that the same run has the same bytes."""
    path = quick_file(run)
    with explained(run.path):
        path.parent.mkdir(exist_ok=True)
    said = {name: value for name, value in quick_dict(found, run.shape.is_grid).items() if name != "seconds"}
    write_sealed(path, {"model": digest_of_model(run.path), "seed": seed, **said})


def read_quick(run: Run) -> dict[str, Any] | None:
    """What :func:`write_quick` kept; None where there is nothing.

    Raises:
        MousaicError: the file is damaged, or was made for another model.
    """
    path = quick_file(run)
    if not path.is_file():
        return None
    again = f"measure again with: {command_line('stability', run.path, '--quick')}"
    try:
        found = read_sealed(path)
    except MousaicError as error:
        raise MousaicError(f"{path} is damaged; {again}") from error
    if found.get("model") != digest_of_model(run.path):
        raise MousaicError(f"{path} was made for another model; {again}")
    shared = found.get("shared_start")
    if not (
        isinstance(shared, dict)
        and {"verdict", "cosine", "null", "gain", "mismatched"} <= shared.keys()
        and found.get("sentences")
    ):
        raise MousaicError(f"{path} is damaged; {again}")
    return dict(found)


def quick_dict(found: QuickTrust, grid: bool = True) -> dict[str, Any]:
    """The quick measurement, ready for JSON.

    Args:
        grid: as of :func:`mousaic.words.sentences.sentence_json`.
    """
    return {
        "sentences": [sentence_json(shared_start_sentence(found.shared), grid)],
        "images": found.images,
        "groups": found.groups,
        "shared_start": shared_start_dict(found.shared),
        "seconds": found.seconds,
    }


def quick_text(found: QuickTrust, lang: str = "en") -> str:
    """For a terminal."""
    return "\n".join([put(shared_start_sentence(found.shared), lang), "", *shared_start_table(found.shared, lang)])


def shared_start_dict(found: SharedStart) -> dict[str, Any]:
    """Trainings from one start, ready for JSON: None where there is nothing to measure."""
    return {
        "verdict": found.verdict,
        "cosine": _figure_dict(found.cosine),
        "null": _figure_dict(found.null),
        "gain": _figure_dict(found.gain),
        "mismatched": _number(found.mismatched),
        "moved": _number(found.moved),
        "least_moved": MOVED,
        "least_gain": LITTLE,
        "halves": [_beyond_dict(one) for one in found.halves],
        "scattered": [_beyond_dict(one) for one in found.scattered],
    }


def shared_start_table(found: SharedStart, lang: str = "en") -> list[str]:
    """A line for the images and one for structureless ones."""
    lines = [f"{'What two trainings from one start learn alike':48}{'cosine':>8}{'95 % interval':>17}{'features':>10}"]
    for name, figure in (("halves", found.cosine), ("scattered", found.null), ("gain", found.gain)):
        mean, interval = "-", "-"
        if figure.features:
            mean = f"{figure.mean:.3f}"
        if figure.features > 1:
            interval = f"{figure.low:.3f} to {figure.high:.3f}"
        lines.append(f"{say(f'beyond_{name}', lang):48}{mean:>8}{interval:>17}{figure.features:>10}")
    other = "-" if math.isnan(found.mismatched) else f"{found.mismatched:.3f}"
    return [*lines, f"{say('beyond_mismatched', lang):48}{other:>8}"]


def _figure_dict(found: Figure) -> dict[str, float | int | None]:
    return {name: _number(value) for name, value in found._asdict().items()}


def _beyond_dict(found: Beyond) -> dict[str, float | int | None]:
    told = found.cosine[np.isfinite(found.cosine)]
    mean = float(told.mean(dtype="float64")) if len(told) else None
    return {
        "cosine": mean,
        "features": len(told),
        "mismatched": _number(found.mismatched),
        "moved": _number(found.moved),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value

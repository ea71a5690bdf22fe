"""What ``mousaic classify`` and ``mousaic anomaly`` found with a run, kept in it for its report: the last of each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.kept_paths import kept_path
from mousaic.model.store import digest_of_model
from mousaic.record_shape import Shape, anything, check_shape, either, fields, maybe, number, several, text, whole
from mousaic.runs.run import Run
from mousaic.sealed import read_sealed, write_sealed

Use = Literal["classify", "anomaly"]
_NUMBER, _SHARE = maybe(number()), maybe(number(0, 1))
_LINE = {"representation": text, "low": _NUMBER, "high": _NUMBER, "p": _SHARE}
SHAPES: dict[Use, Shape] = {
    "classify": either(
        fields(
            model=text, page=text, verdict=several(anything),
            lines=several(fields(**_LINE, classifier=text, balanced_accuracy=_NUMBER, auroc=_NUMBER, brier=_NUMBER)),
        ),
        fields(
            model=text, page=text, verdict=several(anything),
            lines=several(fields(**_LINE, model=text, r2=_NUMBER, spearman=_NUMBER)),
        ),
    ),
    "anomaly": fields(
        model=text, page=text, verdict=anything, judged=whole(1),
        oddest=several(
            fields(path=text, label=text, score=number(), p=number(0, 1), q=number(0, 1), parts=several(anything))
        ),
    ),
}  # fmt: skip
"""Of each file: what is read back of it."""


def use_file(run: Run, use: Use) -> Path:
    """Where it is, or would be."""
    return run.path / "analysis" / f"{use}.json"


def keep_use(run: Run, use: Use, page: Path, found: Mapping[str, Any]) -> None:
    """Keep what was found, and where the page of all of it is."""
    path = use_file(run, use)
    with explained(run.path):
        path.parent.mkdir(exist_ok=True)
    write_sealed(path, {"model": digest_of_model(run.path), "page": kept_path(page, run.place), **found})


def read_use(run: Run, use: Use) -> dict[str, Any] | None:
    """What :func:`keep_use` kept; None where there is nothing.

    Raises:
        MousaicError: the file is damaged, or was made for another model.
    """
    path = use_file(run, use)
    if not path.is_file():
        return None
    again = f"delete it, or run mousaic {use} again."
    try:
        found = read_sealed(path, required=True)
        check_shape(path, found, SHAPES[use])
    except MousaicError as error:
        raise MousaicError(f"{path} is damaged: {again}") from error
    if found["model"] != digest_of_model(run.path):
        raise MousaicError(f"{path} was made for another model: {again}")
    return found

"""A run exported: what may be written where is found out first, then the format writes, then it takes its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from mousaic.analysis.evidence import gather_originals
from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.exports.formats import FORMATS, TABLE, Given, ending_of
from mousaic.files import write_json
from mousaic.images.image_set import ImageSet
from mousaic.model.store import digest_of_model
from mousaic.runs.run import Run, open_run
from mousaic.runs.targets import check_new_file, check_outside, new_folder
from mousaic.said import Said, told
from mousaic.stages import Stage, counted, untold
from mousaic.typed_options import leave_out
from mousaic.version import __version__

MARK = "export.json"
"""What tells a folder that ``mousaic export`` finished from any other."""


class Asked(NamedTuple):
    """What ``mousaic export`` was asked for."""

    run: Path
    to: str
    out: Path
    data: Path | None = None
    """Where the run's own images are now."""
    overwrite: bool = False
    raw: bool = False
    """Tables hold names as they are."""


def export_run(asked: Asked, stage: Stage = untold) -> tuple[list[Said], list[Path]]:
    """Write the run in a format; what a person should know of it, and the files.

    Raises:
        MousaicError: there is no such format, it has no words for the run's model, a package that it needs is missing,
            or the output may not be written.
    """
    write, ending = FORMATS.load(asked.to), ending_of(asked.to)
    if TABLE not in FORMATS[asked.to].capabilities:
        needless = {"data": asked.data, "raw": asked.raw}
        leave_out(f"--to {asked.to} has no row for each image", needless, f"or give --to {FORMATS.having(TABLE)[0]}")
    run = open_run(asked.run)
    check_outside(asked.out, run.data)
    given = Given(run, lambda: _originals(run, asked.data, stage), asked.raw)
    with use_threads(run.config.training.threads):
        if ending is not None:
            if asked.out.suffix.lower() != ending:
                raise MousaicError(f"--out {asked.out} must end in {ending}.")
            check_new_file(asked.out, asked.data, asked.overwrite)
            return write(given, asked.out), [asked.out]
        _ = run.model  # a damaged one is found before a folder is begun
        with new_folder(asked.out, asked.data, MARK, asked.overwrite) as folder:
            said = write(given, folder)
            files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
            write_json(folder / MARK, _note(run, asked.to, files))
    return said, [asked.out / name for name in files]


def _originals(run: Run, moved: Path | None, stage: Stage) -> ImageSet:
    tell = counted(stage, told("stage_reading"))
    images = None if moved is None else run.load_images(moved, own=True, progress=tell)
    return gather_originals(run, images, stage)


def _note(run: Run, to: str, files: list[Path]) -> dict[str, Any]:
    """``export.json``: of which model these files are."""
    return {
        "kind": "mousaic export",
        "to": to,
        "mousaic": __version__,
        "run": run.name,
        "model_sha256": digest_of_model(run.path),
        "files": [path.as_posix() for path in files],
    }

"""Images for a run's model, read as every command that takes some reads them: what is skipped is said at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mousaic.console import aside
from mousaic.said import told
from mousaic.stages import Stage, counted, untold

if TYPE_CHECKING:
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.run import Run


def read_data(run: Run, data: Path, own: bool = False, stage: Stage = untold) -> ImageSet:
    """The images, prepared as the run's own were; on standard error what a person should know: warnings of the intake,
    and which files were skipped, and why.

    Args:
        own: as of :meth:`mousaic.runs.run.Run.load_images`.
        stage: told how many files are read.
    """
    from mousaic.images.mapped import nearest_folder
    from mousaic.words.put import put

    tell = counted(stage, told("stage_images"), 0.1)
    images = run.load_images(data, own=own, progress=tell, beside=nearest_folder(run.path))
    for warning in images.intake.warnings:
        aside(put(warning))
    tell_skipped(images)
    return images


def read_moved(run: Run, data: Path | None, stage: Stage = untold) -> ImageSet | None:
    """The run's own images where they are now; None where they have not moved, to be read later."""
    return None if data is None else read_data(run, data, own=True, stage=stage)


def trained_on(run: Run, images: ImageSet) -> int:
    """How many of the images the run was trained on."""
    known = {row.sha256 for row in run.split if row.part == "train"}
    return sum(digest in known for digest in images.sha256)


def flattering(seen: int, images: ImageSet) -> list[str]:
    """What is to be said of figures where so many images were trained on: nothing of none."""
    from mousaic.words.of_rows import spoken_of
    from mousaic.words.put import say

    lang = spoken_of("en", images.shape.is_grid)
    return [say("trained_on", lang, count=seen, of=len(images))] if seen else []


def tell_skipped(images: ImageSet) -> None:
    """One line on standard error, if any file was skipped."""
    from mousaic.report.findings.skipped_files import skipped_files
    from mousaic.words.put import put

    said = skipped_files(images.intake)
    if said is not None:
        aside(put(said))

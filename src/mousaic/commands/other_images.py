"""The images that a command applies a run to, with what a person should know about them on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mousaic.console import aside

if TYPE_CHECKING:
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.run import Run


def other_images(run: Run, data: Path) -> ImageSet:
    """Images prepared as the run's training images were; warnings of the intake and skipped files on standard error.

    Raises:
        MousaicError: none can be read, or their numbers cannot be brought to those of training.
    """
    from mousaic.report.findings.intake_text import intake_warnings

    images = run.load_images(data)
    for line in intake_warnings(images.intake):
        aside(line)
    return images

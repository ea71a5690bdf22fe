"""The command that goes on with an unfinished run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mousaic.command_lines import command_line


def batches_over(record: Mapping[str, Any]) -> int:
    """Over how many processes a run of that record divides the images of its batches; 1: not at all."""
    return int(record.get("images_over", 1))


def going_on(record: Mapping[str, Any], place: Path) -> str:
    """As it can be pasted: by as many processes as divide its batches, where they do."""
    again, over = command_line("train", "--resume", place), batches_over(record)
    return again if over == 1 else f"torchrun --nproc-per-node {over} -m {again}"

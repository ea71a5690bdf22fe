"""The formats that ``mousaic export`` writes, by name, and what each of them is given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from mousaic.command_lines import command_line
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.registry import Registry
from mousaic.runs.run import Run
from mousaic.said import Said, told

FOLDER = "folder"
"""The capability of a format that is several files; the others' is the ending of their one file."""
TABLE = "table"
"""The capability of a format that is a table with a row for each of the run's images."""


class Given(NamedTuple):
    """What a format may ask for."""

    run: Run
    originals: Callable[[], ImageSet]
    """The run's own images, read when they are asked for."""
    raw: bool = False
    """Tables hold names as they are."""


Writer = Callable[[Given, Path], list[Said]]
"""Writes to the place given, a file that is not there yet or an empty folder; what a person should know of it."""

FORMATS: Registry[Writer] = Registry("format")
FORMATS.register("onnx", "mousaic.exports.onnx_files:write_onnx", capabilities=[FOLDER])
FORMATS.register("npz", "mousaic.exports.numpy_file:write_npz", capabilities=[".npz"])
FORMATS.register("csv", "mousaic.exports.wide_file:write_wide", capabilities=[".csv", TABLE])
FORMATS.register("tiff", "mousaic.exports.imagej_stacks:write_stacks", capabilities=[FOLDER])
FORMATS.register("safetensors", "mousaic.exports.sae_layouts:write_layouts", capabilities=[FOLDER])
FORMATS.register("hf", "mousaic.exports.hub_folder:write_hub", capabilities=[FOLDER])


def ending_of(name: str) -> str | None:
    """How the file of a format ends; None where it is a folder.

    Raises:
        MousaicError: there is no such format.

    Examples:
        >>> ending_of("csv"), ending_of("onnx")
        ('.csv', None)
    """
    able = FORMATS[name].capabilities
    return next((one for one in able if one.startswith(".")), None)


def without_parts(run: Run) -> list[Said]:
    """What is said of a run that keeps no parts: how to find them, where its images can have any."""
    if not run.shape.may_have_parts:
        return []
    return [told("export_without_parts", command=command_line("parts", run.place))]


def refuse(run: Run, name: str, why: str, instead: str) -> MousaicError:
    """The sentence of a model that a format has no words for."""
    return MousaicError(f"{run.path} cannot be exported to {name}, as {why}: {instead}.")

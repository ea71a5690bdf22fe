"""``mousaic export``: a run for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.shown_progress import shown_progress
from mousaic.commands.table_options import Raw
from mousaic.console import printable


def export(
    run: Path,
    /,
    *,
    to: Literal["onnx", "npz", "csv", "tiff", "safetensors", "hf"],
    out: Path,
    data: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    lang: Literal["en", "zh"] = "en",
    raw: Raw = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Write a run in the formats of other programs.

    Parameters
    ----------
    run
        The run folder.
    to
        onnx: encode.onnx and decode.onnx, for onnxruntime; npz: all weights as numpy arrays; csv: a table with a row
        for each of the run's images; tiff: features and parts as ImageJ stacks, and the parts' homes as its ROIs;
        safetensors: a folder for each member as SAELens and overcomplete load it; hf: a folder with a model card, as
        model hubs have them.
    out
        A new file (npz, csv) or a new folder (the others).
    data
        Where the run's own images are now, if they have moved (csv).
    overwrite
        Replace the file --out, or the folder if an earlier mousaic export wrote it.
    lang
        The language of what is said: en or zh.
    quiet
        No progress.
    """
    from mousaic.pipeline.export_run import Asked, export_run
    from mousaic.words.put import put

    with shown_progress(quiet, lang) as progress:
        said, written = export_run(Asked(run, to, out, data, overwrite, raw), progress.stage)
    for one in said:
        printable(put(one, lang))
    printable(", ".join(map(str, written)))

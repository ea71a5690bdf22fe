"""``mousaic evaluate``: the figures on other images."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mousaic.commands.coding import OWN, Coding
from mousaic.commands.reading_data import flattering, read_data, trained_on
from mousaic.console import printable


def evaluate(
    run: Path,
    data: Path,
    /,
    *,
    coding: Coding = OWN,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Measure a run's model on other images.

    Parameters
    ----------
    run
        The run folder.
    data
        A folder of images, a CSV/TSV table, or a file of arrays (.npy, .npz, .h5, .zarr, .safetensors): images that the
        model has not seen.
    json
        Print the figures as JSON.
    """
    from mousaic.report.findings.summary_text import figure_lines, heading
    from mousaic.runs.run import open_run
    from mousaic.said import told
    from mousaic.words.put import put

    opened = open_run(run)
    images = read_data(opened, data)
    found = opened.evaluate(images, coding.codes, coding.k)
    seen = trained_on(opened, images)
    constant = len(images) - len(images.with_r()[0])
    if json:
        from json import dumps

        printable(dumps({"images": len(images), "trained_on": seen, "constant": constant, **found}, indent=2))
        return
    members = opened.model.card.members
    lines = [heading(members), *figure_lines(f"{len(images)} images", found["model"], found["mean_image"], members)]
    if constant:
        lines.append(put(told("constant_left_out", count=constant, of=len(images)), "en"))
    printable("\n".join([*lines, *flattering(seen, images)]))

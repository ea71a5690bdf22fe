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
    from mousaic.report.findings.summary_text import figure_lines, heading, speaking_of
    from mousaic.runs.run import open_run
    from mousaic.said import told
    from mousaic.words.of_rows import spoken_of
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
    members, shape = opened.model.card.members, images.shape
    title = speaking_of(shape)(f"{len(images)} images")
    lines = [heading(members), *figure_lines(title, found["model"], found["mean_image"], members, shape)]
    if constant:
        said = told("constant_left_out", count=constant, of=len(images))
        lines.append(put(said, spoken_of("en", shape.is_grid)))
    printable("\n".join([*lines, *flattering(seen, images)]))

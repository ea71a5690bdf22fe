"""``mousaic evaluate``: the figures on other images."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.console import printable


def evaluate(
    run: Path,
    data: Path,
    /,
    *,
    codes: Literal["topk", "least-squares", "omp", "batch-topk"] = "topk",
    k: int | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Measure a run's model on other images.

    Parameters
    ----------
    run
        The run folder.
    data
        A folder of images, or a CSV/TSV table: images the model has not seen.
    codes
        topk: the model's own, in one pass; least-squares: the same features, weighed exactly; omp: features chosen
        one after another (orthogonal matching pursuit), the best reconstructions, and slower; batch-topk: all
        features above one threshold, k on average, more for an image that holds more.
    k
        Active features, in place of the model's own number: fewer suit a model trained with --nested.
    json
        Print the figures as JSON.
    """
    from mousaic.report.findings.summary_text import HEADING, figure_lines
    from mousaic.runs.run import open_run

    opened = open_run(run)
    images = opened.load_images(data)
    found = opened.evaluate(images, codes, k)
    trained_on = {row.sha256 for row in opened.split if row.part == "train"}
    seen = sum(digest in trained_on for digest in images.sha256)
    if json:
        from json import dumps

        printable(dumps({"images": len(images), "trained_on": seen, **found}, indent=2))
        return
    lines = [HEADING, *figure_lines(f"{len(images)} images", found["model"], found["mean_image"])]
    if seen:
        lines.append(f"{seen} of these {len(images)} images were trained on: the figures flatter the model.")
    printable("\n".join(lines))

"""``mousaic parts``: what a person would point at, and where it is in each image."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.console import printable


def parts(
    run: Path,
    data: Path | None = None,
    /,
    *,
    out: Path | None = None,
    count: Annotated[int, Parameter(name="--parts")] = 64,
    anew: Annotated[bool, Parameter(negative=())] = False,
    seed: int = 0,
    lang: Literal["en", "zh"] = "en",
) -> None:
    """Find the parts of a run's images, and where each of them is in every image.

    A part is a small picture with a home, the region in which it is looked for; both are learned from the run's
    training images, without labels. In each image it has a presence (how well it matches there) and a place. Parts are
    learned once, kept in RUN/parts and drawn as RUN/figures/parts.png; in other images the same parts are looked for.

    Parameters
    ----------
    run
        The run folder.
    data
        Other images, such as the frames of a video: a folder or a CSV/TSV table (default: those of the run).
    out
        The table: path, label, group, part, presence, x, y, found; x and y in pixels of the files (default:
        RUN/parts/parts.csv, or, of other images, parts.csv).
    count
        How many parts are to stand for all of the images, where they are learned.
    anew
        Learn them again, also where the run has some.
    seed
        Governs which windows are tried.
    lang
        The language of findings and figures: en or zh.
    """
    from mousaic.errors import MousaicError
    from mousaic.pipeline.run_parts import parts_of_run
    from mousaic.words.put import put

    if count < 1:
        raise MousaicError(f"--parts must be at least 1, not {count}.")
    told, written = parts_of_run(run, data, out, count, anew, seed, lang)
    printable("\n".join(put(said, lang) for said in told))
    printable(f"\n{', '.join(map(str, written))}")

"""``mousaic parts``: what a person would point at, and where it is in each image."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.shown_progress import shown_progress
from mousaic.commands.table_options import Raw
from mousaic.console import printable


def parts(
    run: Path,
    others: Path | None = None,
    /,
    *,
    data: Path | None = None,
    out: Path | None = None,
    count: Annotated[int | None, Parameter(name="--parts")] = None,
    anew: Annotated[bool, Parameter(negative=())] = False,
    seed: int | None = None,
    lang: Literal["en", "zh"] = "en",
    raw: Raw = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Find the parts of a run's images, and where each of them is in every image.

    A part is a small picture with a home, the region in which it is looked for; both are learned from the run's
    training images, without labels. In each image it has a presence (how well it matches there) and a place. Parts are
    learned once, kept in RUN/parts and drawn as RUN/figures/parts.png; in other images the same parts are looked for.

    Parameters
    ----------
    run
        The run folder.
    others
        Other images, such as the frames of a video: a folder, a table or a file of arrays (default: those of the run).
    data
        Where the run's own images are now, if they have moved.
    out
        The table, a new file: path, label, group, part, presence, x, y, found; x and y, of the middle of the part's
        picture, in pixels of the file, the middle of the first pixel at 0, 0 (default: RUN/parts/parts.csv, or, of
        other images, parts.csv).
    count
        How many parts, at most, are to stand for all of the images, where they are learned (default: 128).
    anew
        Learn them again, also where the run has some.
    seed
        Governs which windows are tried, where they are learned (default: the run's).
    lang
        The language of findings and figures: en or zh.
    quiet
        No progress.
    """
    from mousaic.errors import MousaicError
    from mousaic.pipeline.run_parts import Asked, parts_of_run
    from mousaic.words.put import put

    if count is not None and count < 1:
        raise MousaicError(f"--parts must be at least 1, not {count}.")
    if seed is not None and seed < 0:
        raise MousaicError(f"--seed must be at least 0, not {seed}.")
    asked = Asked(run, others, data, out, count, anew, seed, lang, raw)
    with shown_progress(quiet, lang) as progress:
        told, written = parts_of_run(asked, progress.stage)
    printable("\n".join(put(said, lang) for said in told))
    printable(f"\n{', '.join(map(str, written))}")

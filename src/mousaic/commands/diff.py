"""``mousaic diff``: what is different between two runs?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.table_options import Raw
from mousaic.console import answer
from mousaic.typed_options import leave_out


def diff(
    run: Path,
    other: Path,
    /,
    *,
    out: Path | None = None,
    data: Path | None = None,
    lang: Literal["en", "zh"] = "en",
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
) -> None:
    """Put two runs side by side: settings, figures on the same held-out images, features and parts.

    Neither run is judged on what it learned from: figures are of images that both held out, and the intervals of their
    differences resample whole groups of these. Differences are those of the second run from the first.

    Parameters
    ----------
    run
        The first run folder.
    other
        The second run folder.
    out
        A new folder: diff.html, settings.csv, figures.csv, parts.csv and diff.json (default: the terminal alone).
    data
        Where images are now, if those of either run have moved.
    lang
        The language of answer and page: en or zh.
    overwrite
        Replace --out if an earlier mousaic diff wrote it.
    json
        Print the result as JSON.
    """
    if out is None:
        leave_out("Without --out nothing is written", {"overwrite": overwrite, "raw": raw}, "or give --out")
    from mousaic.pipeline.two_runs import Asked, two_runs
    from mousaic.report.tables.diff_tables import diff_dict, diff_text

    found, written = two_runs(Asked(run, other, out, data, overwrite, lang, raw))
    files = f"\n\n{', '.join(map(str, written))}" if written else ""
    folder = None if out is None else str(out)
    answer(diff_dict(found) | {"folder": folder}, diff_text(found, lang) + files, json)

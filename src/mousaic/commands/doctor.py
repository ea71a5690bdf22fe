"""``mousaic doctor``: is this machine fit for it?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from mousaic.commands.shown_progress import shown_progress
from mousaic.console import printable


def doctor(
    folder: Path = Path(),
    /,
    *,
    quick: Annotated[bool, Parameter(negative=())] = False,
    lang: Literal["en", "zh"] = "en",
) -> None:
    """Look at versions, device, threads, memory, disk and caches, and try a small training.

    Exits with 0 where all is well, and with 2 where something is to be mended, with a sentence on how.

    Parameters
    ----------
    folder
        Where runs are to be written [default: here].
    quick
        Without the small training, which takes some seconds and at most a minute.
    lang
        The language of the findings: en or zh.
    """
    from mousaic.pipeline.health import examine
    from mousaic.said import told
    from mousaic.words.put import put

    remedies = []
    with shown_progress(quiet=False, lang=lang) as progress:
        for found in examine(folder, not quick, progress.stage):
            progress.finish()
            printable(f"{'ok  ' if found.remedy is None else 'BAD '} {put(found.said, lang)}")
            remedies += [] if found.remedy is None else [put(found.remedy, lang)]
    printable("\n" + ("\n".join(remedies) or put(told("doctor_well"), lang)))
    if remedies:
        raise SystemExit(2)

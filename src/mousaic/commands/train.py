"""``mousaic train``: the main job."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from mousaic.commands.options import given, option_class
from mousaic.commands.show import end_with
from mousaic.commands.shown_progress import between, shown_progress
from mousaic.console import printable, silent
from mousaic.errors import MousaicError

if TYPE_CHECKING:
    Options = Any
else:
    Options = option_class("images", "augmentation", "model", "training")


def train(
    data: Path | None = None,
    /,
    *,
    preset: str = "default",
    out: Path | None = None,
    after: Path | None = None,
    resume: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    live: Annotated[bool, Parameter(negative=())] = False,
    no_report: Annotated[bool, Parameter(negative=())] = False,
    no_quick_trust: Annotated[bool, Parameter(negative=())] = False,
    lang: Literal["en", "zh"] | None = None,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Train on a folder of images; leave a run folder. The first Ctrl-C saves and says how to go on; a second stops.

    Parameters
    ----------
    data
        A folder of images (class sub-folders become labels), or a CSV/TSV table with a column path, and label
        and group if you have them.
    preset
        default: the best we know; report: the experiment this tool began as, exactly.
    out
        The run folder [default: runs/NAME, numbered if taken].
    after
        Learn what this run of one member leaves over of the same images; the new run's model is both, a chain.
    resume
        Go on with this interrupted run, in its training or its report, to the same result as without interruption.
    overwrite
        Replace the run folder --out, which stays as it is until the new run is whole.
    strict
        Treat every skipped file as an error.
    live
        Keep live.html in the run folder, a page that shows the training as it goes.
    no_report
        Stop after the training: make no report.html and no atlas (mousaic report and mousaic atlas make them later).
    no_quick_trust
        No trainings on halves of the images, made where they take under 20 seconds (mousaic stability --quick).
    lang
        zh: live.html is in Chinese, the atlas opens in it, and report.zh.html lies beside report.html [default: en].
    quiet
        Print only errors and the run folder.
    """
    typed = given(options)
    if resume is not None:
        if any(one is not None for one in (data, out, after)) or typed or overwrite:
            raise MousaicError("--resume takes the data and every option from the run itself: give nothing else.")
        run_it(None, quiet, resume, live=live, report=not no_report, lang=lang, quick_trust=not no_quick_trust)
        return
    if data is None:
        raise MousaicError("Which images? Give a folder: mousaic train my_images/")
    run_it(
        data, quiet, None, preset=preset, out=out, after=after, overwrite=overwrite, strict=strict, live=live,
        report=not no_report, lang=lang or "en", quick_trust=not no_quick_trust, **typed,
    )  # fmt: skip


def run_it(data: Path | None, quiet: bool, resume: Path | None, **arguments: Any) -> None:
    """Train or resume, with progress on standard error, and end with where to look."""
    from mousaic.pipeline import training_run
    from mousaic.report.findings.spoken import spoken_to

    try:
        with shown_progress(quiet, arguments["lang"] or "en") as progress:
            say = silent if quiet else between(progress, spoken_to(printable))
            if resume is not None:
                run = training_run.resume(resume, progress=progress, say=say, **arguments)
            else:
                assert data is not None
                run = training_run.train(data, progress=progress, say=say, **arguments)
    except training_run.Interrupted as stopped:
        print(f"Stopped and saved. Go on with: mousaic train --resume {shlex.quote(str(stopped.path))}")
        raise SystemExit(130) from None
    end_with(run, quiet)

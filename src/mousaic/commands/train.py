"""``mousaic train``: the main job."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from mousaic.commands.options import check_replaced, given, option_class
from mousaic.commands.show import end_with
from mousaic.commands.shown_progress import between, shown_progress
from mousaic.commands.table_options import Raw
from mousaic.console import printable, silent
from mousaic.errors import MousaicError
from mousaic.typed_options import leave_out

if TYPE_CHECKING:
    Options = Any
else:
    Options = option_class("images", "augmentation", "model", "training")

Moved = Annotated[
    Path | None, Parameter(name="--data", help="With --resume: where the run's images are now, if they have moved.")
]

Logs = Annotated[
    list[Literal["jsonl", "tensorboard", "mlflow", "wandb"]] | None,
    Parameter(
        negative=(),
        help="Tell these of every epoch, too, in the run's folder logs: --log jsonl --log tensorboard. The model is "
        "the same without.",
    ),
]


def train(
    data: Path | None = None,
    /,
    *,
    preset: str | None = None,
    out: Path | None = None,
    after: Path | None = None,
    resume: Path | None = None,
    moved: Moved = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    live: Annotated[bool, Parameter(negative=())] = False,
    no_report: Annotated[bool, Parameter(negative=())] = False,
    no_quick_trust: Annotated[bool, Parameter(negative=())] = False,
    lang: Literal["en", "zh"] | None = None,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
    log: Logs = None,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Train on a folder of images; leave a run folder. The first Ctrl-C saves and says how to go on; a second stops.

    Parameters
    ----------
    data
        A folder (sub-folders are classes), a CSV/TSV table (path, label, group) or arrays (.npy, .npz, .h5, .zarr ...).
    preset
        default: the best we know; report: the experiment this tool began as, exactly [default: default].
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
    pages = {"live": live, "report": not no_report, "quick_trust": not no_quick_trust}
    if resume is not None:
        begun = {"preset": preset, "out": out, "after": after, "overwrite": overwrite, "strict": strict, "raw": raw}
        _check_resumed(data, begun | {"log": log} | given(options))
        run_it(None, quiet, resume, data=moved, lang=lang, **pages)
        return
    _check_new(data, moved, out, overwrite)
    run_it(
        data, quiet, None, preset=preset or "default", out=out, after=after, overwrite=overwrite, strict=strict,
        lang=lang or "en", raw=raw, log=log or (), **pages, **given(options),
    )  # fmt: skip


def _check_resumed(data: Path | None, typed: dict[str, Any]) -> None:
    """Raise where it is said again what a run is trained on, or how."""
    if data is not None:
        raise MousaicError(f"--resume takes its images from the run itself: leave {data} out, or give --data {data}.")
    leave_out("--resume takes every option from the run itself", typed)


def _check_new(data: Path | None, moved: Path | None, out: Path | None, overwrite: bool) -> None:
    """Raise unless it is said what to train on, and what is to be replaced."""
    if moved is not None or data is None:
        raise MousaicError("Which images? Give a folder: mousaic train my_images/ (--data belongs to --resume)")
    check_replaced(out, overwrite)


def run_it(images: Path | None, quiet: bool, resume: Path | None, /, **arguments: Any) -> None:
    """Train or resume, with progress on standard error, and end with where to look."""
    gc.disable()  # what is imported stays: to look through it on the way takes a fifth of a second
    from mousaic.pipeline import training_run
    from mousaic.report.findings.spoken import Speaker
    from mousaic.runs.going_on import going_on
    from mousaic.runs.successor import current
    from mousaic.training.ranks.started import leading

    gc.enable()
    arguments["division"] = leading()
    speaker = Speaker(printable)
    if resume is not None:
        speaker.grid = current(resume).shape.is_grid  # no intake is told
    try:
        with shown_progress(quiet, arguments.get("lang") or "en", speaker) as progress:
            say = silent if quiet else between(progress, speaker)
            if resume is not None:
                run = training_run.resume(resume, progress=progress, say=say, **arguments)
            else:
                assert images is not None
                run = training_run.train(images, progress=progress, say=say, **arguments)
    except training_run.Interrupted as stopped:
        assert stopped.path is not None
        run = current(stopped.path)
        printable(f"Stopped and saved. Go on with: {going_on(run.record, run.place)}")
        raise SystemExit(130) from None
    end_with(run, quiet)

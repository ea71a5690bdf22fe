"""``mousaic compare``: is any of it better than PCA?"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mousaic.analysis.compare.rival_methods import METHODS, usual_methods
from mousaic.commands.crew_options import NO_CREW, CrewAsked
from mousaic.commands.options import check_replaced, given, option_class
from mousaic.commands.shown_progress import between, shown_progress
from mousaic.commands.table_options import Raw
from mousaic.commands.task_progress import kept_tasks, left_words
from mousaic.console import answer, aside, silent
from mousaic.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from mousaic.analysis.compare.comparison import Comparison, Done
    from mousaic.report.findings.spoken import Speaker
    from mousaic.training.progress import Progress

    Options = Any
else:
    Options = option_class(
        "images", "augmentation", "model",
        more=("epochs", "batch_size", "learning_rate", "seed", "device", "threads", "backend"),
    )  # fmt: skip


def _methods_help() -> str:
    """Every registered name, once."""
    named = ", ".join(METHODS.having("on_request"))
    with_run = ", ".join(METHODS.having("needs_run"))
    return (
        f"Some of these, joined by commas: {', '.join(usual_methods())} [default: all]. Only where named: {named}. "
        f"With --pretrained also: {with_run}."
    )


def compare(
    data: Path,
    /,
    *,
    methods: Annotated[str | None, Parameter(help=_methods_help())] = None,
    folds: int = 5,
    repeats: int = 1,
    pretrained: Path | None = None,
    out: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
    tasks: CrewAsked = NO_CREW,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Compare the sparse autoencoders with PCA and other methods on images none of them learned from.

    Cross-validation that keeps groups whole. The first line of the output says who wins where all may spend the same
    bits on an image, also when it is PCA; a later one, who wins where all store k numbers. An option such as
    --epochs counts for all presets, --local for the method local alone (default: a quarter of the image's side).

    Parameters
    ----------
    data
        A folder of images, a CSV/TSV table, or a file of arrays (.npy, .npz, .h5, .zarr, .safetensors).
    folds
        Parts the images are divided into; each is held out once.
    repeats
        How often all of that is done, each time with another division.
    pretrained
        A run trained on other images, to compare as well.
    out
        A new folder for tables, picture and JSON [default: comparisons/NAME, numbered if taken].
    overwrite
        Replace --out if an earlier mousaic compare wrote it.
    strict
        Treat every skipped file as an error.
    quiet
        No progress.
    json
        Print the result as JSON.
    """
    from mousaic.report.tables.comparison_files import comparison_dict, comparison_text

    folder, found = _compare(
        data, methods, out, overwrite, quiet, raw, folds=folds, repeats=repeats, pretrained=pretrained, strict=strict,
        crew=tasks.crew(), **given(options),
    )  # fmt: skip
    files = ", ".join(sorted(path.name for path in folder.iterdir()))
    answer(comparison_dict(found) | {"folder": str(folder)}, f"{comparison_text(found)}\n\n{folder}: {files}", json)


def _compare(
    data: Path, methods: str | None, out: Path | None, overwrite: bool, quiet: bool, raw: bool, **arguments: Any
) -> tuple[Path, Comparison]:
    """What was found, and the new folder that holds it."""
    from mousaic.analysis.compare.comparison import compare as run_comparison
    from mousaic.report.findings.spoken import Speaker
    from mousaic.report.tables.comparison_files import MARK, write_comparison
    from mousaic.runs.targets import check_new_folder, free_name, new_folder

    names = None if methods is None else [name.strip() for name in methods.split(",") if name.strip()]
    check_replaced(out, overwrite)
    folder = out if out is not None else free_name(Path("comparisons") / (data.resolve().stem or "images"))
    check_new_folder(folder, data, overwrite, lambda earlier: (earlier / MARK).is_file())  # before minutes of work
    keep = beside(folder, "tasks")
    speaker = Speaker(aside)
    with kept_tasks(keep) as note, shown_progress(quiet, speaker=speaker) as progress:
        say = silent if quiet else between(progress, speaker)
        tell = partial(_progress, progress, speaker, note, quiet)
        found = run_comparison(
            data, methods=names, keep=keep, say=say, tell=tell, stage=progress.stage, **arguments
        )  # fmt: skip
    with new_folder(folder, data, MARK, overwrite) as whole:
        write_comparison(whole, found, raw)
    rmtree(keep, ignore_errors=True)
    return folder, found


def _progress(progress: Progress, speaker: Speaker, note: Callable[[int, int], None], quiet: bool, done: Done) -> None:
    from mousaic.words.of_rows import spoken_of
    from mousaic.words.put import put

    note(done.of.number, done.of.tasks)
    if quiet:
        return
    progress.finish()
    title = put(done.title, spoken_of("en", speaker.grid))
    repeat = f"repeat {done.fold.repeat + 1}/{done.repeats}, " if done.repeats > 1 else ""
    rest = f"{done.seconds:6.1f} s  {left_words(done.of.left)}" if done.of.seconds else "done before"
    aside(
        f"{repeat}fold {done.fold.number + 1}/{done.folds}  {title:48}  r {done.pearson:6.3f}  {rest}"
        f"  (task {done.of.number}/{done.of.tasks})"
    )

"""``mousaic choose-k``: how many active features are enough?"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from mousaic.commands.crew_options import NO_CREW, CrewAsked
from mousaic.commands.options import check_replaced, given, option_class
from mousaic.commands.shown_progress import between, shown_progress
from mousaic.commands.table_options import Raw
from mousaic.commands.task_progress import kept_tasks, left_words
from mousaic.console import answer, aside, silent
from mousaic.files import beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from mousaic.analysis.choose.k_choice import ChosenK, Done
    from mousaic.training.progress import Progress

    Options = Any
else:
    Options = option_class(
        "images", "augmentation",
        more=(
            "features", "init", "local", "center", "epochs", "batch_size", "learning_rate", "warmup", "decay",
            "consistency", "consistency_kind", "revive", "seed", "device", "threads", "backend",
        ),
    )  # fmt: skip


def choose_k(
    data: Path,
    /,
    *,
    ks: str | None = None,
    folds: int = 5,
    codes: Literal["own", "topk", "least-squares", "omp", "batch-topk"] = "own",
    preset: str = "default",
    members: int = 1,
    out: Path | None = None,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
    tasks: CrewAsked = NO_CREW,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Try several k, the number of active features, and name the smallest that is about as good as the best.

    Cross-validation that keeps groups whole: for each k the error of held-out images, how far the features of
    different folds agree, and how well the classes are told from held-out codes. The choice is the smallest k
    whose error is within one standard error of the best.

    Parameters
    ----------
    data
        A folder of images, a CSV/TSV table, or a file of arrays (.npy, .npz, .h5, .zarr, .safetensors).
    ks
        The numbers to try, joined by commas [default: 10,20,30,50,75,100,150,200].
    folds
        Parts the images are divided into; each is held out once.
    codes
        How held-out images are coded: topk, the model's own; least-squares; omp; or batch-topk, which has k
        active features on average and more for an image that needs more.
    preset
        default, or report.
    members
        Sparse autoencoders of each model; one is quick, and error and r are means over several.
    out
        A new folder for tables, picture and JSON [default: comparisons/NAME-k, numbered if taken].
    overwrite
        Replace --out if an earlier mousaic choose-k wrote it.
    strict
        Treat every skipped file as an error.
    quiet
        No progress.
    json
        Print the result as JSON.
    """
    from mousaic.report.tables.k_files import choose_k_dict, choose_k_text

    folder, found = _choose(
        data, None if ks is None else _numbers(ks), out, overwrite, quiet, raw, crew=tasks.crew(), folds=folds,
        codes=codes, preset=preset, members=members, strict=strict, **given(options),
    )  # fmt: skip
    files = "choose_k.csv, choose_k.txt, choose_k.png, choose_k.json, images.csv"
    answer(choose_k_dict(found) | {"folder": str(folder)}, f"{choose_k_text(found)}\n\n{folder}: {files}", json)


def _choose(
    data: Path, ks: list[int] | None, out: Path | None, overwrite: bool, quiet: bool, raw: bool, **arguments: Any
) -> tuple[Path, ChosenK]:
    """What was found, and the new folder that holds it."""
    from mousaic.analysis.choose.k_choice import choose_k as run_choice
    from mousaic.report.findings.spoken import Speaker
    from mousaic.report.tables.k_files import MARK, write_choose_k
    from mousaic.runs.targets import check_new_folder, free_name, new_folder

    check_replaced(out, overwrite)
    folder = out if out is not None else free_name(Path("comparisons") / f"{data.resolve().stem or 'images'}-k")
    check_new_folder(folder, data, overwrite, lambda earlier: (earlier / MARK).is_file())  # before minutes of work
    keep = beside(folder, "tasks")
    speaker = Speaker(aside)
    with kept_tasks(keep) as note, shown_progress(quiet, speaker=speaker) as progress:
        say = silent if quiet else between(progress, speaker)
        tell = partial(_progress, progress, note, quiet)
        found = run_choice(data, ks=ks, keep=keep, say=say, tell=tell, stage=progress.stage, **arguments)
    with new_folder(folder, data, MARK, overwrite) as whole:
        write_choose_k(whole, found, raw)
    rmtree(keep, ignore_errors=True)
    return folder, found


def _numbers(text: str) -> list[int]:
    """``"10, 20"`` -> 10 and 20."""
    from mousaic.errors import MousaicError

    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError:
        raise MousaicError(f"--ks must be whole numbers joined by commas, such as 10,20,50, not {text!r}.") from None


def _progress(progress: Progress, note: Callable[[int, int], None], quiet: bool, done: Done) -> None:
    note(done.number, done.trials)
    if quiet:
        return
    progress.finish()
    rest = f"{done.seconds:6.1f} s  {left_words(done.left)}" if done.seconds else "done before"
    aside(f"k = {done.k:<4}  fold {done.fold + 1}/{done.folds}  r {done.pearson:6.3f}  {rest}")

"""``mousaic classify``: what tells these images apart, and how well?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from mousaic.commands.crew_options import NO_CREW, CrewAsked
from mousaic.commands.options import given, option_class
from mousaic.console import answer, aside, silent
from mousaic.typed_options import leave_out

if TYPE_CHECKING:
    from mousaic.tasks.crew import Crew

    Options = Any
else:
    Options = option_class(
        "images", "augmentation", "model",
        more=("epochs", "batch_size", "learning_rate", "seed", "device", "threads", "backend"),
    )  # fmt: skip


def classify(
    data: Path,
    new: Path | None = None,
    /,
    *,
    out: Path,
    moved: Annotated[Path | None, Parameter(name="--data")] = None,
    target: str | None = None,
    kind: Literal["auto", "classes", "numbers"] | None = None,
    folds: int | None = None,
    repeats: int | None = None,
    save: Annotated[bool, Parameter(negative=())] = False,
    lang: Literal["en", "zh"] = "en",
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    strict: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    tasks: CrewAsked = NO_CREW,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Say how well classes, or a number, are told of images held out, and which parts tell them.

    All is learned anew inside each fold. Labels that are 11 or more different numbers are foretold as numbers.

    Parameters
    ----------
    data
        A folder of images, a CSV/TSV table, a file of arrays or a run; before new images, what keeps a classifier.
    new
        New images for a classifier that --save kept: what each is, and whether it is unlike all learned from.
    out
        The folder for classify.csv (of numbers regression.csv), classify.html, pictures and JSON.
    moved
        Where a run's own images are now, if they have moved.
    target
        The column of the table that holds what is to be told: numbers where all of its fields are some.
    kind
        What labels are: classes, numbers, or auto [default: auto].
    folds
        Parts the images are divided into; each is held out once [default: 5].
    repeats
        How often all of that is done, each time with another division [default: 2, of over 1000 images 1].
    save
        Keep the recommended classifier, learned from all images: in the run's folder, or in --out.
    lang
        The language of page and figures: en or zh.
    overwrite
        Replace --out if an earlier mousaic classify wrote it.
    strict
        Treat every skipped file as an error.
    quiet
        No progress.
    json
        Print the result as JSON.
    """
    measuring: dict[str, Any] = {"data": moved, "kind": kind, "folds": folds, "repeats": repeats, "save": save}
    either = {"target": target, "overwrite": overwrite, "strict": strict, "lang": lang}
    if new is not None:
        return _predict(data, new, out, either, measuring | vars(tasks) | given(options), quiet, json)
    return _measure(data, out, measuring | either, given(options), quiet, json, tasks.crew())


def _measure(
    data: Path, out: Path, asked: dict[str, Any], options: dict[str, Any], quiet: bool, as_json: bool, crew: Crew
) -> None:
    from mousaic.commands.task_progress import OF_CLASSIFIERS, shown_folds
    from mousaic.pipeline.classify_images import Asked, classify_images
    from mousaic.report.findings.spoken import Speaker
    from mousaic.report.tables.classify_files import classify_dict, classify_text

    lang, moved = asked["lang"], asked.pop("data")
    chosen = {name: value for name, value in asked.items() if value is not None}
    say = silent if quiet else Speaker(aside, lang)
    with shown_folds(out, lang, OF_CLASSIFIERS, quiet) as tell:
        found, written = classify_images(Asked(data, out, moved=moved, **chosen), options, say, tell, crew)
    files = ", ".join(str(path) for path in written)
    answer(classify_dict(found) | {"folder": str(out)}, f"{classify_text(found, lang)}\n\n{files}", as_json)


def _predict(
    source: Path, new: Path, out: Path, asked: dict[str, Any], needless: dict[str, Any], quiet: bool, as_json: bool
) -> None:
    from mousaic.pipeline.predict_images import MARK, predict_images
    from mousaic.report.findings.spoken import Speaker
    from mousaic.report.tables.prediction_files import predictions_dict, predictions_text
    from mousaic.words.of_rows import spoken_of

    leave_out("New images are told by a classifier that was kept, as it is", needless)
    lang = asked.pop("lang")
    found = predict_images(source, new, out, **asked)
    say = silent if quiet else Speaker(aside, spoken_of(lang, found.images.shape.is_grid))
    for said in found.asides:
        say(said)
    text = f"{predictions_text(found, lang)}\n\n{out / MARK}"
    answer(predictions_dict(found) | {"folder": str(out)}, text, as_json)

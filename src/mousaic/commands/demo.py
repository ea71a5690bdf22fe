"""``mousaic demo``: the whole job on images drawn for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mousaic.commands.options import given, option_class
from mousaic.commands.train import run_it
from mousaic.console import printable
from mousaic.typed_options import leave_out

if TYPE_CHECKING:
    Options = Any
else:
    Options = option_class("images", "augmentation", "model", "training")


def demo(
    out: Path = Path("demo"),
    /,
    *,
    preset: str | None = None,
    draw_only: Annotated[bool, Parameter(negative=())] = False,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    no_report: Annotated[bool, Parameter(negative=())] = False,
    quiet: Annotated[bool, Parameter(negative=())] = False,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Draw a synthetic set of mouse images and train on it.

    39 grey 600x600 images in two classes that differ in known parts only, with the truth for each in
    parts.csv. The same --seed draws the same set.

    Parameters
    ----------
    out
        The folder for both: OUT/mice (images) and OUT/run (the run folder).
    preset
        default: the best we know; report: the experiment this tool began as, exactly [default: default].
    draw_only
        Draw the images and stop; of the options of a training --seed alone counts.
    overwrite
        Replace OUT/run.
    no_report
        Stop after the training: make no report.html and no atlas.
    quiet
        Print only errors and the run folder.
    """
    from mousaic.demo.synthetic_set import draw_demo_set
    from mousaic.runs.targets import check_new_folder

    typed = given(options)
    mice, run = out / "mice", out / "run"
    if draw_only:
        training = {name: value for name, value in typed.items() if name != "seed"}
        needless = {"preset": preset, "overwrite": overwrite, "no_report": no_report, **training}
        leave_out("--draw-only trains nothing", needless)
    else:
        check_new_folder(run, mice, overwrite)
    draw_demo_set(mice, typed.get("seed", 0))
    if not quiet:
        printable(f"Synthetic mice: {mice} (drawn, not photographed; the truth is in {mice / 'parts.csv'})")
    if not draw_only:
        chosen = {"preset": preset or "default", "out": run, "overwrite": overwrite, "report": not no_report}
        run_it(mice, quiet, None, **chosen, **typed)

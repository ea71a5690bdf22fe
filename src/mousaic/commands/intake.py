"""``mousaic intake``: look before training."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mousaic.commands.options import given, option_class
from mousaic.console import printable

if TYPE_CHECKING:
    Options = Any
else:
    Options = option_class("images")


def intake(
    data: Path,
    /,
    *,
    strict: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Say what a folder of images holds and what would be done to it.

    Parameters
    ----------
    data
        A folder of images, a CSV/TSV table, or a file of arrays (.npy, .npz, .h5, .zarr, .safetensors).
    strict
        Treat every skipped file as an error.
    json
        Print the report as JSON.
    """
    from mousaic.config import ImageOptions
    from mousaic.images import image_set
    from mousaic.images.intake_report import refuse_unusable
    from mousaic.images.vector_options import check_kind
    from mousaic.report.findings.intake_text import intake_text

    typed = given(options)
    check_kind(data, typed)
    report = image_set.intake(data, ImageOptions(**typed))
    if json:
        from json import dumps

        printable(dumps(report.to_dict(), indent=2))
    else:
        printable(intake_text(report))
    refuse_unusable(report, strict)

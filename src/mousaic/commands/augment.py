"""``mousaic augment``: judge the strengths of augmentation by eye."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mousaic.commands.options import given, option_class
from mousaic.commands.reading_data import tell_skipped
from mousaic.console import printable
from mousaic.typed_options import leave_out

if TYPE_CHECKING:
    Options = Any
else:
    Options = option_class("images", "augmentation", more=("seed",))

MOST = 8
"""Rows of the sheet."""


def augment(
    data: Path,
    /,
    *,
    out: Path,
    preset: str = "default",
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    options: Annotated[Options, Parameter(name="*")] = Options(),  # noqa: B008
) -> None:
    """Draw a sheet of augmented copies: each row an original and its copies.

    Parameters
    ----------
    data
        A folder of images, a CSV/TSV table, or a file of arrays (.npy, .npz, .h5, .zarr, .safetensors).
    out
        The picture to write, such as preview.png.
    preset
        Whose strengths to start from: default or report.
    overwrite
        Replace the file --out.
    """
    import numpy as np
    import torch

    from mousaic.config import concrete, config_for
    from mousaic.images.augmentation import make_copies
    from mousaic.images.image_set import load_images
    from mousaic.images.vector_options import check_kind
    from mousaic.report import figures
    from mousaic.runs.targets import check_new_file
    from mousaic.seeds import generator

    typed = given(options)
    check_kind(data, typed)
    config = concrete(config_for(preset, **typed))
    leave_out("A sheet is of copies, of which there are none", {"augment none": config.augmentation.augment == "none"})
    check_new_file(out, data, overwrite)
    images = load_images(data, config.images)
    images.need_grid("Augmentation")
    tell_skipped(images)
    rows = np.unique(np.linspace(0, len(images) - 1, min(MOST, len(images))).round().astype(int))
    source = generator(config.training.seed, "augment", 0)
    copies = config.augmentation.copies
    drawn = make_copies(torch.from_numpy(images.pixels[rows]), copies, config.augmentation, source)
    drawn = drawn.view(len(rows), 1 + copies, *images.shape)
    picture = figures.augmentation_sheet(
        drawn[:, 0].numpy(), drawn[:, 1:].numpy(), [images.paths[row] for row in rows], len(images)
    )
    figures.save(picture, out)
    printable(f"{out}: {len(rows)} originals with {copies} copies each")

"""``mousaic reconstruct``: what the model makes of images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from mousaic.arrays import Singles
from mousaic.commands.coding import OWN, Coding
from mousaic.commands.reading_data import flattering, read_data, trained_on
from mousaic.commands.table_options import Raw
from mousaic.console import printable

if TYPE_CHECKING:
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.applied import Reconstructed


def reconstruct(
    run: Path,
    data: Path,
    /,
    *,
    out: Path,
    coding: Coding = OWN,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
) -> None:
    """Write a run's reconstructions of images.

    Parameters
    ----------
    run
        The run folder.
    data
        A folder of images, a CSV/TSV table, or a file of arrays (.npy, .npz, .h5, .zarr, .safetensors).
    out
        A new folder: one PNG for each image (of vectors reconstructions.npy, in the numbers of the file),
        reconstructions.csv with Pearson r and error of each, and overview.png.
    overwrite
        Replace --out if an earlier mousaic reconstruct wrote it.
    """
    from mousaic.files import write_csv
    from mousaic.runs.run import open_run
    from mousaic.runs.targets import new_folder
    from mousaic.stats.reconstruction_scores import varied

    opened = open_run(run)
    with new_folder(out, data, "reconstructions.csv", overwrite) as folder:
        images = read_data(opened, data)
        made = opened.reconstruct(images, coding.codes, coding.k)
        files = _write_rows(folder, images, made) if not images.shape.is_grid else _write_pictures(folder, images, made)
        rows = zip(images.paths, files, made.pearson.tolist(), made.squared_error.tolist(), strict=True)
        columns = ["path", "file", "pearson", "squared_error"]
        table = (dict(zip(columns, row, strict=True)) for row in rows)
        write_csv(folder / "reconstructions.csv", columns, table, raw)
        parts = {row.sha256: {"train": "training"}.get(row.part, row.part) for row in opened.split}
        known = [parts.get(digest, "") for digest in images.sha256]
        if images.shape.is_grid:
            _draw_overview(folder / "overview.png", images, made, known)
    seen = varied(images.pixels.reshape(len(images), -1))
    mean = f"mean Pearson r {made.pearson[seen].mean():.3f}" if seen.any() else "no Pearson r"
    left_out = f" ({(~seen).sum()} constant images have none)" if not seen.all() else ""
    printable(f"{out}: {len(images)} reconstructions, {mean}{left_out}")
    for line in flattering(trained_on(opened, images), images):
        printable(line)


def _write_rows(folder: Path, images: ImageSet, made: Reconstructed) -> list[str]:
    """All vectors (N, D) in the numbers of their file, row by row; what each row's file is."""
    import numpy as np

    low, high = images.limits or (0.0, 1.0)
    np.save(folder / "reconstructions.npy", (low + made.pixels[:, 0, 0] * (high - low)).astype(np.float32))
    return ["reconstructions.npy"] * len(images)


def _write_pictures(folder: Path, images: ImageSet, made: Reconstructed) -> list[str]:
    """A PNG for each image; what each is called in the folder."""
    files = [f"images/{_inside(f'{path}.png')}" for path in images.paths]
    for file, pixels in zip(files, made.pixels, strict=True):
        _write_png(folder / file, pixels)
    return files


def _inside(path: str) -> str:
    """A path that stays inside the output folder, also for a table's ``../x.png`` or ``/x.png``."""
    return "/".join(part for part in path.split("/") if part not in ("", ".", ".."))


def _write_png(path: Path, pixels: Singles) -> None:
    """Pixels (C, S, S), 0..1, as an 8-bit PNG; more than three channels, or two, in colours that mix them."""
    import numpy as np
    from PIL import Image

    from mousaic.report.figures.tiles import photograph

    path.parent.mkdir(parents=True, exist_ok=True)
    levels = (pixels.clip(0, 1) * 255).round().astype(np.uint8)
    Image.fromarray(levels[0] if len(levels) == 1 else photograph(pixels)).save(path, "PNG")


def _draw_overview(path: Path, images: ImageSet, made: Reconstructed, parts: list[str]) -> None:
    """Some images of every class; those that the model was not trained on come first."""
    from mousaic.report import figures

    chosen = figures.choose_examples(images.labels, ["validation" if part != "training" else "" for part in parts])
    classes = [images.class_names[label] if label >= 0 else "" for label in images.labels[chosen]]
    figure = figures.reconstructions(
        images.pixels[chosen],
        made.pixels[chosen],
        made.pearson[chosen],
        classes=classes,
        parts=[parts[i] for i in chosen],
        titles=[images.paths[i] for i in chosen],
        classes_in_all=len(images.class_names),
    )
    figures.save(figure, path)

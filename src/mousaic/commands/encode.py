"""``mousaic encode``: codes for use elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mousaic.commands.coding import OWN, Coding
from mousaic.commands.reading_data import read_data
from mousaic.commands.table_options import Raw
from mousaic.console import printable
from mousaic.errors import MousaicError
from mousaic.typed_options import leave_out

if TYPE_CHECKING:
    from mousaic.arrays import Ints
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.applied import EncodedImages
    from mousaic.runs.run import Run


def encode(
    run: Path,
    data: Path,
    /,
    *,
    out: Path,
    coding: Coding = OWN,
    overwrite: Annotated[bool, Parameter(negative=())] = False,
    raw: Raw = False,
) -> None:
    """Write the codes of images: which features are active, and how strongly.

    Parameters
    ----------
    run
        The run folder.
    data
        A folder of images, a CSV/TSV table, or a file of arrays (.npy, .npz, .h5, .zarr, .safetensors).
    out
        codes.npz (arrays values and indices (images, members, k), paths, labels; a value of 0 is no active
        feature) or codes.csv (one line for each active feature: path, member, feature, value). Of filters that may
        lie anywhere (--model conv), filter, y and x (of its middle, in pixels of the prepared image) in place of the
        feature, and as further arrays.
    overwrite
        Replace the file --out.
    """
    from mousaic.report.findings.summary_text import speaking_of
    from mousaic.runs.run import open_run
    from mousaic.runs.targets import check_new_file

    writers: dict[str, Callable[..., None]] = {".npz": _npz, ".csv": partial(_csv, raw=raw)}
    if out.suffix.lower() not in writers:
        raise MousaicError(f"{out} must end in .npz or .csv, which says what to write.")
    if out.suffix.lower() != ".csv":
        leave_out(f"{out} is no table", {"raw": raw})
    check_new_file(out, data, overwrite)
    opened = open_run(run)
    images = read_data(opened, data)
    found = opened.encode(images, coding.codes, coding.k)
    writers[out.suffix.lower()](out, images, found, _positions(opened, found))
    active = (found.values != 0).sum(2)
    many = str(active.max())
    if coding.codes == "batch-topk":
        many = f"{active.min()} to {active.max()}, {active.mean():.1f} on average,"
    speak = speaking_of(images.shape)
    printable(
        f"{out}: codes of {len(images)} {speak('images')}, {active.shape[1]} members, {many} active features each"
    )


def _positions(run: Run, codes: EncodedImages) -> dict[str, Ints]:
    """Which feature each entry of the codes is: by its number, or by filter and place, of the codes' shape each."""
    placing = run.model.card.placing
    if placing is None:
        return {"feature": codes.indices}
    import torch

    filters, row, column = (side.numpy() for side in placing.position(torch.from_numpy(codes.indices)))
    return {"filter": filters, "y": row * placing.stride, "x": column * placing.stride}


def _npz(out: Path, images: ImageSet, codes: EncodedImages, positions: dict[str, Ints]) -> None:
    import numpy as np

    from mousaic.files import whole_file

    labels = [images.class_names[label] if label >= 0 else "" for label in images.labels]
    places: dict[str, Any] = {name: at.astype(np.int32) for name, at in positions.items() if name != "feature"}
    with whole_file(out) as unfinished, open(unfinished, "wb") as file:
        np.savez_compressed(
            file,
            values=codes.values,
            indices=codes.indices.astype(np.int32),
            paths=np.array(images.paths),
            labels=np.array(labels),
            **places,
        )


def _csv(out: Path, images: ImageSet, codes: EncodedImages, positions: dict[str, Ints], raw: bool) -> None:
    from mousaic.files import write_csv

    members, most = codes.values.shape[1:]
    rows = (
        {"path": path, "member": m}
        | {name: int(where[n, m, j]) for name, where in positions.items()}
        | {"value": float(codes.values[n, m, j])}
        for n, path in enumerate(images.paths)
        for m in range(members)
        for j in range(most)
        if codes.values[n, m, j] != 0
    )
    write_csv(out, ["path", "member", *positions, "value"], rows, raw)

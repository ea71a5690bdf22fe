"""The parts of a run: learned once and kept, then found in its own or in other images."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mousaic.analysis.evidence import gather_originals
from mousaic.analysis.parts.part_findings import findings_of, learned_from
from mousaic.analysis.parts.part_set import PartSet
from mousaic.analysis.parts.part_store import holds_parts, read_parts
from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.images.image_set import ImageSet
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.part_tracks import part_tracks
from mousaic.report.figures.parts_sheet import parts_sheet
from mousaic.report.figures.style import save
from mousaic.report.findings.part_sentences import part_headlines
from mousaic.report.tables.part_tables import write_part_places, write_parts
from mousaic.runs.run import Run, open_run
from mousaic.said import Said

PATIENCE = "parts.csv"


def parts_of_run(
    path: Path, data: Path | None, out: Path | None, count: int, anew: bool, seed: int, lang: str
) -> tuple[list[Said], list[Path]]:
    """Find the parts, write tables and figures; what is to be said, and the files.

    Raises:
        MousaicError: the images are gone or no squares, or there are too few of them.
    """
    check_fonts(lang)
    run = open_run(path)
    own = None if data is not None and holds_parts(run.path) and not anew else gather_originals(run)
    parts = read_parts(run.path) if holds_parts(run.path) and not anew else _learned(run, own, count, seed)
    options = run.model.card.images
    written: list[Path] = []
    if own is not None:
        findings = findings_of(parts, own)
        written += [run.path / name for name in write_parts(run.path, findings, own, options)]
        with explained(run.path):
            run.figures.mkdir(exist_ok=True)
        for name, draw in (("parts", parts_sheet), ("part_tracks", part_tracks)):
            save(draw(findings, own, lang), run.figures / f"{name}.png")
            written.append(run.figures / f"{name}.png")
    images = own if data is None else run.load_images(data)
    assert images is not None
    findings = findings_of(parts, images)
    table = out or (Path(PATIENCE) if data is not None else None)
    if table is not None:
        write_part_places(table, findings, images, options)
        written.insert(0, table)
    return part_headlines(findings, len(images)), written


def _learned(run: Run, images: ImageSet | None, count: int, seed: int) -> PartSet:
    assert images is not None
    train = np.array([row.part == "train" for row in run.split])
    found = learned_from(images, train, seed, count)
    if found is None:
        raise MousaicError(
            f"The parts of {run.path} cannot be learned: they need at least four square training images of 8 pixels."
        )
    return found

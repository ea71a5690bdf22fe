"""The atlas of a run: an interactive page that opens by double click, without server or network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.feature_analysis import FeatureAnalysis, analyse
from mousaic.analysis.features.annotations import Annotations, Carried, annotations_json, carry_over, find_annotations
from mousaic.errors import MousaicError
from mousaic.files import whole_file, write_json
from mousaic.images.shown_pictures import has_pictures
from mousaic.model.store import digest_of_model
from mousaic.report.atlas.atlas_page import Payload, write_folder, write_single
from mousaic.report.atlas.member_payload import member_payload
from mousaic.report.atlas.page_words import page_words
from mousaic.report.atlas.run_payload import run_payload
from mousaic.report.atlas.shown_images import counts, narrowed
from mousaic.runs.run import Run
from mousaic.runs.targets import check_new_file, new_folder

FOLDER_LIMIT, SINGLE_LIMIT = 64_000_000, 16_000_000
"""Weights that all members together may have for all to be in the folder, or in the single file (which is then small
enough to send). Base64 makes a third more bytes of them."""
LARGEST_MEMBER = 300_000_000
"""Weights of one member; browsers hold no text much longer than that."""
MARK = b'content="Mousaic atlas"'
"""What tells an earlier single-file atlas from any other file."""


def write_atlas(
    run: Run,
    analysis: FeatureAnalysis | None = None,
    *,
    out: Path | None = None,
    single_file: bool = False,
    names: Annotations | None = None,
    members: int | None = None,
    lang: str = "en",
) -> tuple[Path, Carried | None]:
    """Make the atlas of a finished run; an earlier atlas in its place is replaced.

    Args:
        analysis: what :func:`mousaic.analysis.feature_analysis.analyse` found of the run (by default it is called).
        out: the folder (default ``RUN/atlas``), or with ``single_file`` the HTML file (default ``RUN/atlas.html``).
        names: annotations to begin with, carried over if they were made for another model; by default those that
            are kept with the run.
        members: show the first so many members (default: all where they are small enough, else the first).
        lang: in which the page opens; a button in it changes to another.

    Returns:
        the page to open, and what became of the annotations.

    Raises:
        MousaicError: the run is not finished, its images are others, the place is taken, or it is too large.
    """
    path = out if out is not None else run.path / ("atlas.html" if single_file else "atlas")
    if single_file and path.suffix.lower() not in (".html", ".htm"):
        raise MousaicError(f"{path} must end in .html: with --single-file the atlas is one page.")
    analysis = analyse(run) if analysis is None else analysis
    evidence = analysis.evidence
    if not has_pictures(evidence.images):
        raise MousaicError(
            f"The atlas shows pictures, and {run.path} was trained on vectors without any: train with --images FOLDER, "
            "the pictures that belong to the rows."
        )
    shown = _members(evidence, members, SINGLE_LIMIT if single_file else FOLDER_LIMIT)
    carried = _carried(run, evidence, names, shown)
    few = narrowed(analysis, len(shown), run.config.training.seed)
    payloads = _payloads(run, few, shown, _names(carried), counts(few.evidence, evidence))
    if single_file:
        return _write_file(path, run.data, payloads, lang), carried
    with new_folder(path, run.data, "data.js", overwrite=True) as folder:
        write_folder(folder, payloads, lang)
        if carried is not None:
            write_json(folder / "annotations.json", annotations_json(_kept(run, evidence, carried)))
    return path / "index.html", carried


def _members(evidence: Evidence, wanted: int | None, limit: int) -> list[int]:
    """Which members are shown: as many as asked for; else all if their weights fit, else the first."""
    total = evidence.members
    if wanted is not None and not 1 <= wanted <= total:
        raise MousaicError(f"--members cannot be {wanted}: the run has {total}.")
    sizes = [int(np.count_nonzero(part)) for part in evidence.dictionary]
    if max(sizes[: wanted or 1]) > LARGEST_MEMBER:
        raise MousaicError(
            f"A member of {max(sizes):,} weights is too large for a browser: train with a smaller --size or --features."
        )
    if wanted is None:
        wanted = total if sum(sizes) <= limit else 1
    return list(range(wanted))


def _carried(run: Run, evidence: Evidence, names: Annotations | None, shown: list[int]) -> Carried | None:
    found = names if names is not None else find_annotations(run)
    return None if found is None else carry_over(found, evidence.model, digest_of_model(run.path), shown)


def _kept(run: Run, evidence: Evidence, carried: Carried) -> Annotations:
    """The annotations as those of this run, to be read with it from now on."""
    pictures = evidence.dictionary
    items = tuple(item._replace(weights=pictures[item.member, item.feature]) for item in carried.items)
    return Annotations(digest_of_model(run.path), run.name, evidence.model.card.shape, items, carried.parts)


def _payloads(
    run: Run, analysis: FeatureAnalysis, shown: Sequence[int], names: dict[str, Any], sample: dict[str, Any]
) -> Iterator[Payload]:
    """The scripts of the page one after another, so that no two members are in memory as text."""
    yield "words", page_words(analysis.shortcuts.names, analysis.evidence.images.shape.is_grid)
    yield "data", run_payload(run, analysis, shown, names) | sample
    for member in shown:
        yield f"member_{member}", member_payload(analysis.evidence, member)


def _names(carried: Carried | None) -> dict[str, Any]:
    """What the page begins with: names, notes, and what became of those from another run."""
    if carried is None:
        return {"items": [], "lost": [], "parts": [], "source": ""}
    items = [
        {"member": item.member, "feature": item.feature, "name": item.name, "note": item.note, "cosine": cosine}
        for item, cosine in zip(carried.items, carried.cosines, strict=True)
    ]
    lost = [{"name": item.name, "note": item.note, "best": best} for item, best in carried.lost]
    parts = [one._asdict() for one in carried.parts]
    return {"items": items, "lost": lost, "parts": parts, "source": carried.source}


def _write_file(path: Path, data: Path | None, payloads: Iterator[Payload], lang: str) -> Path:
    """The single file; replaces an earlier atlas and nothing else."""
    ours = path.is_file() and MARK in path.read_bytes()[:4000]
    check_new_file(path, data, overwrite=ours)
    with whole_file(path) as partial:
        write_single(partial, payloads, lang)
    return path

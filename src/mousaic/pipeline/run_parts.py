"""The parts of a run: learned once and kept, then found in its own or in other images."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from mousaic.analysis.evidence import gather_originals
from mousaic.analysis.parts.part_findings import FEWEST, PartFindings, findings_of, learned_from
from mousaic.analysis.parts.part_names import named
from mousaic.analysis.parts.part_set import COUNT, PartSet
from mousaic.analysis.parts.part_store import holds_parts, read_parts
from mousaic.command_lines import command_line
from mousaic.errors import MousaicError
from mousaic.files import explained
from mousaic.images.image_set import ImageSet
from mousaic.locks import alone_in
from mousaic.pipeline.run_outputs import add_parts_to_readme
from mousaic.report.figures.fonts import check_fonts
from mousaic.report.figures.part_tracks import part_tracks
from mousaic.report.figures.parts_sheet import parts_sheet
from mousaic.report.figures.style import save
from mousaic.report.findings.part_sentences import part_headlines
from mousaic.report.findings.skipped_files import skipped_files
from mousaic.report.tables.part_tables import write_part_places, write_parts
from mousaic.runs.run import Run, open_run
from mousaic.runs.targets import check_new_file
from mousaic.said import Said, told
from mousaic.stages import Stage, counted, untold


class Asked(NamedTuple):
    """What ``mousaic parts`` was asked for."""

    run: Path
    others: Path | None
    """Other images to look for the parts in."""
    data: Path | None
    """Where the run's own images are now."""
    out: Path | None
    parts: int | None
    """How many, where they are learned."""
    anew: bool
    seed: int | None
    lang: str
    raw: bool = False
    """Tables hold names as they are."""


def parts_of_run(asked: Asked, stage: Stage = untold) -> tuple[list[Said], list[Path]]:
    """Find the parts, write tables and figures; what is to be said, and the files.

    Args:
        stage: told of each stage as it begins.

    Raises:
        MousaicError: the images are gone or no squares, there are too few of them, the run has parts and others were
            asked for, or the output may not be written.
    """
    check_fonts(asked.lang)
    run = open_run(asked.run)
    with alone_in(run.place):
        return _found(asked, run, stage)


def _found(asked: Asked, run: Run, stage: Stage) -> tuple[list[Said], list[Path]]:
    """:func:`parts_of_run` of a run that is ours alone meanwhile."""
    run.shape.need_grid("Finding parts", "look at features instead")
    table = _table(asked, run)
    keeps = holds_parts(run.path) and not asked.anew
    if keeps and (asked.parts is not None or asked.seed is not None):
        raise MousaicError(f"{run.path} has its parts already: add --anew to learn others in their place.")
    stage(told("stage_images"), 0.0)
    own = None if keeps and asked.others is not None else _originals(asked, run, stage)
    stage(told("stage_parts"), 0.2)
    parts = read_parts(run.path) if keeps else _learned(asked, run, own)
    images = own if asked.others is None else run.load_images(asked.others)
    assert images is not None
    stage(told("stage_places", count=len(images)), 0.5)
    findings = named(findings_of(parts, images), run)
    written: list[Path] = []
    said: list[Said] = []
    stage(told("stage_tables"), 0.8)
    if own is not None:
        written += _write_own(asked, run, findings if images is own else named(findings_of(parts, own), run), own)
        made = [name for name in ("report.html", "atlas") if (run.path / name).exists()]
        said += [told("parts_anew", command=command_line("report", run.place))] if made and not keeps else []
    if table is not None:
        write_part_places(table, findings, images, run.model.card.images, asked.raw or run.raw)
        written.insert(0, table)
    if own is None and asked.data is not None:
        said.append(told("parts_own_unread", run=str(run.path)))
    skipped = skipped_files(images.intake)
    said += [*images.intake.warnings, *([] if skipped is None else [skipped])]
    return [*part_headlines(findings, images), *said], written


def _table(asked: Asked, run: Run) -> Path | None:
    """Where a further table goes, if one is asked for."""
    table = asked.out or (Path("parts.csv") if asked.others is not None else None)
    if table is not None:
        if table.suffix.lower() != ".csv":
            raise MousaicError(f"--out {table} must end in .csv.")
        check_new_file(table, asked.others or asked.data or run.data, overwrite=False)
    return table


def _originals(asked: Asked, run: Run, stage: Stage) -> ImageSet:
    progress = counted(stage, told("stage_images"), 0.2)
    moved = None if asked.data is None else run.load_images(asked.data, own=True, progress=progress)
    return gather_originals(run, moved, lambda what, done: stage(what, 0.2 * done))


def _learned(asked: Asked, run: Run, images: ImageSet | None) -> PartSet:
    assert images is not None
    train = ~run.split.held_out
    seed = run.config.training.seed if asked.seed is None else asked.seed
    found = learned_from(images, train, seed, asked.parts or COUNT, run.model.card.images)
    if found is None:
        remedy = "on more images" if images.shape.may_have_parts else "with a --size of 8 or more"
        raise MousaicError(
            f"The parts of {run.path} cannot be learned: at least {FEWEST} square training images of 8 x 8 pixels or "
            f"more have to show something. Train {remedy}."
        )
    return found


def _write_own(asked: Asked, run: Run, findings: PartFindings, images: ImageSet) -> list[Path]:
    """Tables and figures of the run's own images."""
    raw = asked.raw or run.raw
    written = [run.path / name for name in write_parts(run.path, findings, images, run.model.card.images, raw)]
    with explained(run.path):
        run.figures.mkdir(exist_ok=True)
    for name, draw in (("parts", parts_sheet), ("part_tracks", part_tracks)):
        save(draw(findings, images, asked.lang), run.figures / f"{name}.png")
        written.append(run.figures / f"{name}.png")
    add_parts_to_readme(run)
    return written

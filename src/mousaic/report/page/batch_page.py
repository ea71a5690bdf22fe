"""``apply.html``: a new batch as a run sees it, in one file that opens offline."""

from __future__ import annotations

from pathlib import Path

from mousaic.files import write_text
from mousaic.images.names import shown
from mousaic.report.figures.studies.anomaly_sheet import anomaly_sheet
from mousaic.report.figures.studies.drift_sheet import drift_sheet
from mousaic.report.page.document import body, document
from mousaic.report.page.elements import Html, bullets, grid_table, join, paragraph, section, tag
from mousaic.report.page.tile_images import figure
from mousaic.report.tables.batch_tables import image_rows
from mousaic.uses.apply.batch import Batch
from mousaic.uses.apply.batch_sentences import batch_notes, batch_sentences, drifted
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import probability, put, say

FILE = "apply.html"
LISTED = 200
"""Images in the page's table, the oddest."""
FEW_PARTS = 12
"""Parts in the table of drift, where fewer changed."""


def write_batch_page(folder: Path, found: Batch, lang: str = "en") -> Path:
    """Make the page in a folder that exists.

    Raises:
        MousaicError: no space left, or no permission to write.
    """
    path = folder / FILE
    write_text(path, batch_page(found, lang))
    return path


def batch_page(found: Batch, lang: str = "en") -> str:
    """The whole document."""
    lang = spoken_of(lang, found.new.shape.is_grid)
    root = found.new.intake.root
    title = say("apply_title", lang, name=shown(Path(root).name if root is not None else "images"))
    first, *others = [put(one, lang) for one in batch_sentences(found)]
    head = join(
        tag("p", say("apply_kicker", lang), class_="kicker"), tag("h1", title), paragraph(first, "lead says"),
        bullets(others),
    )  # fmt: skip
    sheet = anomaly_sheet(found.odd, lang, framed=False)
    pictures = "" if sheet is None else section("pictures", say("apply_odd", lang), figure(sheet, wide=True))
    method = section("method", say("apply_method", lang), bullets([put(note, lang) for note in batch_notes(found)]))
    main = tag("main", head, _drift(found, lang), pictures, _images(found, lang), method, id="main")
    return document(title, body(lang, main), lang, "Mousaic apply")


def _drift(found: Batch, lang: str) -> Html:
    """The parts that changed, or came nearest to it."""
    drift = found.drift
    if drift is None:
        return Html("")
    head = [say(f"apply_column_{name}", lang) for name in ("change", "effect")]
    rows = []
    for i in drift.order[: max(FEW_PARTS, int(drift.passed.sum()))]:
        change = put(drifted(found, drift, int(i)), lang)
        rows.append([
            tag("b", change) if drift.passed[i] else change, f"{drift.effect[i]:.2f}",
            *(probability(float(p)) for p in (drift.p[i], drift.p_corrected[i])),
        ])  # fmt: skip
    table = grid_table([*head, "p", say("apply_column_corrected", lang)], rows, "parameters")
    drawn = drift_sheet(found, lang, framed=False)
    pictures = Html("") if drawn is None else figure(drawn, wide=True)
    hint = paragraph(say("apply_drift_explained", lang), "hint")
    return section("drift", say("apply_drift", lang), pictures, table, hint)


def _images(found: Batch, lang: str) -> Html:
    """One line an image, the oddest first."""
    every = list(image_rows(found))
    names = ["odd_column_image", "odd_column_label", "r", "apply_column_error", "odd_column_score", "p", "q"]
    names += [] if found.told is None else ["apply_column_told", "apply_column_unlike"]
    copies = any(found.odd.copy_of)
    names += ["odd_column_copy"] if copies else []
    rows = []
    for i in found.odd.order[:LISTED]:
        one = every[i]
        path = shown(one["path"])
        rows.append([
            tag("b", path) if found.odd.beyond[i] else path, shown(one["label"]), f"{one['r']:.3f}",
            f"{one['error']:.4f}", f"{one['score']:.2f}", probability(one["p"]), probability(one["q"]),
            *_told(one), *([shown(one["copy_of"])] if copies else []),
        ])  # fmt: skip
    return section(
        "table", say("apply_table", lang),
        grid_table([name if len(name) == 1 else say(name, lang) for name in names], rows, "parameters"),
        paragraph(say("apply_table_explained", lang), "hint"),
    )  # fmt: skip


def _told(row: dict[str, object]) -> list[str]:
    if "predicted" not in row:
        return []
    said, p = row["predicted"], row["unlike_p"]
    assert isinstance(p, float)
    return [f"{said:.4g}" if isinstance(said, float) else shown(str(said)), probability(p)]

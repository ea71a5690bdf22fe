"""``anomaly.html``: which images are unlike normal ones, and why, in one file that opens offline."""

from __future__ import annotations

from pathlib import Path

from mousaic.files import write_text
from mousaic.images.names import shown
from mousaic.report.figures.studies.anomaly_sheet import anomaly_sheet
from mousaic.report.page.document import body, document
from mousaic.report.page.elements import Html, bullets, grid_table, join, paragraph, section, tag
from mousaic.report.page.tile_images import figure
from mousaic.uses.anomaly.anomalies import Anomalies
from mousaic.uses.anomaly.odd_sentences import headline, notes, part_said
from mousaic.uses.copies import copies_said
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import probability, put, say

FILE = "anomaly.html"
LISTED = 200
"""Images in the page's table, the oddest."""
COLUMNS = ("odd_column_image", "odd_column_label", "odd_column_score", "p", "q", "odd_column_parts")


def write_anomaly_page(folder: Path, found: Anomalies, lang: str = "en") -> Path:
    """Make the page in a folder that exists.

    Raises:
        MousaicError: no space left, or no permission to write.
    """
    path = folder / FILE
    write_text(path, anomaly_page(found, lang))
    return path


def anomaly_page(found: Anomalies, lang: str = "en") -> str:
    """The whole document."""
    lang = spoken_of(lang, found.new.shape.is_grid)
    root = found.new.intake.root
    title = say("odd_title", lang, name=shown(Path(root).name if root is not None else "images"))
    head = join(
        tag("p", say("odd_kicker", lang), class_="kicker"),
        tag("h1", title),
        paragraph(put(headline(found), lang), "lead says"),
        bullets([put(one, lang) for one in copies_said(found.new, found.copy_of)]),
    )
    sheet = anomaly_sheet(found, lang, framed=False)
    pictures = "" if sheet is None else section("pictures", say("odd_pictures", lang), figure(sheet, wide=True))
    method = section(
        "method", say("odd_method", lang), bullets([put(note, lang) for note in notes(found)]),
        paragraph(say("odd_how", lang)),
    )  # fmt: skip
    main = tag("main", head, pictures, _table(found, lang), method, id="main")
    return document(title, body(lang, main), lang, "Mousaic anomaly")


def _table(found: Anomalies, lang: str) -> Html:
    """One line an image."""
    copies, parts = any(found.copy_of), found.parts is not None
    names = [*COLUMNS[:-1], *(["odd_column_copy"] if copies else []), *(COLUMNS[-1:] if parts else [])]
    head = [name if len(name) == 1 else say(name, lang) for name in names]
    rows = []
    for i in found.order[:LISTED]:
        label = found.new.class_names[found.new.labels[i]] if found.new.labels[i] >= 0 else ""
        path = shown(found.new.paths[i])
        odd = [part_said(found, one) for one in found.odd_parts[i]]
        rows.append([
            tag("b", path) if found.beyond[i] else path,
            shown(label),
            f"{found.score[i]:.2f}",
            *(probability(float(value)) for value in (found.p[i], found.q[i])),
            *([shown(found.copy_of[i])] if copies else []),
            *([say("odd_list", lang, parts=odd)] if parts else []),
        ])  # fmt: skip
    return section(
        "table",
        say("odd_table", lang),
        grid_table(head, rows, "parameters words-last" if parts else "parameters"),
        paragraph(say("odd_table_explained", lang), "hint"),
    )

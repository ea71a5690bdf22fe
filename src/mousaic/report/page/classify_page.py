"""``classify.html``: how well classes or a number are told of images held out, in one file that opens offline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from mousaic.files import write_text
from mousaic.images.names import shown
from mousaic.images.shown_pictures import has_pictures, picture_of
from mousaic.report.figures.studies.use_figures import use_figures
from mousaic.report.page.document import body, document
from mousaic.report.page.elements import Html, bullets, details, join, paragraph, rows_table, section, tag
from mousaic.report.page.tile_images import captioned, figure, photo
from mousaic.report.page.told_table import told_table
from mousaic.report.tables.classify_files import design, has_parts
from mousaic.uses.classify.classification import Classification
from mousaic.uses.classify.unlike import is_unlike
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put, say

FILE = "classify.html"
SHOWN = 12
"""Images of a kind that are shown."""
Say = Callable[..., str]


def write_classify_page(folder: Path, found: Classification, lang: str = "en") -> Path:
    """Make the page in a folder that exists.

    Raises:
        MousaicError: no space left, or no permission to write.
    """
    path = folder / FILE
    write_text(path, classify_page(found, lang))
    return path


def classify_page(found: Classification, lang: str = "en") -> str:
    """The whole document."""
    lang = spoken_of(lang, found.images.shape.is_grid)

    def words(key: str, /, **values: object) -> str:
        return say(key, lang, **values)

    root = found.images.intake.root
    title = words("told_title", name=shown(Path(root).name if root is not None else "images"))
    first, *others = [put(one, lang) for one in found.sentences]
    head = join(
        tag("p", words("told_kicker"), class_="kicker"),
        tag("h1", title),
        paragraph(first, "lead says"),
        bullets(others),
    )
    drawn = [figure(one.draw(found, lang, framed=False), one.wide) for one in use_figures(found)]
    main = tag(
        "main", head, _table(found, words), section("pictures", words("told_pictures"), *drawn),
        _examples(found, words), _design(found, words, lang), id="main",
    )  # fmt: skip
    return document(title, body(lang, main), lang, "Mousaic classify")


def _table(found: Classification, words: Say) -> Html:
    """One line for each representation and model."""
    lines = [line.columns(found.outcome.kind) for line in found.lines]
    explained = paragraph(words("told_table_explained"), "hint")
    return section("table", words("told_table"), told_table(lines, words), explained)


def _examples(found: Classification, words: Say) -> Html:
    """The images that were told wrongly most often, or furthest off, and those unlike the others."""
    wrong = _wrong(found)
    unlike = np.flatnonzero(is_unlike(found.unlike))
    heading = words("told_wrong", count=len(wrong)) if found.outcome.classes else words("told_off")
    return section(
        "images", words("told_images"),
        tag("h3", heading), _tiles(found, wrong[:SHOWN], words),
        tag("h3", words("told_unlike", count=len(unlike))), paragraph(words("told_unlike_explained"), "hint"),
        _tiles(found, unlike[np.argsort(found.unlike[unlike], kind="stable")][:SHOWN], words),
    )  # fmt: skip


def _wrong(found: Classification) -> np.ndarray:
    """Positions of the images told wrongly in any repeat, the most often first; of numbers all, the furthest off."""
    if not found.outcome.classes:
        return np.argsort(-np.abs(found.told.mean(0) - found.outcome.values), kind="stable")
    errors = found.told != found.outcome.values
    certainty = np.where(errors, found.outputs.max(2), 0).sum(0)
    return np.lexsort((-certainty, -errors.sum(0)))[: np.count_nonzero(errors.any(0))]


def _tiles(found: Classification, chosen: np.ndarray, words: Say) -> Html:
    cards = []
    for i in chosen.tolist():
        path = shown(found.images.paths[i])
        picture = photo(picture_of(found.images, i), path) if has_pictures(found.images) else ""
        cards.append(captioned(picture, path, _told(found, i, words)))
    return tag("div", *cards, class_="tiles") if cards else Html("")


def _told(found: Classification, i: int, words: Say) -> str:
    """What was told of an image, and what it is: of repeats that tell different classes the first that was wrong."""
    classes, value = found.outcome.classes, found.outcome.values[i]
    if not classes:
        return words("told_image_number", said=float(found.told[:, i].mean()), real=float(value))
    errors = found.told[:, i] != value
    said = found.outputs[errors.argmax(), i]
    about = {"said": classes[int(said.argmax())], "p": float(said.max()), "real": classes[int(value)]}
    if errors.any() and len(errors) > 1:
        return words("told_image_times", times=int(errors.sum()), repeats=len(errors), **about)
    return words("told_image_class", **about)


def _design(found: Classification, words: Say, lang: str) -> Html:
    """How it was done, and what a reader must know."""
    settings = dict(found.settings)
    rows = [
        (name.replace("_", " "), ", ".join(map(str, v)) if isinstance(v, list) else str(v))
        for name, v in settings.items()
    ]
    return section(
        "method", words("told_method"), paragraph(put(design(found), lang)),
        paragraph(words("told_how" if has_parts(found) else "told_how_own")),
        bullets([put(note, lang) for note in found.notes]),
        details(words("told_settings"), rows_table(rows)),
    )  # fmt: skip

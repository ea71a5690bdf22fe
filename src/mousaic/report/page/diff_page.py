"""``diff.html``: two runs side by side, in one file that opens offline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mousaic.analysis.parts.part_set import PartSet
from mousaic.arrays import Ints, Pixels, Tile
from mousaic.files import write_text
from mousaic.report.figures.feature_tiles import outlined
from mousaic.report.figures.parts_sheet import fitted, photo_of
from mousaic.report.figures.tiles import signed_pictures
from mousaic.report.page.document import body, document
from mousaic.report.page.elements import Html, bullets, grid_table, join, paragraph, section, tag
from mousaic.report.page.tile_images import captioned, tile
from mousaic.said import Said, told
from mousaic.uses.diff.diff_sentences import diff_sentences
from mousaic.uses.diff.run_difference import RunDifference
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put, say

FILE = "diff.html"
GAP = 8
SHOWN = 24
"""Pairs, and parts of either run alone, that are shown; parts.csv has all of them."""


def write_diff_page(folder: Path, found: RunDifference, lang: str = "en") -> str:
    """Make the page in a folder that exists; its name.

    Raises:
        MousaicError: no space left, or no permission to write.
    """
    write_text(folder / FILE, diff_page(found, lang))
    return FILE


def diff_page(found: RunDifference, lang: str = "en") -> str:
    """The whole document."""
    lang = spoken_of(lang, found.of_grids)
    first, second = found.first.run.name, found.second.run.name
    title = say("diff_title", lang, first=first, second=second)
    said = [put(one, lang) for one in diff_sentences(found)]
    head = join(tag("p", say("diff_kicker", lang), class_="kicker"), tag("h1", title), bullets(said))
    main = tag(
        "main", head, _settings(found, lang), _figures(found, lang), *_parts(found, lang),
        section("method", say("diff_method", lang), paragraph(say("diff_how", lang))), id="main",
    )  # fmt: skip
    return document(title, body(lang, main), lang, "Mousaic diff")


def _settings(found: RunDifference, lang: str) -> Html:
    head = [say("diff_column_setting", lang), found.first.run.name, found.second.run.name]
    rows = [[tag("code", one.name), one.first, one.second] for one in found.settings]
    shown = grid_table(head, rows, "parameters") if rows else paragraph(say("diff_no_setting", lang))
    return section("settings", say("diff_heading_settings", lang), shown)


def _figures(found: RunDifference, lang: str) -> Html:
    held = found.held
    if not held.figures:
        return Html("")
    names = [say(f"diff_column_{name}", lang) for name in ("figure", "difference", "interval")]
    head = [names[0], found.first.run.name, found.second.run.name, *names[1:]]
    rows = []
    for one in held.figures:
        low, high = one.difference[1:]
        interval = say("diff_interval", lang, low=low, high=high)
        name = say(f"diff_{one.what}", lang, k=held.k)
        rows.append([name, *(f"{value:.3g}" for value in (one.first, one.second, one.difference.mean)), interval])
    hint = paragraph(say("diff_figures_explained", lang, images=held.images, groups=held.groups), "hint")
    return section("figures", say("diff_heading_figures", lang), grid_table(head, rows), hint)


def _parts(found: RunDifference, lang: str) -> list[Html]:
    """Matched parts side by side, then those of either run alone."""
    parts = found.parts
    if parts is None:
        return []
    sides = [(parts.first, found.first.images.pixels), (parts.second, found.second.images.pixels)]
    pairs = []
    for (one, other), agreement in zip(parts.pairs[:SHOWN].tolist(), parts.agreement[:SHOWN].tolist(), strict=True):
        pictures = _beside(_picture(parts.first, one), _picture(parts.second, other))
        both = {"first": _title(found.names[0], one), "second": _title(found.names[1], other)}
        card = tile(pictures, say("diff_pair_alt", lang, **both))
        pairs.append(captioned(card, say("diff_pair", lang, **both), say("diff_agreement", lang, agreement=agreement)))
    made = [_tiles("matched", say("diff_heading_matched", lang, count=len(parts.pairs)), pairs, len(parts.pairs), lang)]
    for name, run, (of, pixels), alone, names in zip(
        ("first", "second"), (found.first.run, found.second.run), sides, (parts.only_first, parts.only_second),
        found.names, strict=True,
    ):  # fmt: skip
        heading = say("diff_heading_only", lang, run=run.name, count=len(alone))
        made.append(_tiles(f"only-{name}", heading, _alone(of, alone[:SHOWN], pixels, names, lang), len(alone), lang))
    return made


def _alone(parts: PartSet, chosen: Ints, pixels: Pixels, names: Mapping[int, str], lang: str) -> list[Html]:
    """Picture and home of each."""
    mean, homes = photo_of(pixels.mean(0)), parts.homes.cost(parts.side).isfinite().numpy()
    cards = []
    for part in chosen.tolist():
        shown = _beside(_picture(parts, part), fitted(outlined(mean, homes[part])))
        what = _title(names, part)
        cards.append(captioned(tile(shown, say("diff_home_alt", lang, part=what)), say("part_named", lang, part=what)))
    return cards


def _title(names: Mapping[int, str], part: int) -> int | Said:
    """The number of a part, with the name that somebody gave it."""
    return told("diff_named", part=part, name=names[part]) if part in names else part


def _picture(parts: PartSet, part: int) -> Tile:
    return fitted(signed_pictures(parts.pictures[part].squares.numpy())[0])


def _beside(left: Tile, right: Tile) -> Tile:
    """Two tiles of one height, with a white gap between."""
    gap = np.full((len(left), GAP, 3), 255, np.uint8)
    both: Tile = np.concatenate([left, gap, right], axis=1)
    return both


def _tiles(name: str, heading: str, cards: list[Html], count: int, lang: str) -> Html:
    if not cards:
        return section(name, heading, paragraph(say("diff_none", lang)))
    hint = say("diff_shown", lang, shown=len(cards)) if len(cards) < count else ""
    return section(name, heading, tag("div", *cards, class_="tiles large"), paragraph(hint, "hint"))

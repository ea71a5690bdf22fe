"""A comparison as text, CSV, JSON and picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mousaic.analysis.compare.bit_budgets import VERDICT_BITS
from mousaic.analysis.compare.comparison import Comparison
from mousaic.analysis.compare.score_table import Row
from mousaic.files import write_csv, write_json, write_text
from mousaic.images.layout import Layout
from mousaic.images.names import shown
from mousaic.images.splits.leaks import Leaks
from mousaic.report.findings.summary_text import speaking_of
from mousaic.report.tables.bits_files import COLUMNS as BITS_COLUMNS
from mousaic.report.tables.bits_files import bits_dict, bits_lines
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put, say

MARK = "comparison.json"
"""The file by which a folder is known as a comparison."""
EXPLAINED = (
    "r: Pearson r over the pixels of an image, mean over held-out images; 95 %: its interval over resampled groups.\n"
    "error: mean squared error; FVU: share of the variance left unexplained (mean image: 1); lower is better.\n"
    "train r: on the originals learned from. numbers: stored for one image; +p: positions that come with them.\n"
    "bits: of that, 8 a number and log2 of the ways to choose the positions; "
    f"r at {VERDICT_BITS}: with as many numbers as {VERDICT_BITS} bits pay for.\n"
    "dead: features that fire on no training original. seconds: to learn, mean over folds."
)


def comparison_text(found: Comparison) -> str:
    """The verdict, the table and the notes, for a terminal: the first line says who wins."""
    s, lang, speak = found.settings, spoken_language(found.settings), speaking_of(Layout(*found.settings["size"]))
    design = (
        f"{s['images']} {speak('images')} in {s['groups']} groups, {s['folds']} folds, {s['repeats']} "
        f"repeat{'s' * (s['repeats'] != 1)}, k = {s['k']}, seed {s['seed']}"
    )
    said, notes = ([put(one, lang) for one in part] for part in (found.verdict, found.notes))
    lines = [*said, "", design, "", *_table(found.rows, lang), "", speak(EXPLAINED)]
    remarks = [f"{put(row.title, lang)}: {put(row.note, lang)}." for row in found.rows if row.note]
    return "\n".join([*lines, "", *remarks, *notes])


def spoken_language(settings: Mapping[str, Any]) -> str:
    """English, of the images or vectors that a study with these settings is of."""
    return spoken_of("en", Layout(*settings["size"]).is_grid)


def _table(rows: tuple[Row, ...], lang: str) -> list[str]:
    titles = [put(row.title, lang) for row in rows]
    wide = max(map(len, titles))
    head = (
        f"{'method':{wide}}  {'held-out r':>10}  {'95 %':>15}  {'error':>8}  {'FVU':>6}  {'train r':>7}"
        f"  {'numbers':>11}  {'bits':>6}  {f'r at {VERDICT_BITS}':>8}  {'dead':>5}  {'seconds':>7}"
    )
    lines = [head]
    for number, row in enumerate(rows):
        if row.wide and (number == 0 or not rows[number - 1].wide):
            lines.append(f"{say('more_numbers_each', lang)}:")
        numbers = f"{row.values}" + (f" +{row.positions}p" if row.positions else "")
        dead = "" if row.dead is None else f"{row.dead:.0%}"
        at = "" if row.pearson_at_bits is None else f"{row.pearson_at_bits:.3f}"
        span = f"{row.pearson_low:.3f} to {row.pearson_high:.3f}"
        lines.append(
            f"{titles[number]:{wide}}  {row.pearson:10.3f}  {span:>15}  {row.mse:8.5f}  {row.fvu:6.3f}"
            f"  {row.train_pearson:7.3f}  {numbers:>11}  {row.bits:6.0f}  {at:>8}  {dead:>5}  {row.seconds:7.1f}"
        )
    return lines


def comparison_dict(found: Comparison) -> dict[str, Any]:
    """Everything but the images' own scores, ready for JSON: what is said in English, and beside it as said."""
    lang = spoken_language(found.settings)
    return {
        "verdict": [put(one, lang) for one in found.verdict],
        "verdict_said": [one.to_json() for one in found.verdict],
        "settings": dict(found.settings),
        "rows": [_columns(row, lang) | _said(row) for row in found.rows],
        "bits": bits_dict(found.curves, lang),
        "notes": [put(one, lang) for one in found.notes],
        "notes_said": [one.to_json() for one in found.notes],
        "leaks": leaks_dict(found.leaks),
    }


def _columns(row: Row, lang: str) -> dict[str, Any]:
    """A line of ``comparison.csv``."""
    return row._asdict() | {"title": put(row.title, lang), "note": put(row.note, lang) if row.note else ""}


def _said(row: Row) -> dict[str, Any]:
    return {"title_said": row.title.to_json(), "note_said": row.note.to_json() if row.note else None}


def leaks_dict(leaks: Leaks) -> dict[str, Any]:
    """The leaks for JSON; names are made safe to show."""
    return {
        "pairs": [[shown(a), shown(b)] for a, b in leaks.pairs],
        "held_out": [shown(path) for path in leaks.held_out],
        "unlisted": leaks.unlisted,
    }


def write_comparison(folder: Path, found: Comparison, raw: bool = False) -> None:
    """``comparison.csv``, ``.txt``, ``.png``, ``.json``, ``images.csv`` and ``bits.csv`` into a folder that exists, and
    ``bits_curves.png`` where a method can spend more or fewer bits."""
    from mousaic.report import figures
    from mousaic.report.figures.studies.bits_curves_picture import bits_picture
    from mousaic.report.figures.studies.comparison_bars import comparison

    lang = spoken_language(found.settings)
    write_csv(folder / "comparison.csv", list(Row._fields), (_columns(row, lang) for row in found.rows))
    write_text(folder / "comparison.txt", comparison_text(found) + "\n")
    columns = {row.method: found.image_pearson[row.method].tolist() for row in found.rows}
    by_image = (
        {"path": path} | {name: values[i] for name, values in columns.items()} for i, path in enumerate(found.paths)
    )
    write_csv(folder / "images.csv", ["path", *columns], by_image, raw)
    figures.save(comparison(found.rows, found.verdict, found.settings, lang), folder / "comparison.png")
    write_csv(folder / "bits.csv", list(BITS_COLUMNS), bits_lines(found.curves, lang))
    if any(any(curve.values) for curve in found.curves):
        figures.save(bits_picture(found.curves, found.settings, lang), folder / "bits_curves.png")
    write_json(folder / MARK, comparison_dict(found))

"""A choice of k as text, CSV, JSON and picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from mousaic.analysis.choose.features_needed import KUsed
from mousaic.analysis.choose.k_choice import ChosenK
from mousaic.analysis.choose.k_scores import Row
from mousaic.files import write_csv, write_json, write_text
from mousaic.images.layout import Layout
from mousaic.report.findings.summary_text import speaking_of
from mousaic.report.tables.comparison_files import leaks_dict, spoken_language
from mousaic.words.put import put
from mousaic.words.sentences import sentence_json

MARK = "choose_k.json"
"""The file by which a folder is known as a choice of k."""
EXPLAINED = (
    "error: mean squared error of held-out images, +- its standard error over groups; r: their Pearson r, with a 95 %\n"
    "interval. alive: features that fire on an original. PW-MCC: agreement of features between folds; start: the\n"
    "same before the training. classes: balanced accuracy of a linear classifier on held-out codes; chance: what 5 %\n"
    "of random labelings exceed. seconds: to train, mean over folds."
)


def choose_k_text(found: ChosenK) -> str:
    """The sentences, the table, features used by class and the notes, for a terminal: the first line names k."""
    s, lang, speak = found.settings, spoken_language(found.settings), speaking_of(Layout(*found.settings["size"]))
    design = (
        f"{s['images']} {speak('images')} in {s['groups']} groups, {s['folds']} folds, preset {s['preset']}, "
        f"{s['features']} features, {s['epochs']} epochs, codes {s['codes']}, seed {s['seed']}; "
        f"{_members(s['members'])}"
    )
    said, notes = ([put(one, lang) for one in part] for part in (found.sentences, found.notes))
    explained = [speak(EXPLAINED), "", *_used(found.used, speak)]
    return "\n".join([*said, "", design, "", *_table(found), "", *explained, *notes]).rstrip()


def _members(count: int) -> str:
    if count == 1:
        return "models of one member, which is quick; --members 5 judges the ensemble's members, each on its own"
    return f"models of {count} members, error and r the mean over members, each on its own"


def _table(found: ChosenK) -> list[str]:
    lines = [
        f"{'k':>6}  {'error':>18}  {'r':>6}  {'95 %':>15}  {'alive':>5}  {'PW-MCC':>6}  {'start':>5}"
        f"  {'classes':>7}  {'chance':>6}  {'p':>7}  {'seconds':>7}"
    ]
    for row in found.rows:
        span = f"{row.pearson_low:.3f} to {row.pearson_high:.3f}"
        lines.append(
            f"{row.k:>6}  {f'{row.mse:.6f} +- {row.mse_error:.6f}':>18}  {row.pearson:6.3f}  {span:>15}"
            f"  {row.living:5.0%}  {row.stability:6.3f}  {row.stability_null:5.3f}  {_figure(row.decoding, '.2f'):>7}"
            f"  {_figure(row.decoding_null, '.2f'):>6}  {_figure(row.decoding_p, '.2g'):>7}  {row.seconds:7.1f}"
            f"{'  <- the choice' if row.k == found.k else ''}"
        )
    return lines


def _figure(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _used(used: KUsed, speak: Callable[[str], str]) -> list[str]:
    """What the images of each class use, with intervals."""
    if not used.classes:
        return []
    of = speak("Features used by held-out images")
    lines = [f"{of}: mean (95 %), over {sum(one.groups for one in used.classes)} groups"]
    for one in used.classes:
        needed, adaptive = (f"{v.mean:.1f} ({v.low:.1f} to {v.high:.1f})" for v in (one.needed, one.adaptive))
        lines.append(
            f"  {one.class_name}: needed for the same share of detail {needed}; above one threshold {adaptive}"
        )
    return [*lines, ""]


def choose_k_dict(found: ChosenK) -> dict[str, Any]:
    """Everything but the images' own numbers, ready for JSON."""
    used, grid = found.used, Layout(*found.settings["size"]).is_grid
    return {
        "k": found.k,
        "sentences": [sentence_json(said, grid) for said in found.sentences],
        "settings": dict(found.settings),
        "rule": found.choice._asdict(),
        "rows": [_finite(row._asdict()) for row in found.rows],
        "used": {
            "share_left": used.level,
            "most": used.most,
            "classes": [
                {
                    "class": one.class_name,
                    "images": one.images,
                    "groups": one.groups,
                    "needed": one.needed._asdict(),
                    "adaptive": one.adaptive._asdict(),
                }
                for one in used.classes
            ],
            "p_needed": used.p_needed,
            "p_adaptive": used.p_adaptive,
            "smallest_possible_p": used.floor,
        },
        "notes": [sentence_json(said, grid) for said in found.notes],
        "leaks": leaks_dict(found.leaks),
    }


def _finite(row: dict[str, Any]) -> dict[str, Any]:
    """JSON knows no NaN."""
    return {name: None if isinstance(v, float) and not isfinite(v) else v for name, v in row.items()}


def write_choose_k(folder: Path, found: ChosenK, raw: bool = False) -> None:
    """``choose_k.csv``, ``.txt``, ``.png``, ``.json`` and ``images.csv`` into a folder that exists."""
    from mousaic.report import figures
    from mousaic.report.figures.studies.k_curves import choose_k_picture

    write_csv(folder / "choose_k.csv", list(Row._fields), (_finite(row._asdict()) for row in found.rows))
    write_text(folder / "choose_k.txt", choose_k_text(found) + "\n")
    errors = [f"error_k{k}" for k in found.image_error]
    write_csv(
        folder / "images.csv",
        ["path", "label", "features_needed", "features_above_threshold", *errors],
        _images(found),
        raw,
    )
    figures.save(choose_k_picture(found, spoken_language(found.settings)), folder / "choose_k.png")
    write_json(folder / MARK, choose_k_dict(found))


def _images(found: ChosenK) -> Iterator[dict[str, Any]]:
    """One row an image."""
    used = found.used
    for i, path in enumerate(found.paths):
        errors = {f"error_k{k}": float(values[i]) for k, values in found.image_error.items()}
        counts = {"features_needed": int(used.needed[i]), "features_above_threshold": int(used.adaptive[i])}
        yield {"path": path, "label": found.labels[i]} | counts | errors

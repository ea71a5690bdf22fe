"""How other methods do on the same kind of images; or how to find out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mousaic.analysis.compare.bits_curves import BitsCurve
from mousaic.command_lines import command_line
from mousaic.report.figures.studies.bits_curves_picture import bits_picture
from mousaic.report.page.charts import Mark, dot_keys, dot_row, dot_scale
from mousaic.report.page.elements import Html, bullets, grid_table, join, paragraph, section, tag
from mousaic.report.page.subject import Subject
from mousaic.report.page.tile_images import figure
from mousaic.words.put import percent, put


def comparison_section(s: Subject) -> Html:
    """The verdict, and one line a method."""
    found, heading = s.comparison, s.say("comparison")
    if found is None:
        unknown = paragraph(s.say("comparison_unknown"), "says")
        if s.run.data is None:  # arrays, which no command reads
            return section("comparison", heading, unknown)
        folder = Path("comparisons") / s.run.name
        commands = (
            command_line("compare", s.run.data, "--out", folder),
            command_line("report", s.run.place, "--comparison", folder),
        )
        told = paragraph(s.say("comparison_command"))
        return section("comparison", heading, unknown, told, tag("pre", tag("code", "\n".join(commands))))
    settings = found["settings"]
    return section(
        "comparison", heading,
        "" if found["same_images"] else paragraph(s.say("comparison_other"), "says warning"),
        bullets([put(one, s.lang) for one in found["verdict"]]),
        _at_bits(s, found["curves"], settings),
        _table(s, found["rows"], settings["k"]),
        paragraph(s.say("comparison_explained", **settings), "hint"),
    )  # fmt: skip


def _at_bits(s: Subject, curves: Sequence[BitsCurve], settings: Mapping[str, Any]) -> Html:
    """r against bits; nothing where no method can spend more or fewer."""
    if not any(any(curve.values) for curve in curves):
        return Html("")
    return figure(bits_picture(curves, settings, s.lang, framed=False), wide=True)


def _table(s: Subject, rows: list[Mapping[str, Any]], k: int) -> Html:
    marks = [
        [Mark("c0", row["train_pearson"]), Mark("c1", row["pearson"], row["pearson_low"], row["pearson_high"])]
        for row in rows
    ]
    limits = dot_scale(marks)
    head = [
        s.say("method"),
        s.say("held_out_r"),
        s.say("interval"),
        s.say("unexplained"),
        s.say("numbers"),
        s.say("dead"),
        "",
    ]
    shown: list[Html] = []
    for wide in (False, True):
        lines = []
        for row, dots in zip(rows, marks, strict=True):
            if bool(row["wide"]) != wide:
                continue
            title = put(row["title"], s.lang)
            lines.append([
                tag("b", title) if row["ours"] else title,
                f"{row['pearson']:.3f}",
                s.say("from_to", low=f"{row['pearson_low']:.3f}", high=f"{row['pearson_high']:.3f}"),
                f"{row['fvu']:.3f}",
                f"{row['values']}" + (f" + {row['positions']}" if row["positions"] else ""),
                "" if row["dead"] is None else percent(row["dead"], s.lang),
                dot_row(dots, limits, f"{title}: {row['pearson']:.3f}"),
            ])  # fmt: skip
        if lines:
            shown += [
                tag("h3", s.say("more_numbers") if wide else s.say("equal_numbers", k=k)),
                grid_table(head, lines),
            ]
    return join(*shown, dot_keys([("c1", s.say("on_validation_dot")), ("c0", s.say("on_train_dot"))]))

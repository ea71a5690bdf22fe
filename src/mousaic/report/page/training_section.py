"""How the training went: its figures beside the mean image's, and its curves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from mousaic.report.figures.curve_panels import Curve, curves
from mousaic.report.figures.style import THIRD, TRAINING
from mousaic.report.findings.active_numbers import measured_active
from mousaic.report.findings.mixed_members import made_of
from mousaic.report.page.augmentation_section import chosen_augmentation
from mousaic.report.page.charts import Level, Line, line_chart
from mousaic.report.page.elements import Html, grid_table, paragraph, section, tag
from mousaic.report.page.subject import Subject
from mousaic.runs.run import Run
from mousaic.said import Said, told
from mousaic.words.put import percent


def training_section(s: Subject) -> Html:
    """Figures and three charts."""
    summary = s.run.summary
    chosen = summary["epoch_kept"] < summary["epochs"]
    return section(
        "training", s.say("training"),
        paragraph(
            s.put(*made_of(s.run.record), _trained(s.run, summary))
            + (s.say("best_epoch", epoch=summary["epoch_kept"]) if chosen else ""),
        ),
        _figures(s, summary),
        chosen_augmentation(s),
        *(_curves(s, summary) if s.run.history else ()),
    )  # fmt: skip


def _curves(s: Subject, summary: dict[str, Any]) -> list[Html]:
    """Three charts, and what they show."""
    numbers = curves(s.run.history)
    chart = partial(line_chart, s.say("epoch"), numbers.epochs)
    levels = [] if "chain" in s.run.record else _levels(s, summary)  # of the images, and not of what was left over
    return [
        tag(
            "div",
            chart(s.say("chart_loss"), _lines(s, numbers.losses), logarithmic=True),
            chart(s.say("chart_r"), _lines(s, numbers.pearson), levels),
            chart(s.say("chart_dead"), _lines(s, numbers.dead), least_top=5.0, unit="%" if s.lang == "zh" else " %"),
            class_="charts",
        ),
        paragraph(s.say("training_explained") + (s.say("curves_of_chain") if "chain" in s.run.record else ""), "hint"),
    ]


def _trained(run: Run, summary: Mapping[str, Any]) -> Said | None:
    """What learned, from what, and how many of its features describe an image; None of members side by side."""
    record = run.record
    if "joined" in record:
        return None
    measured, k = measured_active(record["config"]["model"], summary), summary["k"]
    kind = "trained_filters" if "places" in summary else "trained" if measured is None else "trained_threshold"
    return told(
        kind if summary["members"] > 1 else f"{kind}_one", members=summary["members"], k=k,
        own=f"{run.learned_from:,}", originals=f"{summary['originals']:,}",
        features=f"{summary['features']:,}", images=f"{summary['training_images']:,}", epochs=summary["epochs"],
        seconds=f"{summary['seconds']:.0f}",
        active=measured and told("active_mean", active=measured[0], k=k, where=measured[1]),
    )  # fmt: skip


def _figures(s: Subject, summary: dict[str, Any]) -> Html:
    """One row a part, and below each what the mean image alone would give."""
    several = summary["members"] > 1
    r = [s.say("mean_r"), s.say("all_members_r")] if several else [s.say("own_r")]
    head = [s.say("images_of"), *r, s.say("squared_error"), s.say("dead")]
    rows = []
    for part in ("train", "validation"):
        if summary[part]:
            own, mean = summary[part], summary["baselines"][part]
            dead = percent(own["dead_fraction"], s.lang) if part == "train" else ""
            together, empty = ([f"{own['pearson_ensemble']:.3f}"], [""]) if several else ([], [])
            error, mean_error = f"{own['reconstruction']:.5f}", f"{mean['reconstruction']:.5f}"
            rows.append([s.part(part), f"{own['pearson']:.3f}", *together, error, dead])
            rows.append([s.say("mean_instead"), f"{mean['pearson']:.3f}", *empty, mean_error, ""])
    return grid_table(head, rows)


def _lines(s: Subject, found: list[Curve]) -> list[Line]:
    kinds = {TRAINING: "c0", THIRD: "c2"}
    return [
        Line(
            s.say(f"line_{curve.name}"),
            kinds.get(curve.colour, "c1") + (" dashed" if curve.dashes == "--" else ""),
            curve.values,
        )
        for curve in found
    ]


def _levels(s: Subject, summary: dict[str, Any]) -> list[Level]:
    parts = [("train", "c0"), ("validation", "c1")]
    return [
        Level(s.say(f"level_{part}"), kind, summary["baselines"][part]["pearson"])
        for part, kind in parts
        if part in summary["baselines"]
    ]

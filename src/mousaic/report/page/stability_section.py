"""Which features independent runs found again, beside chance; or how to find out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from mousaic.analysis.stability.recurrence import Trust
from mousaic.arrays import Singles
from mousaic.command_lines import command_line
from mousaic.images.shown_pictures import has_pictures
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.findings.feature_findings import trust_headline
from mousaic.report.findings.member_names import of_member, short_name
from mousaic.report.findings.stability_findings import NULLS
from mousaic.report.page.charts import Mark, dot_keys, dot_row, dot_scale, share_bar
from mousaic.report.page.elements import Html, grid_table, join, paragraph, section, tag
from mousaic.report.page.subject import Subject
from mousaic.report.page.tile_images import captioned, tile
from mousaic.report.page.trust_card import beyond_table, quick_command, quick_sentence
from mousaic.said import told
from mousaic.words.put import percent
from mousaic.words.sentences import sentence_words

KINDS = (("c0", "trained"), ("c1", "untrained"), ("c2", "pixels"), ("c3", "phases"))
SHOWN = 12


def stability_section(s: Subject) -> Html:
    """Sentences, agreement beside its nulls, how often features came back, and the features that did best."""
    a, found = s.analysis, s.stability
    heading = s.say("stability")
    if found is None or a.trust is None:
        return _without(s, heading)
    members = found["members_of_each_run"]
    each = told("each_one") if members == 1 else told("each_many", members=members)
    more = [sentence_words(said, s.lang) for said in found["sentences"][1:]]
    return section(
        "stability", heading,
        paragraph(s.put(trust_headline(a.trust, a.differences)), "says"),
        paragraph(s.put(*more)),
        beyond_table(s, found["shared_start"]) if "shared_start" in found else "",
        tag("h3", s.say("agree_heading")), _agreement(s, found["pw_mcc"]),
        tag("h3", s.say("often_heading")), _often(s, found),
        _best(s),
        paragraph(
            s.say(
                "stability_explained", threshold=f"{found['threshold']:.2f}", runs=found["runs"],
                each=each, images=found["images"], groups=found["groups"],
            ),
            "hint",
        ),
    )  # fmt: skip


def _without(s: Subject, heading: str) -> Html:
    """Before the whole measurement: what the quick one found, if there is one, and how to ask."""
    command = tag("code", command_line("stability", s.run.place, "--runs", "10"))
    whole = paragraph(s.say("trust_unknown")), tag("p", s.say("stability_how"), command)
    if s.quick is None:
        quick = tag("p", s.say("stability_how_quick"), tag("code", quick_command(s)))
        return section("stability", heading, *whole, quick)
    said = paragraph(quick_sentence(s, s.quick), "says")
    return section("stability", heading, said, beyond_table(s, s.quick["shared_start"]), *whole)


def _agreement(s: Subject, found: Mapping[str, Mapping[str, Any]]) -> Html:
    """PW-MCC of living features with its nulls, a row for each question."""
    names = [name for name in NULLS if found.get(name, {}).get("living") is not None]
    rows = [
        [Mark(kind, _living(found, source)) for (kind, _), source in zip(KINDS, (name, *NULLS[name]), strict=True)]
        for name in names
    ]
    limits = dot_scale([*rows, [Mark("c0", 0.0)]])
    lines = []
    for name, row in zip(names, rows, strict=True):
        cells = ["" if math.isnan(mark.value) else f"{mark.value:.2f}" for mark in row]
        lines.append([s.say(f"agree_{name}"), *cells, dot_row(row, limits, f"{s.say(f'agree_{name}')}: {cells[0]}")])
    head = ["", *(s.say(f"agree_is_{name}") for _, name in KINDS), ""]
    return join(grid_table(head, lines), dot_keys([(kind, s.say(f"agree_is_{name}")) for kind, name in KINDS]))


def _living(found: Mapping[str, Mapping[str, Any]], name: str) -> float:
    value = found.get(name, {}).get("living") if name else None
    return math.nan if value is None else float(value)


def _often(s: Subject, found: Mapping[str, Any]) -> Html:
    """How many living features were found in no run, in one, in two, ..., and of how many the start was."""
    counts, living = found["living_by_times_found"], max(int(found["living"]), 1)
    before = found.get("untrained_by_times_found")  # measurements of earlier versions lack it
    rows = []
    for times, count in enumerate(counts):
        share = int(count) / living
        words = s.say("times_found", times=times, runs=found["runs"])
        start = [] if before is None else [f"{int(before[times]):,}"]
        rows.append([words, f"{int(count):,}", *start, percent(share, s.lang), share_bar(share)])
    head = [s.say("features_living"), *([] if before is None else [s.say("features_before")]), s.say("share_living")]
    return grid_table([s.say("found_again_in"), *head, ""], rows)


def _best(s: Subject) -> Html:
    """The living features that come back most often, most alike first; of those that count as one another, one."""
    trust = s.analysis.trust
    assert trust is not None
    if not has_pictures(s.analysis.evidence.images):
        return Html("")
    tiles, cards, members = Tiles(s.analysis.evidence), [], s.analysis.evidence.members
    for member, feature in distinct(trust, s.analysis.evidence.dictionary):
        what = s.say("feature_of", of_member=of_member(member, members), feature=feature)
        picture = s.link(member, feature, tile(tiles.card(member, feature), what))
        at = member, feature
        cards.append(
            captioned(picture, short_name(member, feature, members), _found_in(trust, at), f"{trust.cosine[at]:.2f}")
        )
    if not cards:
        return Html("")
    return join(
        tag("h3", s.say("best_again")), tag("div", *cards, class_="tiles small"),
        paragraph(s.say("best_again_explained"), "hint"),
    )  # fmt: skip


def _found_in(trust: Trust, at: tuple[int, int]) -> str:
    """In how many of the runs a feature is found again; in brackets its start."""
    start = "" if trust.untrained is None else f" ({trust.untrained.found[at]})"
    return f"{trust.found[at]}/{trust.runs}{start}"


def distinct(trust: Trust, weight: Singles, count: int = SHOWN, looked_at: int = 400) -> list[tuple[int, int]]:
    """(member, feature) of the living features found again most often, without those like one chosen before.

    Args:
        weight: (M, H, D).
        looked_at: how many of the best are looked at.
    """
    order = np.lexsort((-trust.cosine.ravel(), -trust.found.ravel(), ~trust.living.ravel()))[:looked_at]
    chosen: list[tuple[int, int]] = []
    kept = np.zeros((0, weight.shape[2]), np.float32)
    for place in order.tolist():
        at = divmod(place, trust.found.shape[1])
        row = weight[at] / max(float(np.linalg.norm(weight[at])), 1e-12)
        if trust.living[at] and trust.found[at] and (np.abs(kept @ row) < trust.threshold).all():
            chosen.append(at)
            kept = np.concatenate([kept, row[None]])
        if len(chosen) == count:
            break
    return chosen

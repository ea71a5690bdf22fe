"""How far features can be trusted, in one number: of the whole measurement, else of the quick one, else how to ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mousaic.analysis.stability.recurrence import Trust
from mousaic.command_lines import command_line
from mousaic.report.findings.feature_findings import trust_headline
from mousaic.report.page.elements import Html, grid_table, join, tag
from mousaic.report.page.subject import Subject
from mousaic.said import Said
from mousaic.words.put import percent
from mousaic.words.sentences import sentence_words


def trust_card(s: Subject) -> tuple[str, str, str]:
    """The number, what it is, and what it has to be compared with."""
    if s.analysis.trust is not None:
        return _found_again(s, s.analysis.trust)
    if s.quick is None:
        return s.say("card_unmeasured"), s.say("card_unmeasured_what"), quick_command(s)
    shared = s.quick["shared_start"]
    if shared["verdict"] == "nothing":
        return s.say("card_nothing"), s.say("card_beyond_none"), ""
    null = shared["null"]["mean"]
    beside = s.say("card_beyond_beside", value=s.say("card_nothing") if null is None else f"{null:.2f}")
    return f"{shared['cosine']['mean']:.2f}", s.say("card_beyond"), beside


def trust_sentences(s: Subject) -> list[Said | str]:
    """What was measured of trust, in short: of the whole measurement, else of the quick one, else that nothing was."""
    if s.analysis.trust is None and s.quick is not None:
        return [quick_sentence(s, s.quick)]
    kept = (s.stability or {}).get("sentences", [])
    beyond = [said for said in kept if isinstance(said, dict) and str(said.get("key")).startswith("shared_")]
    headline = trust_headline(s.analysis.trust, s.analysis.differences)
    return [headline, *(sentence_words(said, s.lang) for said in beyond)]


def quick_sentence(s: Subject, quick: Mapping[str, Any]) -> str:
    """What the quick measurement says."""
    return sentence_words(quick["sentences"][0], s.lang)


def quick_command(s: Subject) -> str:
    """What measures it quickly."""
    return command_line("stability", s.run.place, "--quick")


def beyond_table(s: Subject, shared: Mapping[str, Any]) -> Html:
    """What two trainings from one start learned alike, beside its nulls; nothing where there was nothing to compare."""
    if shared["cosine"]["mean"] is None:
        return Html("")
    rows = []
    figures = {"halves": shared["cosine"], "scattered": shared["null"], "gain": shared["gain"]}
    for name, figure in figures.items():
        known = figure["mean"] is not None
        interval = f"{figure['low']:.2f} \u2013 {figure['high']:.2f}" if figure["low"] is not None else ""
        mean = f"{figure['mean']:.2f}" if known else s.say("card_nothing")
        rows.append([s.say(f"beyond_{name}"), mean, interval, f"{figure['features']:,}"])
    if shared["mismatched"] is not None:
        rows.append([s.say("beyond_mismatched"), f"{shared['mismatched']:.2f}", "", ""])
    head = ["", *(s.say(f"beyond_{name}") for name in ("cosine", "interval", "features"))]
    return join(tag("h3", s.say("beyond_heading")), grid_table(head, rows))


def _found_again(s: Subject, trust: Trust) -> tuple[str, str, str]:
    living = max(int(trust.living.sum()), 1)
    before, start = "", trust.often_untrained
    if start is not None and trust.untrained is not None:
        share = int(start.sum()) / max(int(trust.untrained.living.sum()), 1)
        before = s.say("card_again_before", share=percent(share, s.lang))
    chance = percent(int(trust.often_by_chance.sum()) / living, s.lang)
    return (
        percent(int(trust.often.sum()) / living, s.lang), s.say("card_again"),
        s.say("card_again_beside", before=before, share=chance),
    )  # fmt: skip

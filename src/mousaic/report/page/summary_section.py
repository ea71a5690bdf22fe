"""The beginning of the page: what was found, in sentences made from the numbers, and the figures that matter most."""

from __future__ import annotations

from mousaic.images.names import shown
from mousaic.images.stored.array_files import is_array_file
from mousaic.report.findings.class_sentences import class_sentences
from mousaic.report.findings.feature_findings import (
    by_class_headline,
    class_headline,
    follow_headline,
    shortcut_headline,
    use_headline,
)
from mousaic.report.findings.run_findings import (
    dead_headline,
    group_headline,
    leak_headline,
    places_headline,
    quality_headline,
)
from mousaic.report.page.elements import Html, paragraph, section, tag
from mousaic.report.page.split_section import shared
from mousaic.report.page.subject import Subject
from mousaic.report.page.trust_card import trust_card, trust_sentences
from mousaic.said import Said


def title_block(s: Subject) -> Html:
    """Whose report this is."""
    record, images = s.run.record, s.analysis.evidence.originals
    classes = ", ".join(
        f"{shown(name)} ({(images.labels == i).sum()})" for i, name in enumerate(images.class_names[:12])
    )
    more = len(images.class_names) - 12
    root = images.root
    named = s.run.data if is_array_file(s.run.data or "") else root
    source = s.say("arrays") if named is None else shown(named.name or str(named))
    lead = s.say("lead", own=f"{s.run.learned_from:,}", images=f"{len(images):,}", source=source)
    if classes:
        lead += s.say("lead_classes", classes=classes + (s.say("and_more", count=more) if more > 0 else ""))
    made = s.say("made_with", version=record["versions"]["mousaic"], date=str(record["started"])[:10])
    said = s.analysis.evidence.sample
    sample = [] if said is None else [paragraph(s.put(said), "hint")]
    link = tag("a", s.say("open_atlas"), href=s.atlas_page, class_="button") if s.atlas else ""
    return tag(
        "header", tag("p", s.say("report"), class_="kicker"), tag("h1", shown(s.run.name)),
        paragraph(lead + s.say("full_stop"), "lead"), *sample, tag("p", made, class_="sub"), link,
    )  # fmt: skip


def in_short(s: Subject) -> Html:
    """Cards and sentences."""
    lines = [
        tag("li", tag("a", s.say(f"topic_{topic}"), href=f"#{place}"), tag("span", text))
        for topic, place, text in findings(s)
    ]
    return section(
        "short", s.say("short"), tag("div", *_cards(s), class_="cards"), tag("ul", *lines, class_="findings")
    )


def findings(s: Subject) -> list[tuple[str, str, str]]:
    """Topic, section and sentences; what a reader most needs to know first."""
    a, names = s.analysis, s.analysis.evidence.images.class_names
    floor = a.differences.floor if a.differences is not None else 1.0
    groups, files = shared(s.run)
    comparison = s.put(*(s.comparison or {}).get("verdict", [])[:2])
    said: dict[tuple[str, str], list[Said | str | None]] = {
        ("quality", "reconstruction"): [
            quality_headline(s.run.summary, a.by_class.pearson, a.evidence.parts),
            dead_headline(s.run.summary),
        ],
        ("leaks", "split"): [leak_headline(s.leaks, groups, files), group_headline(a.evidence.originals, s.leaks)],
        ("classes", "classes"): [
            *class_sentences(a.classes, a.parts, names),
        ],
        ("further", "classes"): [class_headline(a.differences, names), places_headline(a.means, floor)],
        ("shortcuts", "shortcuts"): [
            shortcut_headline(a.shortcuts), follow_headline(a.shortcuts, a.differences)
        ],
        ("trust", "stability"): [*trust_sentences(s)],
        ("by_class", "reconstruction"): [by_class_headline(a.by_class)],
        ("use", "features"): [use_headline(a.use, len(a.evidence.images))],
        ("comparison", "comparison"): [comparison or s.say("comparison_unknown")],
    }  # fmt: skip
    found = [(topic, place, s.put(*parts)) for (topic, place), parts in said.items()]
    return [(topic, place, text) for topic, place, text in found if text]


def _cards(s: Subject) -> list[Html]:
    """The few numbers that sum the run up, each with what it has to be compared with."""
    summary, a = s.run.summary, s.analysis
    part = "validation" if summary["validation"] else "train"
    mean = summary["baselines"][part]["pearson"]
    cards = [
        _card(f"{summary[part]['pearson']:.2f}", s.say(f"card_r_{part}"), s.say("card_r_beside", r=f"{mean:.2f}")),
        _card(
            f"{int((~a.use.dead).sum()):,}", s.say("card_fire"),
            s.say("card_fire_beside", count=f"{a.use.dead.size:,}"),
        ),
    ]  # fmt: skip
    if a.classes is not None:
        beside = s.say("card_differ_beside", count=len(a.classes.findings))
        cards.append(_card(s.say("found_p", p=a.classes.answer.p_primary), s.say("card_differ"), beside))
    return [*cards, _card(*trust_card(s))]


def _card(figure: str, what: str, beside: str) -> Html:
    return tag("div", tag("strong", figure), tag("span", what), tag("small", beside), class_="figure-card")

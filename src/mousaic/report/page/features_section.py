"""What the features look like, where they are used, and the names that people gave them."""

from __future__ import annotations

from mousaic.analysis.stability.recurrence import Trust
from mousaic.analysis.statistics import STATISTICS
from mousaic.images.shown_pictures import has_pictures
from mousaic.report.figures.feature_pairs import pairs_sentence
from mousaic.report.figures.feature_tiles import Tiles
from mousaic.report.findings.feature_findings import redundancy_headline, shape_headline, use_headline
from mousaic.report.findings.member_names import of_member
from mousaic.report.page.elements import Html, details, join, paragraph, section, tag
from mousaic.report.page.section_figures import section_figures
from mousaic.report.page.subject import Subject
from mousaic.report.page.tile_images import captioned, tile
from mousaic.said import told
from mousaic.words.put import percent

COUNT = 60


def features_section(s: Subject) -> Html:
    """Sentences, a sheet of the most important features, examples with images, and the figures about all of them."""
    a = s.analysis
    said = {"feature_pairs": paragraph(s.put(pairs_sentence(a.coactivation)))}
    empty = () if a.coactivation.together or a.coactivation.apart else ("feature_pairs",)
    return section(
        "features", s.say("features_heading"),
        paragraph(s.put(use_headline(a.use, len(a.evidence.images))), "says"),
        paragraph(s.put(shape_headline(a.shape, a.use))) if a.shape is not None else "",
        paragraph(s.put(redundancy_headline(a.redundancy))),
        _sheet(s) if has_pictures(a.evidence.images) else paragraph(s.say("no_pictures"), "hint"),
        *section_figures(s, "features", said, without=empty),
        *_further(s),
    )  # fmt: skip


def _further(s: Subject) -> list[Html]:
    """What statistics that were registered from outside the package found, each under its title."""
    return [
        join(tag("h3", s.say(STATISTICS[name].title)), *(paragraph(s.put(said)) for said in measured.said))
        for name, measured in s.analysis.more.items()
        if measured.said
    ]


def _sheet(s: Subject, member: int = 0) -> Html:
    """The features of the first member that carry most, each linked to the atlas."""
    use, tiles, members = s.analysis.use, Tiles(s.analysis.evidence), s.analysis.evidence.members
    chosen = [int(h) for h in use.ranked(member)[:COUNT] if not use.dead[member, h]]
    cards = []
    for h in chosen:
        what = s.say("feature_of", feature=h, of_member=of_member(member, members))
        name = s.name_of(member, h)
        picture = s.link(member, h, tile(tiles.card(member, h), what))
        cards.append(
            captioned(
                picture, f"f{h}", tag("span", percent(float(use.firing_rate[member, h]), s.lang), class_="faint"), name
            )
        )
    others = told("sheet_others", members=members) if members > 1 else None
    return join(
        tag("h3", s.say("sheet_heading", count=len(chosen), of_member=of_member(member, members))),
        tag("div", *cards, class_="tiles small"),
        paragraph(s.say("sheet_explained" if tiles.of_rows else "sheet_of_tops", others=others), "hint"),
    )


def names_section(s: Subject) -> Html:
    """Names and notes given in the atlas, or how to give some."""
    heading = s.say("names")
    shows = has_pictures(s.analysis.evidence.images)
    if s.names is None or not shows or not (s.names.items or s.names.lost):
        return section("names", heading, paragraph(s.say("names_none")))
    tiles, d, use = Tiles(s.analysis.evidence), s.analysis.differences, s.analysis.use
    cards = []
    for item in s.names.items:
        at = item.member, item.feature
        whose = of_member(item.member, s.analysis.evidence.members)
        facts = [s.say("feature_of", feature=item.feature, of_member=whose)]
        facts.append(s.say("fires_in", share=float(use.firing_rate[at])))
        if d is not None and d.tested[at]:
            facts.append(s.say("named_differs" if d.passed[at] else "named_same", p=float(d.p_family[at])))
            facts += [s.put(s.independence)] if s.independence else []
        if s.analysis.trust is not None:
            facts.append(_found_in(s, s.analysis.trust, at))
        picture = s.link(*at, tile(tiles.card(*at), facts[0]))
        name = tag("strong", item.name or s.say("no_name"))
        cards.append(tag("figure", picture, tag("figcaption", name, *(tag("span", f, class_="faint") for f in facts),
                         tag("span", item.note, class_="note") if item.note else ""), class_="named"))  # fmt: skip
    lost = [
        tag("li", s.say("name_lost", name=item.name or s.say("no_name"), best=f"{best:.2f}"))
        for item, best in s.names.lost
    ]
    return section(
        "names", heading,
        paragraph(s.say("names_carried", source=s.names.source)) if s.names.source else "",
        tag("div", *cards, class_="nameds"),
        details(s.say("names_lost", count=len(lost)), tag("ul", *lost)) if lost else "",
    )  # fmt: skip


def _found_in(s: Subject, trust: Trust, at: tuple[int, int]) -> str:
    """In how many runs the feature, and its start, was found again."""
    before = "" if trust.untrained is None else s.say("found_in_before", found=int(trust.untrained.found[at]))
    return s.say("found_in", found=int(trust.found[at]), runs=trust.runs, before=before)

"""Images beside what the model makes of them."""

from __future__ import annotations

import numpy as np

from mousaic.images.names import shown
from mousaic.report.figures.reconstruction_rows import differences
from mousaic.report.figures.shown_examples import MOST_CLASSES, choose_examples
from mousaic.report.findings.feature_findings import by_class_headline
from mousaic.report.findings.run_findings import quality_headline
from mousaic.report.page.elements import Html, join, paragraph, section, tag
from mousaic.report.page.section_figures import section_figures
from mousaic.report.page.subject import Subject
from mousaic.report.page.tile_images import photo, signed_tile


def reconstruction_section(s: Subject) -> Html:
    """Examples of every class, quality class by class, and the effect of the number of active features."""
    a = s.analysis
    return section(
        "reconstruction", s.say("reconstruction"),
        paragraph(s.put(quality_headline(s.run.summary, a.by_class.pearson, a.evidence.parts)), "says"),
        _examples(s) if a.evidence.images.shape.is_grid else _explained(s),
        paragraph(s.put(by_class_headline(a.by_class)), "says"),
        *section_figures(s, "reconstruction"),
    )  # fmt: skip


def _explained(s: Subject) -> Html:
    """How much of what rows differ from their mean is explained, where some are held out."""
    summary = s.run.summary
    if not summary["validation"]:
        return Html("")
    left = summary["validation"]["reconstruction"] / summary["baselines"]["validation"]["reconstruction"]
    return paragraph(s.say("rows_explained", share=1 - left, k=summary["k"]))


def _examples(s: Subject) -> Html:
    evidence = s.analysis.evidence
    images = evidence.images
    chosen = choose_examples(images.labels, evidence.parts)
    before = images.pixels[chosen]
    after = evidence.reconstruction[chosen].mean(1).reshape(before.shape)
    gap, largest = differences(before, after)
    rows: dict[str, list[Html]] = {}
    for place, i in enumerate(chosen.tolist()):
        r = float(s.analysis.by_class.pearson[i])
        told = f"r = {r:.2f}" if np.isfinite(r) else s.say("no_r")
        label = images.labels[i]
        name = shown(images.class_names[label]) if label >= 0 else s.say("no_class")
        pair = tag(
            "div", photo(before[place], s.say("original")), photo(after[place], s.say("reconstructed")),
            signed_tile(gap[place][None], s.say("difference"), largest), class_="triple",
        )  # fmt: skip
        whose = s.say("one_and_part", one=told, part=s.part(evidence.parts[i]))
        words = tag(
            "figcaption", tag("span", whose),
            tag("span", shown(images.paths[i].rsplit("/", 1)[-1]), class_="faint"),
        )  # fmt: skip
        rows.setdefault(name, []).append(tag("figure", pair, words))
    many = len(images.class_names) - MOST_CLASSES
    members = s.say("of_members_mean") if evidence.reconstruction.shape[1] > 1 else ""
    colours = s.say("of_colours_largest") if images.pixels.shape[1] > 1 else ""
    return join(
        *(
            tag("div", tag("h4", name), tag("div", *cards, class_="triples"), class_="row")
            for name, cards in rows.items()
        ),
        paragraph(s.say("triple_explained", largest=f"{largest:.2f}", of_members=members, of_colours=colours), "hint"),
        paragraph(s.say("and_more_classes", count=many), "hint") if many > 0 else "",
    )

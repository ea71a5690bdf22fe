"""What was found in the image folder, and what was done to the images before anything was learned."""

from __future__ import annotations

from typing import Any

from mousaic.images.names import first_names, shown
from mousaic.report.figures.shown_examples import choose_examples
from mousaic.report.page.elements import Html, bullets, details, paragraph, rows_table, section, tag
from mousaic.report.page.phrases import translated
from mousaic.report.page.subject import Subject
from mousaic.report.page.tile_images import captioned, photo

MOST_NAMES, MOST_REASONS = 200, 50


def intake_section(s: Subject) -> Html:
    """Facts, examples of every class as the model sees them, and everything that deserves a look."""
    found = s.run.record["intake"]
    treated = [_treated(s, what, names, found["images"]) for what, names in found["treatments"].items()]
    looks = _looks(s, found)
    return section(
        "images", s.say("images"),
        rows_table(_facts(s, found)),
        tag("h3", s.say("as_seen")), _examples(s),
        tag("h3", s.say("what_was_done")) if treated else "", bullets(treated),
        tag("h3", s.say("worth_a_look")), bullets(looks) if looks else paragraph(s.say("nothing_odd")),
        _skipped(s, found["skipped"]),
    )  # fmt: skip


def _facts(s: Subject, found: dict[str, Any]) -> list[tuple[str, str]]:
    images = s.run.record["config"]["images"]
    classes = found["classes"]
    rows = [
        (s.say("folder"), s.run.record["data"] or s.say("arrays")),
        (s.say("images_read"), f"{found['images']:,}"),
        (s.say("classes"), _counted(s, classes, 12) if classes else s.say("no_classes")),
        (s.say("format"), _counted(s, found["formats"])),
        (s.say("depth"), _counted(s, found["depths"])),
        (s.say("size"), _counted(s, found["sizes"])),
        (
            s.say("prepared"),
            s.say(
                "prepared_as", size=images["size"], color=s.say(f"color_{images['color']}"),
                fit=s.say(f"fit_{images['fit']}"),
            ),
        ),
    ]  # fmt: skip
    if found["limits"]:
        low, high = found["limits"]
        rows.append((s.say("range"), s.say("range_is", low=f"{low:.6g}", high=f"{high:.6g}")))
    if found["ignored"]:
        others = {name or s.say("no_extension"): n for name, n in found["ignored"].items()}
        rows.append((s.say("ignored"), _counted(s, others)))
    return rows


def _counted(s: Subject, counted: dict[str, int], most: int = 4) -> str:
    """``PNG (30), TIFF (9)``."""
    listed = ", ".join(f"{translated(name, s.lang)} ({n:,})" for name, n in list(counted.items())[:most])
    return listed + (s.say("and_more", count=len(counted) - most) if len(counted) > most else "")


def _treated(s: Subject, what: str, names: list[str], total: int) -> Html:
    told = translated(what, s.lang)
    if len(names) == total:
        return tag("span", told, s.say("done_to_all"))
    return tag("span", told, s.say("done_to", count=f"{len(names):,}", names=first_names(names)))


def _looks(s: Subject, found: dict[str, Any]) -> list[str]:
    looks = [translated(text, s.lang) for text in found["warnings"]]
    across, same = found["duplicates_across_classes"], found["duplicates"]
    looks += [s.say("same_in_classes", names=first_names(names)) for names in across[:3]]
    if same:
        copies = sum(len(names) - 1 for names in same)
        looks.append(s.say("exact_copies", count=copies, names="; ".join(first_names(n, 2, " = ") for n in same[:3])))
    if found["near_duplicate_pairs"]:
        pairs = "; ".join(f"{a} ~ {b}" for a, b in found["near_duplicates"][:3])
        looks.append(s.say("near_copies", count=f"{found['near_duplicate_pairs']:,}", names=pairs))
    if found["constant"]:
        looks.append(s.say("constant", count=len(found["constant"]), names=first_names(found["constant"])))
    return looks


def _skipped(s: Subject, skipped: list[dict[str, str]]) -> Html:
    if not skipped:
        return Html("")
    lines = [f"{row['path']}: {translated(row['reason'], s.lang)}" for row in skipped[:MOST_NAMES]]
    rest = len(skipped) - MOST_NAMES
    lines += [s.say("and_more", count=f"{rest:,}")] if rest > 0 else []
    return details(s.say("skipped", count=f"{len(skipped):,}"), bullets(lines))


def _examples(s: Subject) -> Html:
    """Some images of each class, evenly taken."""
    images = s.analysis.evidence.images
    chosen = choose_examples(images.labels, s.analysis.evidence.parts, per_class=6)
    cards: list[Html] = []
    rows: list[Html] = []
    for place, i in enumerate(chosen.tolist()):
        cards.append(
            captioned(photo(images.pixels[i], shown(images.paths[i])), shown(images.paths[i].rsplit("/", 1)[-1]))
        )
        last = place + 1 == len(chosen) or images.labels[chosen[place + 1]] != images.labels[i]
        if last:
            name = shown(images.class_names[images.labels[i]]) if images.labels[i] >= 0 else s.say("no_class")
            rows.append(tag("div", tag("h4", name), tag("div", *cards, class_="tiles"), class_="row"))
            cards = []
    return tag("div", *rows)

"""What was found in the image folder, and what was done to the images before anything was learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mousaic.images.grouping.group_report import MOST_ROWS, GroupReport
from mousaic.images.intake_report import Intake, intake_from_dict
from mousaic.images.names import shown
from mousaic.images.shown_pictures import has_pictures, picture_of
from mousaic.kept_paths import shown_path
from mousaic.report.figures.shown_examples import choose_examples
from mousaic.report.findings.intake_text import group_lines, in_words, some_names
from mousaic.report.page.elements import Html, bullets, details, join, paragraph, rows_table, section, tag
from mousaic.report.page.subject import Subject
from mousaic.report.page.tile_images import captioned, photo
from mousaic.said import Said
from mousaic.words.put import put

MOST_NAMES = 200


def intake_section(s: Subject) -> Html:
    """Facts, examples of every class as the model sees them, and everything that deserves a look."""
    found = intake_from_dict(s.run.record["intake"])
    treated = [_treated(s, what, names, found.read) for what, names in found.treatments.items()]
    looks = _looks(s, found)
    return section(
        "images", s.say("images"),
        rows_table(_facts(s, found)),
        _groups(s, found.groups),
        *_examples(s),
        tag("h3", s.say("what_was_done")) if treated else "", bullets(treated),
        tag("h3", s.say("worth_a_look")), bullets(looks) if looks else paragraph(s.say("nothing_odd")),
        _skipped(s, found.skipped),
    )  # fmt: skip


def _facts(s: Subject, found: Intake) -> list[tuple[str, str]]:
    images = s.run.config.images
    data = s.run.data
    rows = [
        (s.say("folder"), s.say("arrays") if data is None else shown(shown_path(data))),
        (s.say("images_read"), f"{found.read:,}"),
        (s.say("classes"), _counted(s, found.classes, 12) if found.classes else s.say("no_classes")),
        (s.say("format"), _counted(s, found.formats)),
        (s.say("depth"), _counted(s, in_words(found.depths, s.lang))),
        (s.say("size"), _counted(s, found.sizes)),
    ]
    if data is not None and not found.of_vectors:
        color, fit = s.say(f"color_{images.color}"), s.say(f"fit_{images.fit}")
        rows.append((s.say("prepared"), s.say("prepared_as", size=images.size, color=color, fit=fit)))
    if found.limits:
        low, high = found.limits
        key = "range_of_vectors" if found.of_vectors and images.depth_range == "dtype" else "range_is"
        rows.append((s.say("range"), s.say(key, low=f"{low:.6g}", high=f"{high:.6g}")))
    if not (found.groups.known or found.groups.confounded):
        near = found.groups.origin == "near-duplicates"
        rows.append((s.say("groups"), s.say("groups_only_near" if near else "groups_none")))
    if found.ignored:
        others = {name or s.say("no_extension"): n for name, n in found.ignored.items()}
        rows.append((s.say("ignored"), _counted(s, others)))
    return [(name, value) for name, value in rows if value]


def _groups(s: Subject, found: GroupReport) -> Html:
    """What is said of the groups, and all that are listed; nothing where there are none."""
    if not found.said:
        return Html("")
    lines = group_lines(found, s.lang, MOST_ROWS)
    listed = details(s.say("groups_listed", count=found.count), bullets(lines)) if lines else ""
    heading = tag("h3", s.say("groups_taken" if found.taken else "groups_proposed"))
    return join(heading, *(paragraph(put(said, s.lang)) for said in found.said), listed)


def _counted(s: Subject, counted: Mapping[str, int], most: int = 4) -> str:
    """``PNG (30), TIFF (9)``."""
    listed = [s.say("intake_counted", name=name, count=n) for name, n in list(counted.items())[:most]]
    rest = len(counted) - most
    return s.say("intake_between").join(listed) + (s.say("and_more", count=rest) if rest > 0 else "")


def _treated(s: Subject, what: Said, names: Sequence[str], total: int) -> Html:
    words = put(what, s.lang)
    if len(names) == total:
        return tag("span", words, s.say("done_to_all"))
    return tag("span", words, s.say("done_to", count=f"{len(names):,}", names=some_names(names, s.lang)))


def _looks(s: Subject, found: Intake) -> list[str]:
    looks = [put(warning, s.lang) for warning in found.warnings]
    across, same = found.duplicates_across_classes, found.duplicates
    looks += [s.say("same_in_classes", names=some_names(names, s.lang)) for names in across[:3]]
    if same:
        copies = sum(len(names) - 1 for names in same)
        named = s.say("intake_between_lists").join(some_names(names, s.lang, 2, " = ") for names in same[:3])
        looks.append(s.say("exact_copies_apart" if found.groups.apart else "exact_copies", count=copies, names=named))
    if found.near_count:
        pairs = s.say("intake_between_lists").join(f"{a} ~ {b}" for a, b in found.near_duplicates[:3])
        kept = found.groups.origin == "near-duplicates"
        looks.append(s.say("near_copies_kept" if kept else "near_copies", count=f"{found.near_count:,}", names=pairs))
    if found.constant:
        looks.append(s.say("constant", count=len(found.constant), names=some_names(found.constant, s.lang)))
    return looks


def _skipped(s: Subject, skipped: Sequence[tuple[str, Said]]) -> Html:
    if not skipped:
        return Html("")
    lines = [s.say("intake_named", what=name, names=put(reason, s.lang)) for name, reason in skipped[:MOST_NAMES]]
    rest = len(skipped) - MOST_NAMES
    lines += [s.say("and_more", count=f"{rest:,}")] if rest > 0 else []
    return details(s.say("skipped", count=f"{len(skipped):,}"), bullets(lines))


def _examples(s: Subject) -> list[Html]:
    """Some images of each class, evenly taken; nothing of vectors without pictures."""
    images = s.analysis.evidence.images
    if not has_pictures(images):
        return []
    chosen = choose_examples(images.labels, s.analysis.evidence.parts, per_class=6)
    cards: list[Html] = []
    rows: list[Html] = []
    for place, i in enumerate(chosen.tolist()):
        cards.append(
            captioned(photo(picture_of(images, i), shown(images.paths[i])), shown(images.paths[i].rsplit("/", 1)[-1]))
        )
        last = place + 1 == len(chosen) or images.labels[chosen[place + 1]] != images.labels[i]
        if last:
            name = shown(images.class_names[images.labels[i]]) if images.labels[i] >= 0 else s.say("no_class")
            rows.append(tag("div", tag("h4", name), tag("div", *cards, class_="tiles"), class_="row"))
            cards = []
    return [tag("h3", s.say("as_seen" if images.pictures is None else "belong_to_rows")), tag("div", *rows)]

"""Words on which images belong together, and on what a test may conclude where nobody knows it, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "groups": "groups",
    "group": "group",
    "groups_given": "{count:,} groups, as given ({names:, |})",
    "groups_pattern": "{count:,} groups by the pattern {pattern} ({names:, |})",
    "groups_from_names": (
        "The file names give {count:,} groups ({names:, |}): images of one group are never split apart, and tests "
        "count groups. If that is wrong, give --groups none or --groups PATTERN."
    ),
    "groups_from_folders": (
        "The folders give {count:,} groups ({names:, |}): images of one group are never split apart, and tests "
        "count groups. If that is wrong, give --groups none or --groups PATTERN."
    ),
    "groups_days": (
        "The file names hold {count:,} dates ({names:, |}), which were not taken as groups: if the images of one "
        "day belong together, give --groups PATTERN, such as '(20\\d\\d-?\\d\\d-?\\d\\d)'."
    ),
    "groups_words": (
        "The file names have {count:,} stems ({names:, |}), which could be groups or classes and were not taken: "
        "if each is one animal, slide or video, give --groups PATTERN, such as '([^/]+?)[_-]?\\d+[.]'."
    ),
    "groups_confounded": (
        "The names make each class one group ({listed:, |}), and nothing can tell a class from its group: images are "
        "held out one by one, so figures on them flatter, and no difference between the classes can be shown. Add "
        "groups to each class, or give --groups none if the images are independent."
    ),
    "groups_confounded_perhaps": (
        "The names give each class one stem ({listed:, |}), which was not taken as a group: if each is one animal, "
        "slide or video, no difference between the classes can be shown; then give --groups PATTERN."
    ),
    "groups_pair": "{label}: {group}",
    "groups_near": (
        "{images:,} images that look nearly the same as others are kept together in {count:,} groups; nothing else "
        "says which images belong together."
    ),
    "groups_none": "none given or found: each image counts as independent",
    "groups_only_near": "none given or found, but nearly identical images kept together",
    "groups_proposed": "Groups that were not taken",
    "groups_taken": "Groups",
    "groups_listed": "all {count:,} groups",
    "group_row": "{group}  {images:,}{classes}",
    "group_row_classes": "  ({classes:, |})",
    "group_rows_more": "and {count:,} more",
    "levels_taken": (
        "classes are the folders of level {level} ({classes:, |}), groups those of the others ({groups:, |}); "
        "--label-level chooses another level"
    ),
    "levels_classes": "classes are the folders of level {level} ({classes:, |}); --label-level chooses another level",
    "levels_unclear": (
        "classes are the top folders ({classes:, |}), although those of level {level} ({others:, |}) could be, too: "
        "then give --label-level {level}"
    ),
    "warn_few_groups": (
        "{count:,} of {images:,} images have no group (empty or NaN) and count as independent of all others: fill the "
        "column group, or remove it"
    ),
    "warn_pattern_unused": "the groups that were given count, and not --groups {pattern}",
    "warn_pattern_misses": "{count:,} images match no --groups pattern ({first}, ...): each is a group of its own",
    "warn_copies_apart": (
        "{count:,} files are there again in another group ({first}): remove all but one of each, or give them one "
        "group; as they are, figures on held-out images are flattered"
    ),
    "copies_apart_pair": "{paths: = |} in {groups:, |}",
    "warn_one_group_each": (
        "each class is one group alone: nothing can tell a class from its group, so no test of the classes is "
        "possible, and what is held out is a whole class; add groups to each class, or train with --validation 0"
    ),
    "warn_class_one_group": (
        "all images of {names:, |} are one group: they cannot be held out without losing the whole class, and tests "
        "count them as one"
    ),
    "class_held_out": (
        "Beware: all images of {names:, |} are held out, so that nothing is learned from them: give other groups, or "
        "--validation 0."
    ),
    "warn_chain": (
        "{count:,} images hang together by pairs that look nearly the same, as the frames of one video do: if they "
        "are, give --groups PATTERN or a table with a column group"
    ),
    "warn_one_image": (
        "one image alone: features can be learned that describe it, but nothing can be held out, compared or tested"
    ),
    "warn_all_the_same": (
        "all {count:,} images are the same file: what is learned describes that one image, and nothing can be held "
        "out, compared or tested"
    ),
    "warn_columns_unused": (
        "columns of the table that are not used: {names:, |}; if one of them is what is missing ({columns: or |}), "
        "name it so"
    ),
    "independence": "No groups given: this p holds only if every image is independent.",
    "independence_near": (
        "No groups given but for near-duplicates: this p holds only if the images are independent otherwise."
    ),
    "with_condition": "{claim} {condition}",
    "leak_unknown": (
        "Whether images of one animal, slide or video lie on both sides is unknown: no groups were given."
    ),
    "leak_confounded": (
        "By its names each class is one group, whose images lie on both sides: figures on held-out images are "
        "flattered."
    ),
    "check_unknown": "unknown, as no groups were given",
    "files_skipped": "Skipped {count:,}: {listed:; |}",
    "files_skipped_why": "{names:, |} ({reason})",
}

"""Words on whether the classes differ, and in what, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "answer_heading": "Do the classes differ?",
    "further_heading": "Further claims",
    "further_explained": (
        "Each p below is corrected for everything that this report claims, and is never smaller than that of the "
        "primary test: a report on labels that mean nothing says something wrong in at most 5 % of cases."
    ),
    "asked_parts": "of the presence and place of {parts} parts and the brightness of {blocks} blocks of the image",
    "asked_blocks": "of the brightness of {blocks} blocks of the image",
    "asked_vectors": "of the responses of {features} features and of {columns} columns",
    "answer_yes": "The classes differ (primary test {asked}, all in one: p = {p:p}).",
    "answer_no": "No difference between the classes was found (primary test {asked}, all in one: p = {p:p}).",
    "answer_impossible": (
        "No difference between the classes can be shown: with {units}, the smallest p that any test could reach is "
        "{floor:p}, whatever the images show."
    ),
    "finding_presence_more": (
        "Part {part}{called}, {where}, is more present in {name}: {effect:.1f} standard deviations (95 % interval "
        "{low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}{shortcut}"
    ),
    "finding_presence_less": (
        "Part {part}{called}, {where}, is less present in {name}: {effect:.1f} standard deviations (95 % interval "
        "{low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}{shortcut}"
    ),
    "finding_place": (
        "Part {part}{called}, {where}, lies elsewhere in {name}: {effect:.1%} of the image's side apart (95 % interval "
        "{low:.1%} to {high:.1%}), p = {p:p} after correction.{alike}{shortcut}"
    ),
    "finding_pixel_more": (
        "The image is brighter {where} in {name}: {effect:.1f} standard deviations (95 % interval "
        "{low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}{shortcut}"
    ),
    "finding_pixel_less": (
        "The image is darker {where} in {name}: {effect:.1f} standard deviations (95 % interval "
        "{low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}{shortcut}"
    ),
    "finding_response_more": (
        "Feature {thing} of member {member} responds more strongly in {name}: {effect:.1f} standard deviations "
        "(95 % interval {low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}"
    ),
    "finding_response_less": (
        "Feature {thing} of member {member} responds less strongly in {name}: {effect:.1f} standard deviations "
        "(95 % interval {low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}"
    ),
    "finding_column_more": (
        "Column {thing} (the first is 0) is larger in {name}: {effect:.1f} standard deviations (95 % interval "
        "{low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}"
    ),
    "finding_column_less": (
        "Column {thing} (the first is 0) is smaller in {name}: {effect:.1f} standard deviations (95 % interval "
        "{low:.1f} to {high:.1f}), p = {p:p} after correction.{alike}"
    ),
    "finding_together": " Features that rise and fall with it: {count}.",
    "finding_called": " ({called})",
    "finding_alike": " Other parts there that say the same: {count}.",
    "finding_left": " Among images alike in {name} it is still there (p = {p:p}).",
    "finding_gone": " Among images alike in {name} it cannot be shown (p = {p:p}): that may be all it is.",
    "finding_entangled": " It cannot be told from {name}, in which the classes hardly overlap.",
    "finding_more": "Further findings, in analysis/class_findings.csv: {count}.",
    "answer_power": (
        "With {units}, what would have passed: a part that is clearly there in {share:.0%} of one class and in none of "
        "the others, or a presence that differs by {effect:.1f} standard deviations. Smaller differences stay unseen."
    ),
    "answer_power_none": (
        "With {units}, not even a part that is there in all of one class and in none of the others would have passed; "
        "a presence would have to differ by {effect:.1f} standard deviations."
    ),
    "answer_power_vectors": (
        "With {units}, a response or a column that differs by {effect:.1f} standard deviations would have passed. "
        "Smaller differences stay unseen."
    ),
    "where_top_left": "top left",
    "where_top_middle": "at the top",
    "where_top_right": "top right",
    "where_middle_left": "on the left",
    "where_middle_middle": "in the middle",
    "where_middle_right": "on the right",
    "where_bottom_left": "bottom left",
    "where_bottom_middle": "at the bottom",
    "where_bottom_right": "bottom right",
    "found_sheet_heading": "What differs between the classes",
    "found_sheet_caption": (
        "Each row is one finding. Picture: the part that shows it most clearly, blue darker and red brighter than "
        "around it (of brightness: the block). Home: where it is looked for, on the mean image. Then each class: the "
        "images with the most and with the least of it, the rings where it is (grey: not beyond chance). sd: standard "
        "deviations, with the 95 % interval; p: after correction."
    ),
    "found_kind_presence_more": "more present in",
    "found_kind_presence_less": "less present in",
    "found_kind_place": "lies elsewhere in",
    "found_kind_pixel_more": "brighter in",
    "found_kind_pixel_less": "darker in",
    "found_effect_presence": "by {effect:.1f} sd ({low:.1f} to {high:.1f})",
    "found_effect_pixel": "by {effect:.1f} sd ({low:.1f} to {high:.1f})",
    "found_effect_place": "by {effect:.1%} of the side",
    "found_p": "p = {p:p}",
    "found_block": "block {part}",
    "found_most": "{name}: most",
    "found_least": "{name}: least",
    "alt_finding": "{what}, {kind} {name}, p = {p:p}",
    "alt_findings": "{count} findings with pictures, homes and images: {listed}.",
    "card_differ": "primary test: p that the classes differ no more than by chance",
    "card_differ_beside": "findings named: {count}",
}

"""Words on a new batch of images, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # what differs
    "apply_alike": "The new files are like the run's in format, depth and size; {light}.",
    "apply_differs": "The new files differ from the run's: {what:; |}; {light}.",
    "apply_format": "format {theirs:, |} (the run's: {ours:, |})",
    "apply_depth": "depth {theirs:, |} (the run's: {ours:, |})",
    "apply_size": "size {theirs:, |} (the run's: {ours:, |})",
    "apply_light": (
        "darker or brighter than any training image: {brightness:,} of {images:,}, of more or less contrast: "
        "{contrast:,} (by chance about {expected:.1f} each)"
    ),
    "apply_light_of_rows": (
        "of a lower or higher mean than any training row: {brightness:,} of {images:,}, of a smaller or larger spread: "
        "{contrast:,} (by chance about {expected:.1f} each)"
    ),
    # drift
    "drift_yes": "Drift: yes, p = {p:p} (new groups: {new:,}; {beside}): {parts:; |}{more}.",
    "drift_no": "Drift: none found, p = {p:p} (new groups: {new:,}; {beside}).",
    "drift_never": "Drift: cannot be told (new groups: {new:,}; {beside}), as no p could be below {floor:p}.",
    "drift_without": "Drift: not looked for, as the run has no parts.",
    "drift_without_of_rows": "Drift: not looked for, as it is asked of parts, which vectors do not have.",
    "drift_held_out": "groups that the run held out: {old:,}",
    "drift_all": "groups of the run, most of them learned from, so that p is too small: {old:,}",
    "drift_more": "{part} is there more clearly",
    "drift_less": "{part} is there less clearly",
    "drift_moved": "{part} lies elsewhere",
    "drift_others": "; and {count:,} more changes",
    "drift_how": (
        "Drift: the presence and the place of each part, of the new images beside those that the run held out, in one "
        "test (the largest of all standardised differences; whole groups dealt anew). Another mixture of classes is "
        "drift, too."
    ),
    "drift_how_all": (
        "Drift: the presence and the place of each part, of the new images beside all of the run's, in one test (the "
        "largest of all standardised differences; whole groups dealt anew). Fewer than 8 groups were held out; parts "
        "fit images that they were learned from better than any others, so drift looks larger than it is, and only "
        "what is found with a p far below 0.05 should be believed. Another mixture of classes is drift, too."
    ),
    # reconstruction and classes
    "apply_r": "Reconstruction: r {r:.3f} on average; of the run's held-out images {own:.3f}.",
    "apply_r_all": "Reconstruction: r {r:.3f} on average; of the run's images, which it learned from, {own:.3f}.",
    "apply_untold": (
        "Classes: left out, as the run keeps no classifier (mousaic classify RUN --out DIR --save makes one)."
    ),
    "apply_classes": "Classes, told by the run's classifier: {counts:, |}.",
    "apply_class": "{name} {count:,}",
    "apply_numbers": (
        "Told by the run's classifier: {name} from {low:.4g} to {high:.4g}, half of the images below {middle:.4g}."
    ),
    # page
    "apply_kicker": "Mousaic \u00b7 a new batch",
    "apply_title": "{name}: a new batch",
    "apply_drift": "Drift",
    "apply_drift_explained": (
        "The clearest first. Effect: mean of the new groups less that of the earlier ones, in standard deviations "
        "within both; of a place, how far apart. p corrected: for having asked all parts. drift.csv has all of them."
    ),
    "drift_sheet_heading": "The parts that changed most ({shown})",
    "drift_sheet_caption": (
        "Each row is a part of the run: its picture, its home on the mean of the earlier images, and the images that "
        "show it most, earlier and new, the clearest first. Rings: where it lies (grey where it is not beyond chance)."
    ),
    "drift_earlier": "earlier images",
    "drift_new": "new images",
    "drift_sheet_alt": "A row for each of {shown} parts with the images that show it most: {listed:; |}.",
    "apply_column_change": "change",
    "apply_column_effect": "effect",
    "apply_column_corrected": "p corrected",
    "apply_odd": "The oddest images",
    "apply_table": "All images",
    "apply_table_explained": (
        "The oddest first. r and error: of the run's reconstruction. p, q: beside the run's images, each scored by "
        "what did not learn from it. images.csv has all of them; parts_wide.csv and features_wide.csv have a row for "
        "each image, too."
    ),
    "apply_table_explained_of_rows": (
        "The oddest first. r and error: of the run's reconstruction. p, q: beside the run's rows, each scored by what "
        "did not learn from it. images.csv has all of them; features_wide.csv has a line for each row, too."
    ),
    "apply_column_error": "error",
    "apply_column_told": "told",
    "apply_column_unlike": "p (unlike)",
    "apply_method": "How this was done",
}

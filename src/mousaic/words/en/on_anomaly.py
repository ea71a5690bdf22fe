"""Words on images that are unlike normal ones, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the answer
    "odd_headline": (
        "{count:,} of {images:,} images are beyond what chance gives (q at most {level}); the oddest is {path}: "
        "{standing}{parts}."
    ),
    "odd_headline_none": (
        "None of {images:,} images is beyond what chance gives (q at most {level}); the oddest is {path}: "
        "{standing}{parts}."
    ),
    "odd_headline_never": (
        "Whether any of {images:,} images is beyond what chance gives cannot be told, as with so few normal images no "
        "q can be {level}; the oddest is {path}: {standing}{parts}."
    ),
    "odd_headline_together": (
        "None of {images:,} images can be called odd beyond chance: with so few normal ones {together:,} would have to "
        "be odder than all of these (q at most {level}), and {highest:,} are. The oddest is {path}: {standing}{parts}."
    ),
    "odd_headline_parts": "; {parts:, |}",
    "odd_standing": "{high:,} of {normal:,} normal images score as high",
    "odd_standing_groups": "{high:,} of {normal:,} groups of normal images have one that scores as high",
    "odd_part_absent": "{part} is missing or unlike itself",
    "odd_part_present": "{part} is there as hardly ever",
    "odd_part_place": "{part} is in an unusual place",
    "odd_named": "\u201c{name}\u201d",
    # how it was done, and its limits
    "odd_by_folds": (
        "{images:,} normal images were each scored by members and parts learned from {folds} folds without its own; "
        "new images by all {folds}, on average (cross-conformal p)."
    ),
    "odd_by_folds_of_rows": (
        "{images:,} normal rows were each scored by members learned from {folds} folds without its own; new rows by "
        "all {folds}, on average (cross-conformal p)."
    ),
    "odd_by_validation": (
        "{images:,} normal images of the run's validation part were scored by the run, which did not learn from them "
        "(conformal p)."
    ),
    "odd_grouped": (
        "Normal images come in {groups:,} groups: to be told from a group, a new image has to be odder than each image "
        "of it."
    ),
    "odd_ungrouped": (
        "Nobody said which normal images belong together: where some do, p is smaller than it should be (give groups)."
    ),
    "odd_few": (
        "With {normal:,} independent normal images no p can be below {least:p}, so that none of 0.05 is possible, "
        "however odd an image is: {needed:,} are needed at least."
    ),
    "odd_never": (
        "No p can be below {least:p}: with {images:,} new images no q of {level} is possible, however odd they are. "
        "Scores still say which are the oddest; add normal images, or give fewer new ones."
    ),
    "odd_together": (
        "No p can be below {least:p}: of {images:,} new images {together:,} must be odder than all normal ones before "
        "any q is {level}. Of fewer odd images p says more than q."
    ),
    "odd_least": "No p can be below {least:p}.",
    # copies of the run's own images
    "own_copies": (
        "Copies, or nearly, of images that the run learned from or held out: {count:,} of {images:,} new ones "
        "({pairs:, |}{more}). It knows them: what is said of these, p and q first of all, says nothing of new images."
    ),
    "own_copy": "{new} of {own}",
    "own_copies_more": " and {count:,} more",
    # progress
    "odd_learned": "fold {number}/{folds}  {seconds:.1f} s  {minutes}:{rest:02d} left",
    "odd_learned_before": "fold {number}/{folds}  learned before",
    # figure
    "odd_sheet_heading": "The {shown:,} oddest of {images:,} images",
    "odd_sheet_caption": (
        "Heat: where reconstructions from few features miss more than they do of normal images there, in standard "
        "deviations (0 white, {most} and more red). Rings: the parts that make the image odd, in an unusual place or "
        "there as hardly ever (orange), missing (grey, where they would be). Nearest: of the normal images, in pixels."
    ),
    "odd_image": "image",
    "odd_heat": "heat",
    "odd_parts": "odd parts",
    "odd_nearest": "nearest normal",
    "odd_p": "p {p:p}, q {q:p}",
    "odd_alt": "A row for each of {shown} images, the oddest first: {listed:; |}.",
    "odd_alt_image": "{path}, {standing}",
    # page
    "odd_kicker": "Mousaic \u00b7 images unlike normal ones",
    "odd_title": "{name}: which images are odd?",
    "odd_pictures": "The oddest images",
    "odd_table": "All images",
    "odd_table_explained": (
        "The oddest first. Score: mean of the base scores, each in standard deviations from normal images. p: share of "
        "normal images, itself counted, that score as high. q: of the images with a q of at most 0.05, no more than "
        "5 % are false, on average. anomaly.csv has all of them."
    ),
    "odd_column_image": "image",
    "odd_column_label": "class",
    "odd_column_score": "score",
    "odd_list": "{parts:, |}",
    "odd_column_parts": "odd parts",
    "odd_column_copy": "copy of",
    "odd_method": "How this was done",
    "odd_how": (
        "Base scores: the error of the reconstruction from a tenth of the features, of the whole image and of its "
        "worst block; presences of parts, and their places (Mahalanobis distance from those of normal images); and the "
        "distance from the nearest normal images, in presences and pixels. Their scale is that of normal images alone, "
        "and no share of odd images is guessed."
    ),
    "odd_how_of_rows": (
        "Base scores: the error of the reconstruction from a tenth of the features, of the whole row and where it is "
        "largest; and the distance from the nearest normal rows. Their scale is that of normal rows alone, and no "
        "share of odd rows is guessed."
    ),
}

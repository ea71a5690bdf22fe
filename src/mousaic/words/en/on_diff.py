"""Words on two runs side by side, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the answer
    "diff_no_setting": "No setting differs.",
    "diff_settings": "Settings that differ ({count:,}): {listed:, |}{more}.",
    "diff_setting": "{name} ({first} | {second})",
    "diff_held_out": (
        "On {images:,} images ({groups:,} groups) that both held out, Pearson r is {first:.3f} and {second:.3f}; "
        "difference {mean:sign}, 95 % interval {low:sign} to {high:sign}: {verdict}."
    ),
    "diff_same_codes": (
        "By the same codes (matching pursuit, {k:,} features) it is {first:.3f} and {second:.3f}; difference "
        "{mean:sign}, 95 % interval {low:sign} to {high:sign}: {verdict}."
    ),
    "diff_no_same_codes": "By the same codes they are not compared: a model has no matching pursuit of {k:,} features.",
    "diff_second_better": "the second is better",
    "diff_first_better": "the first is better",
    "diff_unclear": "which is better is not clear",
    "diff_equal": "they are equal",
    "diff_too_few": (
        "Both hold out {images:,} of the same images ({groups:,} groups); {needed} groups are needed to compare them "
        "on what neither learned from: train both with one --seed and a larger --validation."
    ),
    "diff_constant": "The {images:,} images that both held out are even, so that they have no Pearson r.",
    "diff_features": (
        "Of {first:,} and {second:,} features in use, matched one to one, {alike:,} pairs are the same (|cosine| "
        "{threshold} or more; mean {mean:.2f}){start}."
    ),
    "diff_features_start": "; before training {alike:,} were (mean {mean:.2f})",
    "diff_no_features": "Features are not matched: members of a run are not linear, or no feature is in use.",
    "diff_other_shape": (
        "The runs' images are of different shapes: each is judged on the held-out images as it sees them, and features "
        "are not matched."
    ),
    "diff_parts": (
        "Of {first:,} and {second:,} parts {pairs:,} are the same ({chance:.0f} with the images shuffled); only the "
        "first has {only_first:,}, only the second {only_second:,}."
    ),
    "diff_no_parts": "Parts are not matched: the images are of different shapes, or a run has no parts.",
    "diff_no_parts_of_rows": "Parts are not matched, as vectors have none.",
    "diff_prepared": "Images were prepared otherwise for each run: figures also differ by what was to be shown.",
    # page
    "diff_kicker": "Mousaic \u00b7 two runs side by side",
    "diff_title": "{first} and {second}",
    "diff_heading_settings": "Settings that differ",
    "diff_column_setting": "setting",
    "diff_heading_figures": "On the same held-out images",
    "diff_column_figure": "figure",
    "diff_column_difference": "difference",
    "diff_column_interval": "95 % interval",
    "diff_interval": "{low:.3g} to {high:.3g}",
    "diff_pearson": "Pearson r, own codes",
    "diff_squared_error": "squared error, own codes",
    "diff_pearson_same": "Pearson r, matching pursuit of {k:,} features",
    "diff_squared_error_same": "squared error, matching pursuit of {k:,} features",
    "diff_figures_explained": (
        "{images:,} images in {groups:,} groups of which neither run learned from any image. Differences: second run "
        "less first; intervals resample groups. Of Pearson r more is better, of squared error less."
    ),
    "diff_heading_matched": "Parts that both have ({count:,})",
    "diff_pair": "{first} | {second}",
    "diff_named": "{part} \u201c{name}\u201d",
    "diff_agreement": "agreement {agreement:.2f}",
    "diff_heading_only": "Parts that only {run} has ({count:,})",
    "diff_pair_alt": "What part {first} of the first run and part {second} of the second look like",
    "diff_home_alt": "What part {part} looks like, and its home on the mean image",
    "diff_shown": "The first {shown}; parts.csv has all of them.",
    "diff_none": "None.",
    "diff_method": "How this was done",
    "diff_how": (
        "Images are the same where their files are, byte for byte; images are together where either run has them in "
        "one group. Features: those that fire on a training image, matched one to one for the largest sum of |cosine|, "
        "also of the same features before training. Parts: both are looked for in all images; two are the same where "
        "their homes are near, their pictures alike up to a shift, and they keep their usual distance in nearly all "
        "images. Agreement: the smaller of the likeness of the pictures and the share of images."
    ),
    "diff_how_of_rows": (
        "Rows are the same where their numbers are; rows are together where either run has them in one group. "
        "Features: those that fire on a training row, matched one to one for the largest sum of |cosine|, also of the "
        "same features before training. Vectors have no parts."
    ),
}

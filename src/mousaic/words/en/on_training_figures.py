"""Words on the figures that a training and a look at its copies leave behind, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "curves_heading": "The training, epoch by epoch",
    "curves_caption": (
        "Loss: mean squared error over pixels with values 0 to 1{total}. Pearson r: over the pixels of an image, "
        "between it and its reconstruction (1 is perfect), mean of the images{together}. Dotted: the r that the mean "
        "training image alone reaches. Dead: features that fire on no training original. Held out: images not trained "
        "on."
    ),
    "curves_total": (
        "; total = reconstruction + weight \u00d7 consistency, the difference between the members' codes or features "
        "(a loss of zero is not drawn)"
    ),
    "curves_together": "; all members: of the mean of their reconstructions",
    "curves_caption_of_rows": (
        "Loss: mean squared error over numbers on the scale of the run, on which 1 is about what the mean leaves"
        "{total}. Pearson r: over the numbers of a row, between it and its reconstruction (1 is perfect), mean of the "
        "rows{together}. Dotted: the r that the mean training row alone reaches. Dead: features that fire on no "
        "training row. Held out: rows not trained on."
    ),
    "curves_dead": "Dead features (%)",
    "curve_total": "training, total",
    "curve_reconstruction": "training, reconstruction",
    "curve_consistency": "training, consistency",
    "curve_held_out_reconstruction": "held out, reconstruction",
    "curve_training": "training",
    "curve_training_all": "training, all members",
    "curve_held_out": "held out",
    "curve_held_out_all": "held out, all members",
    "mean_image_is": "mean image, {part}: {r:.2f}",
    "no_numbers": "no numbers",
    "reconstructions_after": "Reconstructions after epoch {epoch}",
    "rebuilt_caption": (
        "r: Pearson correlation over the pixels between original and reconstruction, 1 is perfect; of several "
        "members the mean reconstruction is shown."
    ),
    "rebuilt_held_out": "Held-out images were not trained on.",
    "rebuilt_difference": (
        "Difference: reconstruction minus original, blue too dark, red too bright, on one scale for all."
    ),
    "rebuilt_difference_colours": (
        "Difference: reconstruction minus original, blue too dark, red too bright, on one scale for all; of the "
        "colours or channels, the one that differs most."
    ),
    "rebuilt_classes": "{shown} of {classes} classes are shown.",
    "class_missing": "(no class)",
    "r_is": "r = {r:.2f}",
    "one_and_part": "{one}, {part}",
    "sheet_training": "training",
    "sheet_validation": "held out",
    "or_less": "\u2212{value:.2f} or less",
    "or_more": "+{value:.2f} or more",
    "difference_scale": "difference (pixel values run from 0 to 1)",
    "most_used": "Most used features{of_member}",
    "most_used_after": "Most used features{of_member} after epoch {epoch}",
    "most_used_caption": (
        "Each tile is one feature's picture (its row of the dictionary), on its own scale: {colours}. Left above a "
        "tile: the feature's number; right: the percentage of training originals in which it is active. The {shown} "
        "most used of {features} features, by rank, ten to a row; {alive} are active in at least one training "
        "original, the others are dead and crossed out where shown."
    ),
    "signed_colours": "blue below zero, white at zero, red above zero",
    "three_colours": "grey at zero, each of the colours or channels brighter above zero and darker below",
    "dead_tile": "dead",
    "copies_heading": "Augmentation",
    "copies_caption": (
        "Left: the original; right of it: augmented copies, as the model sees them in training. Look for copies that "
        "could not be real images of the same thing. Shown: {rows} of {originals} originals, {drawn} of {copies} "
        "copies of each."
    ),
    "copies": "copies",
}

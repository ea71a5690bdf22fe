"""Words on the training, the reconstructions, and the names of features, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "training": "Training",
    "trained": (
        "{members} members, each with {features} features of which {k} describe an image, learned from {own} of "
        "{originals} images ({images} with copies) for {epochs} epochs, in {seconds} s."
    ),
    "trained_one": (
        "{features} features, of which {k} describe an image, learned from {own} of {originals} images ({images} with "
        "copies) for {epochs} epochs, in {seconds} s."
    ),
    "trained_filters": (
        "{members} members, each with {features} filters that may lie anywhere; {k} placed copies of them describe an "
        "image. They learned from {own} of {originals} images ({images} with copies) for {epochs} epochs, in {seconds} "
        "s."
    ),
    "trained_filters_one": (
        "{features} filters that may lie anywhere, of which {k} placed copies describe an image, learned from {own} of "
        "{originals} images ({images} with copies) for {epochs} epochs, in {seconds} s."
    ),
    "trained_threshold": (
        "{members} members, each with {features} features, learned from {own} of {originals} images ({images} with "
        "copies) for {epochs} epochs, in {seconds} s. {active}."
    ),
    "trained_threshold_one": (
        "{features} features learned from {own} of {originals} images ({images} with copies) for {epochs} epochs, in "
        "{seconds} s. {active}."
    ),
    "active_mean": (
        "A threshold, set so that {k} features would be active on average, lets {active:.1f} describe {where}"
    ),
    "active_of_validation": "an image that was held out",
    "active_of_train": "a training image",
    "curves_of_chain": " They are of the last member alone: of what those before it left over.",
    "best_epoch": " The weights are those of epoch {epoch}, which did best on the held-out images.",
    "augmentation_chosen": (
        "How copies are drawn was chosen by trials that held out training images ({folds} folds, one member, {epochs} "
        "epochs): {name}."
    ),
    "augmentation_untried": (
        "Copies were drawn with the usual strengths, untried: the training part has too few groups ({groups}) to hold "
        "some out."
    ),
    "augmentations_tried": "What was tried",
    "tried": "copies",
    "tried_name": "{strength}, {flips}",
    "behind_best": "behind the best",
    "taken": "taken",
    "tried_explained": (
        "First the strengths, then flips at the strength chosen. Of each the plainest is taken that is behind the best "
        "by at most the standard error of the difference. Held-out images had no say."
    ),
    "strength_none": "exact copies",
    "strength_slight": "slight",
    "strength_mild": "mild",
    "strength_report": "strong (the report preset's)",
    "flips_no": "no flips",
    "flips_left_right": "left-right flips",
    "flips_upside_down": "upside-down flips",
    "flips_both": "both flips",
    "images_of": "images",
    "mean_r": "Pearson r, mean of members",
    "own_r": "Pearson r",
    "all_members_r": "r, members averaged",
    "squared_error": "squared error",
    "dead": "dead features",
    "mean_instead": "  the mean image instead",
    "time_left": "{left} left",
    "chart_loss": "Loss (logarithmic)",
    "chart_r": "Pearson r",
    "chart_dead": "Dead features",
    "epoch": "epoch",
    "line_total": "training, total",
    "line_reconstruction": "training, reconstruction",
    "line_consistency": "training, consistency",
    "line_held_out_reconstruction": "held out, reconstruction",
    "line_training": "training",
    "line_training_all": "training, members averaged",
    "line_held_out": "held out",
    "line_held_out_all": "held out, members averaged",
    "level_train": "mean image, training",
    "level_validation": "mean image, held out",
    "training_explained": (
        "Pearson r: over the pixels of an image, between it and its reconstruction; 1 is perfect. The mean image "
        "is the least that a model must beat: the average of the training images, shown for every image. Squared "
        "error: mean over pixels with values 0 to 1. Dead: features that fire on no training original. "
        "Training figures include the augmented copies, which are harder than the originals."
    ),
    "training_explained_of_rows": (
        "Pearson r: over the numbers of a row, between it and its reconstruction; 1 is perfect. The mean row "
        "is the least that a model must beat: the average of the training rows, taken for every row. Squared "
        "error: mean over numbers on the scale named above, on which 1 is about what the mean leaves. Dead: features "
        "that fire on no training row."
    ),
    "rows_explained": (
        "Of what held-out rows differ from the mean of the training rows, the model explains {share:.1%} "
        "(1 less the ratio of the squared errors) with {k} numbers a row."
    ),
    "reconstruction": "Reconstructions",
    "quality": (
        "On images it never saw a member reaches r = {r:.3f} on average; the mean training image alone would give "
        "{mean:.3f}.{remembers}"
    ),
    "quality_remembers": (
        " All members together reach {unseen:.3f} there, and {learned:.3f} on the very images they learned from: the "
        "model also remembers those images, and what it shows of them says little about others."
    ),
    "quality_one": (
        "On images it never saw the model reaches r = {r:.3f} on average; the mean training image alone would give "
        "{mean:.3f}.{remembers}"
    ),
    "quality_remembers_one": (
        " On the very images it learned from it reaches {learned:.3f}, so it also remembers those images, and what it "
        "shows of them says little about others."
    ),
    "quality_none": (
        "The model does no better on images it never saw (r = {r:.3f}) than their common average does ({mean:.3f}): it "
        "learned these images, not their parts."
    ),
    "quality_untested": (
        "r = {r:.3f} on the images it learned from; none was held out, so this says nothing about other images."
    ),
    "dead_many": "{share:.0%} of the features are dead: they fire on no training original.",
    "original": "original",
    "reconstructed": "reconstruction",
    "difference": "difference",
    "no_r": "no r (flat)",
    "triple_explained": (
        "Of each image: the original, its reconstruction{of_members}, and the difference, blue where the "
        "reconstruction is too dark and red where it is too bright (up to {largest}, on one scale for all{of_colours})."
    ),
    "of_members_mean": " (the mean of the members)",
    "of_colours_largest": "; of the colours the one that differs most",
    "and_more_classes": "{count} more classes are not shown.",
    "features_heading": "Features",
    "sheet_heading": "The {count} features{of_member} that carry most",
    "sheet_of_tops": (
        "Each tile is one feature, shown by the pictures of the four rows in which it fires most, the strongest first. "
        "Below it are its number, the share of images in which it fires, and the name you gave it, if any. {others}"
    ),
    "no_pictures": (
        "Vectors have no pictures: mousaic train with --images FOLDER, the pictures that belong to the rows, shows "
        "each feature by those in which it fires most."
    ),
    "sheet_explained": (
        "Each picture is one feature: what stands above its noise, red above zero and blue below. "
        "Below it its number, the share of images in which it fires, and its name if you gave it one.{others}"
    ),
    "sheet_others": " The other members ({members} in all) have features of their own.",
    "names": "Names and notes",
    "names_none": (
        "No feature has a name yet. In the atlas you can name features and write notes; save annotations.json into "
        "the run folder, and this report will show them."
    ),
    "names_carried": "The names were given in {source} and carried over to the features that match.",
    "no_name": "(no name)",
    "found_in": "found again in {found} of {runs} independent runs{before}",
    "found_in_before": " (its start in {found})",
    "named_differs": "differs between the classes (corrected p = {p:p})",
    "named_same": "no class difference shown (corrected p = {p:p})",
    "names_lost": "{count} named features were not found in this model",
    "name_lost": "{name} (best |cosine| {best})",
}

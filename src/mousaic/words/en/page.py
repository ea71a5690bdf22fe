"""The report's page in English, first part; :mod:`mousaic.words.zh.page` has the same keys and places."""

from __future__ import annotations

PAGE = {
    "page_title": "{run}: Mousaic report",
    "skip": "Skip to the content",
    "contents": "Contents",
    "nav_short": "In short",
    "nav_images": "The images",
    "nav_split": "Split and leaks",
    "nav_training": "Training",
    "nav_reconstruction": "Reconstructions",
    "nav_features": "Features",
    "nav_stability": "Stability",
    "nav_classes": "Classes",
    "nav_shortcuts": "Shortcuts",
    "nav_comparison": "Other methods",
    "nav_names": "Names and notes",
    "nav_methods": "Methods",
    "report": "Mousaic report",
    "lead": "What an ensemble of sparse autoencoders learned from {images} images ({source})",
    "lead_classes": " in classes {classes}",
    "full_stop": ".",
    "colon": ": ",
    "and_more": " and {count} more",
    "made_with": "Mousaic {version}, trained on {date}.",
    "open_atlas": "Explore the features in the atlas",
    "short": "In short",
    "topic_quality": "Quality",
    "topic_leaks": "Leaks",
    "topic_classes": "Classes",
    "topic_shortcuts": "Shortcuts",
    "topic_trust": "Stability",
    "topic_by_class": "Class by class",
    "topic_use": "Features",
    "topic_comparison": "Other methods",
    "card_r_validation": "Pearson r on held-out images",
    "card_r_train": "Pearson r on the training images (none was held out)",
    "card_r_beside": "the mean image alone: {r}",
    "card_fire": "features fire in some image",
    "card_fire_beside": "of {count}",
    "card_classes": "features differ between the classes",
    "card_classes_beside": "of {count} tested",
    "card_again": "of the features come back in independent runs",
    "card_again_beside": "by chance: {share}",
    "card_again_unknown": "not measured yet",
}

IMAGES = {
    "images": "The images",
    "folder": "folder or table",
    "images_read": "images read",
    "classes": "classes",
    "no_classes": "none (no sub-folders, no labels)",
    "format": "format",
    "depth": "depth",
    "size": "size in pixels",
    "prepared": "prepared as",
    "prepared_as": "{size} x {size} pixels, {color}, {fit}; brightness 0 to 1",
    "color_grey": "grey",
    "color_rgb": "colour",
    "fit_crop": "central square cut out",
    "fit_letterbox": "padded to a square",
    "fit_stretch": "stretched to a square",
    "range": "range of values",
    "range_is": "{low} became 0 and {high} became 1",
    "ignored": "other files, ignored",
    "no_extension": "no extension",
    "as_seen": "Examples, as the model sees them",
    "what_was_done": "What was done to them",
    "done_to_all": " (all images)",
    "done_to": ": {count} ({names})",
    "worth_a_look": "What deserves a look",
    "nothing_odd": "Nothing: no image is damaged, without contrast, or there twice.",
    "same_in_classes": "The same file lies in different classes: {names}.",
    "exact_copies": "{count} exact copies, kept in one group with their like: {names}.",
    "near_copies": (
        "{count} pairs look nearly the same: {names}. If they are of one animal or one moment, give them one group."
    ),
    "constant": "{count} images without any contrast: {names}.",
    "skipped": "{count} files were skipped",
    "class": "class",
    "in_groups": "{images} in {groups} groups",
    "split": "Training and held-out images",
    "split_none": "No image was held out: every figure here is about images that the model learned from.",
    "split_explained": (
        "The model never saw the held-out images while it learned. Augmented copies are drawn from training images "
        "only. Images of one group (an animal, a slide, a video) are kept on one side; where a table names no "
        "groups, every image is a group of its own, and only you can know whether two images are really "
        "independent."
    ),
    "audit_groups": "groups with images on both sides",
    "audit_files": "identical files on both sides",
    "audit_near": "nearly identical images on both sides",
    "check_fine": "none",
    "check_bad": "{count}",
    "audit_remedy": (
        "Remedy: list the images in a table with a column group that gives such images the same name, and train again."
    ),
    "leak_none": "No leak was found between the training images and the held-out ones.",
    "leak_unlisted": " ({count} further nearly identical pairs were not looked at.)",
    "leak_pairs": (
        "Leak: {count} pairs of nearly identical images lie on both sides of the split ({pairs}), so the figures "
        "on held-out images are flattered."
    ),
    "leak_broken": (
        "Leak: {groups} groups and {files} files lie on both sides of the split; the figures on held-out images "
        "cannot be trusted."
    ),
}

MODEL = {
    "training": "Training",
    "trained": (
        "{members} members, each with {features} features of which {k} describe an image, learned from {images} "
        "training images (copies included) for {epochs} epochs, in {seconds} s."
    ),
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
        "by at most the standard error of the difference. The validation part had no say."
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
    "all_members_r": "r, members averaged",
    "squared_error": "squared error",
    "dead": "dead features",
    "mean_instead": "  the mean image instead",
    "chart_loss": "Loss (logarithmic)",
    "chart_r": "Pearson r of the reconstructions",
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
        "error: mean over pixels with values 0 to 1. Dead: features that fire on no training image in an epoch. "
        "Training figures include the augmented copies, which are harder than the originals."
    ),
    "reconstruction": "Reconstructions",
    "quality": (
        "On images it never saw a member reaches r = {r} on average; the mean training image alone would give {mean}."
    ),
    "quality_remembers": (
        " All members together reach {unseen} there, and {learned} on the very images they learned from: the model "
        "also remembers those images, and what it shows of them says little about others."
    ),
    "quality_none": (
        "The model does no better on images it never saw (r = {r}) than their common average does ({mean}): it "
        "learned these images, not their parts."
    ),
    "quality_untested": (
        "r = {r} on the images it learned from; none was held out, so this says nothing about other images."
    ),
    "dead_many": "{share} of the features are dead: they fired on no training image in the last epoch.",
    "original": "original",
    "reconstructed": "reconstruction",
    "difference": "difference",
    "no_r": "no r (flat)",
    "triple_explained": (
        "Of each image: the original, its reconstruction (mean of the members), and the difference, blue where the "
        "reconstruction is too dark and red where it is too bright (up to {largest}, on one scale for all; of "
        "three colours the one that differs most)."
    ),
    "and_more_classes": "{count} more classes are not shown.",
    "features_heading": "Features",
    "sheet_heading": "The {count} features of member {member} that carry most",
    "sheet_explained": (
        "Each picture is one feature: what stands above the noise it started from, red above zero and blue below. "
        "Below it its number, the share of images in which it fires, and its name if you gave it one. The other "
        "members ({members} in all) have features of their own."
    ),
    "names": "Names and notes",
    "names_none": (
        "No feature has a name yet. In the atlas you can name features and write notes; save annotations.json into "
        "the run folder, and this report will show them."
    ),
    "names_carried": "The names were given in {source} and carried over to the features that match.",
    "no_name": "(no name)",
    "found_in": "found again in {found} of {runs} independent runs",
    "named_differs": "differs between the classes (corrected p = {p})",
    "named_same": "no class difference shown (corrected p = {p})",
    "names_lost": "{count} named features were not found in this model",
    "name_lost": "{name} (best |cosine| {best})",
}

PAGE_ENGLISH: dict[str, str] = {**PAGE, **IMAGES, **MODEL}

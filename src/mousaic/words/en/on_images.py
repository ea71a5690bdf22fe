"""Words on the images, their preparation, and the split, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "images": "The images",
    "folder": "folder or table",
    "arrays": "arrays in memory",
    "images_read": "images read",
    "classes": "classes",
    "no_classes": "none (no sub-folders, no labels)",
    "format": "format",
    "depth": "depth",
    "size": "size in pixels",
    "prepared": "prepared as",
    "prepared_as": "{size} x {size} pixels, {color}, {fit}; brightness 0 to 1",
    "color_grey": "grey",
    "color_all": "all channels",
    "color_rgb": "colour",
    "fit_crop": "central square cut out",
    "fit_letterbox": "padded to a square",
    "fit_stretch": "stretched to a square",
    "range": "range of values",
    "range_is": "{low} became 0 and {high} became 1",
    "ignored": "other files, ignored",
    "no_extension": "no extension",
    "belong_to_rows": "Examples: the pictures that belong to the rows",
    "range_of_vectors": (
        "0 stayed 0, and {high} became 1: how far a number usually lies from the mean of its column (root mean square)"
    ),
    "as_seen": "Examples, as the model sees them",
    "what_was_done": "What was done to them",
    "done_to_all": " (all images)",
    "done_to": ": {count} ({names})",
    "worth_a_look": "What deserves a look",
    "nothing_odd": "Nothing: no image is damaged, without contrast, or there twice.",
    "same_in_classes": "The same file lies in different classes: {names}.",
    "exact_copies": "{count} exact copies, kept in one group with their like: {names}.",
    "exact_copies_apart": "{count} exact copies, not all in the group of their like: {names}.",
    "near_copies_kept": "{count} pairs look nearly the same, and were kept in one group: {names}.",
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
        "only. Images of one group (an animal, a slide, a video) are kept on one side; where neither "
        "a table nor the names of files say which, every image is a group of its own, and only you can know whether "
        "two images are really independent."
    ),
    "audit_groups": "groups with images on both sides",
    "audit_files": "identical files on both sides",
    "audit_near": "nearly identical images on both sides",
    "check_fine": "none",
    "check_bad": "{count}",
    "audit_remedy": (
        "Remedy: list the images in a table with a column group that gives such images the same name, and train again."
    ),
}

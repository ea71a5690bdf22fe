"""Words on the report's frame: title, contents, cards, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
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
    "nav_uses": "Uses",
    "nav_names": "Names and notes",
    "nav_methods": "Methods",
    "uses_heading": "What it is good for",
    "uses_told": "Telling images apart",
    "uses_told_unknown": (
        "How well classes, or numbers, are told of images held out, and whether that is more than brightness tells, is "
        "not known yet. This tells it:"
    ),
    "uses_told_unknown_of_rows": (
        "How well classes, or numbers, are told of rows held out, and whether that is more than their mean and spread "
        "tell, is not known yet. This tells it:"
    ),
    "uses_odd": "Images unlike the normal ones",
    "uses_odd_unknown": "Which of other images (NEW, a folder) are unlike these is told by:",
    "uses_oddest": (
        "The {shown} oddest of {images:,} images. p: share of normal images, itself counted, that score as high; q: of "
        "images with a q of at most 0.05 no more than 5 % are false, on average."
    ),
    "uses_all": "All of it: ",
    "report": "Mousaic report",
    "lead": "What sparse autoencoders learned from {own} of {images} images ({source})",
    "lead_classes": " in classes {classes}",
    "full_stop": ".",
    "colon": ": ",
    "and_more": " and {count:,} more",
    "made_with": "Mousaic {version}, trained on {date}.",
    "open_atlas": "Explore the features in the atlas",
    "short": "In short",
    "topic_quality": "Quality",
    "topic_leaks": "Leaks",
    "topic_classes": "Classes",
    "topic_further": "Further claims",
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
    "card_again": "of the features come back in independent runs",
    "card_again_beside": "{before}by chance: {share}",
    "card_again_before": "before training: {share}, ",
    "card_beyond": "cosine of what two halves of the images taught features beyond their start",
    "card_beyond_beside": "structureless images: {value}",
    "card_beyond_none": "was learned beyond the start",
    "card_nothing": "nothing",
    "card_unmeasured": "not measured",
    "card_unmeasured_what": "whether features belong to this kind of images",
}

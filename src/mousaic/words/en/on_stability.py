"""Words on whether features come back in independent trainings, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "stability": "Would the features be found again?",
    "stability_how": "It takes about as long as twenty trainings: ",
    "agree_heading": "Do independent trainings agree?",
    "agree_members": "the members of this run with each other",
    "agree_run": "this run and independent runs",
    "agree_runs": "independent runs with each other",
    "agree_halves": "runs on halves of the images that share none",
    "agree_is_trained": "trained",
    "agree_is_untrained": "before training",
    "agree_is_pixels": "on scattered pixels",
    "agree_is_phases": "on scattered phases",
    "often_heading": "How often features come back",
    "found_again_in": "found again in",
    "times_found": "{times} of {runs} runs",
    "features_living": "features that fire",
    "share_living": "share",
    "best_again": "The features that come back best",
    "best_again_explained": (
        "Below a picture: member and feature, in how many of the runs it was found again, and its mean |cosine| "
        "with the most similar feature there. Features that would count as one another are shown once."
    ),
    "stability_explained": (
        "Agreement: PW-MCC, the mean |cosine| of two dictionaries' living features matched one to one; 1: the same "
        "features. Scattered: learned from images that share nothing but their mean, as what differs from it has "
        "its pixels, or its Fourier phases, scattered; what such dictionaries agree in is chance. Found again: "
        "|cosine| {threshold} or more with a living feature of the other run. {runs} independent runs of "
        "{each}, on samples of the {images} training images ({groups} groups)."
    ),
    "each_one": "one member",
    "each_many": "{members} members",
    "found_again": (
        "Of {many}, {often:,} ({share:.1%}) are found again in at least half of {runs} independent runs; chance would "
        "give {chance:,}."
    ),
    "features_of_all": "{members} x {features:,} features",
    "features_of_one": "{features:,} features",
    "runs_agree": (
        "Independent runs agree {verdict}: PW-MCC {agreement:.2f} of living features, against {start:.2f} before "
        "training and {chance:.2f} after training on images without structure."
    ),
    "agree_more": "more than chance",
    "agree_as_starts": "no more than their untrained starts do",
    "agree_no_more": "no more than chance",
    "same_agree": "Two samples of the same structureless images agree at {agreement:.2f}.",
    "same_remembered": (
        "Two samples of the same structureless images agree at {agreement:.2f}, so {part} of that may be remembered "
        "images, which independent runs share, and no common parts."
    ),
    "remembered_all": "all",
    "remembered_most": "most",
    "remembered_part": "a part",
    "halves_agree": (
        "Runs that share no image agree at {agreement:.2f}, without structure at {chance:.2f}: {meaning}."
    ),
    "halves_nothing": (
        "so nothing here shows that the features belong to this kind of images and not to these images alone"
    ),
    "halves_little": ("so little of what is learned belongs to this kind of images and not to these images alone"),
    "halves_part": "so a part of what is learned belongs to this kind of images and not to these images alone",
    "untouched": (
        "A living feature has |cosine| {cosine:.2f} with the row it started from (1: untouched), and the starts of "
        "independent runs agree at {starts:.2f}: so much may be there from the start."
    ),
}

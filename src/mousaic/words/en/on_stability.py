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
        "|cosine| {threshold} or more with a living feature of the other run. {runs} independent runs of {members} "
        "members, on samples of the {images} training images ({groups} groups)."
    ),
}

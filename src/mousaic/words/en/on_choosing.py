"""Words on the choice of k and of the augmentation, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "k_is_best": (
        "Take k = {k}: held-out error {error:.3g} (r {r:.3f}) is the least, and every smaller k tried is worse by more "
        "than one standard error ({standard_error:.2g}).{largest}{smallest}"
    ),
    "k_is_smallest": (
        "Take k = {k}: the smallest whose held-out error, {error:.3g} (r {r:.3f}), lies within one standard error "
        "({standard_error:.2g}) of the best, {best_error:.3g} (r {best_r:.3f}) at k = {best_k}.{largest}{smallest}"
    ),
    "k_still_falls": " The error still falls at the largest k tried, {k}: larger ones may be better yet.",
    "k_still_smaller": " {k} is the smallest k tried: still smaller ones may do as well.",
    "k_by_image": (
        "Image by image, which takes out that some images are hard for every k, k = {k} is the smallest as good as the "
        "best: the choice trades that little error for shorter codes."
    ),
    "k_stability": (
        "At k = {k} the features of different folds agree with PW-MCC {agreement:.2f}, {verdict} ({start:.2f}); {best}."
    ),
    "k_beyond_starts": "more than their starts",
    "k_like_starts": "no more than their starts",
    "k_steadiest": "no other k tried does better beside its start",
    "k_steadier": "beside its start k = {k} does best: {agreement:.2f} ({start:.2f})",
    "k_decoding": (
        "From held-out codes at k = {k} a linear classifier tells the classes with balanced accuracy {accuracy:.2f}, "
        "{verdict} (p = {p:.2g}; 95 % of random labelings stay below {chance:.2f})."
    ),
    "k_decoded": "more than chance",
    "k_not_decoded": "no clearer than chance",
    "k_needed_untested": (
        "Mean number of features to be described to the same degree ({share:.0%} of an image's detail left out): "
        "{each:, |}; there are too few groups to test a difference."
    ),
    "k_needed_differ": (
        "The classes need different numbers of features to be described to the same degree ({share:.0%} of an image's "
        "detail left out): {each:, |} on average (p = {p:.2g}).{beyond}"
    ),
    "k_needed_same": (
        "The classes do not clearly need different numbers of features to be described to the same degree ({share:.0%} "
        "of an image's detail left out): {each:, |} on average (p = {p:.2g}).{beyond}"
    ),
    "k_beyond": " {count} of {images} images need more than {most} and were counted as {counted}.",
    "k_adaptive_differ": (
        "With one threshold for all images, contrast included, the classes differ in active features: {each:, |} on "
        "average (p = {p:.2g})."
    ),
    "k_adaptive_same": (
        "With one threshold for all images, contrast included, the classes do not clearly differ in active features: "
        "{each:, |} on average (p = {p:.2g})."
    ),
    "k_of_class": "{name} {mean:.0f}",
    "folds_fewer": "{possible} folds instead of {wanted}: there are only {possible} groups.",
    "folds_fewer_few": "{possible} folds instead of {wanted}: there are only {possible} groups. {few}",
    "folds_few": (
        "Only {folds} folds: each model learns from {share:.0%} of the images, which favours small k, and agreement "
        "between folds rests on few pairs."
    ),
    "trials_begin": (
        "Trying {trials} augmentations inside the training part: {folds} folds, one member, {epochs} epochs, about "
        "{work:.1f} times the work of the training itself."
    ),
    "trial_done": "  {name:28} held-out r {r:.3f}  {seconds:6.1f} s",
    "trials_impossible": (
        "Augmentation: slight, no flips, untried: the training part has {groups}, and {needed} are needed to hold some "
        "out."
    ),
    "untried_group": "{count} group",
    "untried_groups": "{count} groups",
    "trials_chose": (
        "Augmentation: {strength}, {flips}: held-out r {r:.3f} +- {error:.3f} ({others:, |}; {strength} with "
        "{flipped:, |}). {why}"
    ),
    "trial_gave": "{what} {r:.3f}",
    "trial_none": "none",
    "trial_slight": "slight",
    "trial_mild": "mild",
    "trial_report": "the report's strengths",
    "trials_best": "Strength and flips are each the best tried, and nothing plainer comes within one standard error.",
    "trials_plainest": "Strength and flips are each the plainest within one standard error of the best.",
    "model_windows": "windows of four sizes",
    "model_local": "local features",
    "model_whole": "features of the whole image",
    "model_chose": (
        "Features: {model}: held-out r {r:.3f} +- {error:.3f} ({others:, |}; {folds} folds of the training part). {why}"
    ),
    "model_best": "Nothing plainer comes within one standard error.",
    "model_plainest": "They are the plainest within one standard error of the best.",
    "model_untried": (
        "Features: {model}, untried: the training part is one group, so that nothing can be held out of it."
    ),
}

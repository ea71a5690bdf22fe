"""The report's page in English, second part; :mod:`mousaic.words.zh.proof` has the same keys and places."""

from __future__ import annotations

FINDINGS = {
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
    "together_none": (
        "Taken all together, too, the images' codes do not differ between the classes beyond what chance gives (p "
        "= {p}; {share} of their variation lies between the classes, by chance {chance})."
    ),
    "together_only": (
        "Yet taken all together, the images' codes do differ between the classes (p = {p}; {share} of their "
        "variation lies between the classes, by chance {chance}): there is a difference, but no single feature can "
        "be named for it."
    ),
    "together_some": (
        "Taken all together, the images' codes differ between the classes, too (p = {p}; {share} of their "
        "variation lies between the classes, by chance {chance})."
    ),
    "places_some": (
        "The classes' mean images differ beyond chance at {count} of {places} places (smallest corrected p = {p})."
    ),
    "places_none": (
        "Nowhere do the classes' mean images differ beyond chance (smallest corrected p = {p}, at {places} places)."
    ),
    "moving_hint": (
        "If you see a difference that no feature shows: each feature is bound to its place in the image. What "
        "appears at another place in every image (an object that moves past, a limb) spreads over many features, "
        "each of which fires in a few images only, and then none of them can pass. More images help; so does "
        "aligning or cropping them so that the part in question stays in place. Look at the differences under "
        "Reconstructions, too: what the model did not learn shows there."
    ),
    "mean_images": "The classes' mean images",
    "mean_of": "mean of {name}",
    "the_others": "the others",
    "gap_of": "{name} less {other}",
    "gap_explained": (
        "Red: brighter in the class named first; blue: darker (up to {largest}). Outlined: places that differ "
        "beyond chance (permutation test, groups as units, corrected for all places). A part that is always in one "
        "place shows as a sharp spot; one that moves leaves a faint trail."
    ),
    "no_properties": "All images are alike in every trivial property that is looked at.",
    "comparison": "Beside other methods",
    "comparison_unknown": "How PCA and other methods do on these images is not known yet: run mousaic compare.",
    "comparison_other": "This comparison was made on other images than this run's.",
    "method": "method",
    "held_out_r": "held-out r",
    "interval": "95 % interval",
    "from_to": "{low} to {high}",
    "unexplained": "unexplained",
    "numbers": "numbers",
    "equal_numbers": "Methods that store {k} numbers for an image",
    "more_numbers": "Methods that store more numbers",
    "on_validation_dot": "held-out images, with interval",
    "on_train_dot": "images learned from",
    "comparison_explained": (
        "{images} images in {groups} groups, {folds} folds, repeats: {repeats}: every image is judged by "
        "methods that never saw it, its group or its copies. Unexplained: squared error over that of the mean "
        "image. Numbers: stored for one image, + positions that say what they belong to. Bold: sparse autoencoders "
        "trained by Mousaic. Where two intervals overlap, the difference may still be clear, as both were measured "
        "on the same images."
    ),
}

RECORD = {
    "methods": "Methods",
    "methods_copy": "To copy into a paper; every parameter is listed below.",
    "methods_images": (
        "Images ({originals}) were {fit}, reduced to {size} x {size} pixels ({color}) with an antialiasing filter "
        "and scaled to 0..1 ({range})."
    ),
    "methods_fit_crop": "cropped to their central square",
    "methods_fit_letterbox": "padded to squares",
    "methods_fit_stretch": "stretched to squares",
    "methods_range_dtype": "by the range of their number type",
    "methods_range_percentiles": "by the set's 0.1 and 99.9 percentiles",
    "methods_split": (
        "{share} % of the groups were held out, stratified by class; an image and its copies were never split."
    ),
    "methods_no_split": "All images were trained on; none was held out.",
    "methods_no_augmentation": "No augmentation was used.",
    "methods_augmentation": (
        "Each training image had {copies} augmented copies, drawn {when} ({images} training images in all): "
        "rotation up to {rotation} degrees, horizontal flip with probability {horizontal}, vertical flip "
        "{vertical}, shift up to {shift}, perspective {perspective}, crop up to {crop} of the side, brightness and "
        "contrast up to {brightness} and {contrast}; outside the image: {border}."
    ),
    "methods_chosen": (
        "Its strengths and flips were chosen by {folds}-fold cross-validation inside the training part (one member, "
        "{epochs} epochs): the plainest of those tried within one standard error of the best held-out r."
    ),
    "methods_when_fresh": "anew each epoch",
    "methods_when_fixed": "once",
    "border_black": "black",
    "border_edge": "the edge's pixels repeated",
    "border_reflect": "the image mirrored",
    "methods_model": (
        "An ensemble of {members} k-sparse autoencoders with tied weights ({features} features, k = {k}{local}, "
        "{init}, {center}) was used."
    ),
    "methods_combined": (
        "Its features are the consensus of {members} members (of {runs} run(s)): features matched one to one at an "
        "absolute cosine of {threshold} or more were merged into their mean, and the best supported were kept."
    ),
    "methods_local": ", each confined to a window of {side} x {side} pixels",
    "methods_init_windows": "initialised as soft windows of the training images",
    "methods_init_orthogonal": "orthogonal initialisation",
    "methods_center": "decoder bias started at the training mean",
    "methods_no_center": "no decoder bias",
    "methods_training": (
        "It was trained for {epochs} epochs with Adam (step size {rate}{schedule}, batches of {batch}) on the mean "
        "squared error{consistency}."
    ),
    "methods_consistency_latent": " plus {weight} times the mean squared difference between the members' codes",
    "methods_consistency_dictionary": (
        " plus {weight} times a consistency loss that draws each feature to the nearest feature of another member"
    ),
    "methods_consistency_matched": (
        " plus {weight} times a consistency loss between features of the members, matched one to one"
    ),
    "methods_warmup": ", warm-up over {share} of the steps",
    "methods_decay": ", linear decay over the last {share}",
    "methods_nested": " Codes were also to serve with only the strongest half or quarter of their features (nested).",
    "methods_revive": " Features that fired on no training image in an epoch of the first {share} started anew.",
    "methods_early_stop": (
        " Training stopped after {epochs} epochs without a better validation error; epoch {kept} was kept."
    ),
    "methods_versions": "Mousaic {mousaic}, PyTorch {torch}, Python {python}; seed {seed}; preset {preset}.",
    "methods_analysis": (
        "Class differences of features were tested by a permutation test on the difference of means of activations "
        "and of responses, with groups as units ({labelings} random labelings, max-T correction over all features)."
    ),
    "methods_analysis_exact": (
        "Class differences of features were tested by an exact permutation test on the difference of means of "
        "activations and of responses, with groups as units (all {labelings} labelings, max-T correction over all "
        "features)."
    ),
    "methods_analysis_none": "No difference between classes was tested.",
    "methods_trust": (
        "A feature counted as found again in an independent run (another seed, another sample of the groups; "
        "{runs} runs) if its |cosine| with a living feature of that run was at least {threshold}."
    ),
    "parameters": "Parameters",
    "every_parameter": "Every parameter of this training",
    "parameter": "parameter",
    "value": "value",
    "yes": "yes",
    "no": "no",
    "group_images": "Images",
    "group_augmentation": "Augmentation",
    "group_model": "Model",
    "group_training": "Training",
    "versions": "Versions and machine",
    "machine": "machine",
    "device": "device",
    "backend": "computed by",
    "threads": "threads",
    "command": "command",
    "checksums": "Checksums (SHA-256)",
    "sum_data": "all images",
    "checksums_explained": (
        "All images: the SHA-256 over the lines that sha256sum would print for the originals, in the order of "
        "split.csv, which lists the checksum of each."
    ),
}

PROOF_ENGLISH: dict[str, str] = {**FINDINGS, **RECORD}

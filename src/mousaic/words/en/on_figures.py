"""Words on headings, captions and labels of the figures, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "picture": "picture",
    "structure": "above the noise",
    "top_images": "the images that activate it most, with its activation",
    "random_images": "others in which it fires, at random",
    "examples_title": "The most important features",
    "examples_heading": "The most important features{of_member}",
    "examples_caption_rows": (
        "The {count} features that carry most. Vectors have no pictures of their own, so a feature is shown by the "
        "pictures of the rows in which it fires: the strongest, and others drawn by chance. Only what these have in "
        "common says what it stands for."
    ),
    "examples_caption": (
        "The {count} features without which the reconstructions would be worst. Picture: the feature's row of the "
        "dictionary; above the noise: what remains after smoothing by a pixel and taking off the noise left in "
        "it (both: blue below zero, red above). Orange on an image: where half of the feature's energy lies (not "
        "drawn for global ones). Carries: by how much of what the whole code explains the error grows when the "
        "feature alone is silenced; features overlap, so these shares need not add up to 100 %."
    ),
    "kind_is": "kind: {kind}",
    "fires_in": "fires in {share:.0%} of images",
    "carries": "carries {share:.1%}",
    "kind_local": "local",
    "kind_edge": "edge-like",
    "kind_global": "global",
    "kind_noise": "noise",
    "kind_count": "{count:,} of the features that fire ({share:.0%}); the most important of them:",
    "kinds_heading": "What the features look like",
    "kinds_caption": (
        "Above: the picture; below: what stands above its noise. {letters} The rule, in this order: "
        "noise, if less than {noise:.0%} of the smoothed picture's energy stands above the noise; edge-like, if its "
        "lines agree on one direction (coherence of at least {coherence:g}); local, if half of its energy lies in at "
        "most {area:.0%} of the pixels and within {spread:g} of the image's side around its centre; global, all "
        "others."
    ),
    "coverage_heading": "Where the features look",
    "coverage_mean": "mean image",
    "coverage_density": "features' energy (1: evenly spread)",
    "coverage_error": "what reconstructions miss (RMS)",
    "coverage_caption": (
        "Middle: energy of the {features:,} features that fire (what stands above their noise), each counting alike; "
        "half of it lies on {half:.0%} of the image. Right: root mean squared error of the reconstructions (of several "
        "members their mean), over all images; pixel values run from 0 to 1."
    ),
    "numbers_heading": "Use and likeness of the features",
    "numbers_firing": "In how many images features fire",
    "numbers_carried": "Importance carried by the first features, %",
    "likeness": "Likeness of the features",
    "numbers_alike": "Nearest other feature, %",
    "numbers_caption": (
        "Left: features by the number of images in whose code they are. Middle: importance is the "
        "error that is added when a feature alone is silenced; how much of all importance the most important features "
        "make up, a line for each member. Right: |cosine| of each feature with the one most like it, beside as many "
        "features of random numbers; 1 would be a copy."
    ),
    "axis_rank": "features, the most important first",
    "axis_cosine": "|cosine|",
    "axis_images": "images",
    "learned": "learned",
    "random_features": "random",
    "every_image": "every image",
    "silent": "{count:,} fire in none",
    "class_heading": "Features and classes",
    "class_caption": (
        "The clearest differences, passed or not. Above the noise: the feature's picture, red above zero, blue below. "
        "Where the classes differ: the same picture times the difference of the mean images; what is red makes the "
        "feature stronger in the class named, and all pixels add up to the difference in response. Orange on the "
        "images: the strongest of the red. Dots: images; line: mean. Corrected p: permutation test with groups as "
        "units, the largest of all features' statistics as the null. Firing: difference of the firing rates in "
        "percentage points, with its 95 % interval."
    ),
    "where": "where they differ",
    "values": "in every image",
    "strongest_inside": "strongest images of the class named",
    "strongest_outside": "strongest images of the others",
    "feature_of": "feature {feature}{of_member}",
    "of_member": " of member {member}",
    "letters": "m: member, f: feature.",
    "letters_alone": "f: feature.",
    "effect_in": "{effect:.2f} SD {direction} in",
    "in_class": "{name}",
    "passes": "passes: corrected p = {p:p}",
    "does_not_pass": "does not pass: p = {p:p}",
    "rate_interval": "firing {gap:+.0f} points ({low:+.0f} to {high:+.0f})",
    "class_effects_heading": "Class differences of all features",
    "effects_title": "Every feature tested",
    "p_title": "How the p are spread",
    "not_passed": "does not pass",
    "passed": "passes after correction",
    "needed": "needed to pass",
    "axis_effect": "difference between the classes, standard deviations",
    "axis_p": "p of each feature alone",
    "by_chance": "if no feature differed",
    "features": "features",
    "effects_caption": (
        "Left: each feature's difference between the classes, of its activation or its response to the image, "
        "whichever is clearer, and the p of its own permutation test, not corrected for the number of features. "
        "Right: if no feature differed, the p would be spread about evenly; many more of them near 0 say that some "
        "differ. (Features resemble each other, so their p rise and fall together.)"
    ),
    "shortcuts_heading": "What trivial properties of the images explain",
    "auc_title": "Telling the classes apart",
    "follow_title": "Features",
    "auc_bar": "{auc:.2f}  (p = {p:p})",
    "axis_auc": "AUC (0.5: not at all, 1: perfectly)",
    "axis_r": "|r| between feature and property",
    "a_feature": "a feature",
    "best_class_feature": "clearest class feature",
    "shortcuts_caption": (
        "Left: how well one number for each image tells the classes apart, p corrected for all of these properties; "
        "orange: it does. Right: how closely features follow the property; beyond the line (|r| of {follows:g}) a "
        "feature is said to follow it, if it does so within the classes, too. Border: the image's outermost "
        "sixteenth. Sharpness: variance of the Laplacian. Order of file names: whatever their folders."
    ),
    "sparsity_title": "Fewer or more active features",
    "sparsity_error": "Squared error",
    "sparsity_r": "Pearson r",
    "sparsity_caption": (
        "The model as it is, with only the strongest features of each code kept, or with more let in than it was "
        "trained with; each member by itself, mean over members and images. A model trained with another k could do "
        "better at that k."
    ),
    "own_k": "this model's k = {k}",
    "axis_active": "active features",
    "part_train": "training",
    "part_validation": "held out",
    "by_class_heading": "Reconstruction class by class",
    "classes_shown": "{shown} of {of} classes are shown, the largest.",
    "by_class_caption": (
        "Pearson r over the pixels of an image, between it and its reconstruction (of several members the mean); 1 "
        "is perfect. Dots: images; line: mean with its 95 % interval, groups resampled. Left of a pair: the image, "
        "right: its reconstruction."
    ),
    "worst": "Reconstructed worst",
    "best": "Reconstructed best",
    "axis_pearson": "Pearson r",
    "no_class": "no class",
    "pairs_heading": "Features that fire together",
    "pairs_caption": (
        "Pictures: what stands above the features' noise. {letters} By chance: if the two fired "
        "independently, each in as many groups as it does. Tested by Fisher's exact test, corrected by "
        "Benjamini-Hochberg (5 % false discoveries). As only k features fire at once, a little avoiding follows from "
        "the model itself."
    ),
    "pairs_none_tested": "Too few features fire in three groups or more to look for pairs.",
    "pairs_none": "Of {pairs:,} pairs none fires together clearly more or less often than chance.",
    "pairs_some": "Of {pairs:,} pairs, {more:,} fire together more often than chance, {less:,} less often.",
    "together": "Together more often than chance",
    "apart": "Together less often than chance",
    "pair_counts": "in {both} of {groups} groups, {expected:.1f} by chance",
}

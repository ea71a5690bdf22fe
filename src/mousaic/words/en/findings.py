"""The words of figures and reports in English; :mod:`mousaic.words.zh.findings` has the same keys and places."""

from __future__ import annotations

HEADLINES = {
    "classes_none": "The images have fewer than two classes, so there is nothing to compare.",
    "classes_untested": (
        "No feature fires in at least three groups, so no difference between the classes can be tested."
    ),
    "classes_impossible": (
        "No difference between the classes can be shown: with {units}, the smallest p that a feature could reach is "
        "{floor}, whatever the images show."
    ),
    "classes_no_difference": (
        "No feature differs between the classes beyond what chance gives among {tested} tested ones. {best}."
    ),
    "classes_some": (
        "{passed} of {tested} tested features differ between the classes (at a 5 % risk that even one of them is a "
        "fluke). {best}."
    ),
    "classes_best": (
        "The clearest is feature {feature} of member {member}: {effect} standard deviations {direction} in {name}, p "
        "= {p} after correction for all features looked at"
    ),
    "classes_discovered": " If 5 % false discoveries are accepted, {count} features can be named.",
    "more": "more",
    "less": "less",
    "units": "{count} groups of {name}",
    "units_images": "{count} images of {name}",
    "units_many": "groups of {classes} classes",
    "and": " and ",
    "power": (
        "Power: with {units}, and {tested} features tested, a feature must differ by about {effect} standard "
        "deviations to pass; smaller differences stay unseen."
    ),
    "power_few": (
        "Power: with {units} the smallest p of a single test is {floor}, so among {tested} features hardly any can "
        "pass: that one does not pass says little."
    ),
    "shortcuts_none": (
        "None of {count} trivial properties of the images tells the classes apart (closest: {name}, AUC {auc}, p = "
        "{p} after correction)."
    ),
    "shortcuts_some": (
        "Beware: the classes can be told apart without looking at any part of the image, by {listed}; a feature that "
        "differs may merely follow that."
    ),
    "shortcut_listed": "{name} alone (AUC {auc}, p = {p})",
    "brightness": "brightness",
    "contrast": "contrast",
    "border": "border brightness",
    "sharpness": "sharpness",
    "file_size": "file size",
    "file_order": "order of file names",
    "follows": "Your best class feature follows the images' {name} (r = {r}; {within} within the classes).",
    "follows_none": (
        "Your best class feature follows no trivial property closely (closest: {name}, r = {r}; {within} within the "
        "classes)."
    ),
    "follow_count": " Of the {passed} class features, {count} follow one.",
    "trust": (
        "{count} of {living} living features were found again in at least half of {runs} independent runs; chance "
        "would give {chance}."
    ),
    "trust_classes": " Of the {passed} class features, {count} were.",
    "trust_unknown": "Whether the features would be found again is not known yet: run mousaic stability.",
    "by_class_differs": "Images of class {name} are reconstructed worse than the others (p = {p}).",
    "by_class_same": "No class is clearly reconstructed better than another (p = {p}).",
    "use": "{alive} of {total} features fire in at least one of the {images} images.",
    "use_half": " Of a member's {features} features, the {count} most important carry half of what all carry.",
    "use_always": " {count} fire in every image.",
    "shape": (
        "Of the features that fire, {local} are local, {edge} edge-like, {global} spread over the image, and {noise} "
        "show no more than the noise they started from."
    ),
    "sparsity": (
        "{part}, {fewer} active features come within 10 % of the error that the {k} of this model leave ({error})"
    ),
    "sparsity_better": "; {best} would leave {gain} less.",
    "sparsity_enough": "; more would not help this model.",
    "on_train": "On the training images",
    "on_validation": "On the held-out images",
    "redundancy": (
        "A feature's nearest neighbour in its member has a |cosine| of {median} (median); among random features it "
        "would be {chance}. {twins} of the features have a near-copy (|cosine| of 0.9 or more)."
    ),
}

FIGURES = {
    "picture": "picture",
    "structure": "above the noise",
    "top_images": "the images that activate it most, with its activation",
    "random_images": "others in which it fires, at random",
    "examples_heading": "The most important features of member {member}",
    "examples_caption": (
        "The {count} features without which the reconstructions would be worst. Picture: the feature's row of the "
        "dictionary; above the noise: what remains after smoothing by a pixel and taking off the noise it started "
        "from (both: blue below zero, red above). Orange on an image: where half of the feature's energy lies (not "
        "drawn for global ones). Carries: by how much of what the whole code explains the error grows when the "
        "feature alone is silenced; features overlap, so these shares need not add up to 100 %."
    ),
    "kind_is": "kind: {kind}",
    "fires_in": "fires in {share} of images",
    "carries": "carries {share}",
    "kind_local": "local",
    "kind_edge": "edge-like",
    "kind_global": "global",
    "kind_noise": "noise",
    "kind_count": "{count} of the features that fire ({share}); the most important of them:",
    "kinds_heading": "What the features look like",
    "kinds_caption": (
        "Above: the picture; below: what stands above its noise. m: member, f: feature. The rule, in this order: "
        "noise, if less than {noise} of the smoothed picture's energy stands above the noise; edge-like, if its lines "
        "agree on one direction (coherence of at least {coherence}); local, if half of its energy lies in at most "
        "{area} of the pixels and within {spread} of the image's side around its centre; global, all others."
    ),
    "coverage_heading": "Where the features look",
    "coverage_mean": "mean image",
    "coverage_density": "features' energy (1: evenly spread)",
    "coverage_error": "what reconstructions miss (RMS)",
    "coverage_caption": (
        "Middle: energy of the {features} features that fire (what stands above their noise), each counting alike; "
        "half of it lies on {half} of the image. Right: root mean squared error of the reconstructions by all members "
        "together, over all images; pixel values run from 0 to 1."
    ),
    "numbers_heading": "Use and likeness of the features",
    "numbers_firing": "In how many images features fire",
    "numbers_carried": "Importance carried by the first features, %",
    "numbers_alike": "Nearest feature of the same member, %",
    "numbers_caption": (
        "Left: features of all members by the number of images in whose code they are. Middle: importance is the "
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
    "silent": "{count} fire in none",
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
    "feature_of": "feature {feature} of member {member}",
    "effect_in": "{effect} SD {direction} in",
    "in_class": "{name}",
    "passes": "passes: corrected p = {p}",
    "does_not_pass": "does not pass: p = {p}",
    "rate_interval": "firing {gap} points ({low} to {high})",
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
    "auc_bar": "{auc}  (p = {p})",
    "axis_auc": "AUC (0.5: not at all, 1: perfectly)",
    "axis_r": "|r| between feature and property",
    "a_feature": "a feature",
    "best_class_feature": "clearest class feature",
    "shortcuts_caption": (
        "Left: how well one number for each image tells the classes apart, p corrected for all of these properties; "
        "orange: it does. Right: how closely features follow the property; beyond the line (|r| of {follows}) a "
        "feature is said to follow it, if it does so within the classes, too. Border: the image's outermost "
        "sixteenth. Sharpness: variance of the Laplacian. Order of file names: whatever their folders."
    ),
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
    "by_class_caption": (
        "Pearson r over the pixels of an image, between it and the mean of the members' reconstructions; 1 is "
        "perfect. Dots: images; line: mean with its 95 % interval, groups resampled. Left of a pair: the image, "
        "right: its reconstruction."
    ),
    "worst": "Reconstructed worst",
    "best": "Reconstructed best",
    "axis_pearson": "Pearson r",
    "no_class": "no class",
    "pairs_heading": "Features that fire together",
    "pairs_caption": (
        "Pictures: what stands above the features' noise. m: member, f: feature. By chance: if the two fired "
        "independently, each in as many groups as it does. Tested by Fisher's exact test, corrected by "
        "Benjamini-Hochberg (5 % false discoveries). As only k features fire at once, a little avoiding follows from "
        "the model itself."
    ),
    "pairs_none_tested": "Too few features fire in three groups or more to look for pairs.",
    "pairs_none": "Of {pairs} pairs none fires together clearly more or less often than chance.",
    "pairs_some": "Of {pairs} pairs, {more} fire together more often than chance, {less} less often.",
    "together": "Together more often than chance",
    "apart": "Together less often than chance",
    "pair_counts": "in {both} of {groups} groups, {expected} by chance",
}

ENGLISH: dict[str, str] = {**HEADLINES, **FIGURES}

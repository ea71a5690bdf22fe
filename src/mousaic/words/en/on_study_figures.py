"""Words on the figures of a comparison, of a choice of k and of a measurement of stability, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "equal_numbers_codes": "Codes of {k} numbers",
    "more_numbers_each": "More numbers for each image",
    "dots_learned_from": "images learned from",
    "dots_held_out": "held-out images",
    "comparison_design": (
        "{images} images in {groups} groups; {folds}-fold cross-validation: every image is judged by methods that "
        "never saw it, its group or its augmented copies."
    ),
    "comparison_design_repeats": (
        "{images} images in {groups} groups; {folds}-fold cross-validation, {repeats} times over: every image is "
        "judged by methods that never saw it, its group or its augmented copies."
    ),
    "comparison_caption": (
        "Pearson r over the pixels of an image, between it and its reconstruction, mean over images: 1 is perfect. "
        "Line through a dot: 95 % interval, groups of images resampled; where two lines overlap, the difference of two "
        "methods may still be clear, as both were measured on the same images. Unexplained: squared error over that of "
        "the mean of the images learned from (FVU). Numbers: stored for one image; +p: with positions, which say what "
        "the numbers belong to. Dead: features that fire on no training original. Blue beyond orange: what a method "
        "remembers of the images it learned from and cannot do for others. Bold: sparse autoencoders trained by "
        "Mousaic."
    ),
    "bits_heading": "Held-out r against the bits that an image may cost",
    "bits_caption": (
        "A code costs 8 bits a value and log2 of the number of ways to choose its atoms. Every line takes as many "
        "values as the bits pay for; where it has no more it stays flat (faint). Thick: sparse autoencoders trained by "
        "Mousaic; dashed, in the same colour: the same features before training, with the same kind of codes. Dark "
        "grey: PCA; light grey: other methods. Dots and bars: r at {bits} bits with its 95 % interval, groups of "
        "images resampled. The axis of r is stretched towards 1: equal steps divide 1 - r by equal factors."
    ),
    "axis_bits": "bits for one image",
    "axis_bits_r": "held-out r",
    "bits_column": "r at {bits} bits",
    "k_design": (
        "{images} images in {groups} groups, {folds} folds, models of {members} member with {features} features, "
        "codes {codes}."
    ),
    "k_design_members": (
        "{images} images in {groups} groups, {folds} folds, models of {members} members with {features} features, "
        "codes {codes}."
    ),
    "k_caption": (
        "Left: mean squared error of held-out images over pixels with values 0 to 1, with one standard error either "
        "way (groups of images are the units). Shaded: up to the best mean plus its standard error; the choice is the "
        "smallest k in it. Middle: PW-MCC, mean |cosine| of features matched one to one between the models of "
        "different folds, features in use alone; dashed: the same before the training, as the features start. The "
        "folds share most of the images they learn from, so independent images would agree less. Right: a linear "
        "classifier learns from the codes of the other folds; balanced accuracy is the mean share of each class that "
        "it recognises; shaded: where 95 % of labelings dealt at random lie below."
    ),
    "k_panel_error": "Held-out error",
    "k_panel_stability": "Stability between folds (PW-MCC)",
    "k_panel_decoding": "Classes told from held-out codes",
    "k_within": "within one standard\nerror of the best",
    "k_real_labels": "real labels",
    "k_chance": "chance: 95 % of random labelings",
    "k_axis": "k, active features",
    "stability_caption": (
        "Left: PW-MCC, the mean |cosine| of the living features of two dictionaries matched one to one (1: the same "
        "features), mean of the pairs. Trained: on the images. Untrained: before the first step. Scattered: trained on "
        "images that share nothing but their mean, as what differs from it has its pixels or its Fourier phases "
        "scattered; same images: on two samples of the same such images, so that what the two agree in is remembered "
        "images. Right: for each living feature of this run and each other dictionary, the |cosine| of the most "
        "similar living feature there; untrained: of its start with the starts there. Living: firing on an original. "
        "Below: features of this run (m2 f639: feature 639 of member 2; 10/10 (4): found again in 10 of 10 "
        "independent runs, its start in 4), each with the feature most like it in the first of those runs, its sign "
        "turned to match, and their |cosine|. Blue below zero, red above (in colour: grey is zero), each picture on "
        "its own scale. Features that would count as one another are shown once. Dead features are left out "
        "everywhere."
    ),
    "stability_caption_of_rows": (
        "Left: PW-MCC, the mean |cosine| of the living features of two dictionaries matched one to one (1: the same "
        "features), mean of the pairs. Trained: on the rows. Untrained: before the first step. Scattered: trained on "
        "rows that share nothing but their mean, as of what differs from it the numbers of each row are scattered, or "
        "each column is dealt anew among the rows; same rows: on two samples of the same such rows, so that what the "
        "two agree in is remembered rows. Right: for each living feature of this run and each other dictionary, the "
        "|cosine| of the most similar living feature there; untrained: of its start with the starts there. Living: "
        "firing on a row. Below: features of this run (m2 f639: feature 639 of member 2; 10/10 (4): found again in 10 "
        "of 10 independent runs, its start in 4), each with the feature most like it in the first of those runs, its "
        "sign turned to match, and their |cosine|. Blue below zero, red above, each on its own scale. Features that "
        "would count as one another are shown once. Dead features are left out everywhere."
    ),
    "found_best": "Found again best, and the most similar features of other runs",
    "found_worst": "Found again worst, likewise",
    "mark_trained": "trained",
    "mark_untrained": "untrained",
    "mark_pixels": "pixels scattered",
    "mark_phases": "phases scattered",
    "mark_same_images": "phases scattered, same images",
    "axis_agreement": "PW-MCC of living features",
    "matches_title": "How alike is the best match elsewhere?",
    "matches_by_chance": "images without structure",
    "matches_of_runs": "independent runs",
    "matches_from": "found again from {threshold:.2f} on",
    "axis_match": "|cosine| with the most similar feature of the other dictionary",
    "axis_comparisons": "% of comparisons",
}

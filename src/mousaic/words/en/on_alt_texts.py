"""What the figures show, with their main values, for readers who do not see them, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "alt_listed": "{listed:; |}.",
    "place_top_left": "at the top left",
    "place_top_middle": "at the top",
    "place_top_right": "at the top right",
    "place_middle_left": "at the left",
    "place_middle_middle": "in the middle",
    "place_middle_right": "at the right",
    "place_bottom_left": "at the bottom left",
    "place_bottom_middle": "at the bottom",
    "place_bottom_right": "at the bottom right",
    "alt_examples": (
        "A sheet of pictures, one row for each of {count} features{of_member}: the feature's picture, what of "
        "it stands above the noise, up to {top} images that activate it most and {random} others in which it fires. "
        "The first rows: {listed:; |}."
    ),
    "alt_example": "feature {feature}, {kind}, fires in {rate:.0%} of the images, carries {share:.1%}",
    "alt_example_row": "feature {feature}, fires in {rate:.0%} of the rows, carries {share:.1%}",
    "alt_kinds": (
        "Rows of feature pictures, a row for each kind and at most {across} in it, above what stands out of their "
        "noise. Features that fire: {listed:; |}."
    ),
    "alt_kind": "{kind}: {count:,} ({share:.0%})",
    "alt_coverage": (
        "Three maps of the image's area. Left: the mean image. Middle: the features' energy, half of it on {half:.0%} "
        "of the image, densest {dense} with {density:.1f} times the average. Right: the error of the "
        "reconstructions, {typical:.3f} over all pixels and largest {wrong} with {error:.3f}."
    ),
    "alt_firing": (
        "Three charts. Left: of {features:,} features {silent:,} fire in no image and {always:,} in all {images:,}; "
        "half of those that fire do so in {median:g} images or fewer."
    ),
    "alt_carried": (
        "Middle: the {few:,} most important features of a member carry {share:.0%} of all importance, mean of the "
        "members."
    ),
    "alt_alike": (
        "Right: a feature has |cosine| {cosine:.2f} (median) with the one most like it, a random one {chance:.2f}."
    ),
    "alt_together": (
        "Pictures of pairs; the pair most clearly together is feature {first} and feature {second} of member "
        "{member}, in {both} of {groups} groups where chance gives {expected:.1f}."
    ),
    "alt_apart": (
        "The pair most clearly apart is feature {first} and feature {second} of member {member}, together in {both} of "
        "{groups} groups where chance gives {expected:.1f}."
    ),
    "alt_by_class": "Dots for the Pearson r of every image, a line for each class and part. Means: {listed:; |}.",
    "alt_class_line": "{name}, {part}: {mean:.3f} ({low:.3f} to {high:.3f}, {images:,} images)",
    "alt_worst": "Below, images beside their reconstructions: the worst is {path} with r = {r:.3f}.",
    "alt_best": "The best is {path} with r = {r:.3f}.",
    "alt_sparsity": "Two charts against the number of active features, from {first} to {last}: squared error and r.",
    "alt_sparsity_part": (
        "{part}: error {first_error:.4f} and r {first_r:.3f} with {first}, {error:.4f} and {r:.3f} with the model's "
        "own {k}, {last_error:.4f} and {last_r:.3f} with {last}."
    ),
    "alt_class_features": (
        "A sheet of {count} rows, one a feature: its picture, where the classes differ in it, its value in every "
        "image, and the images it is strongest in, of the class named and of the others. The first rows: {listed:; |}."
    ),
    "alt_class_feature": (
        "feature {feature}{of_member}, {effect:.2f} standard deviations {direction} in {name}, corrected p = {p:p}"
    ),
    "alt_effects": (
        "Two charts. Left: {tested:,} features by the difference between the classes, {largest:.2f} standard "
        "deviations at most, and by their own p, {p:p} at least; after correction {passed:,} pass. Right: {low:,} "
        "features have p below {edge:g}, where {expected:.1f} would if none differed."
    ),
    "alt_shortcuts": (
        "For each property of the images how well it tells the classes apart (AUC, corrected p), and how many "
        "features follow it with |r| of {follows:g} or more: {listed:; |}."
    ),
    "alt_property_auc": "{name}: AUC {auc:.2f} (p = {p:p}), {follow:,} of {features:,} features",
    "alt_property": "{name}: {follow:,} of {features:,} features",
    "alt_shortcut_best": "The clearest class feature comes closest to the images' {name} (|r| = {r:.2f}).",
    "alt_curves": "Three charts over {epochs} epochs.",
    "alt_curve": "Loss ({name}): from {first:.4f} to {last:.4f}.",
    "alt_curve_r": "Pearson r ({name}): from {first:.3f} to {last:.3f}.",
    "alt_curve_dead": "Dead features ({name}): from {first:.0f} % to {last:.0f} %.",
    "alt_mean_image": "The mean image alone ({part}): r = {r:.3f}.",
    "alt_rebuilt": "{images} images, each beside its reconstruction and the difference of the two.",
    "alt_rebuilt_class": "{name}: {listed:; |}",
    "alt_most_used": (
        "Pictures of the {shown} most used of {features:,} features{of_member}; {alive:,} are active in some "
        "training original. The most used:"
    ),
    "alt_used": "feature {feature} in {share}",
    "alt_copies": (
        "{rows} of {originals} originals, each in a row with {drawn} of its {copies} augmented copies; a copy differs "
        "from its original by {spread:.3f} a pixel on average (values run from 0 to 1)."
    ),
    "alt_comparison": (
        "{methods} methods, a line each: Pearson r on held-out images with its 95 % interval, and on images learned "
        "from. {listed:; |}."
    ),
    "alt_method": "{name}: {r:.3f} ({low:.3f} to {high:.3f}), learned from {training:.3f}",
    "alt_bits": (
        "{lines} lines of held-out Pearson r against {low} to {high:,} bits for an image. At {bits} bits: {listed:; |}."
    ),
    "alt_bits_line": "{name} {r:.3f}",
    "alt_choose_k": "Charts against k, with k = {k} marked as the choice.",
    "alt_k": (
        "k = {k}: error {error:.5f} \u00b1 {spread:.5f}, agreement between folds {stability:.2f} (at the start "
        "{null:.2f})"
    ),
    "alt_k_classes": (
        "k = {k}: error {error:.5f} \u00b1 {spread:.5f}, agreement between folds {stability:.2f} (at the start "
        "{null:.2f}), classes told with an accuracy of {decoding:.2f} (chance {chance:.2f})"
    ),
    "alt_stability": "Left: how far dictionaries agree (PW-MCC).",
    "alt_agreement": "{name}: {listed}",
    "alt_mark": "{name} {value:.2f}",
    "alt_matches": (
        "Right: the best match in another dictionary has |cosine| {cosine:.2f} (median), before training {start:.2f}, "
        "on images without structure {chance:.2f}."
    ),
    "alt_found": "Below: pictures of the features that came back best and worst, each with its like in other runs.",
}

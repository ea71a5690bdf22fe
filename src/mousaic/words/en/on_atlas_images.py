"""Words on the atlas's pages of images, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # Images
    "atlas_images_heading": "The images",
    "atlas_images_lead": "Choose an image to see it put together from its features, and to take features away.",
    "atlas_images_lead_rows": "Choose a picture to see which features fire in its row of numbers.",
    "atlas_row_picture": "The picture that belongs to the row.",
    "atlas_row_features": "What fires in this row",
    "atlas_row_features_say": (
        "Its features, those that count most first, with their strength. Each is shown by the four rows in which it "
        "fires most; where the strength is below zero, the row has less of what they have in common than the average."
    ),
    "atlas_images_found": "{found} of {images}; r says how well member {member} rebuilds each (1 is perfect).",
    "atlas_images_found_alone": "{found} of {images}; r says how well the model rebuilds each (1 is perfect).",
    "atlas_order_name": "name",
    "atlas_order_worst": "worst first",
    "atlas_order_best": "best first",
    "atlas_part": "Use",
    "atlas_all": "all",
    "atlas_held_out": "held out",
    "atlas_trained_on": "learned from",
    "atlas_never_saw": "held out: the model never saw it",
    "atlas_member_is": "member {member}",
    # The sum of features
    "atlas_the_image": "The image",
    "atlas_the_sum": "The sum of the features so far",
    "atlas_the_rest": "What the sum lacks",
    "atlas_as_seen": "The image, as the model sees it.",
    "atlas_sum_so_far": "The sum of the features so far.",
    "atlas_difference": "Difference.",
    "atlas_difference_says": "Blue: the sum is too dark there. Red: too bright.",
    "atlas_in_order": "The features in order",
    "atlas_how_many": "How many features",
    "atlas_play": "Play",
    "atlas_pause": "Pause",
    "atlas_sum_average": "The average image alone",
    "atlas_sum_black": "Black alone",
    "atlas_sum_average_parts": "The average image + {step} of {parts} features",
    "atlas_sum_black_parts": "Black + {step} of {parts} features",
    "atlas_squared_error": "mean squared error {value}",
    "atlas_curve": "Pearson r after {step} features: {r:.2f}",
    "atlas_curve_axis": "r after so many features",
    "atlas_weigh": "Re-weigh its features",
    "atlas_weigh_says": (
        "Move a slider or silence a feature: the sum is redrawn at once. The strongest features come first."
    ),
    "atlas_not_linear": (
        "The decoder {decoder} does more than add pictures up: this sum shows which features act, and is not the "
        "model\u2019s own reconstruction."
    ),
    "atlas_reset_all": "Reset all",
    "atlas_silence_all": "Silence all",
    "atlas_weight_of": "Weight of feature {name}",
    "atlas_silence": "Silence",
    "atlas_restore": "Restore",
    "atlas_silence_one": "Silence feature {name}",
    "atlas_restore_one": "Restore feature {name}",
    "atlas_up_to": "Up to the feature in place {place}, {name}",
    "atlas_beginning": "The beginning",
    "atlas_tile_average": "average",
    "atlas_tile_black": "black",
    "atlas_no_such_feature": "There is no feature {number}: give a number from 0 to {most}.",
    "atlas_part_already": "Feature {number} is in this sum already.",
    "atlas_add_number": "Add feature number",
    "atlas_add": "Add",
    # An image of one's own
    "atlas_yours_heading": "Your own image",
    "atlas_yours_lead": (
        "See which features and parts the model finds in an image that it has never seen, and what it cannot rebuild."
    ),
    "atlas_cannot_encode": (
        "This page can encode images with the standard kinds of model alone, and this one is another (encoder "
        "{encoder}, decoder {decoder}, sparsity {sparsity}): this does it: {command}"
    ),
    "atlas_drop": "Drop an image here, paste one, or choose a file",
    "atlas_drop_grey": (
        "It is made grey, {fit} and {size} \u00d7 {size} pixels small, as the training images were. It stays on this "
        "computer."
    ),
    "atlas_drop_colour": (
        "It is made {fit} and {size} \u00d7 {size} pixels small, as the training images were. It stays on this "
        "computer."
    ),
    "atlas_fit_crop": "cut to the square in its middle",
    "atlas_fit_letterbox": "padded to a square",
    "atlas_fit_stretch": "stretched to a square",
    "atlas_pasted": "pasted image",
    "atlas_unreadable": ("{name} cannot be read here ({reason}). PNG, JPEG and WebP work; for TIFF: {command}"),
    "atlas_no_image": "no image that this browser knows",
    "atlas_channels": (
        "The model sees {channels} channels, and a picture in a browser has only red, green and blue: encode images of "
        "your own with: {command}"
    ),
    "atlas_other_numbers": (
        "the model was trained on numbers that nobody can compare with those of such a picture: with files like the "
        "training's use {command}"
    ),
    "atlas_too_large": "it has more than 50 million pixels",
    "atlas_rebuilt": "Its {parts} strongest features rebuild it with r = {r:.3f}, {verdict}.",
    "atlas_worse_out": (
        "worse than each of the {known} held-out images of this run: it is probably unlike what the model was trained "
        "on"
    ),
    "atlas_worse": (
        "worse than each of the {known} images of this run: it is probably unlike what the model was trained on"
    ),
    "atlas_better_out": "better than {below} of the {known} held-out images of this run",
    "atlas_better": "better than {below} of the {known} images of this run",
    "atlas_same_out": "It is {name} of this run, which was held out of training.",
    "atlas_same": "It is {name} of this run, which the model was trained on: no test of it.",
}

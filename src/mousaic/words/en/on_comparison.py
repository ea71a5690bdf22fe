"""Words on other methods on the same images, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
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

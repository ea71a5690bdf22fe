"""Words on telling classes, or a number, of images held out, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the verdict: the first sentence compares with brightness and contrast
    "told_light_better": (
        "{by!c} tell {what} better than brightness and contrast do: {measure} {score:.2f}, with brightness and "
        "contrast {other:.2f} (difference {gap:.2f}, 95 % interval {low:.2f} to {high:.2f})."
    ),
    "told_light_same": (
        "{by!c} tell {what} no better than brightness and contrast do, as far as these images show: {measure} "
        "{score:.2f}, with brightness and contrast {other:.2f} (difference {gap:.2f}, 95 % interval {low:.2f} to "
        "{high:.2f})."
    ),
    "told_light_worse": (
        "{by!c} tell {what} worse than brightness and contrast do: {measure} {score:.2f}, with brightness and contrast "
        "{other:.2f} (difference {gap:.2f}, 95 % interval {low:.2f} to {high:.2f})."
    ),
    "told_what_classes": "the classes apart",
    "told_what_number": "{name}",
    "told_accuracy": "balanced accuracy",
    "told_r2": "R2",
    "told_auroc": "AUROC",
    "told_brier": "Brier score",
    "told_spearman": "rank correlation",
    "told_beyond_chance": "Labels dealt anew to whole groups do as well with p = {p:p}: this is more than chance.",
    "told_by_chance": (
        "Labels dealt anew to whole groups do as well with p = {p:p}: these images do not show that it is more than "
        "chance."
    ),
    "told_start_better": (
        "Learning helped: codes tell more than those of the untrained start (difference {gap:.2f}, {low:.2f} to "
        "{high:.2f})."
    ),
    "told_start_same": (
        "Codes tell no more than those of the untrained start (difference {gap:.2f}, {low:.2f} to {high:.2f})."
    ),
    "told_start_worse": (
        "Codes tell less than those of the untrained start (difference {gap:.2f}, {low:.2f} to {high:.2f})."
    ),
    "told_plain_better": (
        "The recommended numbers tell more than {of} alone (difference {gap:.2f}, {low:.2f} to {high:.2f})."
    ),
    "told_plain_same": (
        "That the recommended numbers tell more than {of} alone is not clear (difference {gap:.2f}, {low:.2f} to "
        "{high:.2f})."
    ),
    "told_plain_worse": (
        "The recommended numbers tell less than {of} alone (difference {gap:.2f}, {low:.2f} to {high:.2f})."
    ),
    "told_own_better": ("The recommended line tells more than {of} (difference {gap:.2f}, {low:.2f} to {high:.2f})."),
    "told_own_same": (
        "That the recommended line tells more than {of} is not clear (difference {gap:.2f}, {low:.2f} to {high:.2f})."
    ),
    "told_own_worse": ("The recommended line tells less than {of} (difference {gap:.2f}, {low:.2f} to {high:.2f})."),
    "told_by_recommended": "parts and the picture together (recommended)",
    "told_by_own_recommended": "the pixels themselves (recommended)",
    "told_by_own_recommended_of_rows": "the rows' own numbers (recommended)",
    "told_by_parts": "presences and places of parts",
    "told_by_presences": "presences of parts",
    "told_by_responses": "responses of features",
    "told_by_codes": "codes of one pass",
    "told_by_codes_omp": "codes of matching pursuit",
    "told_by_start": "codes of the untrained start",
    "told_by_pca": "PCA",
    "told_by_pixels": "pixels",
    "told_by_own_pixels": "the pixels themselves (settings of inner folds)",
    "told_by_own_pixels_of_rows": "the rows' own numbers (settings of inner folds)",
    "told_by_light": "brightness and contrast",
    "told_model_logistic": "logistic regression",
    "told_model_neighbours": "nearest neighbours",
    "told_model_svm": "linear SVM",
    "told_model_ridge": "ridge regression",
    "without_outcome": "{count:,} images without {name} were left out.",
    "told_design": (
        "{images:,} images in {groups:,} groups; {folds} folds, repeats: {repeats}; whole groups are held out, "
        "{learned} learned anew inside each fold; {permutations} labelings dealt anew; seed {seed}."
    ),
    "told_learned_all": "parts, members, start and PCA are",
    "told_learned_members": "members, start and PCA are",
    "told_learned_pca": "PCA is",
    "told_rule_numbers": (
        "{name}: numbers ({different} different ones), so that each is foretold (classes instead: --kind classes)."
    ),
    "told_rule_classes": "{name}: {different} classes.",
    # progress
    "told_fold": "fold {number}/{folds}  {measure} {score:.2f}  {seconds:6.1f} s  {minutes}:{rest:02d} left",
    "told_fold_kept": "fold {number}/{folds}  {measure} {score:.2f}  done before",
    # the page
    "told_title": "{name}: what tells these images apart",
    "told_kicker": "Mousaic classify",
    "told_table": "Every way of seeing them, on images held out",
    "told_numbers": "numbers",
    "told_model": "model",
    "told_table_explained": (
        "All classes weigh the same. The recommended line was fixed before any score was seen; that another is higher "
        "here may be luck. Intervals: whole groups drawn anew. p: the share of labelings dealt anew that do as well."
    ),
    "told_pictures": "Pictures",
    "told_images": "Images to look at",
    "told_wrong": "Told wrongly in any repeat, the most often first ({count})",
    "told_off": "Furthest from what was told",
    "told_unlike": "Unlike the others ({count})",
    "told_unlike_explained": (
        "Further from the nearest training image than 95 % of the images are, where each was held out: one in twenty "
        "of the most ordinary images is called so, too."
    ),
    "told_image_class": "told {said} ({p:.2f}), is {real}",
    "told_image_times": "told {said} ({p:.2f}) in {times} of {repeats} repeats, is {real}",
    "told_image_number": "told {said:.3g}, is {real:.3g}",
    "told_method": "How this was done",
    "told_how": (
        "Features see no labels; penalties and numbers of neighbours are settled by inner folds of the training part. "
        "The recommended numbers are the presences of parts, with half the weight their places and the pixels, told by "
        "a linear model. Probabilities are those of a world in which all classes are as frequent. Images of one group "
        "are never on both sides."
    ),
    "told_how_own": (
        "Features see no labels; penalties and numbers of neighbours are settled by inner folds of the training part. "
        "The recommended line is a linear model of the pixels, as such images have no parts: those are looked for in "
        "squares of 8 x 8 pixels or more; the penalty by which it tells classes is one for all sets. Probabilities are "
        "those of a world in which all classes are as frequent. Images of one group are never on both sides."
    ),
    "told_how_own_of_rows": (
        "Features see no labels; penalties and numbers of neighbours are settled by inner folds of the training part. "
        "The recommended line is a linear model of the rows' own numbers, as vectors have no parts; the penalty by "
        "which it tells classes is one for all sets. Probabilities are those of a world in which all classes are as "
        "frequent. Rows of one group are never on both sides."
    ),
    "told_settings": "All settings",
    "confusion_heading": "What was taken for what, and whether probabilities can be believed",
    "confusion_caption": (
        "Images held out, as the recommended model told them; counts are means over repeats. Left: images of each "
        "true class (row) by the class told (column). Right: where a probability was told, how often it was so; on "
        "the dashed line probabilities are right."
    ),
    "confusion_panel": "images, by true and by told class",
    "calibration_panel": "probabilities",
    "confusion_said": "class told",
    "confusion_is": "true class",
    "calibration_said": "probability told",
    "calibration_was": "how often it was so",
    "calibration_ideal": "as it should be",
    "calibration_found": "found",
    "alt_confusion": "Recognised of the images held out: {listed}.",
    "alt_confusion_class": "{right:.4g} of {images:.4g} {name}",
    "alt_calibration": "Probability told and how often it was so: {listed}.",
    "alt_calibration_bin": "{told:.2f} and {share:.2f}",
    "foretold_heading": "{name}: what was said, and what it is",
    "foretold_caption": (
        "Each dot is an image held out, as the recommended model told it in the first repeat; on the dashed line it is "
        "right."
    ),
    "foretold_real": "{name}",
    "foretold_said": "said",
    "alt_foretold": "What was said of {images} images against what it is: R2 {r2:.2f}, rank correlation {r:.2f}.",
    "decides_heading": "The {shown} parts that weigh most in the recommended model",
    "decides_caption": (
        "Each row is a part of the model of all images. Weight: its share of the weight of all parts. In how many "
        "folds: every fold learns parts of its own; where the same part, found at the same places, is among the ten "
        "that weigh most, it counts. A part that few folds choose may stand for others that say the same. Picture, "
        "home and places as on the sheet of parts; the images come in the order of their classes or numbers."
    ),
    "decides_note": "weight {share:.1%}, {folds} of {of} folds",
    # new images
    "predicted_by": (
        "On images held out this classifier reached {measure} {score:.2f}, brightness and contrast alone {light:.2f}."
    ),
    "predicted_class": "{path}  {said} {chance:.2f}{real}{unlike}",
    "predicted_number": "{path}  {said:.4g}{real}{unlike}",
    "predicted_real": "  is {label}",
    "predicted_line_unlike": "  unlike all that were learned from (p = {p:p})",
    "predicted_seen": (
        "{count:,} of these images were learned from: what is said of them is no test of the classifier."
    ),
    "predicted_unlike": "{count:,} of {images:,} images are unlike all that were learned from (p < 0.05).",
    "predicted_unlike_never": (
        "How unlike an image is cannot be told: {count} images were held out, and 20 or more are needed."
    ),
    "predicted_score": (
        "Of {images:,} images with a known label, {right:,} are told rightly (balanced accuracy {score:.2f})."
    ),
    "predicted_score_numbers": "Of {images:,} images with a known {name}: R2 {score:.2f}, rank correlation {r:.2f}.",
}

"""Words on the Methods paragraph and the record of a run, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "methods": "Methods",
    "methods_copy": "To copy into a paper; every parameter is listed below.",
    "methods_images": (
        "Images ({originals}) were {fit}, reduced to {size} x {size} pixels ({color}) with an antialiasing filter "
        "and scaled to 0..1 ({range})."
    ),
    "methods_vectors": "{originals} vectors of {length} numbers were {scaled}.",
    "methods_vectors_dtype": (
        "divided by one number for all, the root mean square of what lies between a number and the mean of its column"
    ),
    "methods_vectors_percentiles": "scaled to 0..1 by the set's 0.1 and 99.9 percentiles",
    "methods_vectors_none": "taken as they are",
    "methods_fit_crop": "cropped to their central square",
    "methods_fit_letterbox": "padded to squares",
    "methods_fit_stretch": "stretched to squares",
    "methods_range_dtype": "by the range of their number type",
    "methods_range_percentiles": "by the set's 0.1 and 99.9 percentiles",
    "methods_split": (
        "{percent:g} % of the groups were held out, stratified by class; an image and its copies were never split."
    ),
    "methods_groups_given": "Images that belong together (groups) were named by hand.",
    "methods_groups_names": "Images that belong together (groups) were told from the names of files and folders.",
    "methods_groups_near_duplicates": (
        "Nearly identical images counted as one group; nothing else was known of which images belong together, so "
        "every p value assumes that the others are independent."
    ),
    "methods_groups_confounded": (
        "By their names the images of each class are one group, so no difference between the classes can be shown."
    ),
    "methods_groups_none": (
        "No groups of images were given, so every p value assumes that all images are independent."
    ),
    "methods_no_split": "All images were trained on; none was held out.",
    "methods_no_augmentation": "No augmentation was used.",
    "methods_augmentation": (
        "Each training image had {copies} augmented copies, drawn {when} ({images} training images in all): rotation "
        "up to {rotation:g} degrees, horizontal flip with probability {horizontal:g}, vertical flip {vertical:g}, "
        "shift up to {shift:.0%}, perspective {perspective:g}, crop up to {crop:.0%} of the side, brightness and "
        "contrast up to {brightness:.0%} and {contrast:.0%}; outside the image: {border}."
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
    "methods_model_one": (
        "A k-sparse autoencoder with tied weights ({features} features, k = {k}{local}, {init}, {center}) was used."
    ),
    "methods_model_pursuit": (
        "{members} dictionaries of {features} features each were learned ({init}{local}). In each of them an image"
        "{center} is described by k = {k} features, chosen one after another by orthogonal matching pursuit and "
        "weighed by least squares."
    ),
    "methods_model_pursuit_one": (
        "A dictionary of {features} features was learned ({init}{local}). An image{center} is described by k = {k} of "
        "them, chosen one after another by orthogonal matching pursuit and weighed by least squares."
    ),
    "methods_less_mean": ", less the training mean,",
    "methods_model_of_parts": (
        "An ensemble of {members} sparse autoencoders with the encoder {encoder}, the decoder {decoder} and the "
        "sparsity {sparsity} ({features} features, {k}{local}, {init}, {center}) was used."
    ),
    "methods_model_of_parts_one": (
        "A sparse autoencoder with the encoder {encoder}, the decoder {decoder} and the sparsity {sparsity} "
        "({features} features, {k}{local}, {init}, {center}) was used."
    ),
    "methods_k": "k = {k}",
    "methods_k_aimed_at": "{k} active ones aimed at",
    "methods_threshold": "A threshold decides how many features describe {where}: {active:.1f} on average.",
    "methods_filters": (
        "An ensemble of {members} convolutional k-sparse autoencoders with tied weights was used: {filters} filters of "
        "{sizes:, |} pixels a side each, which may lie at places {stride} pixels apart. Of a filter's pre-activations "
        "the largest in every neighbourhood of {neighbourhood} x {neighbourhood} places may be active, and of those "
        "the k = {k} largest of an image are ({init}, {center})."
    ),
    "methods_filters_one": (
        "A convolutional k-sparse autoencoder with tied weights was used: {filters} filters of {sizes:, |} pixels a "
        "side, which may lie at places {stride} pixels apart. Of a filter's pre-activations the largest in every "
        "neighbourhood of {neighbourhood} x {neighbourhood} places may be active, and of those the k = {k} largest of "
        "an image are ({init}, {center})."
    ),
    "methods_filters_pursuit": (
        "{members} convolutional dictionaries were learned: {filters} filters of {sizes:, |} pixels a side each, which "
        "may lie at places {stride} pixels apart. In each of them an image is described by k = {k} filters at places, "
        "chosen one after another by orthogonal matching pursuit and weighed by least squares ({init}, {center})."
    ),
    "methods_filters_pursuit_one": (
        "A convolutional dictionary was learned: {filters} filters of {sizes:, |} pixels a side, which may lie at "
        "places {stride} pixels apart. An image is described by k = {k} of them at places, chosen one after another by "
        "orthogonal matching pursuit and weighed by least squares ({init}, {center})."
    ),
    "methods_member": "Member {number}: {sentences: |}",
    "joined_average": "The model is {members} members side by side, whose reconstructions are averaged.",
    "joined_weighted": (
        "The model is {members} members side by side, whose reconstructions are added with the weights "
        "{weights:, |.2f}: none negative, 1 in all, by least squares on training images held out from each of them."
    ),
    "chained": (
        "The model is a chain of {members} members: each after the first learned what those before it leave over of an "
        "image, and the reconstruction is the sum of theirs."
    ),
    "methods_combined": (
        "Its features are the consensus of {members} members (of {runs} run(s)): features matched one to one at an "
        "absolute cosine of {threshold:g} or more were merged into their mean, and the best supported were kept."
    ),
    "methods_local": ", each confined to a window of {side} x {side} pixels{beyond}",
    "methods_local_sizes": ", in equal shares confined to windows of {sides:, |} pixels a side{beyond}",
    "methods_local_beyond": ", where a window larger than the image fades towards its edges and cuts nothing off",
    "methods_init_windows": "initialised as soft windows of the training images",
    "methods_init_rows": "initialised as training rows",
    "methods_init_orthogonal": "orthogonal initialisation",
    "methods_center": "decoder bias started at the training mean",
    "methods_no_center": "no decoder bias",
    "methods_training": (
        "It was trained for {epochs} epochs with Adam (step size {rate:g}{warmup}{decay}, batches of {batch}) on the "
        "{objective}{consistency}."
    ),
    "methods_learning_pursuit": (
        "Learning took {epochs} epochs of online dictionary learning (Mairal et al. 2009), without gradients: after "
        "each batch of at most {batch} images every feature in turn became the one that, with the others as they were, "
        "reconstructs best the images seen so far, drawn towards what it was (a ridge of {ridge:g} times the mean "
        "squared activation), while an image counts 1/e after {memory} further ones. Features kept their windows, and "
        "all have one length."
    ),
    "methods_learning_pursuit_of_rows": (
        "Learning took {epochs} epochs of online dictionary learning (Mairal et al. 2009), without gradients: after "
        "each batch of at most {batch} rows every feature in turn became the one that, with the others as they were, "
        "reconstructs best the rows seen so far, drawn towards what it was (a ridge of {ridge:g} times the mean "
        "squared activation), while a row counts 1/e after {memory} further ones. All features have one length."
    ),
    "methods_squared_error": "mean squared error",
    "methods_objective": "objective {name}",
    "methods_consistency_latent": " plus {weight:g} times the mean squared difference between the members' codes",
    "methods_consistency_dictionary": (
        " plus {weight:g} times a consistency loss that draws each feature to the nearest feature of another member"
    ),
    "methods_consistency_matched": (
        " plus {weight:g} times a consistency loss between features of the members, matched one to one"
    ),
    "methods_warmup": ", warm-up over {share:.0%} of the steps",
    "methods_decay": ", linear decay over the last {share:.0%}",
    "methods_nested": "Codes were also to serve with only the strongest half or quarter of their features (nested).",
    "methods_revive": "Features that fired on no training image in an epoch of the first {share:.0%} started anew.",
    "methods_early_stop": (
        "Training stopped after {epochs} epochs without a better validation error; epoch {kept} was kept."
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
    "every_parameter_of": "Every parameter of the training of member {number}",
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

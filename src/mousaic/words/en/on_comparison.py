"""Words on other methods on the same images, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "comparison": "Beside other methods",
    "comparison_unknown": "How PCA and other methods do on these images is not known yet.",
    "comparison_command": "This tells it:",
    "comparison_other": "This comparison was made on other images than this run's.",
    "method": "method",
    "methods_left_out_grids": "Not compared, as vectors have no rows and columns: {names}.",
    "methods_left_out_not_negative": "Not compared, as it takes no numbers below 0: {names}.",
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
    # the verdict; a claim stands within a sentence
    "verdict_bits": (
        "At {bits} bits for each image, {claim}: {ours} reaches r {ours_r:.3f}, the best other method, {rival}, "
        "{rival_r:.3f}; {difference}.{beside} Each best is picked on the other groups and scored on the one left out."
    ),
    "verdict_bits_pca": " The best of PCA, {pca}, reaches {pca_r:.3f}; {difference}.",
    "bits_ours_clearly_ahead": "ours beats every other method",
    "bits_ours_ahead": "ours is ahead of every other method, but not clearly",
    "bits_ours_behind": "ours is not ahead of the others, though the difference is not clear",
    "bits_ours_clearly_behind": "ours is beaten",
    "picked_mostly": "mostly {title}",
    "verdict_start": (
        "Beside its own start, with the same kind of codes and as many bits, {claim}: {ours} reaches r {ours_r:.3f}, "
        "{start} {start_r:.3f}; {difference}."
    ),
    "bits_start_clearly_ahead": "training pays",
    "bits_start_ahead": "training is ahead, but not clearly",
    "bits_start_behind": "training does not pay, though the difference is not clear",
    "bits_start_clearly_behind": "training does harm",
    "verdict_equal_k": "At equal k, {k} values for each image, {claim}",
    "verdict": "{claim!c}",  # of files of earlier versions
    "verdict_wide": "With {numbers} numbers for each image, {claim}",
    "winner_best": (
        "{title} reconstructs held-out images best: r {r:.3f} against {other_r:.3f} for the next, {other}; "
        "{difference}."
    ),
    "winner_tied": "{title} and {other} do equally well: held-out r {r:.3f}.",
    "winner_alone": "only {title} was compared: held-out r {r:.3f}.",
    "ours_against_pca": "{claim}: {ours} reaches r {ours_r:.3f}, {pca} {pca_r:.3f}; {difference}.",
    "ours_beats_pca": "At equal k ours beats PCA",
    "ours_ahead_of_pca": "At equal k ours is ahead of PCA, but not clearly",
    "ours_not_ahead_of_pca": "At equal k nothing of ours beats PCA, though the difference is not clear",
    "ours_does_not_beat_pca": "At equal k nothing of ours beats PCA",
    "difference_clear": "the difference of {mean:sign} is clear (95 % interval {low:sign} to {high:sign})",
    "difference_unclear": (
        "the difference of {mean:sign} is not clear (95 % interval {low:sign} to {high:sign}, with zero inside)"
    ),
    # what the methods are called
    "method_mean": "mean image",
    "method_dct": "DCT ({k} largest coefficients)",
    "method_dct_sizeless": "DCT (largest coefficients)",
    "method_pca": "PCA ({components} components)",
    "method_pca_tuned": "PCA ({components} components, own augmentation)",
    "method_pca_best": "PCA ({k} largest of {components:,} components)",
    "method_pca_sizeless": "PCA (first components)",
    "method_pca_tuned_sizeless": "PCA (first components, own augmentation)",
    "method_pca_best_sizeless": "PCA (largest of {components:,} components)",
    "method_nmf": "NMF ({components} components)",
    "method_ica": "FastICA ({components} components)",
    "method_images": "dictionary of training images ({atoms:,} atoms, OMP)",
    "method_dictionary": "dictionary learning ({atoms:,} atoms, OMP)",
    "method_autoencoder": "deep autoencoder ({units} units)",
    "method_vae": "variational autoencoder ({units} units)",
    "method_preset": "preset {preset}",
    "method_local": "local {side} x {side} features",
    "method_conv": "{filters} filters of {sizes:, |} pixels at any place",
    "method_local_sizes": "local features of {sides:, |} pixels",
    "method_start": "start of preset {preset}",
    "method_start_of": "start of {title}",
    "method_untrained": "untrained SAE",
    "method_pretrained": "SAE trained on other images",
    "method_consensus": "consensus of {members} members",
    "method_family": "encoder {encoder}, decoder {decoder}, {sparsity}",
    "method_largest": "{title}, the k largest",
    "method_control": "one member of {features:,} features, k = {k}",
    "method_weighted": "{title} ({members} members, weighted)",
    "method_averaged": "{title} ({members} members averaged)",
    "method_one_member": "{title} (one member)",
    "method_one_pass": "{title}, one pass",
    "method_omp": "{title}, OMP",
    # what must be known of a method
    "note_dct": "learns nothing; stores the mean of each image beside its {k} coefficients",
    "note_fewer_components": "{found} of {wanted} components: the training images have no more",
    "note_pca_best": "which of {components:,} components an image is made of is stored as well",
    "note_as_many": "as many numbers as the ensemble of the default preset",
    "note_augmentation": "augmentation: {strength}",
    "note_ica": "a rotation of PCA's components: the same reconstructions by construction",
    "note_iterations": "{iterations} iterations",
    "note_image_atoms": "learns nothing: originals and augmented copies are the dictionary",
    "note_batches": "{batches} mini-batches of {images} images",
    "note_fewer_atoms": "{found} of {wanted} atoms: there are no more training images",
    "note_network": "hidden layers of {hidden}, {steps} steps of {batch} images",
    "note_each_alone": "mean over the {members} members, each on its own",
    "note_averaged": "{members} codes of {k}: {numbers} numbers for an image",
    "note_merged": "features matched across the members and merged, then trained on",
    "note_weighted": "{members} codes of {k}; weights from inner folds of the training part",
    "note_threshold": "as many values as reach the threshold; the number is the mean over the images learned from",
    "note_none": "no remark",
    "note_of_folds": "{note} ({folds} folds)",
    "both_notes": "{first}; {second}",
}

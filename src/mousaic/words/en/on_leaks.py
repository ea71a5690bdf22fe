"""Words on images that are the same, or nearly, on both sides of a split, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "leak_none": "No leak was found between the training images and the held-out ones.{unlisted}",
    "leak_unlisted": " ({count:,} further nearly identical pairs were not looked at.)",
    "leak_pairs": (
        "Leak: {count} pairs of nearly identical images lie on both sides of the split ({pairs:; | ~ |}{more}), so the "
        "figures on held-out images are flattered."
    ),
    "leak_broken": (
        "Leak: {groups} groups and {files} files lie on both sides of the split; the figures on held-out images "
        "cannot be trusted."
    ),
    "folds_apart": "Near-duplicates: none of those listed is split apart{unlisted}.",
    "folds_leak_one": (
        "Leak: {count} near-duplicate pair lies in different folds ({pairs:; | and |}{more}), so {images} images were "
        "held out while their like was learned from, which flatters every method{unlisted}: give such images one group "
        "in a table's column group."
    ),
    "folds_leak": (
        "Leak: {count} near-duplicate pairs lie in different folds ({pairs:; | and |}{more}), so {images} images were "
        "held out while their like was learned from, which flatters every method{unlisted}: give such images one group "
        "in a table's column group."
    ),
    "folds_unlisted": " ({count:,} further pairs were not looked at)",
}

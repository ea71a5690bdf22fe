"""Words on classes taken together and place by place, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "places_some": (
        "The classes' mean images differ beyond chance at {count:,} of {places:,} places (smallest corrected p = "
        "{p:p})."
    ),
    "places_none": (
        "Nowhere do the classes' mean images differ beyond chance (smallest corrected p = {p:p}, at {places:,} places)."
    ),
    "mean_images": "The classes' mean images",
    "mean_of": "mean of {name}",
    "the_others": "the others",
    "gap_of": "{name} less {other}",
    "gap_explained": (
        "Red: brighter in the class named first; blue: darker (up to {largest}). Outlined: places that differ "
        "beyond chance (permutation test, groups as units, corrected for all places). A part that is always in one "
        "place shows as a sharp spot; one that moves leaves a faint trail."
    ),
    "no_properties_of_vectors": "Brightness, contrast and the like are properties of images, which vectors have not.",
    "no_properties": "All images are alike in every trivial property that is looked at.",
}

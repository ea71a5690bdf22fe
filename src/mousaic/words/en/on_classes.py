"""Words on classes taken together and place by place, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "together_none": (
        "Taken all together, too, the images' codes do not differ between the classes beyond what chance gives (p "
        "= {p:p}; {share:.1%} of their variation lies between the classes, by chance {chance:.1%})."
    ),
    "together_only": (
        "Yet taken all together, the images' codes do differ between the classes (p = {p:p}; {share:.1%} of their "
        "variation lies between the classes, by chance {chance:.1%}): there is a difference, but no single feature can "
        "be named for it."
    ),
    "together_some": (
        "Taken all together, the images' codes differ between the classes, too (p = {p:p}; {share:.1%} of their "
        "variation lies between the classes, by chance {chance:.1%})."
    ),
    "places_some": (
        "The classes' mean images differ beyond chance at {count:,} of {places:,} places (smallest corrected p = "
        "{p:p})."
    ),
    "places_none": (
        "Nowhere do the classes' mean images differ beyond chance (smallest corrected p = {p:p}, at {places:,} places)."
    ),
    "moving_hint": (
        "If you see a difference that no feature shows: each feature is bound to its place in the image. What "
        "appears at another place in every image (an object that moves past, a limb) spreads over many features, "
        "each of which fires in a few images only, and then none of them can pass. More images help; so does "
        "aligning or cropping them so that the part in question stays in place. Look at the differences under "
        "Reconstructions, too: what the model did not learn shows there."
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
    "no_properties": "All images are alike in every trivial property that is looked at.",
}

"""Words on the atlas's pages of parts, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "atlas_nav_places": "Parts",
    "atlas_founds_heading": "Parts of the images",
    "atlas_founds_lead": (
        "What a person would point at, learned without labels: {count} small pictures, each with a home, the region in "
        "which it is looked for. Below each, the share of the images in which it is found."
    ),
    "atlas_founds_none": (
        "No parts were looked for: that needs at least four square training images of 8 pixels or more."
    ),
    "atlas_found_name": "part {part}",
    "atlas_found_title": "Part {part}",
    "atlas_found_landmark": "hardly moves",
    "atlas_found_moving": "moves",
    "atlas_found_sometimes": "comes and goes",
    "atlas_found_rare": "rare",
    "atlas_found_sub": (
        "Part {part}: {kind}. Found in {share:.0%} of the images, that is with a presence above {chance:.2f}, which 5 "
        "in 100 images without structure reach. In half of these it lies within {wander:.1%} of the side of its usual "
        "place."
    ),
    "atlas_found_picture": "What is looked for: red brighter, blue darker than around it.",
    "atlas_found_home": "Its home on the mean image.",
    "atlas_found_track": "Where it is, image after image",
    "atlas_found_track_alt": "Its places in {count} images, in the order of their files.",
    "atlas_found_track_says": (
        "In the order of the files, which is time where they are frames. Blue: how far from the left; orange: how far "
        "from the top, as shares of the side; a gap where it is not found."
    ),
    "atlas_found_images": "Every image, the clearest first",
    "atlas_found_images_says": (
        "The number is its presence, -1 to 1. An orange ring: found; a grey one: the best match is no better than "
        "chance."
    ),
    "atlas_found_in": "{path}: the part is found within the ring",
    "atlas_found_not_in": "{path}: the part is not found; the ring is its best match",
    "atlas_previous_part": "Previous part",
    "atlas_next_part": "Next part",
    "atlas_founds_yours": "{found} of {count} parts are found in it",
    "atlas_founds_yours_alt": "Your image with rings around {shown} parts",
    "atlas_founds_yours_says": (
        "The {shown} clearest, each with its number or the name that you gave it. Rare parts are left out. The search "
        "happens in this page; your image goes nowhere."
    ),
}

"""Words on parts: what a person would point at, with a home, a presence and a place, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "nav_parts": "Parts",
    "parts_heading": "The parts of these images",
    "parts_none": "Parts are looked for in at least four square training images of 8 pixels or more.",
    "parts_none_of_vectors": "Vectors have no parts: a part is a place in an image.",
    "parts_stand_for": (
        "{parts} parts stand for {windows:,} windows of the training images. They were learned without labels."
    ),
    "parts_kinds": (
        "Found in {often:.0%} of the {images} images or more and hardly moving: {landmark}; found as often and moving: "
        "{moving}; coming and going: {sometimes}; rare, in less than {seldom:.0%}: {rare}. In an image without "
        "structure each would be found with a chance of {chance:.0%}."
    ),
    "parts_own_unread": "{run} has its parts already, so its own images were not read: --data was not needed.",
    "parts_anew": "The report and the atlas still show other parts: {command}",
    "parts_sheet_heading": "{shown} of {count} parts: what they look like, where they are looked for, where they are",
    "parts_sheet_caption": (
        "Each row is one part. Picture: what is looked for, blue darker and red brighter than around it. Home: the "
        "region in which it is looked for, learned from where it is, on the mean image. Then its place in six images: "
        "an orange ring where it is found, a grey one where the best match is no better than in images with scattered "
        "phases. Presence is how well the picture matches at that place, from -1 to 1; of several classes the highest "
        "and the lowest mean is told."
    ),
    "part_picture": "picture",
    "part_home": "home",
    "part_places": "its place in six images",
    "part_named": "part {part}",
    "part_landmark": "hardly moves",
    "part_moving": "moves",
    "part_sometimes": "comes and goes",
    "part_rare": "rare",
    "part_found_in": "found in {share:.0%}",
    "part_found_present": "found in {share:.0%}; presence:",
    "part_presence": "{name}: {presence:.2f}",
    "alt_part": "part {part} {kind}, found in {share:.0%} of the images",
    "alt_parts": "Pictures, homes and places in {images} images of {shown} parts: {listed}.",
    "tracks_heading": "Where the {count} parts that move most are, image after image",
    "tracks_caption": (
        "Images in the order of their files, which is time where they are frames of a video. Blue: from the left; "
        "orange: from the top, both as a share of the image's side; a gap where the part is not found."
    ),
    "track_x": "from the left",
    "track_y": "from the top",
    "track_image": "image",
    "alt_track": "part {part} is {wander:.1%} of the side from its middle (median), found in {share:.0%}",
    "alt_tracks": "Places of parts in {images} images: {listed}.",
}

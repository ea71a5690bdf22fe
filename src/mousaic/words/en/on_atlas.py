"""Words on the atlas: frame, names and explanations, in English. Places take only the formats of web/language.js."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # The frame
    "atlas_language": "English",
    "atlas_name": "Atlas",
    "atlas_window": "{page} \u00b7 {title} \u00b7 Mousaic atlas",
    "atlas_opening": "Opening the atlas \u2026",
    "atlas_scripts": (
        "This page draws everything with the scripts beside it: allow scripts for this file. It loads nothing from any "
        "network."
    ),
    "atlas_pages": "Pages",
    "atlas_nav_features": "Features",
    "atlas_nav_images": "Images",
    "atlas_nav_yours": "Your image",
    "atlas_nav_names": "Names",
    "atlas_nav_about": "About",
    "atlas_member": "Member",
    "atlas_light_theme": "Light colours",
    "atlas_dark_theme": "Dark colours",
    "atlas_place_of": "{place:,} of {count:,}",
    "atlas_previous_feature": "previous feature",
    "atlas_next_feature": "next feature",
    "atlas_previous_image": "previous image",
    "atlas_next_image": "next image",
    "atlas_missing": "There is no such page",
    "atlas_to_features": "To the features",
    "atlas_page_broken": "This page cannot be shown",
    "atlas_broken": "The atlas cannot be opened",
    "atlas_foreign_file": "{name}.js does not belong to this atlas",
    "atlas_missing_file": "{name}.js is missing beside this page: copy the whole folder",
    # Counted things
    "atlas_features_one": "{count:,} feature",
    "atlas_features_many": "{count:,} features",
    "atlas_images_one": "{count:,} image",
    "atlas_images_many": "{count:,} images",
    # Names and notes
    "atlas_names_heading": "Names and notes",
    "atlas_names_lead": "What you write is kept in this browser alone. Save it to a file to keep it for good.",
    "atlas_names_lead_nothing": (
        "This browser keeps nothing for pages opened from a disk: save what you write to a file."
    ),
    "atlas_keeps_nothing": ("This browser keeps nothing for files: save annotations.json before you close the page."),
    "atlas_names_none": "Nothing has a name yet. Open a feature and call it what you see.",
    "atlas_name_of": "feature {feature} of member {member}",
    "atlas_name_of_alone": "feature {feature}",
    "atlas_name_carried": "feature {feature} of member {member}; carried over, cosine {cosine:.2f}",
    "atlas_name_exchanged": (
        "feature {feature} of member {member}; carried over, cosine {cosine:.2f} (light and dark exchanged)"
    ),
    "atlas_delete": "Delete",
    "atlas_delete_name": "Delete the name {name}",
    "atlas_save_file": "Save annotations.json",
    "atlas_read_file": "Read a file",
    "atlas_names_how": (
        "Put annotations.json into the run folder, and {command} shows the names too. An atlas of another "
        "run that is made with --names annotations.json finds the named features again by their pictures."
    ),
    "atlas_lost": "Not found again in this model (from {source})",
    "atlas_lost_best": "best |cosine| {best:.2f}.",
    "atlas_saved_one": "{count:,} name or note saved as annotations.json.",
    "atlas_saved_many": "{count:,} names and notes saved as annotations.json.",
    "atlas_read_one": "{count:,} name or note read from {file}.",
    "atlas_read_many": "{count:,} names and notes read from {file}.",
    "atlas_not_json": "{file} is not JSON: choose an annotations.json.",
    "atlas_no_names": "{file} holds no names of an atlas: choose an annotations.json.",
    "atlas_other_model": (
        "{file} is of another model. An atlas that is made with --names has its names on the features that match: "
        "{command}"
    ),
    # About
    "atlas_sampled": (
        "The set has {of:,} images. Features, parts and classes were analysed on a random sample of {analysed:,} of "
        "them; {shown:,} are shown here, and what is shown as strongest is so among these."
    ),
    "atlas_about_heading": "How to read this atlas",
    "atlas_about_model": (
        "A sparse autoencoder learned a dictionary of {features:,} pictures, here called features, from the images of "
        "{title}. It writes every image as {base} plus {k} features, each with its own strength (its activation). "
        "What a feature means is for you to say; this atlas shows where it fires, how much it carries, and how far it "
        "can be trusted."
    ),
    "atlas_about_model_rows": (
        "A sparse autoencoder learned a dictionary of {features:,} directions, here called features, from the rows of "
        "{title}. It writes every row of numbers as {base} plus {k} features, each with its own strength (its "
        "activation). Rows have no pictures of their own: a feature is shown by the pictures that belong to the rows "
        "in which it fires most. What it means is for you to say."
    ),
    "atlas_about_members_one": (
        "{count:,} dictionary was trained (the only member of its ensemble). A feature that comes back in other "
        "trainings is more likely to be in the data than in the dice."
    ),
    "atlas_about_members_many": (
        "{count:,} dictionaries were trained side by side (members of an ensemble). A feature that comes back in other "
        "members, and above all in other trainings, is more likely to be in the data than in the dice."
    ),
    "atlas_about_kinds": (
        "Kinds. Noise: less than {noise:.0%} of the smoothed picture's energy stands above the noise; else edge-like: "
        "its lines agree on one direction (coherence of at least {coherence}); else local: half of its energy lies "
        "in at most {area:.0%} of the pixels and within {spread} sides of its centre; else global."
    ),
    "atlas_about_classes": (
        "Class differences. The effect is the difference between the means of the activations, or of how strongly the "
        "picture is present in each image, whichever is clearer, in standard deviations (sd). p comes from "
        "{labelings:,} ways to deal the labels anew; one feature alone can reach no less than {floor:.4f} with these "
        'images. As {all:,} features are looked at, "corrected for all features" asks how often the largest difference '
        "among all of them is as large by chance (max-T), and q is the false discovery rate (Benjamini-Hochberg)."
    ),
    "atlas_about_passed_none": "No feature passes at 5 % in all members together.",
    "atlas_about_passed_one": "{count:,} feature passes at 5 % in all members together.",
    "atlas_about_passed_many": "{count:,} features pass at 5 % in all members together.",
    "atlas_keys": "Keys",
    "atlas_keys_grid": "{arrows} move through a grid; {jumps} in larger steps",
    "atlas_keys_open": "{enter} opens, {escape} goes back",
    "atlas_keys_neighbours": "{arrows} on a feature or an image: the one before and after it in the list",
    "atlas_this_run": "This run",
    "atlas_run_images": "Images",
    "atlas_in_classes_one": "in {count:,} class",
    "atlas_in_classes_many": "in {count:,} classes",
    "atlas_without_classes": "without classes",
    "atlas_run_model": "Model",
    "atlas_run_model_says": "features, {k} active in each code, {epochs} epochs, preset {preset}, seed {seed}",
    "atlas_run_quality": "How well",
    "atlas_quality_out": (
        "r = {validation:.2f} on held-out images (the mean image alone: {mean:.2f}), {train:.2f} on training images"
    ),
    "atlas_quality_in": (
        "r = {train:.2f} on training images (the mean image alone: {mean:.2f}); no image was held out"
    ),
    "atlas_run_exact": "Exactness",
    "atlas_run_exact_says": (
        "is the most by which a pixel drawn here differs from the model's own, as the weights are kept at 8 bits; "
        "{typical:.2f} / 255 is typical (root mean square)"
    ),
    "atlas_run_files": "Files",
    "atlas_run_files_say": "Mousaic {version}; weights SHA-256 {model}",
    "atlas_complete": (
        "This page is complete in itself. It loads nothing from a network and sends nothing; its own security policy "
        "forbids both."
    ),
}

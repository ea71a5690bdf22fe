"""Words on the atlas's pages of features, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # All features
    "atlas_parts_heading": "The features of these images",
    "atlas_parts_lead": (
        "Mousaic learned {features:,} features from {own} of {images} and writes each image as {base} plus {k} of "
        "them. Where a tile is lighter than grey, the feature adds light; where it is darker, it takes light away. "
        "Choose one to see where it fires."
    ),
    "atlas_parts_lead_rows": (
        "Mousaic learned {features:,} features from {own} of {images} and writes each row of numbers as {base} plus "
        "{k} of them. A feature of such rows has no picture: each tile shows the pictures of the four rows in which it "
        "fires most. Choose one to see more of them."
    ),
    "atlas_base_average_rows": "the average row",
    "atlas_base_black_rows": "nothing",
    "atlas_base_average": "the average image",
    "atlas_base_black": "black",
    "atlas_sort_and_filter": "Sort and filter",
    "atlas_sort_by": "Sort by",
    "atlas_turn": "Turn the order round",
    "atlas_find": "Find",
    "atlas_find_example": "12 or wheel",
    "atlas_view": "View",
    "atlas_view_light": "light and dark",
    "atlas_view_map": "signed colours",
    "atlas_view_close": "close-up",
    "atlas_tile_size": "Size",
    "atlas_tile_size_of": "Size of the tiles",
    "atlas_tile": "Feature {name}, {sort}: {number}",
    "atlas_found": "{found} of {features:,}; under each: {meaning}.",
    "atlas_found_none": "No feature passes these filters.",
    "atlas_sort_importance": "what it carries",
    "atlas_sort_importance_long": "the share of the reconstruction that would be lost without it",
    "atlas_sort_use": "how often it fires",
    "atlas_sort_use_long": "the share of the images in which it is active",
    "atlas_sort_effect": "class difference",
    "atlas_sort_effect_long_two": ("how far its activation differs between the two classes, in standard deviations"),
    "atlas_sort_effect_long": ("how far its activation differs between a class and the others, in standard deviations"),
    "atlas_sort_trust": "found again",
    "atlas_sort_trust_long": "in how many of the independent trainings it was found again",
    "atlas_sort_area": "smallest first",
    "atlas_sort_area_long": "the share of the pixels that hold half of its energy",
    "atlas_sort_number": "number",
    "atlas_sort_number_long": "its place in the dictionary",
    "atlas_sd": "{value:.2f} sd",
    "atlas_of_runs": "{found:.0f} of {runs}",
    "atlas_filter_fires": "Fires",
    "atlas_fires_some": "in some image",
    "atlas_fires_selective": "in some, not in all",
    "atlas_fires_always": "in every image",
    "atlas_fires_never": "in none",
    "atlas_any": "any",
    "atlas_filter_kind": "Kind",
    "atlas_filter_class": "Class",
    "atlas_class_passes": "differs, beyond chance",
    "atlas_class_more": "more in {name}",
    "atlas_filter_trust": "Trust",
    "atlas_trust_half": "found in half of the runs",
    "atlas_trust_beyond": "found beyond chance",
    "atlas_filter_named": "Name",
    "atlas_named_any": "named or noted",
    "atlas_named_not": "without a name",
    # A feature
    "atlas_feature": "Feature {number}",
    "atlas_feature_sub": "#{number} of {features:,} in member {member}",
    "atlas_feature_sub_alone": "one of {features:,} features",
    "atlas_picture_light": "Feature {number} in light and dark",
    "atlas_picture_map": "Feature {number} in signed colours",
    "atlas_picture_close": "Feature {number}, close-up",
    "atlas_light_says": "Lighter than grey: adds light. Darker: takes it away.",
    "atlas_light_says_colour": "Lighter than grey: adds light of that colour. Darker: takes it away.",
    "atlas_same_close": "The same, close-up.",
    "atlas_map_says": "Brightness it adds to a pixel (images run from 0 to 1) at its mean strength.",
    "atlas_map_says_unit": "Brightness it adds to a pixel for each unit of activation.",
    "atlas_fact_use": "Fires in",
    "atlas_fact_carries": "Carries",
    "atlas_fact_kind": "Kind",
    "atlas_fact_class": "Class difference",
    "atlas_fact_shortcut": "Shortcut",
    "atlas_fact_trust": "Trust",
    "atlas_use_none": "in no image",
    "atlas_use_none_why": "Dead on these originals. It may still fire in an augmented copy of one.",
    "atlas_use": "{fires} of {images} images",
    "atlas_use_why": "{rate}. Mean strength when it fires: {strength:.2f}.",
    "atlas_use_always_why": "{rate}, always on. Mean strength when it fires: {strength:.2f}.",
    "atlas_carries_nothing": "nothing",
    "atlas_carries_nothing_why": "It takes part in no reconstruction.",
    "atlas_carries_less": "less than nothing",
    "atlas_carries_less_why": (
        "Without it the reconstructions would be better by {share}. Rank {rank:,} of {features:,}."
    ),
    "atlas_carries_why": "of the reconstruction would be lost without it. Rank {rank:,} of {features:,}.",
    "atlas_shape_why": (
        "Half of its energy lies in {area} of the pixels, centred {place}. Median frequency: {frequency:.1f} cycles an "
        "image."
    ),
    "atlas_shape_lines": "Its lines run at {angle:.0f}\u00b0 (0\u00b0 lies, 90\u00b0 stands).",
    "atlas_trust_unknown": "not measured",
    "atlas_trust_unknown_why": (
        "This trains again from other seeds and counts how often each feature comes back: {command}"
    ),
    "atlas_trust": "{found:.0f} of {runs} runs",
    "atlas_trust_why": (
        "found it again (by chance: {chance:.1f}). Mean best |cosine| {cosine:.2f}, by chance {chanceCosine:.2f}."
    ),
    "atlas_trust_before": "Before training its start was found in {found:.0f} of {runs}.",
    "atlas_class_rare": "too rare to test",
    "atlas_class_rare_why": "It fires in so few images that no difference could be told from chance.",
    "atlas_class": "{effect:.2f} sd more in {name}",
    "atlas_verdict_family": "Beyond chance, even as the largest difference of all features.",
    "atlas_verdict_q": "Probably real: of features like this, one in twenty is a fluke.",
    "atlas_verdict_none": "Not beyond chance: with so many features, some differ as much by accident.",
    "atlas_class_response": "In how strongly its picture is present, whether or not it fires.",
    "atlas_class_rate": "Firing rate there: {rate:+.0f} points (95 % interval {low:+.0f} to {high:+.0f}).",
    "atlas_class_tests": "p {p}; corrected for all features {family}; false discovery rate q {q}.",
    "atlas_shortcut": "beware: {name}",
    "atlas_shortcut_why": "It follows the images' {name}: r = {r:+.2f}.",
    "atlas_shortcut_why_within": ("It follows the images' {name}: r = {r:+.2f}, within the classes {within:+.2f}."),
    "atlas_shortcut_none": "no simple property",
    "atlas_shortcut_none_why": "It comes closest to the images' {name}: r = {r:+.2f}.",
    "atlas_shortcut_none_why_within": (
        "It comes closest to the images' {name}: r = {r:+.2f}, within the classes {within:+.2f}."
    ),
    "atlas_name_hint": "What is it? For example: rim of the wheel",
    "atlas_your_name": "Your name for it",
    "atlas_notes": "Notes",
    "atlas_kept_here": "Kept in this browser. {save}",
    "atlas_save_all": "Save all names to a file",
    "atlas_all_images": "all images",
    "atlas_by_class": "How strongly it fires in each class",
    "atlas_by_class_none": "How strongly it fires",
    "atlas_by_class_says": (
        "One mark an image; hollow marks were held out of training; marks left of 0 are images in which it does not "
        "fire; the bar is the mean of all."
    ),
    "atlas_active_in": "active in {active} of {images} \u00b7 mean {mean:.2f}",
    "atlas_activation": "activation",
    "atlas_mark": "{path}: {value:.2f}",
    "atlas_mark_out": "{path}: {value:.2f} (held out)",
    "atlas_picture_rows": "The rows in which feature {number} fires most, as pictures",
    "atlas_picture_rows_say": "The four rows in which it fires most, the strongest first.",
    "atlas_with_feature_rows": "{path}",
    "atlas_relatives_say_rows": (
        "Cosine between the features' numbers: 1 is the same, 0 unrelated, \u22121 the opposite. Of {features:,} "
        "features of pure noise the nearest would reach about {noise:.2f}."
    ),
    "atlas_fires_most": "Where it fires most",
    "atlas_with_feature": "{path} with what the feature adds to it",
    "atlas_show_added": "show what it adds (red) and takes away (blue)",
    "atlas_relatives": "Its nearest relatives",
    "atlas_relatives_say": (
        "Cosine between the pictures: 1 is the same, 0 unrelated, \u22121 the same with dark and light exchanged. Of "
        "{features:,} pictures of pure noise the nearest would reach about {noise:.2f}."
    ),
    "atlas_members_left_out_one": "{count:,} member is not in this atlas.",
    "atlas_members_left_out_many": "{count:,} members are not in this atlas.",
    "atlas_relative_here": "this member, cosine {cosine:.2f}",
    "atlas_relative_here_alone": "cosine {cosine:.2f}",
    "atlas_relative": "member {member}, cosine {cosine:.2f}",
}

"""Words on whether features come back in independent trainings, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "stability": "Would the features be found again?",
    "stability_how": "It takes about as long as twenty-six trainings: ",
    "stability_how_quick": "A first answer takes about as long as two: ",
    "agree_heading": "Do independent trainings agree?",
    "agree_members": "the members of this run with each other",
    "agree_run": "this run and independent runs",
    "agree_runs": "independent runs with each other",
    "agree_halves": "runs on halves of the images that share none",
    "agree_is_trained": "trained",
    "agree_is_untrained": "before training",
    "agree_is_pixels": "on scattered pixels",
    "agree_is_phases": "on scattered phases",
    # the terminal's table and what it says below
    "agree_living": "PW-MCC of living (all) features",
    "agree_column_trained": "trained",
    "agree_column_untrained": "untrained",
    "agree_column_pixels": "pixels",
    "agree_column_phases": "phases",
    "agree_column_phases_of_rows": "columns",
    "agree_same": "  the same structureless images",
    "agree_terms": (
        "PW-MCC: features of two dictionaries matched one to one, mean |cosine|; 1: the same features.\n"
        "An independent run has another seed and another sample of the groups of images (drawn with replacement).\n"
        "untrained: before the first step. pixels, phases: learned from images that share nothing but the mean (what "
        "differs from it\nhas its pixels, or its Fourier phases, scattered); same images: two samples of the same such "
        "images, so that what they\nagree in is remembered images and no common parts."
    ),
    "agree_terms_of_rows": (
        "PW-MCC: features of two dictionaries matched one to one, mean |cosine|; 1: the same features.\n"
        "An independent run has another seed and another sample of the groups of rows (drawn with replacement).\n"
        "untrained: before the first step. numbers, columns: learned from rows that share nothing but the mean (of "
        "what differs\nfrom it the numbers of each row are scattered, or each column is dealt anew among the rows); "
        "same rows: two samples of\nthe same such rows, so that what they agree in is remembered rows and nothing in "
        "common."
    ),
    "agree_rule": (
        "Found again: |cosine| {threshold:.2f} or more with a living feature of the other run ({why}).\n"
        "{runs} independent runs of {each}, on samples of the {images} training images ({groups} groups)."
    ),
    "agree_why_floor": "the least that counts, as chance gives less in {share:.0%} of comparisons",
    "agree_why_chance": "what chance gives in {share:.0%} of comparisons",
    "often_heading": "How often features come back",
    "found_again_in": "found again in",
    "times_found": "{times} of {runs} runs",
    "features_living": "features that fire on an original",
    "share_living": "share",
    "features_before": "before training",
    "best_again": "The features that come back best",
    "best_again_explained": (
        "Below a picture: member and feature, in how many of the runs it was found again, in how many its start was "
        "found among their starts, and its mean |cosine| with the most similar feature there. Features that would "
        "count as one another are shown once."
    ),
    "stability_explained": (
        "Agreement: PW-MCC, the mean |cosine| of two dictionaries' living features (those that fire on an original) "
        "matched one to one; 1: the same features. Before training: the same dictionaries as they started. Scattered: "
        "learned from images that share nothing but their mean, as what differs from it has its pixels, or its Fourier "
        "phases, scattered (of vectors, in place of phases, each column dealt anew among the rows); what such "
        "dictionaries agree in is chance. Found again: |cosine| {threshold} or more with "
        "a living feature of the other run; before training, of the start with a start. {runs} independent runs of "
        "{each}, on samples of the training part (images: {images}; groups: {groups}). Learned beyond the start: what "
        "is left of a feature without its component along the row it started from; two trainings from one start are "
        "compared feature by feature."
    ),
    "each_one": "one member",
    "each_many": "{members} members",
    "each_first": "{members} members, of which the first is compared",
    "found_again": (
        "Of {many}, {living:,} fire on an original, and {often:,} of these ({share:.1%}) are found again in at least "
        "half of {runs} independent runs; before training {untrained:,} were, and chance would give {chance:,}."
        "{meaning}"
    ),
    "found_untrained": " As many are found again without any training, so this count shows no learning.",
    "features_of_all": "{members} x {features:,} features",
    "features_of_one": "{features:,} features",
    "runs_agree": (
        "Independent runs agree {verdict}: PW-MCC {agreement:.2f} of living features, against {start:.2f} before "
        "training and {chance:.2f} after training on images without structure."
    ),
    "agree_more": "more than chance",
    "agree_as_starts": "no more than their untrained starts do",
    "agree_no_more": "no more than chance",
    "same_agree": "Two samples of the same structureless images agree at {agreement:.2f}.",
    "same_remembered": (
        "Two samples of the same structureless images agree at {agreement:.2f}, so {part} of that may be remembered "
        "images, which independent runs share, and no common parts."
    ),
    "remembered_all": "all",
    "remembered_most": "most",
    "remembered_part": "a part",
    "halves_agree": (
        "Runs that share no image agree at {agreement:.2f}, before training at {start:.2f}, without structure at "
        "{chance:.2f}: {meaning}."
    ),
    "halves_untrained": "no more than before training, so this agreement shows no learning",
    "halves_nothing": (
        "so this does not show that the features belong to this kind of images and not to these images alone"
    ),
    "halves_little": ("so little of what is learned belongs to this kind of images and not to these images alone"),
    "halves_part": "so a part of what is learned belongs to this kind of images and not to these images alone",
    "untouched": (
        "A living feature has |cosine| {cosine:.2f} with the row it started from (1: untouched), and the starts of "
        "independent runs agree at {starts:.2f}: so much may be there from the start."
    ),
    "shared_start": (
        "Two trainings from one start, on halves of the images that share none: what features learned beyond their "
        "start agrees at a cosine of {mean:.2f} ({low:.2f} to {high:.2f}, features: {features:,}), on images with "
        "scattered phases {null}, between features of different starts at {mismatched:.2f}. Feature by feature the "
        "difference from scattered phases is {gain:.2f} ({gain_low:.2f} to {gain_high:.2f}), {meaning}."
    ),
    "shared_interval": "at {mean:.2f} ({low:.2f} to {high:.2f})",
    "shared_null_still": "nothing is learned",
    "shared_beyond": "so a part of what is learned belongs to this kind of images and not to these images alone",
    "shared_structureless": "so what is left cannot be told from structureless images",
    "shared_nothing": (
        "Nothing was learned beyond the start: trained from one start on halves of the images, features keep it but "
        "for {moved:.1%} of their length."
    ),
    "shared_still": (
        "Nothing was learned beyond the start that two halves of the images could share: no two features that fire on "
        "originals of both halves can be compared."
    ),
    "parts_again": (
        "Of {parts:,} parts learned from two halves of the images that share none, {found:,} ({share:.0%}) are, up to "
        "a shift, parts of the other half as well; with images shuffled {chance:.0f} would be (at most {most:,}), with "
        "scattered phases {scattered:,}.{meaning}"
    ),
    "parts_no_more": " So parts are not shown to be those of this kind of images.",
    "beyond_heading": "Is what is learned beyond the start the same on other images?",
    "beyond_halves": "halves of the images, one start",
    "beyond_scattered": "the same, phases scattered",
    "beyond_gain": "the difference, feature by feature",
    "beyond_mismatched": "features of different starts",
    "beyond_cosine": "cosine of what was learned",
    "beyond_interval": "95 % interval over features",
    "beyond_features": "features",
}

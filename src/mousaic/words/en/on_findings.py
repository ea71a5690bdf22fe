"""Words on the findings about features and classes, in English."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "analysed_sample": (
        "All figures and tests of features, parts and classes here are from a random sample of {count:,} of the "
        "{of:,} images: of every class the same share, and of as many groups as possible."
    ),
    "classes_none": "The images have fewer than two classes, so there is nothing to compare.",
    "classes_untested": (
        "No feature fires in at least three groups, so no difference between the classes can be tested."
    ),
    "classes_impossible": (
        "No difference between the classes can be shown: with {units}, the smallest p that a feature could reach is "
        "{floor:p}, whatever the images show."
    ),
    "classes_no_difference": (
        "No feature differs between the classes beyond what chance gives among {tested:,} tested ones. "
        "{best}.{discovered}"
    ),
    "classes_some": (
        "{passed:,} of {tested:,} tested features differ between the classes (at a 5 % risk that even one of them is a "
        "fluke). {best}.{discovered}"
    ),
    "classes_best": (
        "The clearest is feature {feature}{of_member}: {effect:.2f} standard deviations {direction} in {name}, "
        "p = {p:p} after correction for everything that is claimed"
    ),
    "classes_discovered": " If 5 % false discoveries are accepted, {count:,} features can be named.",
    "more": "more",
    "less": "less",
    "units": "{count} groups of {name}",
    "units_images": "{count} images of {name}",
    "units_many": "groups of {classes} classes",
    "and": " and ",
    "power": (
        "Power: with {units}, and {tested:,} features tested, a feature must differ by about {effect:.1f} standard "
        "deviations to pass; smaller differences stay unseen."
    ),
    "power_few": (
        "Power: with {units} the smallest p of a single test is {floor:p}, so among {tested:,} features hardly any can "
        "pass: that one does not pass says little."
    ),
    "shortcuts_none": (
        "None of {count} trivial properties of the images tells the classes apart (closest: {name}, AUC {auc:.2f}, p = "
        "{p:p} after correction)."
    ),
    "shortcuts_some": (
        "Beware: the classes can be told apart without looking at any part of the image, by {listed}; a feature that "
        "differs may merely follow that."
    ),
    "shortcut_listed": "{name} alone (AUC {auc:.2f}, p = {p:p})",
    "brightness": "brightness",
    "contrast": "contrast",
    "border": "border brightness",
    "sharpness": "sharpness",
    "file_size": "file size",
    "file_order": "order of file names",
    "follows": (
        "Your best class feature follows the images' {name} (r = {r:.2f}; {within:.2f} within the classes).{of_all}"
    ),
    "follows_none": (
        "Your best class feature follows no trivial property closely (closest: {name}, r = {r:.2f}; {within:.2f} "
        "within the classes).{of_all}"
    ),
    "follow_count": " Of the {passed} class features, {count} follow one.",
    "trust": (
        "{count:,} of {living:,} features that fire on an original were found again in at least half of {runs} "
        "independent runs; {before}chance would give {chance:,}.{of_classes}"
    ),
    "trust_before": "before training {count:,} were, and ",
    "trust_classes": " Of the {passed} class features, {count} were.",
    "trust_unknown": "Whether the features would be found again is not known yet.",
    "trust_measure": "This measures it: {command}",
    "by_class_differs": "Images of class {name} are reconstructed worse than the others (p = {p:p}).",
    "by_class_same": "No class is clearly reconstructed better than another (p = {p:p}).",
    "use": "{alive:,} of {total:,} features fire in at least one of the {images:,} images.{half}{always}",
    "use_half_alone": " The {count:,} most important of them carry half of what all carry.",
    "use_half": " Of a member's {features:,} features, the {count:,} most important carry half of what all carry.",
    "use_always": " {count} fire in every image.",
    "shape": (
        "Of the features that fire, {local:.0%} are local, {edge:.0%} edge-like, {global:.0%} spread over the image, "
        "and {noise:.0%} show no more than noise."
    ),
    "sparsity": (
        "{part}, {fewer} active features come within 10 % of the error that the {k} of this model leave "
        "({error:.5f}){more}"
    ),
    "sparsity_all": (
        "{part}, every smaller number of active features that was tried leaves clearly more error than the {k} of this "
        "model ({error:.5f}){more}"
    ),
    "sparsity_better": "; {best} would leave {gain:.0%} less.",
    "sparsity_enough": "; more would not help this model.",
    "on_train": "On the training images",
    "on_validation": "On the held-out images",
    "redundancy": (
        "The picture most like a feature's own among the others has a |cosine| of {median:.2f} with it (median; 1 "
        "would be a copy); among random pictures it would be {chance:.2f}. {twins:.1%} of the features have a "
        "near-copy (|cosine| of 0.9 or more)."
    ),
    "sizes_heading": "Sizes",
    "sizes_carry": "Of what the codes explain of these images, {carried:, |}.",
    "size_window": "windows of {side} pixels carry {share:.0%}",
    "size_whole": "features of the whole image carry {share:.0%}",
}

"""A Methods paragraph ready for a paper: everything needed to do a training again, sentence by sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mousaic.model.member_parts import PURSUED_FILTERS, PURSUIT, STANDARD, Parts
from mousaic.option_combinations import CONVOLUTIONAL, filter_sides, window_sides
from mousaic.report.findings.active_numbers import by_threshold, measured_active
from mousaic.report.findings.mixed_members import made_of, trainings_of
from mousaic.said import Said, told
from mousaic.training.steps.dictionary import MEMORY, RIDGE


def methods(record: Mapping[str, Any], summary: Mapping[str, Any]) -> list[Said]:
    """The sentences of the paragraph.

    Args:
        record: what ``config.json`` says.
        summary: what ``summary.json`` says.
    """
    config = record["config"]
    images, training = config["images"], config["training"]
    return [
        _images(record, images, summary["originals"]),
        _split(training, summary),
        *_groups(record),
        *_members(record, summary),
        told(
            "methods_versions", **{name: record["versions"][name] for name in ("mousaic", "torch", "python")},
            seed=training["seed"], preset=config["preset"],
        ),
    ]  # fmt: skip


def _images(record: Mapping[str, Any], images: Mapping[str, Any], originals: int) -> Said:
    _, height, width = record["shape"]
    if height == 1:
        scaled = told(f"methods_vectors_{images['depth_range']}")
        return told("methods_vectors", originals=originals, length=width, scaled=scaled)
    return told(
        "methods_images", originals=originals, fit=told(f"methods_fit_{images['fit']}"),
        size=images["size"], color=told(f"color_{images['color']}"),
        range=told(f"methods_range_{images['depth_range']}"),
    )  # fmt: skip


def _members(record: Mapping[str, Any], summary: Mapping[str, Any]) -> list[Said]:
    """What was trained, and how; of members that differ in kind one after another."""
    vectors = record["shape"][1] == 1
    if {"joined", "chain"} & record.keys():
        each = trainings_of(record, summary)
        copies = [_augmentation(one.config["augmentation"], one.summary["training_images"]) for one in each]
        once = copies[:1] if all(one == copies[0] for one in copies) else []
        members = [
            told(
                "methods_member",
                number=one.numbers,
                sentences=_training(one.config, one.summary, vectors=vectors)[len(once) :],
            )
            for one in each
        ]
        return [*once, *made_of(record), *members]
    of_features = [*_threshold(record["config"]["model"], summary), *_combined(record)]
    return _training(record["config"], summary, _chosen(record), of_features, vectors)


def _training(
    config: Mapping[str, Any],
    summary: Mapping[str, Any],
    of_copies: Sequence[Said] = (),
    of_features: Sequence[Said] = (),
    vectors: bool = False,
) -> list[Said]:
    """One training's copies, model and learning.

    Args:
        of_copies, of_features: what else there is to say of these.
    """
    training = config["training"]
    return [
        _augmentation(config["augmentation"], summary["training_images"]),
        *of_copies,
        _model(config["model"], config["images"]["size"], vectors),
        *of_features,
        _learning(config["model"], training, summary),
        *_extras(training, summary),
    ]


def _split(training: Mapping[str, Any], summary: Mapping[str, Any]) -> Said:
    if not summary["validation"]:
        return told("methods_no_split")
    return told("methods_split", percent=training["validation"] * 100)


def _groups(record: Mapping[str, Any]) -> list[Said]:
    """Which images counted as belonging together; earlier versions did not say."""
    origin = record.get("groups_from")
    if origin is None:
        return []
    if record["intake"]["groups"]["confounded"]:
        return [told("methods_groups_confounded")]
    return [told(f"methods_groups_{origin.replace('-', '_')}")]


def _augmentation(o: Mapping[str, Any], images: int) -> Said:
    if o["augment"] == "none":
        return told("methods_no_augmentation")
    strengths = ("rotation", "shift", "perspective", "crop", "brightness", "contrast")
    return told(
        "methods_augmentation", copies=o["copies"], when=told(f"methods_when_{o['augment']}"), images=images,
        horizontal=o["flip_horizontal"], vertical=o["flip_vertical"], border=told(f"border_{o['border']}"),
        **{name: o[name] for name in strengths},
    )  # fmt: skip


def _chosen(record: Mapping[str, Any]) -> list[Said]:
    """How the augmentation was chosen, where trials chose it."""
    found = record.get("augmentation_chosen")
    if not found or not found["trials"]:
        return []
    return [told("methods_chosen", folds=found["folds"], epochs=found["epochs"])]


def _filters(model: Mapping[str, Any], size: int) -> Said:
    """Of filters that may lie anywhere."""
    key = "methods_filters_pursuit" if model["sparsity"] == PURSUED_FILTERS else "methods_filters"
    key = key if model["members"] > 1 else f"{key}_one"
    return told(
        key, members=model["members"], filters=model["filters"], sizes=list(filter_sides(model["filter_sizes"], size)),
        stride=model["stride"], neighbourhood=model["neighbourhood"], k=model["k"],
        init=told(f"methods_init_{model['init']}"),
        center=told("methods_center" if model["center"] else "methods_no_center"),
    )  # fmt: skip


def _model(model: Mapping[str, Any], size: int, vectors: bool) -> Said:
    if model.get("encoder") == CONVOLUTIONAL:
        return _filters(model, size)
    parts = Parts(*(model.get(name, usual) for name, usual in STANDARD._asdict().items()))
    kinds = {STANDARD: "methods_model", STANDARD._replace(sparsity=PURSUIT): "methods_model_pursuit"}
    aim = "methods_k_aimed_at" if by_threshold(model) else "methods_k"
    key = kinds.get(parts, "methods_model_of_parts")
    center = "methods_less_mean" if parts.sparsity == PURSUIT else "methods_center"
    without = None if parts.sparsity == PURSUIT else told("methods_no_center")
    return told(
        key if model["members"] > 1 else f"{key}_one", members=model["members"], features=model["features"],
        k=told(aim, k=model["k"]) if key == "methods_model_of_parts" else model["k"],
        init=told("methods_init_rows" if vectors and model["init"] == "windows" else f"methods_init_{model['init']}"),
        center=told(center) if model["center"] else without,
        local=_windows(window_sides(model.get("model", "whole"), model.get("local", 0), size), size),
        **dict(zip(("encoder", "decoder", "sparsity"), parts.names, strict=True)),
    )  # fmt: skip


def _threshold(model: Mapping[str, Any], summary: Mapping[str, Any]) -> list[Said]:
    """How many features are active, where k is only aimed at."""
    measured = measured_active(model, summary)
    return [] if measured is None else [told("methods_threshold", active=measured[0], where=measured[1])]


def _windows(sides: Sequence[int], size: int) -> Said | None:
    """What confines the features of images of this side, in pixels."""
    if not sides:
        return None
    beyond = told("methods_local_beyond") if max(sides) > size else None
    if len(sides) == 1:
        return told("methods_local", side=sides[0], beyond=beyond)
    return told("methods_local_sizes", sides=list(sides), beyond=beyond)


def _learning(model: Mapping[str, Any], training: Mapping[str, Any], summary: Mapping[str, Any]) -> Said:
    """By what the features were learned: on the codes of matching pursuit, or by gradients."""
    if model.get("sparsity") == PURSUIT:
        return told(
            "methods_learning_pursuit", epochs=summary["epochs"], batch=training["batch_size"], ridge=RIDGE,
            memory=MEMORY,
        )  # fmt: skip
    consistency = None
    if training["consistency"]:
        kind = training.get("consistency_kind", "latent")
        consistency = told(f"methods_consistency_{kind}", weight=training["consistency"])
    return told(
        "methods_training", epochs=summary["epochs"], rate=training["learning_rate"], consistency=consistency,
        objective=_objective(training),
        batch=training["batch_size"],
        warmup=told("methods_warmup", share=training["warmup"]) if training["warmup"] else None,
        decay=told("methods_decay", share=training["decay"]) if training["decay"] else None,
    )  # fmt: skip


def _extras(training: Mapping[str, Any], summary: Mapping[str, Any]) -> list[Said]:
    """What else was done while learning."""
    said = []
    if _nested(training):
        said.append(told("methods_nested"))
    if training["revive"]:
        said.append(told("methods_revive", share=training["revive"]))
    if training["early_stop"]:
        said.append(told("methods_early_stop", epochs=training["early_stop"], kept=summary["epoch_kept"]))
    return said


def _nested(training: Mapping[str, Any]) -> bool:
    return bool(training.get("nested")) or training.get("objective") == "nested"


def _objective(training: Mapping[str, Any]) -> Said:
    """What was minimised: whatever is not ours has its name alone."""
    name = training.get("objective", "reconstruction")
    if _nested(training) or name == "reconstruction":
        return told("methods_squared_error")
    return told("methods_objective", name=name)


def _combined(record: Mapping[str, Any]) -> list[Said]:
    """Where the features come from, of a run that ``mousaic combine`` made."""
    if "combined" not in record:
        return []
    made = record["combined"]
    members, runs = len(made["members"]), len(made["runs"])
    return [told("methods_combined", members=members, runs=runs, threshold=made["threshold"])]

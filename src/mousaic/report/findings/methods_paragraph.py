"""A Methods paragraph ready for a paper: everything needed to do a training again, in English or Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mousaic.words.put import say


def methods(record: Mapping[str, Any], summary: Mapping[str, Any], lang: str = "en") -> str:
    """The paragraph.

    Args:
        record: what ``config.json`` says.
        summary: what ``summary.json`` says.
    """
    config = record["config"]
    images, training = config["images"], config["training"]
    sentences = [
        say(
            "methods_images", lang, originals=summary["originals"], fit=say(f"methods_fit_{images['fit']}", lang),
            size=images["size"], color=say(f"color_{images['color']}", lang),
            range=say(f"methods_range_{images['depth_range']}", lang),
        ),
        _split(training, summary, lang),
        _augmentation(config["augmentation"], summary["training_images"], lang),
        *_chosen(record, lang),
        _model(config["model"], lang),
        *_combined(record, lang),
        _training(training, summary, lang),
        say(
            "methods_versions", lang, **{name: record["versions"][name] for name in ("mousaic", "torch", "python")},
            seed=training["seed"], preset=config["preset"],
        ),
    ]  # fmt: skip
    return ("" if lang == "zh" else " ").join(filter(None, sentences))


def _split(training: Mapping[str, Any], summary: Mapping[str, Any], lang: str) -> str:
    if not summary["validation"]:
        return say("methods_no_split", lang)
    return say("methods_split", lang, share=f"{training['validation'] * 100:g}")


def _augmentation(o: Mapping[str, Any], images: int, lang: str) -> str:
    if o["augment"] == "none":
        return say("methods_no_augmentation", lang)
    return say(
        "methods_augmentation", lang, copies=o["copies"], when=say(f"methods_when_{o['augment']}", lang), images=images,
        rotation=f"{o['rotation']:g}", horizontal=f"{o['flip_horizontal']:g}", vertical=f"{o['flip_vertical']:g}",
        shift=f"{o['shift']:.0%}", perspective=f"{o['perspective']:g}", crop=f"{o['crop']:.0%}",
        brightness=f"{o['brightness']:.0%}", contrast=f"{o['contrast']:.0%}", border=say(f"border_{o['border']}", lang),
    )  # fmt: skip


def _chosen(record: Mapping[str, Any], lang: str) -> list[str]:
    """How the augmentation was chosen, where trials chose it."""
    found = record.get("augmentation_chosen")
    if not found or not found["trials"]:
        return []
    return [say("methods_chosen", lang, folds=found["folds"], epochs=found["epochs"])]


def _model(model: Mapping[str, Any], lang: str) -> str:
    return say(
        "methods_model", lang, members=model["members"], features=model["features"], k=model["k"],
        init=say(f"methods_init_{model['init']}", lang),
        center=say("methods_center" if model["center"] else "methods_no_center", lang),
        local=say("methods_local", lang, side=model["local"]) if model.get("local") else "",
    )  # fmt: skip


def _training(training: Mapping[str, Any], summary: Mapping[str, Any], lang: str) -> str:
    schedule = ""
    if training["warmup"]:
        schedule += say("methods_warmup", lang, share=f"{training['warmup']:.0%}")
    if training["decay"]:
        schedule += say("methods_decay", lang, share=f"{training['decay']:.0%}")
    text = say(
        "methods_training", lang, epochs=summary["epochs"], rate=f"{training['learning_rate']:g}", schedule=schedule,
        batch=training["batch_size"],
        consistency=say(
            f"methods_consistency_{training.get('consistency_kind', 'latent')}", lang,
            weight=f"{training['consistency']:g}",
        ) if training["consistency"] else "",
    )  # fmt: skip
    if training.get("nested"):
        text += say("methods_nested", lang)
    if training["revive"]:
        text += say("methods_revive", lang, share=f"{training['revive']:.0%}")
    if training["early_stop"]:
        text += say("methods_early_stop", lang, epochs=training["early_stop"], kept=summary["epoch_kept"])
    return text


def _combined(record: Mapping[str, Any], lang: str) -> list[str]:
    """Where the features come from, of a run that ``mousaic combine`` made."""
    if "combined" not in record:
        return []
    made = record["combined"]
    members, runs = len(made["members"]), len(made["runs"])
    return [say("methods_combined", lang, members=members, runs=runs, threshold=f"{made['threshold']:g}")]

"""The run in plain words: ``README.md`` of a run folder, with a Methods paragraph for a paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FILES = """\
| file | what |
|---|---|
| `figures/training_curves.png` | losses, Pearson r and dead features, epoch by epoch |
| `figures/reconstructions_epoch_*.png` | images beside what the model makes of them |
| `figures/features_epoch_*.png` | the 100 most used features of the first member |
| `history.csv` | one row an epoch: every figure, for training and validation |
| `summary.json` | the final figures and the baselines, for programs |
| `split.csv` | every original: its class, group, part (train or validation) and checksum |
| `config.json` | every parameter, the versions and the command |
| `model.safetensors`, `model.json` | the weights, and what is needed to use them |
| `checkpoint/` | the complete training state; may be deleted once you have what you need |
"""


def run_readme(record: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """The text.

    Args:
        record: what ``config.json`` says.
        summary: what ``summary.json`` says.
    """
    return "\n\n".join(
        [
            "# A Mousaic run",
            _what(record, summary),
            "## How well it does",
            _how_well(summary),
            "## What is in this folder",
            FILES.rstrip(),
            "## Methods",
            methods(record, summary),
            "",
        ]
    ).rstrip() + "\n"


def _what(record: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    classes = record["class_names"]
    of = f" in {len(classes)} classes ({', '.join(classes)})" if classes else ""
    return (
        f"{summary['members']} sparse autoencoders (members) each learned {summary['features']} features from "
        f"{summary['originals']} images{of}. Every image is described by {summary['k']} active features. "
        f"Training took {summary['seconds']:.1f} s on {record['device']}."
    )


def _how_well(summary: Mapping[str, Any]) -> str:
    """Sentences made from the numbers; they must be able to say that the model is no better than its baseline."""
    train, baseline = summary["train"], summary["baselines"]
    text = (
        f"On the training images the reconstructions correlate with the originals with r = {train['pearson']:.3f} "
        f"(mean over members); {train['dead_fraction']:.0%} of the features fire on no training image."
    )
    validation = summary["validation"]
    if not validation:
        return text + " No image was held out, so this says nothing about other images."
    r, mean_r = validation["pearson"], baseline["validation"]["pearson"]
    verdict = (
        "The model describes images it never saw better than their common average does."
        if r > mean_r
        else "**The model does no better on unseen images than their common average: it learned these images, "
        "not their parts.**"
    )
    return (
        f"{text} On images it never saw, r = {r:.3f}; showing the mean training image for each of them would give "
        f"{mean_r:.3f}. {verdict}"
    )


def methods(record: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """A paragraph ready for a paper: everything needed to do it again."""
    config = record["config"]
    images, augmentation = config["images"], config["augmentation"]
    model, training = config["model"], config["training"]
    held_out = round(training["validation"] * 100)
    sentences = [
        f"Images ({summary['originals']}) were {_FIT[images['fit']]}, reduced to {images['size']} x {images['size']} "
        f"pixels ({images['color']}) with an antialiasing filter and scaled to 0..1.",
        f"{held_out} % of the groups were held out, stratified by class; an image and its copies were never split."
        if summary["validation"]
        else "All images were trained on; none was held out.",
        _augmentation(augmentation, summary["training_images"]),
        f"An ensemble of {model['members']} k-sparse autoencoders with tied weights ({model['features']} features, "
        f"k = {model['k']}, orthogonal initialisation"
        f"{', decoder bias started at the training mean' if model['center'] else ', no decoder bias'}) was trained "
        f"for {summary['epochs']} epochs with Adam (step size {training['learning_rate']:g}{_schedule(training)}, "
        f"batches of {training['batch_size']}) on the mean squared error plus {training['consistency']:g} times the "
        "mean squared difference between the members' codes.",
        f"Mousaic {record['versions']['mousaic']}, PyTorch {record['versions']['torch']}, "
        f"Python {record['versions']['python']}; seed {training['seed']}; preset {config['preset']}.",
    ]
    return " ".join(sentences)


_FIT = {"crop": "cropped to their central square", "letterbox": "padded to squares", "stretch": "stretched to squares"}


def _augmentation(options: Mapping[str, Any], images: int) -> str:
    if options["augment"] == "none":
        return "No augmentation was used."
    when = "anew each epoch" if options["augment"] == "fresh" else "once"
    o = options
    return (
        f"Each training image had {o['copies']} augmented copies, drawn {when} ({images} training images in all): "
        f"rotation up to {o['rotation']:g} degrees, horizontal flip with probability {o['flip_horizontal']:g}, "
        f"vertical flip {o['flip_vertical']:g}, shift up to {o['shift']:.0%}, perspective {o['perspective']:g}, "
        f"crop up to {o['crop']:.0%} of the side, brightness and contrast up to {o['brightness']:.0%} and "
        f"{o['contrast']:.0%}; outside the image: {o['border']}."
    )


def _schedule(training: Mapping[str, Any]) -> str:
    parts = []
    if training["warmup"]:
        parts.append(f"warm-up over {training['warmup']:.0%} of the steps")
    if training["decay"]:
        parts.append(f"linear decay over the last {training['decay']:.0%}")
    return "".join(f", {part}" for part in parts)

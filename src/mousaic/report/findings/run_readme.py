"""The run in plain words: ``README.md`` of a run folder, with a Methods paragraph for a paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mousaic.command_lines import command_line, quoted
from mousaic.images.layout import Layout
from mousaic.report.findings.active_numbers import measured_active
from mousaic.report.findings.methods_paragraph import methods
from mousaic.report.findings.mixed_members import made_of
from mousaic.report.findings.summary_text import speaking_of
from mousaic.said import told
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import percent, put, put_all

FILES = """\
| file | what |
|---|---|
| `report.html` | the report: everything about this run on one page (also `{report}`) |
| `report.zh.html` | the same in Chinese, once `{report} --lang zh` has made it |
| `atlas/index.html` | a page to explore the features (also `{atlas}`) |
| `figures/training_curves.png` | losses, Pearson r and dead features, epoch by epoch |
| `figures/reconstructions_epoch_*.png` | images beside what the model makes of them |
| `figures/features_epoch_*.png` | the 100 most used features of the first member |
| `history.csv` | one row an epoch: every figure, for training and validation |
| `summary.json` | the final figures and the baselines, for programs |
| `split.csv` | every original: its class, group, part (train or validation) and checksum |
| `config.json` | every parameter, the versions and the command |
| `model.safetensors`, `model.json` | the weights, and what is needed to use them |
| `analysis/` | what was found out about the features, as tables |
| `checkpoint/` | the complete training state; may be deleted once you have what you need |
"""
PARTS = "| `parts/` | the parts of the images, and where each is in every image (also `{parts}`) |"


OF_TRAINING = ("training_curves", "history.csv", "checkpoint/")
"""Files that a run has not whose members were joined, as it was not trained itself."""
OF_IMAGES = ("reconstructions_epoch", "features_epoch", "checkpoint/")
"""Files that a run has not which an estimator left, as that keeps neither images nor a checkpoint."""
OF_GRIDS = ("reconstructions_epoch", "features_epoch")
"""Files that a run of vectors has not; nor has it an atlas, where no pictures belong to them."""


def run_readme(
    record: Mapping[str, Any], summary: Mapping[str, Any], own: int, place: Path, parts: bool = False
) -> str:
    """The text.

    Args:
        record: what ``config.json`` says.
        summary: what ``summary.json`` says.
        own: images that it learned from.
        place: the run folder.
        parts: whether the run keeps parts.
    """
    shape = Layout(*record["shape"])
    speak = speaking_of(shape)
    return (
        "\n\n".join(
            [
                "# A Mousaic run",
                speak(what_learned(record, summary, own)),
                "## How well it does",
                speak(how_well(summary)),
                "## What is in this folder",
                _files(record, place, parts),
                "## Methods",
                put_all(methods(record, summary), spoken_of("en", shape.is_grid)),
                "",
            ]
        ).rstrip()
        + "\n"
    )


def is_readme(text: str, record: Mapping[str, Any], summary: Mapping[str, Any], own: int) -> bool:
    """Whether a text is what :func:`run_readme` gives without parts, wherever the run was then."""
    named = re.search("`mousaic report (.+)`", text)
    place = "{place}"
    expected = run_readme(record, summary, own, Path(place))
    return named is not None and text == expected.replace(quoted(place), named[1])


def _files(record: Mapping[str, Any], place: Path, parts: bool) -> str:
    commands = {name: command_line(name, place) for name in ("report", "atlas", "parts")}
    chosen = record.get("augmentation_chosen")
    tried = "| `augment.csv` | the augmentations that were tried, and which was chosen |" if chosen else ""
    lacking: tuple[str, ...] = OF_TRAINING if "joined" in record else OF_IMAGES if record.get("estimator") else ()
    if not Layout(*record["shape"]).is_grid:
        lacking += OF_GRIDS if record["config"]["images"]["images"] != "none" else (*OF_GRIDS, "atlas/")
    rows = [row.format(**commands) for row in FILES.splitlines() if not any(name in row for name in lacking)]
    before = "| `before/` | the model of the runs before this one, to go on from |" if "chain" in record else ""
    return "\n".join(filter(None, [*rows, PARTS.format(**commands) if parts else "", before, tried]))


def what_learned(record: Mapping[str, Any], summary: Mapping[str, Any], own: int) -> str:
    """What learned what from how many images, in a sentence or two."""
    classes = record["class_names"]
    images = f"{own} of {summary['originals']} images"
    of = f" in {len(classes)} classes ({', '.join(classes)})" if classes else ""
    members, kept = summary["members"], summary["features"]
    who = f"{members} sparse autoencoders (members) each" if members > 1 else "A sparse autoencoder"
    if {"joined", "chain"} & record.keys():
        return (
            f"{put_all(made_of(record))} Together they learned {kept} features from {images}{of}. "
            f"{_active(record, summary)}"
        )
    what = f"{kept} filters, each of which may lie at {summary['places']} places," if "places" in summary else ""
    return (
        f"{who} learned {what or f'{kept} features'} from {images}{of}. "
        f"{_active(record, summary)} "
        f"Training took {summary['seconds']:.1f} s on {record['device']}."
    )


def _active(record: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """How many features describe an image."""
    mixed = {"joined", "chain"} & record.keys()
    measured = None if mixed else measured_active(record["config"]["model"], summary)
    if measured is not None:
        return f"{put(told('active_mean', active=measured[0], k=summary['k'], where=measured[1]))}."
    if mixed:
        l0 = summary["validation" if summary["validation"] else "train"]["l0"]
        return f"An image is described by {l0:.4g} active features on average."
    what = "of their placed copies" if "places" in summary else "active features"
    return f"Every image is described by {summary['k']} {what}."


def how_well(summary: Mapping[str, Any]) -> str:
    """Sentences made from the numbers; they must be able to say that the model is no better than its baseline."""
    train, baseline = summary["train"], summary["baselines"]
    mean = " (mean over members)" if summary["members"] > 1 else ""
    text = (
        "On the training images the reconstructions correlate with the originals with "
        f"r = {train['pearson']:.3f}{mean}; {percent(train['dead_fraction'])} of the features fire on no "
        "training original."
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

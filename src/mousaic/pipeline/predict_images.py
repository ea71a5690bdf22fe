"""New images told by a classifier that ``mousaic classify --save`` kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.names import shown
from mousaic.images.stored.named_columns import named_columns, no_columns
from mousaic.report.findings.skipped_files import skipped_files
from mousaic.report.tables.prediction_files import write_predictions
from mousaic.runs.targets import check_new_folder, new_folder
from mousaic.said import Said, told
from mousaic.stats.prediction_scores import balanced_accuracy, r_squared, spearman
from mousaic.uses.classify.final_classifier import Predicted
from mousaic.uses.classify.kept_classifier import Kept, about, holds_classifier, read_classifier
from mousaic.uses.classify.prediction import Prediction

MARK = "predictions.csv"


def predict_images(
    source: Path, data: Path, out: Path, target: str | None = None, overwrite: bool = False, strict: bool = False
) -> Prediction:
    """Tell new images, and write ``predictions.csv`` into a new folder.

    Args:
        source: a run, or a folder that ``mousaic classify`` wrote, with a classifier.
        target: the column of the new images' table that holds what they are, where it is known.
        strict: any skipped image is an error.

    Raises:
        MousaicError: there is no classifier, it is damaged, the images are none like those that it learned from, or
            have no such column.
    """
    check_new_folder(out, data, overwrite, lambda folder: (folder / MARK).is_file())
    place = holds_classifier(source)
    if place is None:
        raise MousaicError(
            f"{shown(str(source))} keeps no classifier: mousaic classify {shown(str(source))} --out DIR --save "
            "makes one."
        )
    kept = read_classifier(place)
    images = kept.read(data, strict)
    known = known_of(kept, images, data, target)
    said = kept.final.tell(images.pixels)
    skipped = skipped_files(images.intake)
    asides = [*images.intake.warnings, *([] if skipped is None else [skipped])]
    sentences = [*about(kept, images, said), *scored(kept, known, said)]
    found = Prediction(kept, sentences, asides, images, known, said)
    with new_folder(out, data, MARK, overwrite) as partial:
        write_predictions(partial / MARK, images, known, kept.classes, said, found.margin)
    return found


def known_of(kept: Kept, images: ImageSet, data: Path, target: str | None) -> list[str]:
    """What the images are, where known: by the column asked for or the classifier's own, else by their labels."""
    columns, name = named_columns(data, images.paths, images.preparation.table), target or kept.name
    if columns is None and target is not None and name.casefold() != "label":
        raise no_columns(target, data)
    if columns is not None and name.casefold() != "label":
        try:
            column = columns(name)
            return [column.get(path, "") for path in images.paths]
        except MousaicError:
            if target is not None:
                raise
    return [images.class_names[label] if label >= 0 else "" for label in images.labels]


def scored(kept: Kept, known: list[str], said: Predicted) -> list[Said]:
    """How many are told rightly, where labels are known."""
    if kept.final.kind == "classes":
        own = [i for i, label in enumerate(known) if label in kept.classes]
        if not own:
            return []
        labels = np.array([kept.classes.index(known[i]) for i in own], np.int64)
        told_ = said.outputs[own].argmax(1)
        score = balanced_accuracy(labels, told_[None], np.zeros((0, len(own)))).value
        return [told("predicted_score", images=len(own), right=int((told_ == labels).sum()), score=score)]
    values = np.array([_number(text) for text in known])
    real = np.isfinite(values)
    if real.sum() < 2:
        return []
    own_said = said.outputs[real, 0][None]
    r2 = r_squared(values[real], own_said, np.zeros((0, int(real.sum())))).value
    r = spearman(values[real], own_said)
    return [told("predicted_score_numbers", images=int(real.sum()), name=kept.name, score=r2, r=r)]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")

"""What is told of each image, as a table, JSON and the terminal's text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.files import write_csv
from mousaic.images.image_set import ImageSet
from mousaic.said import Said, told
from mousaic.uses.classify.final_classifier import Predicted
from mousaic.uses.classify.prediction import Prediction
from mousaic.uses.classify.unlike import is_unlike
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put
from mousaic.words.sentences import sentence_json


def predictions_text(found: Prediction, lang: str = "en") -> str:
    """What is said of all new images, and a line for each, as a terminal shows them."""
    lang = spoken_of(lang, found.images.shape.is_grid)
    lines = prediction_lines(found.images, found.known, found.kept.classes, found.said)
    return "\n\n".join("\n".join(put(one, lang) for one in part) for part in (found.sentences, lines))


def predictions_dict(found: Prediction) -> dict[str, Any]:
    """The same, ready for JSON."""
    kept, grid = found.kept, found.images.shape.is_grid
    return {
        "kind": "mousaic classify",
        "verdict": [sentence_json(one, grid) for one in found.sentences],
        "notes": [sentence_json(one, grid) for one in found.asides],
        "settings": {
            "images": len(found.images), "size": list(found.images.shape), "kind": kept.final.kind, "name": kept.name,
            "classes": list(kept.classes),
        },
        "images": [
            row | {"unlike": row["unlike"] == "true"}
            for row in _rows(found.images, found.known, kept.classes, found.said, found.margin)
        ],
    }  # fmt: skip


def write_predictions(
    path: Path, images: ImageSet, known: list[str], classes: tuple[str, ...], said: Predicted,
    margin: float | None = None,
) -> None:  # fmt: skip
    """A line for each image: path, label, predicted, a probability for each class (of numbers low and high, where a
    margin is given), unlike, and the p behind that.

    Args:
        known: what the images are, "" where nobody knows.
        classes: their names; none of numbers.
    """
    write_csv(path, _columns(classes, margin), _rows(images, known, classes, said, margin))


def _columns(classes: tuple[str, ...], margin: float | None) -> list[str]:
    return ["path", "label", "predicted", *_numbers(classes, margin), "unlike", "unlike_p"]


def _numbers(classes: tuple[str, ...], margin: float | None) -> list[str]:
    """Names of the columns of numbers that stand beside what is told."""
    return [f"probability_{name}" for name in classes] if classes else ["low", "high"] if margin is not None else []


def _rows(
    images: ImageSet, known: list[str], classes: tuple[str, ...], said: Predicted, margin: float | None
) -> Iterator[dict[str, Any]]:
    """One an image, in their order."""
    columns = _numbers(classes, margin)
    for path, label, outputs, p in zip(images.paths, known, said.outputs, said.unlike, strict=True):
        own = outputs if classes else outputs[0] + np.array([-1, 1]) * (margin or 0.0)
        yield {
            "path": path,
            "label": label,
            "predicted": classes[int(outputs.argmax())] if classes else float(outputs[0]),
            **{name: float(value) for name, value in zip(columns, own, strict=False)},
            "unlike": "true" if bool(is_unlike(np.array([p]))[0]) else "false",
            "unlike_p": float(p),
        }


def prediction_lines(images: ImageSet, known: list[str], classes: tuple[str, ...], said: Predicted) -> list[Said]:
    """One an image."""
    lines = []
    for path, label, outputs, p in zip(images.paths, known, said.outputs, said.unlike, strict=True):
        real = told("predicted_real", label=label) if label else None
        unlike = told("predicted_line_unlike", p=float(p)) if is_unlike(np.array([p]))[0] else None
        about = {"path": path, "real": real, "unlike": unlike}
        if classes:
            best = int(outputs.argmax())
            lines.append(told("predicted_class", said=classes[best], chance=float(outputs[best]), **about))
        else:
            lines.append(told("predicted_number", said=float(outputs[0]), **about))
    return lines

"""A folder as model hubs have them: weights, configuration and a model card with the run's figures.

Nothing is sent anywhere. Weights and ``model.json`` are those of the run, so that :class:`Pretrained` loads
the folder with every check of a run's own model; ``config.json`` is what hubs look for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from mousaic.exports.formats import Given
from mousaic.exports.numpy_file import settings_of
from mousaic.files import write_json, write_text
from mousaic.images.image_set import ImageSet, load_images
from mousaic.model.store import Model, load_model, save_model
from mousaic.report.findings.methods_paragraph import methods
from mousaic.report.findings.run_readme import how_well, what_learned
from mousaic.report.findings.summary_text import speaking_of
from mousaic.runs.applied import EncodedImages, Reconstructed, encode_images, evaluate_images, reconstruct_images
from mousaic.runs.run import Run
from mousaic.said import Said
from mousaic.words.of_rows import spoken_of
from mousaic.words.put import put_all

HEAD = """\
---
library_name: mousaic
pipeline_tag: feature-extraction
tags: [sparse-autoencoder, image-features, interpretability]
---
"""
"""What hubs read of a model card."""
USE = """\
```python
import mousaic

model = mousaic.Pretrained.from_pretrained("FOLDER")
images = model.load_images("my_images/")  # prepared as the training images were
codes = model.encode(images)
model.reconstruct(images).pearson
```

There is no pickle in this folder, and nothing in it can run code."""


class Pretrained:
    """A model without its run: what a folder holds that ``mousaic export --to hf`` wrote."""

    def __init__(self, model: Model) -> None:
        self.model = model

    @classmethod
    def from_pretrained(cls, folder: str | Path) -> Pretrained:
        """The model in a local folder.

        Raises:
            MousaicError: a file is missing, truncated, altered, of a newer Mousaic, or no Mousaic model.
        """
        return cls(load_model(Path(folder)))

    def save_pretrained(self, folder: str | Path) -> None:
        """Weights and configuration into a local folder, which is made where it is missing."""
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        save_model(place, self.model)
        write_json(place / "config.json", {"model_type": "mousaic", **settings_of(self.model)})

    def __repr__(self) -> str:
        card = self.model.card
        return f"Pretrained({card.members} x {card.features} features, k = {card.k}, shape {card.shape})"

    def load_images(self, data: str | Path, *, progress: Callable[[int, int], None] | None = None) -> ImageSet:
        """Images prepared as the training images were; raises as :func:`mousaic.load_images`."""
        card = self.model.card
        return load_images(data, card.images.for_others(), progress=progress, limits=card.limits, ranges=card.ranges)

    def encode(self, images: ImageSet, codes: str = "own", k: int | None = None) -> EncodedImages:
        """The active features of each image: see :class:`mousaic.runs.applied.EncodedImages`."""
        return encode_images(self.model, images, codes, k)

    def reconstruct(self, images: ImageSet, codes: str = "own", k: int | None = None) -> Reconstructed:
        """What the model makes of each image: see :class:`mousaic.runs.applied.Reconstructed`."""
        return reconstruct_images(self.model, images, codes, k)

    def evaluate(self, images: ImageSet, codes: str = "own", k: int | None = None) -> dict[str, dict[str, Any]]:
        """The figures of merit on these images: ``{"model": {...}, "mean_image": {...}}``."""
        return evaluate_images(self.model, images, codes=codes, k=k)


def write_hub(given: Given, place: Path) -> list[Said]:
    """``README.md``, ``config.json``, ``model.safetensors`` and ``model.json``."""
    Pretrained(given.run.model).save_pretrained(place)
    write_text(place / "README.md", model_card(given.run))
    return []


def model_card(run: Run) -> str:
    """The model card: what was learned from what, how well, the figures, how it was done, and how to load it."""
    record, summary, grid = run.record, run.summary, run.shape.is_grid
    speak = speaking_of(run.shape)
    head, use = (HEAD, USE) if grid else (HEAD.replace(" image-features,", ""), USE.replace("my_images/", "rows.npy"))
    parts = [
        f"{head}\n# {run.name}",
        speak(what_learned(record, summary, run.learned_from)),
        "## How well it does",
        speak(how_well(summary)),
        _figures(summary, speak),
        "## How to use it",
        speak(use),
        "## Methods",
        put_all(methods(record, summary), spoken_of("en", grid)),
    ]
    return "\n\n".join(parts) + "\n"


def _figures(summary: Mapping[str, Any], speak: Callable[[str], str]) -> str:
    """A table of every figure, beside that of the mean image."""
    columns = {
        "training images": summary["train"],
        "images held out": summary["validation"],
        "mean image, held out": summary["baselines"].get("validation", {}),
    }
    columns = {speak(name): values for name, values in columns.items() if values}
    names = [name for name, value in summary["train"].items() if isinstance(value, int | float)]
    rows = [
        f"| {name} | {' | '.join(f'{v[name]:.4g}' if name in v else '' for v in columns.values())} |" for name in names
    ]
    return "\n".join([f"| figure | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|", *rows])

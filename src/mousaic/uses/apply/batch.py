"""A new batch as a run sees it: what differs, codes, reconstructions, odd images, drift, and what each image is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.arrays import Flags, Floats, Singles
from mousaic.console import silent
from mousaic.images.image_set import ImageSet
from mousaic.runs.applied import EncodedImages, Reconstructed, encode_images, reconstruct_images
from mousaic.stats.reconstruction_scores import varied
from mousaic.tasks.crew import ALONE, Crew
from mousaic.uses.anomaly.anomalies import Anomalies, Learning, find_anomalies
from mousaic.uses.apply.drift import Drift, Earlier, earlier_images, find_drift
from mousaic.uses.classify.final_classifier import Predicted
from mousaic.uses.classify.kept_classifier import Kept
from mousaic.uses.done_fold import DoneFold


class Told(NamedTuple):
    """What a kept classifier says of the m images."""

    kept: Kept
    said: Predicted

    def words(self, image: int) -> str | float:
        """The class of an image, or its number."""
        outputs = self.said.outputs[image]
        return self.kept.classes[int(outputs.argmax())] if self.kept.classes else float(outputs[0])


class Beyond(NamedTuple):
    """How many of the m new images lie beyond all training images in some property."""

    name: str
    """"brightness" or "contrast"."""
    images: int
    expected: float
    """As many of m images are beyond all of n like them by chance: 2 m / (n + 1)."""


class Differs(NamedTuple):
    """What of the new files is not as of the run's."""

    files: dict[str, tuple[list[object], list[object]]]
    """"format", "depth" and "size" -> those of new files alone, and those of the run's, where any is new."""
    beyond: list[Beyond]


class Batch(NamedTuple):
    """m new images, as a run sees them."""

    new: ImageSet
    differs: Differs
    codes: EncodedImages
    rebuilt: Reconstructed
    own_r: float
    """Mean Pearson r of the run's images of the validation part; where there is none, of all of them."""
    own_held_out: bool
    odd: Anomalies
    drift: Drift | None
    """None where the run has no parts."""
    earlier: Earlier | None
    """What drift is found beside."""
    told: Told | None
    """None where the run keeps no classifier."""

    @property
    def r(self) -> float:
        """Mean Pearson r of the new images, constant ones left out; NaN where all of them are."""
        return _mean_r(self.rebuilt.pearson, self.new)


def see_batch(
    learning: Learning, new: ImageSet, classifier: Kept | None, keep: Path | None = None,
    tell: Callable[[DoneFold], None] = silent, crew: Crew = ALONE,
) -> Batch:  # fmt: skip
    """All of it.

    Args:
        learning: all images of the run, and what it learned from them.
        new: prepared as they were.
        classifier: that the run keeps; it reads the images in its own way.
        keep: a folder where detectors of folds are, and are kept; None: nowhere.
        tell: told of each detector learned.
        crew: who learns them.

    Raises:
        MousaicError: too few images of the run, or new ones that are none like them.
    """
    own, held_out, model = learning.normal, learning.validation, learning.own.model
    odd = find_anomalies(learning, new, keep=keep, tell=tell, crew=crew)
    drift = earlier = None
    if learning.own.parts is not None and odd.parts is not None:
        earlier = earlier_images(learning.own.parts, own, held_out)
        drift = find_drift(earlier, new, odd.parts.found, learning.seed)
    some = held_out if held_out.any() else np.ones(len(own), bool)
    reference = own.subset(np.flatnonzero(some))
    own_r = _mean_r(reconstruct_images(model, reference).pearson, reference)
    return Batch(
        new, what_differs(own, learning.own.known, new), encode_images(model, new), reconstruct_images(model, new),
        own_r, bool(held_out.any()), odd, drift, earlier, _told(classifier, new),
    )  # fmt: skip


def what_differs(own: ImageSet, train: ImageSet, new: ImageSet) -> Differs:
    """The files of a batch beside those of a run, and its light beside that of the training images."""
    files: dict[str, tuple[list[object], list[object]]] = {}
    for name in ("format", "depth", "size"):
        theirs, ours = (list(getattr(images.intake, f"{name}s")) for images in (new, own))
        others = [one for one in theirs if one not in ours]
        if others:
            files[name] = (others, ours)
    grey, known = (images.pixels.mean(1, dtype=np.float64).reshape(len(images), -1) for images in (new, train))
    expected = 2 * len(new) / (len(train) + 1)
    beyond = [
        Beyond(name, int(_outside(one, other).sum()), expected)
        for name, one, other in (
            ("brightness", grey.mean(1), known.mean(1)),
            ("contrast", grey.std(1), known.std(1)),
        )
    ]
    return Differs(files, beyond)


def _outside(values: Floats, known: Floats) -> Flags:
    found: Flags = (values < known.min()) | (values > known.max())
    return found


def _told(kept: Kept | None, new: ImageSet) -> Told | None:
    if kept is None:
        return None
    assert new.intake.root is not None
    images = kept.read(Path(new.intake.root))
    return Told(kept, kept.final.tell(images.pixels))


def _mean_r(r: Singles, images: ImageSet) -> float:
    seen = varied(images.pixels.reshape(len(images), -1))
    return float(r[seen].mean()) if seen.any() else float("nan")

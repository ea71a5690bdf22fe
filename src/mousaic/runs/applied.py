"""A trained model applied to images: codes, reconstructions and figures of merit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import torch

from mousaic.arrays import Ints, Singles
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.images.mapped import let_go
from mousaic.images.ranges import unlike
from mousaic.model.code_kinds import coder
from mousaic.model.codes import Codes
from mousaic.model.member_parts import THRESHOLD
from mousaic.model.store import Model
from mousaic.training.metrics import evaluate, mean_image_baseline, pearson_r
from mousaic.training.objectives.partners import find_partners
from mousaic.views import frame, view

BATCH = 256


class EncodedImages(NamedTuple):
    """The active features of each image in each member, the strongest first."""

    values: Singles
    """(N, M, k); of ``batch-topk`` codes (N, M, J) with J beyond k, 0 where no further feature is active."""
    indices: Ints
    """Of the same shape: which feature each value belongs to."""

    def to_frame(self) -> Any:
        """A pandas DataFrame, a row for each active feature: image, from 0, member, feature, value."""
        n, m, j = self.values.nonzero()
        found = zip(n.tolist(), m.tolist(), self.indices[n, m, j].tolist(), self.values[n, m, j].tolist(), strict=True)
        columns = ("image", "member", "feature", "value")
        return frame((dict(zip(columns, one, strict=True)) for one in found), columns)


class Reconstructed(NamedTuple):
    """What the model makes of each image: the mean over members."""

    pixels: Singles
    """(N, C, S, S); may leave 0..1 a little."""
    pearson: Singles
    """(N,): Pearson r with the image."""
    squared_error: Singles
    """(N,): mean over pixels."""

    def to_frame(self) -> Any:
        """A pandas DataFrame, a row an image: pearson and squared_error."""
        rows = zip(self.pearson.tolist(), self.squared_error.tolist(), strict=True)
        return frame({"pearson": r, "squared_error": error} for r, error in rows)

    def plot(self, images: ImageSet, lang: str = "en") -> Any:
        """Some of the images beside what the model makes of them, as a matplotlib Figure."""
        return view("reconstructed", self, images, lang)


@torch.no_grad()
def encode_images(model: Model, images: ImageSet, codes: str = "own", k: int | None = None) -> EncodedImages:
    """Codes of all images.

    Args:
        codes: how they are found: see :func:`mousaic.model.code_kinds.coder`.
        k: active features, where not the model's own number.

    Raises:
        MousaicError: the images' shape is not the model's, or an unknown kind of codes.
    """
    values, indices = [], []
    encode = model_encoder(model, codes, k)
    for x in _batches(model, images):
        found = encode(x)
        order = found.values.abs().argsort(dim=-1, descending=True, stable=True)
        values.append(found.values.gather(2, order).transpose(0, 1))
        indices.append(found.indices.gather(2, order).transpose(0, 1))
    return EncodedImages(torch.cat(values).numpy(), torch.cat(indices).numpy())


@torch.no_grad()
def reconstruct_images(model: Model, images: ImageSet, codes: str = "own", k: int | None = None) -> Reconstructed:
    """Reconstructions of all images from codes of that kind, with how good each is."""
    encode = model_encoder(model, codes, k)
    parts = [(x, model.ensemble.decode(encode(x)).mean(0)) for x in _batches(model, images)]
    x, y = (torch.cat(list(side)) for side in zip(*parts, strict=True))
    error = (y - x).square().mean(1)
    return Reconstructed(y.view(-1, *images.shape).numpy(), pearson_r(y, x).numpy(), error.numpy())


def evaluate_images(
    model: Model,
    images: ImageSet,
    consistency: float = 0.0,
    codes: str = "own",
    kind: str = "latent",
    k: int | None = None,
) -> dict[str, dict[str, Any]]:
    """The figures of ``history.csv`` on these images, and those of showing the training mean instead.

    Args:
        consistency: the weight of the consistency loss in ``loss``.
        codes: how they are found: see :func:`mousaic.model.code_kinds.coder`.
        kind: of the consistency loss; one that compares features chooses their partners anew.
        k: active features, where not the model's own number.
    """
    pulled = consistency > 0 and kind != "latent" and model.ensemble.members > 1
    partners = find_partners(model.ensemble.dictionary(), kind) if pulled else None
    x = _rows(model, images)
    figures = evaluate(model.ensemble, x, consistency, BATCH, model_encoder(model, codes, k), partners)
    return {"model": figures, "mean_image": mean_image_baseline(x, model.training_mean)}


def model_encoder(model: Model, codes: str, k: int | None = None) -> Callable[[torch.Tensor], Codes]:
    """What turns images (B, D) into codes of that kind, with the threshold that was kept with the model.

    Raises:
        MousaicError: an unknown kind, no threshold, or a k that the model cannot have.
    """
    if k is None:
        kept = model.card.thresholds
        return coder(model.ensemble, codes, None if kept is None else torch.tensor(kept, dtype=torch.float32))
    if not 1 <= k <= model.card.features:
        raise MousaicError(f"--k must be 1 to {model.card.features}, the features of a member, not {k}.")
    if codes == "own" and THRESHOLD in model.ensemble.capabilities:
        raise MousaicError(
            "This model's threshold decides how many features are active: leave --k out, or --codes topk."
        )
    if codes == "batch-topk":
        raise MousaicError("The threshold of batch-topk codes belongs to the model's own k: leave --k out.")
    return coder(model.ensemble.with_k(k), codes)


def _batches(model: Model, images: ImageSet) -> Iterator[torch.Tensor]:
    for x in torch.split(_rows(model, images), BATCH):
        yield x
        let_go()


def _rows(model: Model, images: ImageSet) -> torch.Tensor:
    """The images (N, D), if they are of the model's shape and ranges."""
    if images.shape != model.card.shape:
        raise MousaicError(
            f"The images are {_shape(images.shape)}, the model was trained on {_shape(model.card.shape)}: "
            "load them with run.load_images, which prepares them as the training images were."
        )
    other_range = unlike(images.ranges, model.card.ranges)
    if other_range is not None:
        raise MousaicError(
            f"The images were read with another range ({other_range}) than the model's "
            f"({'; '.join(map(str, model.card.ranges or ()))}): load them with run.load_images."
        )
    return torch.from_numpy(images.pixels).flatten(1)


def _shape(shape: tuple[int, ...]) -> str:
    channels, height, width = shape
    return f"{width}x{height} with {channels} channel{'s' if channels > 1 else ''}"

"""Figures of merit, and their sums over an epoch kept on the device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from mousaic.images.mapped import let_go
from mousaic.memory import row_blocks
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.stats.reconstruction_scores import CONSTANT
from mousaic.training.objectives.consistency import feature_loss, latent_loss
from mousaic.training.objectives.objective import Losses, mean_squared

NUMBERS = 2**26
"""Entries of codes with their zeros that a batch may have: 256 MB."""


def pearson_r(y: Tensor, x: Tensor) -> Tensor:
    """Pearson correlation over the last dimension (pixels), between -1 and 1.

    Where ``x`` or ``y`` is constant the correlation does not exist; 0 is returned. Means leave constant ``x`` out:
    see :func:`varied_images`.
    """
    x = x - x.mean(-1, keepdim=True)
    y = y - y.mean(-1, keepdim=True)
    least = CONSTANT * x.shape[-1] ** 0.5
    # Each norm on its own, not the root of their product: that would underflow for faint images.
    x_norm, y_norm = torch.linalg.vector_norm(x, dim=-1), torch.linalg.vector_norm(y, dim=-1)
    r = (x * y).sum(-1) / (x_norm.clamp_min(least) * y_norm.clamp_min(least))
    return torch.where((x_norm > least) & (y_norm > least), r, torch.zeros_like(r))


def varied_images(x: Tensor) -> Tensor:
    """Which images (..., D) are not constant, so that there is a correlation with them."""
    x = x - x.mean(-1, keepdim=True)
    found: Tensor = torch.linalg.vector_norm(x, dim=-1) > CONSTANT * x.shape[-1] ** 0.5
    return found


def mean_r(r: Tensor, x: Tensor) -> float:
    """The mean of Pearson r (N,) over the images (N, D) that are not constant; 0 where all are."""
    seen = varied_images(x)
    return r[seen].mean().item() if bool(seen.any()) else 0.0


class BatchFigures(NamedTuple):
    """What an epoch's figures are made of, on the device."""

    means: Tensor
    """(7,): loss, reconstruction, consistency, pearson, pearson_ensemble, l0: means over the batch's images, constant
    ones with an r of 0; and the share of images that are not constant."""
    fired: Tensor
    """int64 (M, H): in how many images each feature is active; of filters (M, F): at how many places of all images."""


def batch_figures(
    losses: Losses, codes: Codes, output: Tensor, x: Tensor, features: int, places: int = 1
) -> BatchFigures:
    """The figures of a batch of images (B, D) with their codes and reconstructions (M, B, D).

    Args:
        places: of each filter; 1 where features have none.
    """
    active = codes.values.ne(0)
    means = [
        *losses,
        pearson_r(output, x).mean(),
        pearson_r(output.mean(0), x).mean(),
        active.sum() / codes.values[..., 0].numel(),
        varied_images(x).float().mean(),
    ]
    fired = torch.zeros(len(output), features // places, dtype=torch.int64, device=x.device)
    fired.scatter_add_(1, codes.indices.flatten(1) // places, active.flatten(1).long())
    return BatchFigures(torch.stack(means), fired)


@dataclass
class EpochSums:
    """Sums over the images of an epoch, on the device; read once, at its end.

    Attributes:
        sums: float64 (7,): loss, reconstruction, consistency, pearson, pearson_ensemble, l0, each times images; and how
            many images were not constant.
        fired: int64 (M, H), of filters (M, F): how often each was active.
        first_bad: the first batch whose loss was not finite, or a huge number.
        images: how many images were added.
    """

    sums: Tensor
    fired: Tensor
    first_bad: Tensor
    images: int = 0

    @classmethod
    def zeros(cls, ensemble: Ensemble) -> EpochSums:
        """Before the first batch."""
        device = ensemble.device
        precise = torch.float32 if device.type == "mps" else torch.float64  # mps has no float64
        return cls(
            torch.zeros(7, dtype=precise, device=device),
            torch.zeros(ensemble.members, ensemble.features // ensemble.places, dtype=torch.int64, device=device),
            torch.tensor(2**62, device=device),
        )

    def add(self, batch: int, images: int, figures: BatchFigures) -> None:
        """Add batch number ``batch`` of so many images."""
        self.sums += images * figures.means
        bad = torch.where(torch.isfinite(figures.means[0]), 2**62, batch)
        self.first_bad = torch.minimum(self.first_bad, bad)
        self.fired += figures.fired
        self.images += images

    def figures(self) -> dict[str, float]:
        """The means, under the names of ``history.csv``; those of r are over images that are not constant."""
        *sums, varied = self.sums.tolist()
        means = [total / max(self.images, 1) for total in sums]
        means[3:5] = [total / max(varied, 1) for total in sums[3:5]]
        names = ("loss", "reconstruction", "consistency", "pearson", "pearson_ensemble", "l0")
        found = dict(zip(names, means, strict=True))
        return found | {"dead_fraction": (self.fired == 0).float().mean().item() if self.images else 1.0}


@torch.no_grad()
def evaluate(
    ensemble: Ensemble,
    images: Tensor,
    consistency_weight: float,
    batch_size: int = 256,
    encode: Callable[[Tensor], Codes] | None = None,
    partners: Tensor | None = None,
) -> dict[str, float]:
    """The figures of ``history.csv`` on images (N, D), without training on them.

    Args:
        encode: codes of a batch (B, D), where they are not to be the model's own.
        partners: int64 (M, H), of a consistency loss that compares features; it is the same for all images.
    """
    sums = EpochSums.zeros(ensemble)
    of_features = None if partners is None else feature_loss(ensemble.dictionary(), partners)
    batch_size = max(1, min(batch_size, NUMBERS // ensemble.features))
    for number, x in enumerate(torch.split(images, batch_size)):
        codes = (encode or ensemble.encode)(x)
        output = ensemble.decode(codes)
        reconstruction = mean_squared(output - x)
        consistency = latent_loss(codes, ensemble.features)[0] if of_features is None else of_features
        losses = Losses(reconstruction + consistency_weight * consistency, reconstruction, consistency)
        sums.add(number, len(x), batch_figures(losses, codes, output, x, ensemble.features, ensemble.places))
        let_go()
    return sums.figures()


def mean_image_baseline(images: Tensor, mean: Tensor) -> dict[str, Any]:
    """What showing the training mean (D,) for every image (N, D) scores: a model must beat it."""
    blocks = list(row_blocks(*images.shape))
    if len(blocks) > 1:
        sums, counts = torch.zeros(2, 1, dtype=torch.float64), torch.zeros(2, 1, dtype=torch.float64)
        for x in (images[block] for block in blocks):
            weights = torch.tensor([[len(x)], [int(varied_images(x).sum())]])
            sums += weights * torch.tensor([*mean_image_baseline(x, mean).values()], dtype=torch.float64)[:, None]
            counts += weights
            let_go()
        reconstruction, pearson = (sums / counts.clamp_min(1)).flatten().tolist()
        return {"reconstruction": reconstruction, "pearson": pearson}
    return {
        "reconstruction": mean_squared(images - mean).item(),
        "pearson": mean_r(pearson_r(mean.expand_as(images), images), images),
    }

"""How a model learns to foretell, in one pass, the codes that matching pursuit finds.

Of the products a = W (x - c) of the training images and their copies, and the codes z of the pursuit, the map T with
z ~ a T by ridge regression:

    T = (sum a a^T + ridge I)^-1 sum a z^T      (H, H)

In closed form, after the features are learned: it follows from them and the images alone. New images resemble no
training image as a whole; so each copy is also taken with a rectangle from another one, as in CutMix (Yun et al. 2019).
"""

from __future__ import annotations

import torch
from torch import Tensor

from mousaic.model.ensemble import Ensemble
from mousaic.seeds import generator
from mousaic.training.data import TrainingData

RIDGE = 3e-4
"""As a share of the mean square of a product. Ten times as much loses up to 0.005 in held-out r; a third, nothing."""
IMAGES = 4096
"""Of the epochs' copies, from the first, about so many are enough."""
BATCH = 256


@torch.no_grad()
def learn_to_foretell(ensemble: Ensemble, data: TrainingData, epochs: int) -> None:
    """Set ``ensemble.foretell``; in place.

    Args:
        ensemble: whose sparsity is matching pursuit.
        epochs: of the training, whose copies it saw.
    """
    needed = -(-IMAGES // data.images_per_epoch) if data.options.augment == "fresh" else 1
    members, features, precise = ensemble.members, ensemble.features, _precise(ensemble)
    gram = torch.zeros(members, features, features, dtype=precise, device=ensemble.device)
    target = torch.zeros_like(gram)
    for epoch in range(min(needed, epochs)):
        source = generator(data.seed, "foretelling", epoch)
        for whole in torch.split(data.images(epoch), BATCH):
            x = torch.cat([whole, patched(whole.view(-1, *data.shape), source).flatten(1)])
            a = ensemble.preactivations(ensemble.centered(x))
            z = ensemble.sparsity.select(ensemble.values, a, ensemble.k).dense(features)
            products = (a - ensemble.bias[:, None]).transpose(1, 2)
            gram += (products @ products.transpose(1, 2)).to(precise)
            target += (products @ z).to(precise)
    for member, (own, wanted) in enumerate(zip(gram, target, strict=True)):
        ensemble.values["foretell"].data[member] = _solved(own, wanted).to(torch.float32)


def patched(x: Tensor, source: torch.Generator) -> Tensor:
    """Each image (B, C, S, S) with a rectangle of another one, of any size, at the same place: a new tensor."""
    other = x[torch.randperm(len(x), generator=source).to(x.device)]
    sides = [
        (torch.rand(len(x), 2, generator=source) * (side + 1)).floor().sort(dim=1).values.to(x) for side in x.shape[2:]
    ]
    within = [
        (at >= edge[:, :1]) & (at < edge[:, 1:])
        for edge, at in ((edge, torch.arange(side).to(x)[None]) for edge, side in zip(sides, x.shape[2:], strict=True))
    ]
    return torch.where(within[0][:, None, :, None] & within[1][:, None, None, :], other, x)


def _solved(gram: Tensor, target: Tensor) -> Tensor:
    """(H, H); where all products are 0, as those of images that equal their mean, so is the map."""
    diagonal = gram.diagonal()
    diagonal += RIDGE * diagonal.mean() + 1e-12
    return torch.cholesky_solve(target, torch.linalg.cholesky(gram))


def _precise(ensemble: Ensemble) -> torch.dtype:
    return torch.float32 if ensemble.device.type == "mps" else torch.float64  # mps has no float64

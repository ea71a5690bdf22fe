"""A small deep network between k numbers and the pixels, and how it is trained: for dense neural codes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.training_part import Part
from mousaic.arrays import Singles
from mousaic.said import Said, told
from mousaic.seeds import generator
from mousaic.training.adam import learning_rate_at

HIDDEN = 512
STEPS, BATCH = 500, 64
"""About as long as training the default preset; on the mice 400 steps and a hidden layer of 256 or 512
give the same held-out r within 0.001, and a larger step size a lower one."""
RATE, WARMUP, DECAY = 1e-3, 0.1, 0.8


class Deep(nn.Module):
    """Pixels -> hidden -> latent -> hidden -> pixels, over standardised pixels.

    Args:
        heads: 1, or 2 where the encoder gives mean and logarithm of the variance.
        hidden: units of each hidden layer.
    """

    def __init__(self, pixels: int, latent: int, heads: int, source: torch.Generator, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.latent = latent
        self.into = nn.Linear(pixels, hidden)
        self.code = nn.Linear(hidden, heads * latent)
        self.back = nn.Linear(latent, hidden)
        self.out = nn.Linear(hidden, pixels)
        for layer in (self.into, self.code, self.back, self.out):
            bound = layer.in_features**-0.5  # torch's own starting range, from our generator
            nn.init.uniform_(layer.weight, -bound, bound, generator=source)
            nn.init.uniform_(layer.bias, -bound, bound, generator=source)

    def encode(self, x: Tensor) -> Tensor:
        """(n, D) to (n, heads * latent)."""
        found: Tensor = self.code(gelu(self.into(x)))
        return found

    def decode(self, z: Tensor) -> Tensor:
        """(n, latent) to (n, D)."""
        made: Tensor = self.out(gelu(self.back(z)))
        return made


Loss = Callable[[Deep, Tensor, torch.Generator], Tensor]


def dense_row(part: Part, row: str, title: Said, heads: int, loss: Loss, hidden: int = HIDDEN) -> Fitted:
    """The row of a network of k latent units, and hidden layers of ``hidden``, that was trained with ``loss``."""
    note = told("note_network", hidden=hidden, steps=STEPS, batch=BATCH)
    return Fitted(Description(row, title, values=part.k, note=note), _train(part, heads, loss, hidden))


def _train(part: Part, heads: int, loss: Loss, hidden: int) -> Callable[[Singles], Singles]:
    """Train on the same images as the default preset; what the trained network makes of images."""
    pool = torch.from_numpy(part.pool)
    center = pool.mean(0)
    scale = (pool - center).std().clamp_min(1e-6)
    pool = (pool - center) / scale
    source = generator(part.seed, "deep", heads)
    model = Deep(part.images.D, part.k, heads, source, hidden)
    adam = torch.optim.Adam(model.parameters(), RATE, fused=True)
    for step in range(STEPS):
        for group in adam.param_groups:
            group["lr"] = learning_rate_at(step, STEPS, RATE, WARMUP, DECAY)
        adam.zero_grad()
        loss(model, pool[torch.randint(len(pool), (BATCH,), generator=source)], source).backward()  # type: ignore[no-untyped-call]
        adam.step()

    @torch.no_grad()
    def reconstruct(x: Singles) -> Singles:
        code = model.encode((torch.from_numpy(x) - center) / scale)[:, : part.k]
        made: Singles = (model.decode(code) * scale + center)[None].numpy()
        return made

    return reconstruct

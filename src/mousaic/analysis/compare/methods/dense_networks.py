"""Dense neural codes of k numbers: a small deep autoencoder and a small variational one."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu

from mousaic.analysis.compare.method import Fitted, Part, Pixels
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
    """

    def __init__(self, pixels: int, latent: int, heads: int, source: torch.Generator) -> None:
        super().__init__()
        self.latent = latent
        self.into = nn.Linear(pixels, HIDDEN)
        self.code = nn.Linear(HIDDEN, heads * latent)
        self.back = nn.Linear(latent, HIDDEN)
        self.out = nn.Linear(HIDDEN, pixels)
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


def plain_loss(model: Deep, x: Tensor, source: torch.Generator) -> Tensor:
    """Mean squared error."""
    return (model.decode(model.encode(x)) - x).square().mean()


def vae_loss(model: Deep, x: Tensor, source: torch.Generator) -> Tensor:
    """The negative bound of Kingma and Welling 2014, its noise level the best for the batch (Rybkin et al. 2021)."""
    mean, log_variance = model.encode(x).chunk(2, 1)
    noise = torch.randn(mean.shape, generator=source).to(mean)
    error = (model.decode(mean + (log_variance / 2).exp() * noise) - x).square().mean()
    divergence = (mean.square() + log_variance.exp() - 1 - log_variance).sum(1).mean() / 2
    return x.shape[1] / 2 * error.clamp_min(1e-12).log() + divergence


def fit_autoencoder(part: Part) -> list[Fitted]:
    """A deep autoencoder with k latent units."""
    note = f"hidden layers of {HIDDEN}, {STEPS} steps of {BATCH} images"
    title = f"deep autoencoder ({part.k} units)"
    return [Fitted("autoencoder", title, _train(part, 1, plain_loss), part.k, note=note)]


def fit_vae(part: Part) -> list[Fitted]:
    """A variational autoencoder with k latent units; the mean is the code."""
    note = f"hidden layers of {HIDDEN}, {STEPS} steps of {BATCH} images"
    title = f"variational autoencoder ({part.k} units)"
    return [Fitted("vae", title, _train(part, 2, vae_loss), part.k, note=note)]


def _train(part: Part, heads: int, loss: Loss) -> Callable[[Pixels], Pixels]:
    """Train on the same images as the default preset; what the trained network makes of images."""
    pool = torch.from_numpy(part.pool)
    center = pool.mean(0)
    scale = (pool - center).std().clamp_min(1e-6)
    pool = (pool - center) / scale
    source = generator(part.seed, "deep", heads)
    model = Deep(part.images.D, part.k, heads, source)
    adam = torch.optim.Adam(model.parameters(), RATE, fused=True)
    for step in range(STEPS):
        for group in adam.param_groups:
            group["lr"] = learning_rate_at(step, STEPS, RATE, WARMUP, DECAY)
        adam.zero_grad()
        loss(model, pool[torch.randint(len(pool), (BATCH,), generator=source)], source).backward()  # type: ignore[no-untyped-call]
        adam.step()

    @torch.no_grad()
    def reconstruct(x: Pixels) -> Pixels:
        code = model.encode((torch.from_numpy(x) - center) / scale)[:, : part.k]
        made: Pixels = (model.decode(code) * scale + center)[None].numpy()
        return made

    return reconstruct

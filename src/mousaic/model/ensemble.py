"""The model: M k-sparse autoencoders with tied weights, held as stacked tensors.

For member m and image x (DESIGN of the project, and Makhzani & Frey 2013, "k-Sparse Autoencoders"):

    a_m = (x - c_m) W_m^T + b_m      pre-activations
    z_m = top_k(a_m)                 the code: the k largest kept, the rest 0
    y_m = z_m W_m + c_m              reconstruction
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import embedding_bag

from mousaic.model.fast.encoding import encode_images
from mousaic.model.initialise import orthogonal


class Codes(NamedTuple):
    """The active entries of a batch's codes; every other entry is zero."""

    values: Tensor
    """float32 (M, B, k): the pre-activations that were kept."""
    indices: Tensor
    """int64 (M, B, k): which feature each value belongs to."""

    def dense(self, features: int) -> Tensor:
        """The codes with their zeros, (M, B, H)."""
        members, batch, _ = self.values.shape
        zeros = self.values.new_zeros(members, batch, features)
        return zeros.scatter(2, self.indices, self.values)


class Ensemble(nn.Module):
    """M members of H features each over D pixels.

    Attributes:
        weight: (M, H, D); one row is one feature, used by encoder and decoder alike.
        bias: (M, H), of the encoder.
        center: (M, D), of the decoder, also taken off the encoder's input; or None.
        k: active features per code.
    """

    def __init__(self, weight: Tensor, bias: Tensor, center: Tensor | None, k: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(bias)
        self.center = None if center is None else nn.Parameter(center)
        self.k = k

    @classmethod
    def initialise(cls, members: int, features: int, k: int, pixels: int, seed: int, mean: Tensor | None) -> Ensemble:
        """A new ensemble of orthogonal noise; the rest as in :meth:`of_weight`."""
        return cls.of_weight(orthogonal(members, features, pixels, seed), k, mean)

    @classmethod
    def of_weight(cls, weight: Tensor, k: int, mean: Tensor | None) -> Ensemble:
        """A new ensemble of these dictionaries (M, H, D), zero bias, and ``mean`` (D,) as each center (or none)."""
        center = None if mean is None else mean.to(weight).expand(len(weight), -1).clone()
        return cls(weight, weight.new_zeros(weight.shape[:2]), center, k)

    def with_k(self, k: int) -> Ensemble:
        """The same parameters, shared and without gradients, used with another k."""
        center = None if self.center is None else self.center.data
        return Ensemble(self.weight.data, self.bias.data, center, k).requires_grad_(False)

    @property
    def members(self) -> int:
        return self.weight.shape[0]

    @property
    def features(self) -> int:
        return self.weight.shape[1]

    @property
    def pixels(self) -> int:
        return self.weight.shape[2]

    def centered(self, x: Tensor) -> Tensor:
        """What each member's encoder sees of the images ``x`` (B, D): (M, B, D)."""
        if self.center is None:
            return x.expand(self.members, *x.shape)
        return x - self.center[:, None]

    def preactivations(self, centered: Tensor) -> Tensor:
        """a_m of centred images (M, B, D), laid out (M, H, B): this product is the faster one on a CPU."""
        return torch.baddbmm(self.bias[:, :, None], self.weight, centered.transpose(1, 2))

    def encode(self, x: Tensor) -> Codes:
        """Codes of the images ``x`` (B, D), each with its features ascending. B may be large: more at once is faster.

        Of equal pre-activations the lower feature is kept (where PyTorch selects, on a GPU or for a gradient: any).
        On the CPU the bytes depend neither on the number of threads nor on how the k largest are found.
        """
        parameters = [p for p in (self.weight, self.bias, self.center) if p is not None]
        plain = all(p.dtype == torch.float32 and p.device.type == "cpu" for p in (x, *parameters))
        if plain and not (torch.is_grad_enabled() and any(p.requires_grad for p in (x, *parameters))):
            weight, bias, *center = (p.detach() for p in parameters)
            return Codes(*encode_images(weight, bias, center[0] if center else None, self.k, x.detach()))
        codes = top_k(self.preactivations(self.centered(x)).transpose(1, 2), self.k)
        indices, order = codes.indices.sort()
        return Codes(codes.values.gather(2, order), indices)

    def decode(self, codes: Codes) -> Tensor:
        """Reconstructions (M, B, D), one per member. Only the active rows are read."""
        parts = [
            embedding_bag(indices, weight, per_sample_weights=values, mode="sum")
            for values, indices, weight in zip(codes.values, codes.indices, self.weight, strict=True)
        ]
        y = torch.stack(parts)
        return y if self.center is None else y + self.center[:, None]

    def forward(self, x: Tensor) -> tuple[Codes, Tensor]:
        """Codes and reconstructions (M, B, D) of the images ``x`` (B, D)."""
        codes = self.encode(x)
        return codes, self.decode(codes)


def top_k(preactivations: Tensor, k: int) -> Codes:
    """Keep the k largest of the last dimension: (M, B, H) -> values and indices (M, B, k)."""
    values, indices = preactivations.topk(k, dim=-1, sorted=False)
    return Codes(values, indices)

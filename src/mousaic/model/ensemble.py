"""The model: M sparse autoencoders of the same parts, held as stacked tensors.

For member m and image x, with the standard parts (Makhzani & Frey 2013, "k-Sparse Autoencoders"):

    a_m = (x - c_m) W_m^T + b_m      pre-activations
    z_m = top_k(a_m)                 the code: the k largest kept, the rest 0
    y_m = z_m W_m + c_m              reconstruction
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import torch
from torch import Tensor, nn

from mousaic.device import threads_to_share
from mousaic.model.codes import Codes
from mousaic.model.fast.encoding import encode_images
from mousaic.model.fast.shared_threads import shared_out
from mousaic.model.member_parts import (
    PLACES,
    PURSUIT,
    STANDARD,
    TOP_K,
    Decoder,
    Encoder,
    Loaded,
    Parameters,
    Parts,
    Sparsity,
    capabilities_of,
    load_parts,
)

PLACED = 2**16
"""Pre-activations of filters at places that one thread computes at a time, or those of one image if they are more: what
stays in a processor's cache. Devices take a thousand times as many."""


class Ensemble(nn.Module):
    """M members of H features each over D pixels; see :class:`mousaic.model.autoencoder.Autoencoder`.

    Attributes:
        k: active features per code.
        parts: what the members are put together from.
        threads: that encode filters at once; 0: as many as torch takes for one operation.
        weight, bias: (M, H, D) and (M, H), of the linear encoder; for whoever computes with that alone.
        center: (M, D), of the decoder, also taken off the encoder's input; or None.
    """

    weight: nn.Parameter
    bias: nn.Parameter
    center: nn.Parameter | None

    def __init__(self, parameters: Mapping[str, Tensor | None], k: int, parts: Parts = STANDARD) -> None:
        super().__init__()
        for name, tensor in ({"center": None} | dict(parameters)).items():
            self.register_parameter(name, None if tensor is None else nn.Parameter(tensor))
        self.k, self.parts, self.threads = k, parts, 0

    @classmethod
    def tied(cls, weight: Tensor, bias: Tensor, center: Tensor | None, k: int) -> Ensemble:
        """Of the standard parts: (M, H, D), (M, H) and (M, D) or None."""
        return cls({"weight": weight, "bias": bias, "center": center}, k)

    @classmethod
    def of_rows(cls, rows: Tensor, k: int, mean: Tensor | None, parts: Parts = STANDARD, seed: int = 0) -> Ensemble:
        """A new ensemble whose features start as these pictures (M, H, D), with ``mean`` (D,) as each centre (or none).

        Args:
            rows: of filters (M, F, C P P), where ``parts`` place them.
            seed: of the run, for parts that draw numbers of their own.
        """
        parameters: dict[str, Tensor | None] = {}
        for part in load_parts(parts):
            parameters |= part.start(rows, seed)
        parameters["center"] = None if mean is None else mean.to(rows).expand(len(rows), -1).clone()
        return cls(parameters, k, parts)

    @cached_property
    def _loaded(self) -> Loaded:
        return load_parts(self.parts)

    @property
    def encoder(self) -> Encoder:
        """What turns images into pre-activations."""
        return self._loaded.encoder

    @property
    def decoder(self) -> Decoder:
        """What turns codes into reconstructions."""
        return self._loaded.decoder

    @property
    def sparsity(self) -> Sparsity:
        """What decides which pre-activations stay."""
        return self._loaded.sparsity

    @property
    def places(self) -> int:
        """At how many places each filter may lie; 1, where features have none."""
        return 1 if self.parts.placing is None else self.parts.placing.places

    @property
    def values(self) -> Parameters:
        """The parameters that there are, by name."""
        return {name: p for name, p in self._parameters.items() if p is not None}

    @property
    def capabilities(self) -> frozenset[str]:
        """What the parts can together: names of :mod:`mousaic.model.member_parts`."""
        return capabilities_of(self.parts)

    @property
    def device(self) -> torch.device:
        """Where the parameters are."""
        return next(iter(self.values.values())).device

    @property
    def members(self) -> int:
        """M."""
        return len(next(iter(self.values.values())))

    @cached_property
    def features(self) -> int:
        """H."""
        return self.encoder.features(self.values)

    @cached_property
    def pixels(self) -> int:
        """D."""
        return self.silence().shape[1]

    def with_k(self, k: int) -> Ensemble:
        """The same parameters, shared and without gradients, used with another k."""
        return self._sharing({name: p.data for name, p in self.values.items()}, k)

    def with_sparsity(self, sparsity: str) -> Ensemble:
        """The same parameters, shared and without gradients, of which another sparsity chooses the active ones."""
        shared = {name: p.data for name, p in self.values.items()}
        return Ensemble(shared, self.k, self.parts._replace(sparsity=sparsity)).requires_grad_(False)

    def mapped(self, change: Callable[[Ensemble], Ensemble]) -> Ensemble:
        """What ``change`` makes of it; where members differ in kind, of each of them."""
        return change(self)

    def member(self, member: int) -> Ensemble:
        """One member as an ensemble of one; its parameters are shared and without gradients."""
        return self._sharing({name: p.data[member : member + 1] for name, p in self.values.items()}, self.k)

    def _sharing(self, parameters: Mapping[str, Tensor], k: int) -> Ensemble:
        return Ensemble(parameters, k, self.parts).requires_grad_(False)

    def centered(self, x: Tensor) -> Tensor:
        """What each member's encoder sees of the images ``x`` (B, D): (M, B, D)."""
        if self.center is None:
            return x.expand(self.members, *x.shape)
        return x - self.center[:, None]

    def preactivations(self, seen: Tensor) -> Tensor:
        """a_m of centred images (M, B, D): (M, B, H)."""
        return self.encoder.preactivations(self.values, seen)

    def encode(self, x: Tensor) -> Codes:
        """Codes of the images ``x`` (B, D), each with its features ascending. B may be large: more at once is faster.

        Of the standard parts, equal pre-activations keep the lower feature (where PyTorch selects, on a GPU or for a
        gradient: any). On the CPU their bytes depend neither on the number of threads nor on how the k largest are
        found.
        """
        if self.parts._replace(decoder=STANDARD.decoder) == STANDARD and self._plain(x):
            center = None if self.center is None else self.center.detach()
            return Codes(*encode_images(self.weight.detach(), self.bias.detach(), center, self.k, x.detach()))
        seen = self.centered(x)
        if PLACES in self.capabilities:
            return self._encode_placed(seen)
        return self.sparsity.select(self.values, self.preactivations(seen), self.k).by_feature()

    def _encode_placed(self, seen: Tensor) -> Codes:
        """Codes of centred images (M, B, D), some at a time; for a gradient the chosen features are computed anew, as
        all of them together have many times the work. Codes that are no pre-activations carry none."""
        whole = seen.device.type != "cpu"
        parts = torch.split(seen.detach(), max(1, (PLACED << 10 * whole) // (self.members * self.features)), dim=1)
        with shared_out(1 if whole or len(parts) == 1 else self.threads or threads_to_share()) as each:
            chosen = list(each(self._choose, parts))
        codes = Codes(torch.cat([one.values for one in chosen], 1), torch.cat([one.indices for one in chosen], 1))
        wanted = torch.is_grad_enabled() and any(p.requires_grad for p in self.values.values())
        if not wanted or TOP_K not in self.capabilities:
            return codes
        values = self.encoder.picked(self.values, seen, codes.indices)
        return Codes(torch.where(codes.values == 0, 0.0, values), codes.indices)

    @torch.no_grad()
    def _choose(self, seen: Tensor) -> Codes:
        """Codes of centred images (M, B, D) without gradients."""
        return self.sparsity.select(self.values, self.preactivations(seen), self.k).by_feature()

    def encode_to_learn(self, x: Tensor) -> tuple[Codes, Tensor | None]:
        """As :meth:`encode`, within a step of training.

        See :meth:`mousaic.model.member_parts.Sparsity.select_to_learn`.
        """
        if type(self.sparsity).select_to_learn is Sparsity.select_to_learn:
            return self.encode(x), None
        codes, penalty = self.sparsity.select_to_learn(self.values, self.preactivations(self.centered(x)), self.k)
        return codes.by_feature(), penalty

    @torch.no_grad()
    def settle(self, x: Tensor) -> None:
        """Let the sparsity start by the images ``x`` (n, D), in place."""
        self.sparsity.settle(self.values, self.preactivations(self.centered(x)), self.k)

    def _plain(self, x: Tensor) -> bool:
        """Nothing but float32 numbers on the CPU, and no gradient asked for."""
        tensors: Sequence[Tensor] = [x, *self.values.values()]
        if not all(t.dtype == torch.float32 and t.device.type == "cpu" for t in tensors):
            return False
        return not (torch.is_grad_enabled() and any(t.requires_grad for t in tensors))

    def decode(self, codes: Codes) -> Tensor:
        """Reconstructions (M, B, D), one a member."""
        return self.decoder.decode(self.values, codes)

    def forward(self, x: Tensor) -> tuple[Codes, Tensor]:
        """Codes and reconstructions (M, B, D) of the images ``x`` (B, D)."""
        codes = self.encode(x)
        return codes, self.decode(codes)

    @torch.no_grad()
    def atoms(self, member: int, chosen: Tensor | None = None) -> Tensor:
        """The pictures of a member's features, all (H, D) or those ``chosen`` (...,): (..., D)."""
        return self.decoder.atoms(self.values, member, chosen).detach()

    @torch.no_grad()
    def pictures(self, member: int, centred: bool = False) -> Tensor:
        """What there is to see of a member: the pictures of its features (H, D), or its filters, each in the middle of
        the image, (F, D); ``centred`` with the centre of its energy there, as one filter may be another, moved."""
        placing = self.parts.placing
        if placing is None:
            return self.atoms(member)
        return placing.framed(self.values["filters"][member].detach(), centred)

    def gallery(self, centred: bool = False) -> Tensor:
        """:meth:`pictures` of all members: (M, H, D), or (M, F, D)."""
        return torch.stack([self.pictures(member, centred) for member in range(self.members)])

    @torch.no_grad()
    def silence(self) -> Tensor:
        """What each member shows where no feature is active: (M, D)."""
        nothing = torch.zeros(self.members, 1, 1, device=self.device)
        return self.decode(Codes(nothing, nothing.long()))[:, 0]

    def dictionary(self) -> Tensor:
        """All pictures, (M, H, D), with gradients where the parameters have them."""
        return torch.stack([self.decoder.atoms(self.values, member) for member in range(self.members)])

    def encoder_bias(self, member: int) -> Tensor | None:
        """(H,), for whoever encodes elsewhere: by the k largest of the standard parts' pre-activations, or by matching
        pursuit, which leaves it aside. None of other parts."""
        known = self.parts in (STANDARD, STANDARD._replace(sparsity=PURSUIT))
        return self.bias[member].detach() if known else None

    def renew(self, member: int, chosen: Tensor, living: Tensor, rows: Tensor) -> list[str]:
        """Start features anew, in place: see :meth:`mousaic.model.member_parts.Part.renew`."""
        parts = (self.encoder, self.decoder, self.sparsity)
        return [name for part in parts for name in part.renew(self.values, member, chosen, living, rows)]

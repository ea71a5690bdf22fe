"""What a member is put together from, by name: an encoder, a decoder and a sparsity.

Parts hold no numbers. Each says which parameters it needs, how they start, and what it computes with them; the
ensemble (:class:`mousaic.model.ensemble.Ensemble`) holds the parameters of all its parts in one namespace, every one of
them with the members as its first axis. So a new part is one file with one class, and one line in a registry below.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import NamedTuple, Protocol, Self

from torch import Tensor

from mousaic.config import ModelOptions
from mousaic.errors import MousaicError
from mousaic.model.codes import Codes
from mousaic.model.placing import Placing
from mousaic.registry import INTERNAL, Registry

Parameters = Mapping[str, Tensor]
"""By name, each of shape (M, ...). ``center`` (M, D), where there is one, belongs to all parts."""

ROWS = "rows"
"""There is a parameter ``weight`` (M, H, D) with a row for each feature."""
LINEAR_ENCODER = "linear_encoder"
"""Pre-activations are inner products of the centred image with the rows of ``weight``, plus ``bias``."""
LINEAR_DECODER = "linear_decoder"
"""A reconstruction is the sum of the active features' pictures, each times its value, plus the centre."""
TIED = "tied"
"""The decoder's pictures are the encoder's rows."""
TOP_K = "top_k"
"""The k largest pre-activations, of those that may be active, are kept: of more, fewer are a part."""
THRESHOLD = "threshold"
"""How many features are active follows from a learned threshold: k on average, and not of each image."""
WINDOWED = "windowed"
"""A weight that starts at 0 may stay 0, so features can be confined to windows (``--local``)."""
RENEWABLE = "renewable"
"""A feature can start anew in the midst of training."""
HIDDEN_LAYERS = "hidden_layers"
"""The encoder has layers between image and pre-activations, which a decoder may run backwards."""
PLACES = "places"
"""Features are filters at places: a feature's number says which filter, and where."""

OF_BOTH = frozenset({WINDOWED, RENEWABLE})
"""What encoder and decoder must both be able to; any other capability is brought by one part."""


class Size(NamedTuple):
    """What shapes follow from."""

    members: int
    features: int
    pixels: int


class Part:
    """What all parts have. The defaults are those of a part without parameters."""

    capabilities: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    """Capabilities that the other parts must bring."""

    def placed(self, placing: Placing | None) -> Self:
        """The same part for filters that lie so; itself, where it asks for no places."""
        return self

    def start(self, rows: Tensor, seed: int) -> dict[str, Tensor]:
        """Its parameters before training.

        Args:
            rows: (M, H, D), how the features' pictures start; of filters (M, F, C P P).
            seed: of the run, for whatever else is drawn.
        """
        return {}

    def shapes(self, size: Size) -> dict[str, tuple[int, ...]]:
        """The shapes of its parameters, by name."""
        return {}

    def renew(self, p: Parameters, member: int, chosen: Tensor, living: Tensor, rows: Tensor) -> list[str]:
        """Start some features of a member anew, in place.

        Args:
            chosen: (n,) which features; ``living`` are those that set the scale.
            rows: (n, D), of length 1: their pictures.

        Returns:
            Names of the parameters, of shape (M, H, ...), whose rows ``[member, chosen]`` are new.
        """
        return []


class Encoder(Part, ABC):
    """From images to pre-activations."""

    @abstractmethod
    def features(self, p: Parameters) -> int:
        """H."""

    @abstractmethod
    def preactivations(self, p: Parameters, seen: Tensor) -> Tensor:
        """(M, B, H) of images less the centre ``seen`` (M, B, D)."""

    def picked(self, p: Parameters, seen: Tensor, indices: Tensor) -> Tensor:
        """The pre-activations of the features ``indices`` (M, B, k) alone, of the same images: for gradients.

        Where a feature sees little of the image, that is far less work than all of them.
        """
        return self.preactivations(p, seen).gather(2, indices)


class Decoder(Part, ABC):
    """From codes to reconstructions."""

    @abstractmethod
    def decode(self, p: Parameters, codes: Codes) -> Tensor:
        """Reconstructions (M, B, D), the centre included."""

    @abstractmethod
    def atoms(self, p: Parameters, member: int, chosen: Tensor | None = None) -> Tensor:
        """The pictures of a member's features, all (H, D) or those ``chosen`` (...,): (..., D).

        Of a decoder that is not linear: see :mod:`mousaic.model.unit_responses`.
        """


class Sparsity(Part, ABC):
    """Which pre-activations stay."""

    def eligible(self, p: Parameters, a: Tensor) -> Tensor:
        """Pre-activations (M, B, H) where features may be active at all, and minus infinity elsewhere."""
        return a

    @abstractmethod
    def select(self, p: Parameters, a: Tensor, k: int) -> Codes:
        """Codes of pre-activations (M, B, H), in any order; entries beyond those active have the value 0."""

    def select_to_learn(self, p: Parameters, a: Tensor, k: int) -> tuple[Codes, Tensor | None]:
        """The codes of a step of training, and what its loss grows by on their account (a scalar), if by anything."""
        return self.select(p, a, k), None

    def settle(self, p: Parameters, a: Tensor, k: int) -> None:
        """Set, in place, what starts by the pre-activations (M, n, H) of the images that training begins with."""


class Parts(NamedTuple):
    """Names of what a member is put together from, and where its filters lie, if it has any."""

    encoder: str = "linear"
    decoder: str = "tied"
    sparsity: str = "top-k"
    placing: Placing | None = None

    @property
    def names(self) -> tuple[str, str, str]:
        """Of encoder, decoder and sparsity."""
        return self[:3]


class HasParts(Protocol):
    """A model of named parts."""

    parts: Parts

    @property
    def capabilities(self) -> frozenset[str]:
        """What it can."""
        ...


class Loaded(NamedTuple):
    """The parts themselves."""

    encoder: Encoder
    decoder: Decoder
    sparsity: Sparsity


def parts_of(options: ModelOptions) -> Parts:
    """The parts that these options name; where filters lie follows from the images, too."""
    return Parts(options.encoder, options.decoder, options.sparsity)


def load_parts(parts: Parts) -> Loaded:
    """The parts of these names, which know where filters lie.

    Raises:
        MousaicError: there is no such part.
    """
    encoder, decoder = ENCODERS.load(parts.encoder), DECODERS.load(parts.decoder)
    sparsity = SPARSITIES.load(parts.sparsity)
    return Loaded(encoder.placed(parts.placing), decoder.placed(parts.placing), sparsity.placed(parts.placing))


STANDARD = Parts()
"""The tied linear k-sparse autoencoder, for which there are compiled ways."""

ENCODERS: Registry[Encoder] = Registry("encoder")
ENCODERS.register("linear", "mousaic.model.encoders.linear:LINEAR")
ENCODERS.register("deep-2", "mousaic.model.encoders.deep:TWO_LAYERS")
ENCODERS.register("deep-3", "mousaic.model.encoders.deep:THREE_LAYERS")
ENCODERS.register("convolutional", "mousaic.model.encoders.convolutional:CONVOLUTIONAL")

DECODERS: Registry[Decoder] = Registry("decoder")
DECODERS.register("tied", "mousaic.model.decoders.tied:TIED_ROWS")
DECODERS.register("untied", "mousaic.model.decoders.untied:UNTIED_ROWS")
DECODERS.register("nonlinear", "mousaic.model.decoders.nonlinear:NONLINEAR")
DECODERS.register("tied-deep", "mousaic.model.decoders.tied_deep:TIED_DEEP")
DECODERS.register("sigmoid", "mousaic.model.decoders.sigmoid:SIGMOID")
DECODERS.register("transposed", "mousaic.model.decoders.transposed:TRANSPOSED")

SPARSITIES: Registry[Sparsity] = Registry("sparsity")
PURSUIT, ONE_PASS, MAGNITUDES = "omp", "omp-foretold", "top-k-magnitudes"
SPARSITIES.register("top-k", "mousaic.model.sparsity.top_k:LARGEST")
SPARSITIES.register(MAGNITUDES, "mousaic.model.sparsity.top_k_magnitudes:LARGEST_MAGNITUDES")
SPARSITIES.register("top-k-nonnegative", "mousaic.model.sparsity.top_k_nonnegative:LARGEST_PRESENT")
SPARSITIES.register("batch-top-k", "mousaic.model.sparsity.batch_top_k:LARGEST_OF_BATCH")
SPARSITIES.register("jump-relu", "mousaic.model.sparsity.jump_relu:JUMPING")
SPARSITIES.register(ONE_PASS, "mousaic.model.sparsity.foretold:FORETOLD", capabilities={INTERNAL})
SPARSITIES.register(PURSUIT, "mousaic.model.sparsity.matching_pursuit:PURSUED")
WINNERS, PURSUED_FILTERS = "winners", "omp-filters"
SPARSITIES.register(PURSUED_FILTERS, "mousaic.model.sparsity.pursued_filters:PURSUED_FILTERS")
SPARSITIES.register(WINNERS, "mousaic.model.sparsity.winners:WINNERS")


def part_shapes(parts: Parts, size: Size) -> dict[str, tuple[int, ...]]:
    """The shapes of all parameters but the centre, by name."""
    return {name: shape for part in load_parts(parts) for name, shape in part.shapes(size).items()}


def need(model: HasParts, capability: str, what: str) -> None:
    """Raise a MousaicError unless the model has the capability; ``what`` opens the sentence."""
    if capability not in model.capabilities:
        raise MousaicError(
            f"{what} needs a model with the capability {capability!r}, which "
            f"{', '.join(model.parts.names)} has not: use its own codes, or other parts."
        )


def capabilities_of(parts: Parts) -> frozenset[str]:
    """What parts can together.

    Raises:
        MousaicError: there is no such part, or one lacks what another needs.
    """
    encoder, decoder, sparsity = load_parts(parts)
    brought = encoder.capabilities | decoder.capabilities | sparsity.capabilities
    for part, name in zip((encoder, decoder, sparsity), parts.names, strict=True):
        missing = part.needs - brought
        if missing:
            raise MousaicError(
                f"{name} does not go with {', '.join(other for other in parts.names if other != name)}, which lack "
                f"{', '.join(sorted(missing))}: choose other parts."
            )
    return brought - OF_BOTH | encoder.capabilities & decoder.capabilities & OF_BOTH

"""Every parameter of a training: its name, its default, its help and its limits.

The fields of these dataclasses are the Python keywords, the command-line options and the keys
of ``config.json``. Field names are unique across the four groups, so that one flat set of
keywords (``config_for("report", epochs=5, k=20)``) is unambiguous.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_type_hints

from mousaic.errors import MousaicError, nearest
from mousaic.image_options import ImageOptions as ImageOptions
from mousaic.option_combinations import check_combinations, check_concrete, filter_sides, window_sides
from mousaic.option_limits import Checked, option
from mousaic.presets import BEFORE, PRESETS, completed


@dataclass(frozen=True)
class AugmentOptions(Checked):
    """How copies differ from their original."""

    augment: Literal["fixed", "fresh", "none", "auto"] = option(
        "fresh",
        "Draw the copies once (fixed), anew each epoch (fresh), or use the originals alone (none). auto (mousaic train "
        "alone) tries strengths and flips on held-out training images first, and takes what fits.",
    )
    copies: int = option(5, "Augmented copies per original.", 1, 1000)
    rotation: float = option(5.0, "Largest turn, in degrees, either way.", 0, 180)
    flip_horizontal: float = option(0.0, "Chance of a left-right flip.", 0, 1)
    flip_vertical: float = option(0.0, "Chance of an upside-down flip.", 0, 1)
    shift: float = option(0.05, "Largest shift, as a share of the side, either way.", 0, 0.5)
    perspective: float = option(0.05, "Largest inward move of a corner, as a share of half the side.", 0, 0.9)
    crop: float = option(0.05, "Largest share of the side cut away by the random crop (resized back).", 0, 0.9)
    brightness: float = option(0.2, "Largest change of brightness, as a factor either way.", 0, 1)
    contrast: float = option(0.2, "Largest change of contrast, as a factor either way.", 0, 1)
    border: Literal["black", "edge", "reflect"] = option(
        "reflect", "What fills the part of a copy that lies outside the original."
    )


@dataclass(frozen=True)
class ModelOptions(Checked):
    """The shape of the ensemble."""

    members: int = option(1, "Sparse autoencoders in the ensemble (M).", 1, 1024)
    features: int = option(256, "Features in each member's dictionary (H).", 1, 1_000_000)
    k: int = option(50, "Features active in each image's code.", 1, 1_000_000)
    init: Literal["windows", "orthogonal"] = option(
        "windows", "How features start: as soft windows of the training images, or as orthogonal noise."
    )
    encoder: str = option(
        "linear",
        "What turns an image into pre-activations: linear; deep-2 and deep-3, the same and a network of two or three "
        "layers beside it; convolutional (see --model conv).",
    )
    decoder: str = option(
        "tied",
        "What turns a code into an image: tied, the encoder's own rows; untied, rows that start as these; nonlinear, "
        "such rows and a hidden layer beside them; tied-deep, the layers of a deep encoder (deep-2, if none is named) "
        "backwards; sigmoid, the encoder's rows and a logistic curve; transposed, the encoder's filters.",
    )
    sparsity: str = option(
        "omp",
        "Which features are active: top-k, the k largest pre-activations; top-k-magnitudes, those furthest from 0; "
        "top-k-nonnegative, the largest above 0; batch-top-k, the k x B largest of a batch of B; jump-relu, those "
        "above a learned threshold of each feature; omp, k features one after another, each for what the others left; "
        "winners, the k largest that are the largest of their filter around; omp-filters, omp of filters. It follows "
        "from --learn and --model.",
    )
    model: Literal["windows", "local", "whole", "conv", "auto"] = option(
        "windows",
        "How much of the image a feature sees: windows of four sizes, from 3/16 of the side to beyond the image; "
        "local, a quarter of the side; whole, all of it. --local names other sizes. conv: small filters that may lie "
        "anywhere. auto (mousaic train alone) tries all but conv on held-out training images first.",
    )
    local: int | str = option(
        0,
        "Confine each feature to a square window of so many pixels a side, or, as in 12,24,48,96, equal shares of the "
        "features to windows of each of these sizes (0: as --model says).",
    )
    filters: int = option(32, "Filters of each member (--model conv, in place of --features).", 1, 65536)
    filter_sizes: int | str = option(
        0,
        "Sides of the filters in pixels, odd: one, or, as in 7,15, equal shares of the filters of each (--model conv; "
        "0: 15, or what the image has).",
    )
    stride: int = option(1, "Pixels from one place of a filter to the next (--model conv).", 1, 64)
    neighbourhood: int = option(
        7, "Of each filter the strongest alone in a square of so many places a side is active (--model conv).", 1, 255
    )
    learn: Literal["omp", "topk"] = option(
        "omp",
        "What features are learned on: omp, the codes of matching pursuit, which the model then uses; topk, codes of "
        "one pass, by gradients. Other parts, objectives and backends than the usual ones learn on topk, and --model "
        "conv does where omp is not asked for.",
    )
    center: bool = option(True, "Start the decoder bias at the training mean and learn it; without: no such bias.")


@dataclass(frozen=True)
class TrainingOptions(Checked):
    """How the ensemble is trained."""

    epochs: int = option(15, "Passes over the training images.", 1, 1_000_000)
    batch_size: int = option(256, "Images per step. With --learn topk: 16.", 1, 1_000_000)
    learning_rate: float = option(7e-4, "Adam's step size (--learn topk).", 1e-12)
    warmup: float = option(0.1, "Share of the steps over which the step size rises from zero (--learn topk).", 0, 1)
    decay: float = option(
        0.8, "Share of the steps, at the end, over which the step size falls to zero (--learn topk).", 0, 1
    )
    consistency: float = option(0.0, "Weight of the consistency loss between members.", 0, 1e6)
    consistency_kind: Literal["latent", "dictionary", "matched"] = option(
        "latent",
        "What members are to agree on: their codes (latent), the nearest feature of another member (dictionary), or "
        "its features matched one to one (matched).",
    )
    objective: str = option(
        "reconstruction", "What is minimised: reconstruction, the mean squared error, or nested (see --nested)."
    )
    nested: bool = option(
        False, "Train codes that also serve when only the strongest half or quarter of their k features is kept."
    )
    revive: float = option(
        0.0, "Share of the epochs, from the first, after which features that fired on nothing start anew.", 0, 1
    )
    validation: float = option(
        0.2, "Share of the groups held out, never trained on (0: train on all; fewer than 10 originals: 0).", 0, 0.9
    )
    early_stop: int = option(0, "Stop after this many epochs without a better validation error (0: never).", 0)
    seed: int = option(0, "Governs everything random.", 0, 2**63 - 1)
    device: Literal["auto", "cpu", "cuda", "mps"] = option("auto", "Where to compute.")
    threads: int = option(0, "Processor threads (0: as many as torch chooses).", 0, 4096)
    backend: Literal["auto", "torch", "compiled", "autograd"] = option(
        "auto",
        "How a step is computed: by PyTorch, compiled for this processor (auto: where that saves time), or by "
        "automatic differentiation, which any model and objective can.",
    )
    order: Literal["auto", "whole", "blocks"] = option(
        "auto",
        "How images are shuffled: all at once (whole), or in blocks, so that they need not fit memory (auto: in blocks "
        "where their pixels take more than 128 MiB, or with all copies 512).",
    )
    picture_every: int = option(0, "Also draw pictures every so many epochs (0: only at the end).", 0)

    @property
    def objective_name(self) -> str:
        """What is minimised; ``nested`` is short for the objective of that name."""
        return "nested" if self.nested else self.objective


@dataclass(frozen=True)
class Config:
    """All parameters of one training, grouped by the stage that reads them."""

    preset: str = "default"
    images: ImageOptions = field(default_factory=ImageOptions)
    augmentation: AugmentOptions = field(default_factory=AugmentOptions)
    model: ModelOptions = field(default_factory=ModelOptions)
    training: TrainingOptions = field(default_factory=TrainingOptions)

    def __post_init__(self) -> None:
        check_combinations(self.flat(), self.sides)

    @property
    def sides(self) -> tuple[int, ...]:
        """Sides of the windows that confine the features, in pixels: feature h has the (h mod n)-th of n; () for none.

        A window larger than the image is as soft as its size says, and confines nothing.
        """
        return window_sides(self.model.model, self.model.local, self.images.size)

    @property
    def filter_sides(self) -> tuple[int, ...]:
        """Sides of the filters of ``--model conv`` in pixels: filter f has the (f mod n)-th of n."""
        return filter_sides(self.model.filter_sizes, self.images.size)

    @property
    def by_gradients(self) -> bool:
        """Whether features are learned by gradients; else in closed form, on the codes of matching pursuit."""
        return self.model.learn == "topk" or self.model.model == "conv"

    def flat(self) -> dict[str, Any]:
        """All options as one flat mapping, as :func:`config_for` takes them."""
        return {name: value for group in GROUPS for name, value in dataclasses.asdict(getattr(self, group)).items()}


GROUPS: dict[str, type] = {
    "images": ImageOptions,
    "augmentation": AugmentOptions,
    "model": ModelOptions,
    "training": TrainingOptions,
}


def option_fields() -> dict[str, tuple[str, dataclasses.Field[Any], Any]]:
    """Every option: name -> (group, dataclass field, resolved type)."""
    found = {}
    for group, kind in GROUPS.items():
        hints = get_type_hints(kind)
        for f in dataclasses.fields(kind):
            found[f.name] = (group, f, hints[f.name])
    return found


def config_for(preset: str = "default", **overrides: Any) -> Config:
    """The parameters of a preset, with some replaced.

    Args:
        preset: ``"default"`` or ``"report"``.
        overrides: any option by its name; ``None`` means the preset's own value.

    Raises:
        MousaicError: an unknown preset, option or option value, or a value out of its range.

    Examples:
        >>> config = config_for("report", k=20)
        >>> config.model.k, config.model.init, config.training.epochs
        (20, 'orthogonal', 20)
        >>> config_for(k=0)
        Traceback (most recent call last):
        mousaic.errors.MousaicError: --k must be at least 1, not 0.
    """
    if preset not in PRESETS:
        raise MousaicError(
            f"There is no preset {preset!r}{nearest(preset, list(PRESETS))} (known: {', '.join(PRESETS)})."
        )
    known = option_fields()
    for name in overrides:
        if name not in known:
            raise MousaicError(f"There is no option {name!r}{nearest(name, list(known))}.")
    chosen = completed(PRESETS[preset] | {k: v for k, v in overrides.items() if v is not None})
    groups: dict[str, dict[str, Any]] = {group: {} for group in GROUPS}
    for name, value in chosen.items():
        groups[known[name][0]][name] = value
    return Config(preset, **{group: kind(**groups[group]) for group, kind in GROUPS.items()})


def concrete(config: Config) -> Config:
    """The same parameters, where they say how copies are drawn and what features see.

    Raises:
        MousaicError: ``augment`` or ``model`` is ``auto``, which :func:`mousaic.train` alone replaces by what it chose.
    """
    check_concrete(config.augmentation.augment, config.model.model)
    return config


def config_from_json(data: Mapping[str, Any]) -> Config:
    """The inverse of ``dataclasses.asdict(config)``, also of an earlier version's.

    An option that is missing has the value of :data:`BEFORE`, or else that of the preset named; unknown ones are an
    error.
    """
    preset = str(data.get("preset", "default"))
    flat = {name: value for group in GROUPS for name, value in data.get(group, {}).items()}
    config = config_for(preset if preset in PRESETS else "default", **(BEFORE | flat))
    return dataclasses.replace(config, preset=preset)

"""Which options go together, and the sizes of windows that some of them name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mousaic.errors import MousaicError
from mousaic.presets import ABLE

SHARES = (3 / 16, 3 / 8, 3 / 4, 3 / 2)
"""Sides of the windows of ``--model windows``, as shares of the image's: 12, 24, 48 and 96 of 64 pixels."""
NARROWEST = 3
"""Pixels."""
FILTER = 15
"""Side of a filter in pixels, where nothing else is asked for and the image is no smaller."""
CONVOLUTIONAL = "convolutional"
"""The encoder of ``--model conv``."""
OF_FILTERS: dict[str, tuple[str, ...]] = {
    "encoder": (CONVOLUTIONAL,),
    "decoder": ("transposed",),
    "sparsity": ("winners", "omp-filters"),
}
"""Parts that filters alone have."""
FILTERS_ALONE = ("filters", "filter_sizes", "stride", "neighbourhood")
"""Options that filters alone have."""


def check_pages(page: int, pages: str, project: str) -> None:
    """Raise where two options say differently which pages of a file become images."""
    if project != "first" and (page != 1 or pages != "one"):
        raise MousaicError(f"--project {project} makes one image of all pages: leave out --page and --pages.")
    if pages == "all" and page != 1:
        raise MousaicError("--pages all takes every page: leave out --page.")


def window_sides(model: str, local: int | str, size: int) -> tuple[int, ...]:
    """As :attr:`mousaic.config.Config.sides`, for images of this side in pixels.

    Raises:
        MousaicError: ``local`` is no list of whole numbers.
    """
    if isinstance(local, str):
        try:
            return tuple(int(side) for side in local.split(","))
        except ValueError:
            raise MousaicError(
                f"--local must be one side in pixels or several, as in 12,24,48,96, not {local!r}."
            ) from None
    if local:
        return (local,)
    shares = {"windows": SHARES, "auto": SHARES, "local": (1 / 4,), "whole": (), "conv": ()}[model]
    return tuple(dict.fromkeys(max(NARROWEST, round(share * size)) for share in shares))


def filter_sides(filter_sizes: int | str, size: int) -> tuple[int, ...]:
    """As :attr:`mousaic.config.Config.filter_sides`, for images of this side in pixels.

    Raises:
        MousaicError: ``filter_sizes`` is no list of odd numbers.
    """
    if filter_sizes == 0:
        return (min(FILTER, size - 1 + size % 2),)
    try:
        sides = tuple(int(side) for side in str(filter_sizes).split(","))
    except ValueError:
        sides = ()
    if not sides or not all(3 <= side <= 255 and side % 2 for side in sides):
        raise MousaicError(
            f"--filter-sizes must be an odd number of pixels or several, as in 7,15, 3 to 255 each, not {filter_sizes}."
        )
    return sides


def check_filters(options: Mapping[str, Any]) -> None:
    """Raise unless options that belong to filters, or cannot be had with them, go together."""
    if options["neighbourhood"] % 2 == 0:
        raise MousaicError(f"--neighbourhood must be an odd number of places, not {options['neighbourhood']}.")
    if options["model"] != "conv":
        for name, values in OF_FILTERS.items():
            if options[name] in values:
                raise MousaicError(
                    f"--{name} {options[name]} is a part of filters that may lie anywhere: give --model conv in its "
                    "place."
                )
        return
    _check_parts_of_filters(options)
    size = options["size"]
    if max(filter_sides(options["filter_sizes"], size)) > size:
        raise MousaicError(
            f"--filter-sizes {options['filter_sizes']} are too large for images of {size} pixels: lower it."
        )
    atoms = options["filters"] * (-(-size // options["stride"])) ** 2
    if options["k"] > atoms:
        raise MousaicError(
            f"k = {options['k']} active features cannot exceed the {atoms} that {options['filters']} filters at all "
            "places are: lower --k or --stride."
        )
    if options["local"]:
        raise MousaicError("--local confines rows of weights: with --model conv give --filter-sizes in its place.")
    if options["consistency"] and options["consistency_kind"] != "latent":
        raise MousaicError(
            f"--consistency-kind {options['consistency_kind']} compares whole pictures: with --model conv use latent."
        )
    if options["revive"]:
        raise MousaicError("--revive starts rows of weights anew: leave it out with --model conv.")


def _check_parts_of_filters(options: Mapping[str, Any]) -> None:
    """Raise where ``--model conv`` was given a part that is of rows of weights."""
    if options["sparsity"] in ("omp", "omp-foretold"):
        raise MousaicError(
            f"--sparsity {options['sparsity']} is of features that are rows of weights: with --model conv give --learn "
            "omp in its place."
        )
    for name in ("encoder", "decoder"):
        if options[name] not in OF_FILTERS[name]:
            raise MousaicError(f"--model conv brings its own {name}: leave --{name} {options[name]} out.")


def check_windows(sides: Sequence[int], options: Mapping[str, Any]) -> None:
    """Raise unless features can be confined to windows of these sides.

    Args:
        options: all options by name, as in the check below.
    """
    size = options["size"]
    if not all(2 <= side <= 2 * size for side in sides):
        raise MousaicError(
            f"--local must be 2 to {2 * size}, twice the side of the image, or 0, not {options['local']}."
        )
    if sides and options["init"] != "windows":
        raise MousaicError(
            "Features confined to windows need to start as windows of the images: add --init windows, or --model whole."
        )


def check_learning(options: Mapping[str, Any]) -> None:
    """Raise unless features are learned on the codes that the model uses, by what can learn on them."""
    learn, sparsity = options["learn"], options["sparsity"]
    if (learn == "omp") != (sparsity in ("omp", "omp-filters")):
        raise MousaicError(f"--learn {learn} does not go with --sparsity {sparsity}: leave one of them out.")
    if learn == "omp" and options["model"] != "conv":
        for name, values in ABLE.items():
            if options[name] not in values:
                raise MousaicError(
                    f"--learn omp has a step of its own, without --{name} {options[name]}: use --learn topk."
                )


def check_concrete(augment: str, model: str) -> None:
    """As :func:`mousaic.config.concrete`."""
    if augment == "auto":
        raise MousaicError(
            "--augment auto belongs to mousaic train, which records what it chose: here give strengths, such as "
            "--rotation 5."
        )
    if model == "auto":
        raise MousaicError("--model auto belongs to mousaic train, which records what it chose: here name one.")


def check_combinations(options: Mapping[str, Any], sides: Sequence[int]) -> None:
    """Raise a MousaicError unless all options of a training go together.

    Args:
        options: every option by its name.
        sides: of the windows, in pixels: see :func:`window_sides`.
    """
    if options["k"] > options["features"] and options["model"] != "conv":
        raise MousaicError(
            f"k = {options['k']} active features cannot exceed features = {options['features']}: "
            "lower --k or raise --features."
        )
    check_windows(sides, options)
    check_filters(options)
    check_learning(options)
    if options["warmup"] + options["decay"] > 1:
        raise MousaicError("warmup and decay together exceed the whole training: lower --warmup or --decay.")
    if options["nested"] and options["objective"] not in ("nested", "reconstruction"):
        raise MousaicError(f"--nested is an objective of its own: leave it out, or --objective {options['objective']}.")
    if options["early_stop"] and not options["validation"]:
        raise MousaicError("--early-stop needs a validation part: give --validation 0.2, say.")


def check_level(level: int | str) -> None:
    """Raise a MousaicError unless the level of folders is ``auto``, or a number from 1."""
    if level != "auto" and (isinstance(level, str) or level < 1):
        raise MousaicError(f"--label-level must be auto, or a level of folders from 1 at the top, not {level}.")

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
    shares = {"windows": SHARES, "auto": SHARES, "local": (1 / 4,), "whole": ()}[model]
    return tuple(dict.fromkeys(max(NARROWEST, round(share * size)) for share in shares))


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
    if (learn == "omp") != (sparsity == "omp"):
        raise MousaicError(f"--learn {learn} does not go with --sparsity {sparsity}: leave one of them out.")
    if learn == "omp":
        for name, values in ABLE.items():
            if options[name] not in values:
                raise MousaicError(
                    f"--learn omp has a step of its own, without --{name} {options[name]}: use --learn topk."
                )

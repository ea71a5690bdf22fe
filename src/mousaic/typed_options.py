"""Options that were typed where they have no meaning: refused in a sentence, so that none is ignored in silence.

What was typed is known by its value: an option is None, False or empty until somebody asks for it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from mousaic.errors import MousaicError
from mousaic.option_combinations import FILTERS_ALONE

if TYPE_CHECKING:
    from mousaic.config import Config

OF_GRADIENTS = ("learning_rate", "warmup", "decay")
"""Options of steps along a gradient."""


def leave_out(why: str, options: Mapping[str, Any], instead: str = "") -> None:
    """Raise where any of some options was typed.

    Args:
        why: they have no meaning, such as ``"A run has its options already"``.
        options: value by name.
        instead: what else could be done, such as ``"or give its images"``.

    Raises:
        MousaicError: one was.

    Examples:
        >>> leave_out("A run has its options already", {"k": None, "strict": False})
        >>> leave_out("A run has its options already", {"k": 5, "batch_size": 2}, "or give its images")
        Traceback (most recent call last):
        mousaic.errors.MousaicError: A run has its options already: leave --k and --batch-size out, or give its images.
    """
    flags = [f"--{name.replace('_', '-')}" for name, value in options.items() if value is not None and _says(value)]
    if flags:
        *before, last = flags
        named = f"{', '.join(before)} and {last}" if before else last
        raise MousaicError(f"{why}: leave {named} out{instead and f', {instead}'}.")


def _says(value: Any) -> bool:
    return value is not False and value != "" and value != () and value != []


def check_given(given: Mapping[str, Any], *configs: Config) -> None:
    """Raise where an option was typed that trainings do not read.

    Args:
        given: the options that the user chose, by name; those that are None were not chosen.
        configs: all parameters of each kind of training that is meant; what one of them reads may be given.
    """
    if all(config.model.model == "conv" for config in configs) and given.get("features") is not None:
        raise MousaicError("--features counts rows of weights: with --model conv give --filters in its place.")
    if all(config.model.model != "conv" for config in configs):
        remedy = "or add --model conv"
        leave_out("Only filters that may lie anywhere have such options", _some(given, FILTERS_ALONE), remedy)
    if not any(config.by_gradients for config in configs):
        learned = "Learning on the codes of matching pursuit takes no steps along a gradient"
        leave_out(learned, _some(given, OF_GRADIENTS), "or add --learn topk")
    if all(config.augmentation.augment == "none" for config in configs):
        copies = [f.name for f in dataclasses.fields(configs[0].augmentation) if f.name != "augment"]
        leave_out("--augment none makes no copies", {name: given.get(name) or None for name in copies})
    _check_agreement(given, configs)


def _check_agreement(given: Mapping[str, Any], configs: Iterable[Config]) -> None:
    """Members agree where there are several, and something weighs their consistency.

    Whoever asks for one member, as one of several numbers to try, need not leave the rest out.
    """
    several = [config for config in configs if config.model.members > 1]
    if not several and given.get("members") is None:
        asked = {"consistency": given.get("consistency") or None, "consistency_kind": given.get("consistency_kind")}
        leave_out("A member alone has none to agree with", asked, "or add --members 2, say")
    elif several and not any(config.training.consistency for config in several):
        kind = _some(given, ["consistency_kind"])
        leave_out("Members agree where --consistency is above 0", kind, "or add --consistency 0.1, say")


def _some(given: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: given.get(name) for name in names}

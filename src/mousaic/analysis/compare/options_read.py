"""Options of a comparison that none of its methods reads are refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.config import AugmentOptions, Config
from mousaic.option_combinations import FILTERS_ALONE
from mousaic.typed_options import check_given, leave_out

OF_LOCAL, OF_FILTERS = ("local", "start-local"), ("conv", "start-conv")
"""Methods that alone have features of a side of their own, and filters."""
OF_STRENGTHS = "pca-tuned"
"""The method that tries strengths of copies, whatever the others learn from."""


def check_read(
    options: Mapping[str, Any], names: Sequence[str], default: Config, report: Config, conv: Config | None
) -> None:
    """Raise where an option was typed that none of the methods reads.

    Args:
        options: those that were typed, by name.
        names: of the methods.
        default, report, conv: the parameters of these three; the last is None where filters have no room.

    Raises:
        MousaicError: there is one.
    """
    for methods, own in ((OF_LOCAL, ("local",)), (OF_FILTERS, FILTERS_ALONE)):
        if not {*methods} & {*names}:
            remedy = f"or name one of them, as in --methods pca,default,{methods[0]}"
            needless = {name: options.get(name) for name in own}
            leave_out(f"Neither {methods[0]} nor {methods[1]} is compared", needless, remedy)
    elsewhere = {*FILTERS_ALONE, *(AugmentOptions.__dataclass_fields__ if OF_STRENGTHS in names else ())}
    # The families learn by gradients, as the experiment does.
    families = {*METHODS.having("ours", "on_request")} - {*METHODS.having("of_default"), "conv"}
    meant = [default, *([report] if {"report", *families} & {*names} else [])]
    meant += [conv] if conv is not None and "conv" in names else []
    check_given({name: value for name, value in options.items() if name not in elsewhere}, *meant)

"""Functions compiled for the processor, kept on disk where there is a place for them, and compiled anew where not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from numba import njit

# Sums may be reordered and multiply-adds fused, which vector instructions need; not-a-number stays what it is.
# Python's check for division by zero would keep loops from becoming vector instructions.
SETTINGS: dict[str, Any] = {
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"reassoc", "contract", "nsz", "arcp"},
}
_NOT_KEPT: set[str] = set()


def compiled(function: Callable[..., Any]) -> Any:
    """The function, compiled when it is first called, for the types it is called with.

    Compiled code is kept beside the source or in the user's cache folder. Neither can be written in many containers, or
    the disk is full: then it works as well, and takes some seconds each time.
    """
    try:
        made = njit(cache=True, **SETTINGS)(function)
    except RuntimeError:  # no folder to keep it in
        _NOT_KEPT.add(function.__name__)
        return njit(**SETTINGS)(function)
    cache = made._cache
    load, save = cache.load_overload, cache.save_overload

    def load_if_whole(*given: Any) -> Any:
        try:
            return load(*given)
        except Exception:  # whatever it is that shows that the kept code is damaged: it is forgotten
            with suppress(Exception):
                cache.flush()
            return None

    def save_if_possible(*given: Any) -> None:
        try:
            save(*given)
        except Exception:
            _NOT_KEPT.add(function.__name__)

    cache.load_overload, cache.save_overload = load_if_whole, save_if_possible
    return made


def compiled_anew() -> bool:
    """Whether something was compiled that could not be kept."""
    return bool(_NOT_KEPT)

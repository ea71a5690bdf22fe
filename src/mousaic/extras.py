"""Packages that one thing alone needs, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from mousaic.errors import MousaicError


def needed(package: str, extra: str) -> Any:
    """The package, which the extra of that name brings.

    Raises:
        MousaicError: it is not installed, or cannot be imported; the message says how it is installed.

    Examples:
        >>> needed("math", "numbers").sqrt(9)
        3.0
        >>> needed("no_such_package", "numbers")
        Traceback (most recent call last):
        mousaic.errors.MousaicError: This needs the package no_such_package: pip install 'mousaic[numbers]'.
    """
    try:
        return import_module(package)
    except ImportError as error:
        name = package.partition(".")[0]
        raise MousaicError(f"This needs the package {name}: pip install 'mousaic[{extra}]'.") from error

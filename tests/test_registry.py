"""Registries: things by name, imported late, with a clear error for what is not there."""

from __future__ import annotations

import math

import pytest

from mousaic.errors import MousaicError
from mousaic.registry import Registry


def test_things_are_found_by_name_and_imported_late():
    known: Registry[object] = Registry("number")
    known.register("pi", "math:pi", "title_pi", ["real", "irrational"])
    known.register("two", 2.0, capabilities=["real"])
    known.register("lost", "no.such.module:x")
    assert list(known) == ["pi", "two", "lost"] and len(known) == 3 and "pi" in known and "three" not in known
    assert known.load("pi") == math.pi and known["pi"].title == "title_pi" and known.load("two") == 2.0
    assert known.having("real") == ["pi", "two"] and known.having("real", "irrational") == ["pi"]
    with pytest.raises(ModuleNotFoundError):
        known.load("lost")
    known.forget("two")
    assert "two" not in known


def test_an_unknown_name_is_explained_and_a_taken_one_refused():
    known: Registry[int] = Registry("method")
    known.register("pca", 1)
    with pytest.raises(MousaicError, match=r"There is no method 'pcaa'; did you mean 'pca'\? \(known: pca\)\."):
        known.load("pcaa")
    with pytest.raises(ValueError, match="already"):
        known.register("pca", 2)

"""Results that files hold are what they were, and nothing else is made of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mousaic.said import Said, told
from mousaic.tasks.packed import pack, unpack


class Inner(NamedTuple):
    """A named tuple."""

    values: Any
    note: Said | None


@dataclass(frozen=True)
class Outer:
    """A dataclass."""

    inner: list[Inner]
    share: float


KINDS = st.sampled_from([np.float32, np.float64, np.int64, np.bool_, np.uint8])
SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)


@given(KINDS.flatmap(lambda kind: arrays.arrays(kind, SHAPES)), st.floats(), st.text(max_size=5))
def test_what_was_packed_comes_back(values: Any, share: float, text: str) -> None:
    said = told("note", name=text, of=[told("inner", r=0.1), None])
    whole = Outer([Inner(values, said), Inner(values, None)], share)
    found = unpack(*pack(whole), (Outer, Inner, Said))
    assert repr(found.share) == repr(share) and found.inner[0].note == said and found.inner[1].note is None
    for one in found.inner:
        assert one.values.dtype == values.dtype
        np.testing.assert_array_equal(one.values, values)


def test_plain_things_and_numbers_of_numpy() -> None:
    whole = [1, 2.5, True, None, "k", ("a", [np.float32(0.5), np.int64(3)]), {("a", 1): {"b": []}}]
    assert unpack(*pack(whole)) == [1, 2.5, True, None, "k", ("a", [0.5, 3]), {("a", 1): {"b": []}}]


def test_no_other_kind_is_made() -> None:
    tensors, text = pack(Inner(1, None))
    with pytest.raises(KeyError):
        unpack(tensors, text, (Outer,))

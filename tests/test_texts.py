"""Many texts in one block of memory: what comes out is what went in, and little memory is taken."""

from __future__ import annotations

import pickle
import tracemalloc
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.texts import Gathered, Texts

TEXT = st.text(st.characters(exclude_categories=()), max_size=6)  # lone surrogates and zeros, too
DIGESTS = st.integers(0, 5).map(lambda i: sha256(bytes([i])).hexdigest())
MANY = st.lists(TEXT, max_size=20) | st.lists(DIGESTS, max_size=20) | st.lists(st.sampled_from(["ab", "0", "x"]))


@given(MANY, st.data())
def test_it_is_a_sequence_of_the_same_texts(texts: list[str], data: st.DataObject) -> None:
    found = Texts.of(texts)
    assert list(found) == texts and len(found) == len(texts) and found == tuple(texts) and found == Texts.of(found)
    assert [found[i] for i in range(-len(texts), len(texts))] == texts + texts
    some = data.draw(st.slices(len(texts)))
    assert found[some] == texts[some]
    chosen = data.draw(st.lists(st.integers(-len(texts), len(texts) - 1))) if texts else []
    assert list(found.take(chosen)) == [texts[i] for i in chosen]
    assert pickle.loads(pickle.dumps(found)) == found and hash(found) == hash(tuple(texts))
    with pytest.raises(IndexError, match="none at"):
        found[len(texts)]


@given(MANY)
def test_different_texts_are_numbered_in_their_order(texts: list[str]) -> None:
    places = {text: i for i, text in enumerate(sorted(set(texts)))}
    assert Texts.of(texts).numbered().tolist() == [places[text] for text in texts]


@given(MANY, MANY)
def test_texts_that_differ_are_not_equal(one: list[str], other: list[str]) -> None:
    assert (Texts.of(one) == Texts.of(other)) == (one == other)


def test_checksums_take_half_of_their_digits() -> None:
    digests = [sha256(bytes([i])).digest() for i in range(9)]
    found = Texts.of_digests(np.frombuffer(b"".join(digests), np.uint8).reshape(9, 32))
    assert list(found) == [digest.hex() for digest in digests] and found == Texts.of([*found])


def test_a_name_takes_little_more_than_its_letters() -> None:
    def taken(count: int) -> int:
        tracemalloc.start()
        gathered = Gathered()
        for i in range(count):
            gathered.add(f"image_{i:07d}")
        kept = gathered.texts()
        del gathered
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert len(kept) == count
        return size

    each = (taken(20_000) - taken(2_000)) / 18_000
    assert each < 13 + 6  # a tuple of strings: 70

"""What the tests of whole commands share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mousaic.uses.classify import classification, classifiers, regressors
from mousaic.uses.classify.representations import LIGHT, RECOMMENDED


@pytest.fixture(scope="module")
def few_labelings() -> Iterator[None]:
    """The p of a classifier rests on 19 shuffled labelings, the fewest that there may be, in place of 199."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classification, "PERMUTATIONS", 19)
        yield


@pytest.fixture(scope="module")
def few_ways() -> Iterator[None]:
    """Of the ways to tell classes or numbers those that the verdict is about, for who looks at the first alone."""
    ways = (RECOMMENDED, "pca", "pixels", LIGHT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classification, "possible", lambda images: ways)
        yield


@pytest.fixture(scope="module")
def few_choices(few_labelings: None) -> Iterator[None]:
    """Classifiers settle two strengths and two numbers of neighbours, the fewest between which something is chosen."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (classifiers, regressors):
            patch.setattr(module, "STRENGTHS", module.STRENGTHS[1:3])
            patch.setattr(module, "NEIGHBOURS", classifiers.NEIGHBOURS[-2:])
        yield

"""What the tests of whole commands share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mousaic.uses.classify import classification


@pytest.fixture(scope="module")
def few_labelings() -> Iterator[None]:
    """The p of a classifier rests on 19 shuffled labelings, the fewest that there may be, in place of 199."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classification, "PERMUTATIONS", 19)
        yield

"""Names of shapes and kinds, and that every test runs with them checked."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from jaxtyping import TypeCheckError

from mousaic import arrays
from mousaic.stats.dictionary_matching import cosines, pw_mcc_living
from mousaic.stats.reconstruction_scores import squared_error

ROWS = np.zeros((3, 5), np.float32)


@pytest.mark.parametrize(
    ("name", "fits", "others"),
    [
        ("Pixels", np.zeros((2, 3, 4, 4), np.float32), [np.zeros((2, 3, 4), np.float32), np.zeros((2, 3, 4, 4))]),
        ("Rows", ROWS, [ROWS[0], ROWS.astype(int)]),
        ("Labels", np.array([0, -1]), [np.array([0.0]), np.array([[0]])]),
        ("Dictionary", np.zeros((2, 4, 5), np.float32), [np.zeros(4, np.float32), np.zeros((4, 5))]),
        ("Living", np.array([True]), [np.array([1])]),
        ("Floats", np.zeros((2, 2, 2)), [ROWS]),
        ("CodeValues", torch.zeros(2, 3, 4), [torch.zeros(2, 3), torch.zeros(2, 3, 4, dtype=torch.int64)]),
    ],
)
def test_a_name_promises_shape_and_kind(name: str, fits: object, others: list[object]) -> None:
    kind = getattr(arrays, name)
    assert isinstance(fits, kind)
    assert not [other for other in others if isinstance(other, kind)]


def test_shapes_that_numpy_would_broadcast_are_refused_while_tests_run() -> None:
    with pytest.raises(TypeCheckError, match="squared_error"):
        squared_error(ROWS[:1], ROWS)


def test_a_letter_stands_for_one_number_within_a_call() -> None:
    cosine = cosines(ROWS, ROWS[:2])
    assert cosine.shape == (3, 2)
    with pytest.raises(TypeCheckError, match="pw_mcc_living"):
        pw_mcc_living(cosine, np.ones(2, bool), np.ones(2, bool))
    with pytest.raises(TypeCheckError, match="cosines"):
        cosines(ROWS, ROWS[:, :4])


def test_a_wrong_kind_of_number_is_refused() -> None:
    with pytest.raises(TypeCheckError):
        cosines(ROWS.astype(np.float64), ROWS)

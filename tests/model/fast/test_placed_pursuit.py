"""Matching pursuit with filters at places, against the pursuit with all of them written out."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.model.fast import placed_pursuit
from mousaic.model.fast.gram_pursuit import gram_of, pursue
from mousaic.model.fast.placed_pursuit import inside_products, pursue_filters
from mousaic.model.placing import Placing
from mousaic.model.pursuit import least_squares, matching_pursuit
from tests.model.placed import images, made, slow_atoms
from tests.model.test_convolutional import placings


@settings(max_examples=40, deadline=None)  # the first call compiles
@given(placings(), st.integers(1, 8), st.integers(0, 99))
def test_it_chooses_and_weighs_as_the_pursuit_with_atoms_does(placing, k, seed):
    k = min(k, placing.features, placing.places)
    ensemble, x = made(placing, k, 1, seed), images(placing, 3, seed)
    seen, atoms = ensemble.centered(x)[0], slow_atoms(ensemble)
    values, indices = pursue_filters(ensemble.values["filters"][0], placing, seen, k)
    expected, chosen = pursue(gram_of(atoms), seen @ atoms.T, k)
    torch.testing.assert_close(
        error(seen, atoms, values, indices), error(seen, atoms, expected, chosen), atol=2e-3, rtol=2e-3
    )
    assert all(len(set(row)) == k for row in indices.tolist())
    one = torch.linalg.lstsq(atoms[indices[0]].T.double(), seen[0].double()[:, None], driver="gelsd").solution[:, 0]
    made_of_it = one @ atoms[indices[0]].double()
    torch.testing.assert_close((values[0] @ atoms[indices[0]]).double(), made_of_it, atol=2e-3, rtol=2e-3)


def error(seen: torch.Tensor, atoms: torch.Tensor, values: torch.Tensor, indices: torch.Tensor) -> torch.Tensor:
    """What is left of the images."""
    return (seen - (values[..., None] * atoms[indices]).sum(1)).square().sum(1)


def test_on_a_usual_shape_it_makes_the_same_choices():
    placing = Placing((1, 24, 24), 8, (7,), 2, 3)
    ensemble, x = made(placing, 12), images(placing, 20)
    codes, atoms = matching_pursuit(ensemble, x), slow_atoms(ensemble)
    values, indices = pursue(gram_of(atoms), ensemble.centered(x)[0] @ atoms.T, 12)
    order = indices.argsort(1)
    assert torch.equal(codes.indices[0], indices.gather(1, order))
    torch.testing.assert_close(codes.values[0], values.gather(1, order), atol=1e-4, rtol=1e-3)


def test_neither_threads_nor_company_change_a_bit():
    placing = Placing((1, 20, 20), 4, (5,), 2, 3)
    ensemble, x = made(placing, 6), images(placing, 40)
    with use_threads(1):
        one = matching_pursuit(ensemble, x)
    with use_threads(2):
        two = matching_pursuit(ensemble, x)
    assert torch.equal(one.values, two.values) and torch.equal(one.indices, two.indices)


def test_cross_correlations_are_products_of_whole_filters():
    placing = Placing((2, 15, 15), 3, (3, 5), 2, 3)
    ensemble = made(placing, 2)
    found, atoms = torch.from_numpy(inside_products(ensemble.values["filters"][0], placing)), slow_atoms(ensemble)
    rows, columns = placing.grid
    middle = rows // 2 * columns + columns // 2
    for f in range(3):
        for down in range(-2, 3):
            for across in range(-2, 3):
                place = middle + down * columns + across
                others = atoms[[g * placing.places + place for g in range(3)]]
                torch.testing.assert_close(
                    found[f, down + 2, across + 2], others @ atoms[f * placing.places + middle], atol=1e-5, rtol=1e-4
                )


def test_an_image_of_nothing_has_values_of_0():
    placing = Placing((1, 8, 8), 2, (3,), 2, 3)
    values, indices = pursue_filters(made(placing, 3).values["filters"][0], placing, torch.zeros(2, 64), 3)
    assert bool((values == 0).all()) and all(len(set(row)) == 3 for row in indices.tolist())


def test_least_squares_come_closest():
    placing = Placing((1, 16, 16), 3, (5,), 2, 3)
    ensemble, x = made(placing, 5), images(placing, 4)
    codes, atoms = least_squares(ensemble, x), slow_atoms(ensemble)
    seen = ensemble.centered(x)[0]
    for b in range(4):
        expected = torch.linalg.lstsq(atoms[codes.indices[0, b]].T, seen[b][:, None]).solution[:, 0]
        torch.testing.assert_close(codes.values[0, b], expected, atol=1e-3, rtol=1e-3)


def test_without_the_compiler_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(placed_pursuit, "find_spec", lambda name: None)
    placing = Placing((1, 8, 8), 2, (3,), 2, 3)
    with pytest.raises(MousaicError, match="pip install numba"):
        matching_pursuit(made(placing, 3), images(placing, 1))


def test_as_a_models_own_codes_it_moves_filters_to_less_error():
    placing = Placing((1, 16, 16), 3, (5,), 2, 3)
    ensemble, x = made(placing, 5, 2).with_sparsity("omp-filters"), images(placing, 6)
    before, codes = matching_pursuit(ensemble, x), ensemble.encode(x)
    assert torch.equal(codes.indices, before.indices)
    torch.testing.assert_close(codes.values, before.values, atol=1e-4, rtol=1e-3)
    ensemble.requires_grad_(True)
    loss = (ensemble(x)[1] - x).square().mean()
    (gradient,) = torch.autograd.grad(loss, [ensemble.values["filters"]])
    ensemble.requires_grad_(False)
    for step in (1e-3, -1e-3):  # codes found anew: their own change adds nothing of first order
        moved = made(placing, 5, 2).with_sparsity("omp-filters")
        moved.values["filters"].data += step * gradient / gradient.norm()
        change = float((moved(x)[1] - x).square().mean() - loss.detach())
        assert abs(change / (step * float(gradient.norm())) - 1) < 0.05

"""At equal bits: how many values a row gets, what it makes of them, and that all sizes follow from the method's own."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mousaic.analysis.compare.bit_budgets import BITS, at_bits
from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.model.code_kinds import coder
from mousaic.model.pursuit import matching_pursuit
from mousaic.said import told
from mousaic.stats.code_bits import code_bits
from mousaic.stats.reconstruction_scores import pearson, squared_error
from mousaic.training.fit import train_members

SIZED = ["dct", "pca", "pca-tuned", "pca-best", "images", "dictionary", "report", "default", "local", "start",
         "start-local", "untrained", "consensus", "stacked", "control"]  # fmt: skip


def test_bits_of_a_row():
    whole = Description("a", told("method_mean"), values=50, choices=1024, most=1024)
    assert whole.bits == code_bits(50, 1024)
    averaged = Description("b", told("method_mean"), values=250, choices=1024, most=1024, codes=5)
    assert averaged.bits == pytest.approx(5 * code_bits(50, 1024))
    assert averaged.values_within(5 * code_bits(50, 1024)) == 50 and averaged.values_within(50) == 0
    cosine = Description("c", told("method_mean"), values=53, choices=12288, most=12285, besides=3)
    assert cosine.bits == pytest.approx(24 + code_bits(50, 12288))
    assert cosine.values_within(24 + code_bits(50, 12288)) == 50


@pytest.mark.parametrize("name", SIZED)
def test_no_budget_is_exceeded_and_one_more_value_would(part, x, fit, name):
    for fitted in fit(name, part):
        found, about = at_bits(fitted, x), fitted.about
        for bits, values, flat in zip(BITS, found.values, found.saturated, strict=True):
            assert values == 0 or about.bits_of(int(values)) <= bits + 1e-6
            assert flat == (values == about.most and about.bits_of(about.most) < bits)
            if 0 < values < about.most:  # of almost all atoms, two more may cost less than one more
                assert about.bits_of(int(values) + 1) > bits or values + 1 > about.most
        assert np.isnan(found.r).all(1).tolist() == (found.values == 0).tolist()
        assert np.isfinite(found.error[found.values > 0]).all()


@pytest.mark.parametrize("name", SIZED)
def test_k_values_are_the_rows_own_code(part, x, fit, name):
    for fitted in fit(name, part):
        about = fitted.about
        own = (about.values - about.besides) // about.codes
        (made,) = fitted.with_values(x, [own])
        np.testing.assert_allclose(made, fitted.reconstruct(x), atol=1e-3, err_msg=about.row)
        assert about.bits == pytest.approx(about.bits_of(own))


def test_scores_are_those_of_each_size_alone(part, x, fit):
    (fitted,) = fit("pca", part)
    found = at_bits(fitted, x)
    for place, count in enumerate(found.values):
        made = fitted.with_values(x, [int(count)])[0][0]
        np.testing.assert_allclose(found.r[place], pearson(made, x))
        np.testing.assert_allclose(found.error[place], squared_error(made, x))
    assert found.values[:4].tolist() == [6, 12, 25, 37]
    assert found.saturated.tolist() == [bits > 8 * 64 for bits in BITS]  # 64 pixels have 64 components


def test_codes_of_members_are_the_models_own_of_that_size(part, x, fit):
    one, average, pursued, _ = fit("default", part)
    ensemble = train_members(part.images, part.config)
    images = torch.from_numpy(x)
    for count in (1, 4, 11):
        with torch.no_grad():
            made = ensemble.decode(coder(ensemble.with_k(count), "topk")(images)).numpy()
        np.testing.assert_array_equal(one.with_values(x, [count])[0], made)
        np.testing.assert_allclose(average.with_values(x, [count])[0], made.mean(0, keepdims=True), atol=1e-6)
        best = ensemble.decode(matching_pursuit(ensemble.with_k(count), images)).detach().numpy()
        np.testing.assert_allclose(pursued.with_values(x, [count])[0], best, atol=1e-4)


def test_a_pursuit_is_made_once_for_both_rows_and_all_budgets(part, x, fit, monkeypatch):
    from mousaic.analysis.compare import sized_codes

    found, real = [], sized_codes.pursued
    monkeypatch.setattr(sized_codes, "pursued", lambda *given: found.append(given[2]) or real(*given))
    *_, pursued, average = fit("default", part)
    at_bits(pursued, x)
    at_bits(average, x)
    assert len(found) == 2  # one for each of the two members


def test_every_trained_row_has_its_start_with_the_same_codes(part, fit):
    rows = {fitted.about.row: fitted.about for name in ("default", "local", "start", "start-local") for fitted in
            fit(name, part)}  # fmt: skip
    for row, about in rows.items():
        if row.startswith("start"):
            assert about.start == ""
        else:
            start = rows[about.start]
            assert (start.choices, start.most, start.codes, start.wide) == (40, 40, about.codes, about.wide)
            assert ("omp" in about.start) == ("omp" in row) and ("local" in about.start) == ("local" in row)
            assert 0 <= start.dead <= 1
    assert "ours" not in METHODS["start-local"].capabilities


def test_of_one_size_alone_there_is_nothing_to_compare(x):
    about = Description("mean", told("method_mean"), values=0)
    assert at_bits(Fitted(about, lambda x: x[None]), x) is None

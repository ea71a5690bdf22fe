"""Codes above one threshold, against plain numpy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from mousaic.errors import MousaicError
from mousaic.model import threshold_codes as adaptive
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.model.threshold_codes import MOST, batch_threshold, threshold_codes


def made(members, features, pixels, k, seed, center=True):
    draw = torch.Generator().manual_seed(seed)
    weight = torch.randn(members, features, pixels, generator=draw)
    bias = torch.randn(members, features, generator=draw)
    c = torch.rand(members, pixels, generator=draw) if center else None
    return Ensemble.tied(weight, bias, c, k).requires_grad_(False), torch.rand(40, pixels, generator=draw)


def naive_activations(ensemble, x):
    return [
        (x.numpy() - (0 if ensemble.center is None else ensemble.center[m].numpy())) @ ensemble.weight[m].numpy().T
        + ensemble.bias[m].numpy()
        for m in range(ensemble.members)
    ]


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 3), st.integers(4, 20), st.integers(2, 8), st.integers(1, 4), st.integers(1, 40), st.booleans(),
    st.integers(0, 2**31),
)  # fmt: skip
def test_threshold_and_codes_are_the_naive_ones(members, features, pixels, k, images, center, seed):
    ensemble, x = made(members, features, pixels, k, seed, center)
    x = x[:images]
    threshold = batch_threshold(ensemble, x)
    codes = threshold_codes(ensemble, x, threshold).dense(features).numpy()
    for m, a in enumerate(naive_activations(ensemble, x)):
        expected = max(np.sort(a, None)[-images * k], 0)
        assert threshold[m].item() == pytest.approx(expected, rel=1e-4, abs=1e-5)
        for b in range(images):
            # An entry within rounding of the threshold may fall on either side.
            least = max(threshold[m].item(), np.sort(a[b])[::-1][: MOST * k][-1])
            clear = np.abs(a[b] - least) > 1e-4
            np.testing.assert_allclose(codes[m, b][clear], np.where(a[b] > least, a[b], 0)[clear], atol=1e-4)


def test_the_images_it_was_found_on_have_k_features_on_average(monkeypatch):
    ensemble, x = made(2, 60, 12, 5, 0)
    monkeypatch.setattr(adaptive, "BATCH", 7)
    threshold = batch_threshold(ensemble, x)
    # In the same batches: a product of another size may round the one entry that is the threshold below it.
    parts = [threshold_codes(ensemble, part, threshold).values for part in torch.split(x, 7)]
    active = torch.cat(parts, 1).ne(0).sum(2).float()
    assert active.mean(1).tolist() == [5.0, 5.0] and active.min() < 5 < active.max()


def test_a_fainter_image_has_fewer_features_and_a_stronger_one_no_more_than_fit():
    ensemble, x = made(1, 60, 12, 5, 1, center=False)
    ensemble.bias.data.zero_()
    threshold = batch_threshold(ensemble, x)
    counts = [threshold_codes(ensemble, f * x, threshold).values.ne(0).sum().item() for f in (0.1, 0.5, 1, 2, 50)]
    assert counts == sorted(counts) and counts[0] < counts[2] < counts[4]
    assert threshold_codes(ensemble, 50 * x, threshold).values.shape == (1, 40, MOST * 5)


def test_nothing_below_zero_is_active():
    ensemble, x = made(1, 8, 4, 6, 2)
    ensemble.bias.data.fill_(-100)
    threshold = batch_threshold(ensemble, x)
    assert threshold.tolist() == [0.0] and not threshold_codes(ensemble, x, threshold).values.any()


def test_batch_topk_codes_need_their_threshold():
    ensemble, x = made(1, 8, 4, 2, 3)
    with pytest.raises(MousaicError, match="batch-topk need a threshold"):
        coder(ensemble, "batch-topk")
    threshold = batch_threshold(ensemble, x)
    for ours, theirs in zip(
        coder(ensemble, "batch-topk", threshold)(x), threshold_codes(ensemble, x, threshold), strict=True
    ):
        assert torch.equal(ours, theirs)

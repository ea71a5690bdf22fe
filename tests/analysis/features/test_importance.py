"""Use of features, held to loops that zero one feature at a time and decode anew."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from mousaic.analysis.features.importance import feature_use, random_images
from mousaic.model.codes import Codes


def naive_importance(evidence, member, feature):
    """Decode with the feature's entries set to zero; error added per pixel, mean over images."""
    values = torch.from_numpy(evidence.codes.values[:, member].copy())
    indices = torch.from_numpy(evidence.codes.indices[:, member])
    values[indices == feature] = 0
    ensemble, x = evidence.model.ensemble, evidence.flat
    z = Codes(values[None], indices[None]).dense(evidence.features)[0].double()
    y = z @ ensemble.weight[member].double()
    if ensemble.center is not None:
        y = y + ensemble.center[member].double()
    before = np.square(x - evidence.reconstruction[:, member].astype(float)).mean()
    return float(np.square(x - y.numpy()).mean() - before)


@pytest.mark.parametrize("center", [True, False])
def test_importance_is_the_error_added_by_silencing(make_evidence, center):
    evidence = make_evidence(images=6, features=10, k=4, shape=(3, 4, 4), center=center)
    use = feature_use(evidence)
    naive = [[naive_importance(evidence, m, h) for h in range(10)] for m in range(2)]
    np.testing.assert_allclose(use.importance, naive, rtol=1e-3, atol=1e-5)
    silent = 0 if not center else evidence.model.ensemble.center.numpy()[:, None]
    for m in range(2):
        x = evidence.flat - (silent[m] if center else 0)
        explained = np.square(x).mean() - np.square(evidence.flat - evidence.reconstruction[:, m]).mean()
        share = naive[m] / explained if explained > 0 else np.zeros(10)
        np.testing.assert_allclose(use.share[m], share, rtol=1e-2, atol=1e-4)


def test_rates_means_and_top_images_are_those_of_a_loop(make_evidence):
    evidence = make_evidence(images=9, features=8, k=3)
    use = feature_use(evidence, top=4)
    for m in range(2):
        for h in range(8):
            fired = {
                n: float(evidence.codes.values[n, m, j])
                for n in range(9)
                for j in range(3)
                if evidence.codes.indices[n, m, j] == h and evidence.codes.values[n, m, j] != 0
            }
            assert use.firing_rate[m, h] == pytest.approx(len(fired) / 9)
            assert use.mean_active[m, h] == pytest.approx(np.mean(np.abs(list(fired.values()))) if fired else 0)
            top = sorted(fired, key=lambda n: (-abs(fired[n]), n))[:4]
            assert use.top_images[m, h].tolist() == top + [-1] * (4 - len(top))
            assert use.dead[m, h] == (not fired) and use.always_on[m, h] == (len(fired) == 9)


def test_dead_and_always_on(make_evidence):
    weight = np.eye(16)[None, :4] * np.array([5.0, 1.0, 1.0, -5.0])[:, None]
    evidence = make_evidence(pixels=np.full((3, 1, 4, 4), 0.5), weight=weight, k=2, center=False)
    use = feature_use(evidence)
    assert use.always_on[0, 0] and use.dead[0, 3] and use.importance[0, 3] == 0
    assert use.ranked(0)[-1] == 3 or use.importance[0].min() < 0


def test_random_images_fire_and_differ_from_the_top(make_evidence):
    evidence = make_evidence(images=60, features=6, k=3)
    drawn, use = random_images(evidence, 5, seed=1), feature_use(evidence)
    assert np.array_equal(drawn, random_images(evidence, 5, seed=1))
    assert not np.array_equal(drawn, random_images(evidence, 5, seed=2))
    for m, h in np.ndindex(2, 6):
        fired = set(np.flatnonzero((evidence.codes.indices[:, m] == h).any(1)).tolist())
        assert set(drawn[m, h].tolist()) - {-1} <= fired
    assert not np.array_equal(drawn, use.top_images[:, :, :5])

from __future__ import annotations

import numpy as np
import pytest
import torch

from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.training.metrics import EpochSums, batch_figures, evaluate, mean_image_baseline, pearson_r
from mousaic.training.steps.handwritten import loss_and_gradients


def test_pearson_is_numpys():
    rng = np.random.default_rng(0)
    x, y = rng.random((6, 50)), rng.random((6, 50))
    expected = [np.corrcoef(a, b)[0, 1] for a, b in zip(x, y, strict=True)]
    np.testing.assert_allclose(pearson_r(torch.tensor(y), torch.tensor(x)), expected, rtol=1e-10)


@pytest.mark.parametrize("scale", [1.0, 3e-4])
def test_pearson_does_not_mind_brightness_and_contrast(scale):
    x = torch.rand(3, 400)
    assert torch.allclose(pearson_r(0.2 + 0.7 * x, 0.5 + scale * x), torch.ones(3), atol=2e-3)
    assert torch.allclose(pearson_r(-x, x), -torch.ones(3), atol=1e-5)


@pytest.mark.parametrize("level", [0.0, 0.1, 0.7, 1.0])
def test_pearson_of_a_constant_image_is_zero(level):
    constant, other = torch.full((1, 4096), level), torch.rand(1, 4096)
    assert pearson_r(other, constant) == 0
    assert pearson_r(constant, other) == 0


def epoch_by_hand(ensemble, batches, weight):
    """All figures image by image, in numpy and float64."""
    values = {name: [] for name in ("loss", "reconstruction", "consistency", "pearson", "pearson_ensemble", "l0")}
    alive = np.zeros((ensemble.members, ensemble.features), bool)
    for x in batches:
        step = loss_and_gradients(ensemble, x, weight)
        codes, output = step.codes.dense(ensemble.features).numpy(), step.output.double().numpy()
        alive |= (codes != 0).any(1)
        for image, original in enumerate(x.double().numpy()):
            values["loss"].append(float(step.losses.total))
            values["reconstruction"].append(float(step.losses.reconstruction))
            values["consistency"].append(float(step.losses.consistency))
            r = [np.corrcoef(output[m, image], original)[0, 1] for m in range(ensemble.members)]
            values["pearson"].append(np.mean(r))
            values["pearson_ensemble"].append(np.corrcoef(output[:, image].mean(0), original)[0, 1])
            values["l0"].append((codes[:, image] != 0).sum(-1).mean())
    return {name: np.mean(v) for name, v in values.items()} | {"dead_fraction": 1 - alive.mean()}


def test_an_epochs_figures_are_means_over_images_also_with_a_smaller_last_batch():
    ensemble = Ensemble.of_rows(orthogonal(3, 40, 30, 0), 2, torch.full((30,), 0.4)).requires_grad_(False)
    batches = torch.rand(10, 30, generator=torch.Generator().manual_seed(1)).split(4)
    sums = EpochSums.zeros(ensemble)
    for number, x in enumerate(batches):
        step = loss_and_gradients(ensemble, x, 0.1)
        sums.add(number, len(x), batch_figures(step.losses, step.codes, step.output, x, ensemble.features))
    expected = epoch_by_hand(ensemble, batches, 0.1)
    figures = sums.figures()
    assert 0 < figures["dead_fraction"] < 1
    assert figures == pytest.approx(expected, rel=1e-5)
    assert evaluate(ensemble, torch.cat(list(batches)), 0.1, batch_size=4) == pytest.approx(expected, rel=1e-5)


def test_a_code_entry_that_is_exactly_zero_does_not_count_as_firing():
    ensemble = Ensemble.tied(torch.zeros(1, 4, 3), torch.tensor([[0.5, 0.0, 0.0, 0.0]]), None, 2).requires_grad_(False)
    figures = evaluate(ensemble, torch.rand(5, 3), 0.0)
    assert figures["l0"] == 1
    assert figures["dead_fraction"] == 0.75


def test_the_first_batch_that_breaks_down_is_remembered():
    ensemble = Ensemble.of_rows(orthogonal(2, 6, 8, 0), 2, None).requires_grad_(False)
    sums = EpochSums.zeros(ensemble)
    for number in range(6):
        x = torch.full((2, 8), float("nan") if number >= 3 else 0.5)
        step = loss_and_gradients(ensemble, x, 0.1)
        sums.add(number, len(x), batch_figures(step.losses, step.codes, step.output, x, ensemble.features))
    assert int(sums.first_bad) == 3


def test_the_mean_image_baseline_is_what_it_says():
    images, mean = torch.rand(7, 20), torch.rand(20)
    found = mean_image_baseline(images, mean)
    expected = [np.corrcoef(mean, image)[0, 1] for image in images]
    assert found["pearson"] == pytest.approx(np.mean(expected), rel=1e-5)
    assert found["reconstruction"] == pytest.approx(((images - mean) ** 2).mean().item())

"""What the yardstick of k-sparse features computes."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.uses_mnist import COMPONENTS, codes, error, learned, measure, section, tasks


@pytest.fixture(scope="module")
def pixels() -> np.ndarray:
    draw = np.random.default_rng(0)
    images = np.zeros((40, 28, 28), np.uint8)
    for number, image in enumerate(images):
        at = int(draw.integers(4, 24))
        (image if number % 2 else image.T)[at : at + 2] = 200
    return images


def test_codes_are_the_largest_less_the_next(pixels, monkeypatch):
    monkeypatch.setattr("benchmarks.uses_mnist.EPOCHS", 1)
    ensemble = learned(pixels, 60, 0)
    x = pixels.reshape(40, -1).astype(np.float32) / 255
    a = (x - ensemble.center[0].numpy()) @ ensemble.weight[0].numpy().T + ensemble.bias[0].numpy()
    ordered = np.sort(a, axis=1)[:, ::-1]
    above = codes(ensemble, pixels, 7).toarray()
    assert np.allclose(np.sort(above, axis=1)[:, ::-1][:, :7], ordered[:, :7] - ordered[:, 7:8], atol=1e-5)
    plain = codes(ensemble, pixels, 7, above_next=False).toarray()
    assert np.allclose(plain[plain != 0], (a * (a >= ordered[:, 6:7]))[plain != 0], atol=1e-5)
    labels = np.arange(40) % 2
    known = codes(ensemble, pixels, 7)
    wrong = error(known, labels, known, labels)
    assert wrong < 0.1 and error(known, labels, known, 1 - labels) == pytest.approx(1 - wrong)


@pytest.mark.parametrize("kind", ["learned", "start", "pca"])
def test_nulls_go_through_the_same_regression(pixels, monkeypatch, kind):
    monkeypatch.setattr("benchmarks.uses_mnist.EPOCHS", 1)
    labels = np.arange(40) % 2
    data = {"x_train": pixels, "y_train": labels, "x_test": pixels[:20], "y_test": labels[:20]}
    monkeypatch.setattr("benchmarks.uses_mnist.TOLD_BY", 7)
    row = measure(data, kind, 20 if kind == "pca" else 60, 0)
    assert row["kind"] == kind and row["images"] == 40 and row["error"] <= 0.1


def test_as_many_components_as_cost_the_bits_of_a_code():
    assert 8 * COMPONENTS[0] <= 800 + math.log2(math.comb(1000, 100)) < 8 * (COMPONENTS[0] + 1)
    assert tasks(["start", "pca"], [1000], [0, 1]) == [
        ("start", 1000, 0), ("start", 1000, 1), ("pca", COMPONENTS[0], 0), ("pca", 784, 0),
    ]  # fmt: skip


def test_a_line_a_seed():
    row = {"kind": "learned", "features": 1000, "seed": 0, "error": 0.0139, "learn": 60.2, "code": 2.1, "tell": 9.0}
    row["seconds"] = 71.3
    assert section([row]).splitlines()[2] == "| 1,000 | 0 | 1.39% | 60, 2, 9 | 71 |"
    assert section([row | {"kind": "pca"}]).splitlines()[2].startswith("| 1,000 components of PCA |  | 1.39% |")

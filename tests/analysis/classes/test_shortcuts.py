"""Trivial properties: their definitions, their tests, and what follows them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import laplace
from scipy.stats import mannwhitneyu, pearsonr

from mousaic.analysis.classes.shortcuts import image_properties, shortcuts
from mousaic.analysis.evidence import activations
from mousaic.analysis.features.response import responses
from mousaic.images.image_set import load_images


def brighter(make_evidence, by, seed=0, **options):
    """Noise; the images of the second class are brighter by so much."""
    rng = np.random.default_rng(seed)
    labels = np.arange(20) % 2
    level = 0.4 + 0.05 * rng.normal(size=20) + by * labels
    pixels = level[:, None, None, None] + 0.02 * rng.normal(size=(20, 1, 8, 8))
    weight = rng.normal(size=(1, 6, 64)) * 0.1
    weight[0, 2] = 0.125  # follows the brightness
    return make_evidence(pixels=pixels, weight=weight, labels=labels, k=3, **options)


def test_properties_are_their_definitions(tmp_path):
    rng = np.random.default_rng(0)
    for name in ("a/img2.png", "a/img10.png", "b/img1.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (16, 16), dtype=np.uint8)).save(tmp_path / name)
    from mousaic.config import ImageOptions

    images = load_images(tmp_path, ImageOptions(size=16))
    found = image_properties(images)
    grey = images.pixels[:, 0].astype(float)
    np.testing.assert_allclose(found["brightness"], grey.mean((1, 2)))
    np.testing.assert_allclose(found["contrast"], grey.std((1, 2)))
    edge = np.ones((16, 16), bool)
    edge[1:-1, 1:-1] = False
    np.testing.assert_allclose(found["border"], [image[edge].mean() for image in grey])
    np.testing.assert_allclose(found["sharpness"], [laplace(image)[1:-1, 1:-1].var() for image in grey])
    assert found["file_size"].tolist() == [(tmp_path / path).stat().st_size for path in images.paths]
    assert dict(zip(images.paths, found["file_order"], strict=True)) == {
        "a/img2.png": 1, "a/img10.png": 2, "b/img1.png": 0,
    }  # fmt: skip
    (tmp_path / "a" / "img2.png").unlink()
    assert "file_size" not in image_properties(images)


def test_brightness_that_tells_the_classes_apart_is_found(make_evidence):
    evidence = brighter(make_evidence, 0.3)
    found = shortcuts(evidence, 0, 1_000)
    i = found.names.index("brightness")
    bright, dark = (found.values[evidence.images.labels == c, i] for c in (1, 0))
    assert found.auc[i] == pytest.approx(mannwhitneyu(bright, dark).statistic / (len(bright) * len(dark)))
    assert found.p_family[i] <= 0.05 and found.best_class[i] == 1
    nearest = found.closest(0, 2)
    assert nearest.follows and nearest.name in ("brightness", "border")


def test_equal_brightness_is_no_shortcut(make_evidence):
    found = shortcuts(brighter(make_evidence, 0.0), 0, 1_000)
    assert (found.p_family > 0.05).all()


def test_correlations_are_pearsons(make_evidence):
    evidence = brighter(make_evidence, 0.2)
    found = shortcuts(evidence, 0, 100)
    labels = evidence.images.labels
    for h in range(6):
        column = np.array([h])
        sides = [activations(evidence.codes, 0, column)[:, 0], responses(evidence, 0, column)[:, 0]]
        if not sides[0].any():
            assert not found.features[0, h].any()
            continue
        for i in range(len(found.names)):
            r = [pearsonr(side, found.values[:, i])[0] if np.ptp(side) > 0 else 0.0 for side in sides]
            closer = int(np.abs(r).argmax())
            assert found.features[0, h, i] == pytest.approx(r[closer], abs=1e-5)
            inside = [
                v - np.array([v[labels == c].mean() for c in labels]) for v in (sides[closer], found.values[:, i])
            ]
            assert found.within[0, h, i] == pytest.approx(pearsonr(*inside)[0], abs=1e-5)


def test_a_class_feature_does_not_follow_what_merely_differs_between_classes(make_evidence):
    """File order is the class itself here; a feature of the class must not be said to follow it."""
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], 12)
    pixels = 0.5 + 0.05 * rng.normal(size=(24, 1, 8, 8))
    pixels[labels == 1, :, :3, :3] += 0.3
    pixels[labels == 1, :, 4:7, 4:7] -= 0.3  # the same brightness
    weight = np.zeros((1, 4, 8, 8))
    weight[0, 0, :3, :3] = 0.3
    weight[0, 1:] = 0.02 * rng.normal(size=(3, 8, 8))
    evidence = make_evidence(pixels=pixels, weight=weight.reshape(1, 4, 64), labels=labels, k=2)
    evidence = replace(evidence, images=replace(evidence.images, paths=tuple(f"c/{i:02d}.png" for i in range(24))))
    found = shortcuts(evidence, 0, 500)
    order = found.names.index("file_order")
    assert found.auc[order] == 1 and abs(found.features[0, 0, order]) > 0.7
    assert abs(found.within[0, 0, order]) < 0.35
    nearest = found.closest(0, 0)
    assert not (nearest.follows and nearest.name == "file_order")


def test_constant_properties_and_missing_classes(make_evidence):
    same = make_evidence(pixels=np.full((6, 1, 4, 4), 0.5), features=5, k=2, shape=(1, 4, 4))
    assert shortcuts(same, 0, 50).names == ("file_order",)
    none = brighter(make_evidence, 0.1)
    none = replace(none, images=replace(none.images, labels=np.full(20, -1), class_names=()))
    found = shortcuts(none, 0, 50)
    assert (found.p == 1).all() and (found.best_class == -1).all() and (found.auc == 0.5).all()

"""What is said of images that can have no parts: nothing of parts, in any of a classification's words."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import dataclasses
import html
import re

import numpy as np
import pytest

from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.report.page.classify_page import classify_page
from mousaic.report.tables.classify_files import classify_text
from mousaic.uses.classify.classification import Classification, classify

ABOUT_NONE = re.compile(
    r"(as such images|as vectors) have no parts|其他部件|这些图像没有部件|向量没有部件|部件只在[^，]*，"
)
RECOMMENDED = {
    (6, 20): {"en": "the pixels themselves (recommended)", "zh": "像素本身（推荐）"},
    (6, 6): {"en": "the pixels themselves (recommended)", "zh": "像素本身（推荐）"},
    (20,): {"en": "the rows' own numbers (recommended)", "zh": "向量本身的数值（推荐）"},
}
LEARNED = {
    (6, 20): "held out, PCA is learned",
    (6, 6): "held out, PCA is learned",
    (20,): "out, members, start and PCA",
}


@pytest.fixture(scope="module", params=RECOMMENDED, ids=str)
def found(request: pytest.FixtureRequest) -> Classification:
    pixels = np.random.default_rng(0).random((12, *request.param))
    images = ImageSet.from_arrays(pixels, ["a", "b"] * 6)
    config = config_for(augment="none", init="orthogonal", model="whole", k=2, features=4, epochs=1)
    return classify(images, config, folds=2, repeats=1, permutations=5)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_images_without_parts_are_told_by_their_own_numbers(found: Classification, lang: str) -> None:
    shape = found.images.pixels.shape[2:] if found.images.shape.is_grid else found.images.pixels.shape[3:]
    page = html.unescape(re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", classify_page(found, lang), flags=re.DOTALL))
    for text in (page, classify_text(found, lang)):
        assert RECOMMENDED[shape][lang].lower() in text.lower()
        assert not re.search(r"\b[Pp]arts\b|部件", ABOUT_NONE.sub("", text)), text
        assert "PCA" in text and (lang == "zh" or LEARNED[shape] in text)


def test_an_image_that_any_repeat_told_wrongly_is_among_the_wrong_ones(found: Classification) -> None:
    """As it counts in the matrix beside them, which is a mean over repeats."""
    real = found.outcome.labels
    right = np.where(np.arange(2) == real[:, None], 0.9, 0.1)
    outputs = np.stack([right, right, right])
    outputs[2, 3], outputs[1:, 5] = outputs[2, 3, ::-1], outputs[1:, 5, ::-1]
    page = classify_page(dataclasses.replace(found, outputs=outputs))
    assert "Told wrongly in any repeat, the most often first (2)" in page
    told = re.findall(r"told (.) \(0.90\) in (\d) of 3 repeats, is (.)", page)
    classes = found.outcome.classes
    assert told[:2] == [(classes[1 - real[i]], times, classes[real[i]]) for i, times in ((5, "2"), (3, "1"))]
    once = classify_page(dataclasses.replace(found, outputs=outputs[2:]))
    assert "any repeat, the most often first (2)" in once and "of 1 repeats" not in once

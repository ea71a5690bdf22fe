"""What is said of images that can have no parts: nothing of parts, in any of a classification's words."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

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

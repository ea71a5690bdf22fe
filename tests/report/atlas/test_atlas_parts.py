"""The atlas's pages of parts, in a real browser: the search is that of Python, names are kept, saved and read back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from mousaic.analysis.features.annotations import read_annotations
from mousaic.analysis.parts.part_findings import findings_of
from mousaic.analysis.parts.part_set import find_parts, learn_parts
from mousaic.images.image_set import ImageSet
from mousaic.report.atlas.packing import packed
from mousaic.report.atlas.part_payload import part_payload
from tests.report.atlas.conftest import Made, Window

SEARCH = "x => Atlas.partSearch.find(Float32Array.from(x)).map(f => [f.presence, f.row, f.column, Number(f.found)])"


@pytest.mark.parametrize("image", [0, 7])
def test_the_page_finds_what_python_finds(window: Window, made: Made, image: int):
    page = window.open(made.folder, "#/places")
    x = made.analysis.evidence.images.pixels[image]
    there = np.array(page.evaluate(SEARCH, x.ravel().tolist()))
    assert made.analysis.parts is not None
    here = find_parts(made.analysis.parts.parts, x[None])
    np.testing.assert_allclose(there[:, 0], here.presence[0], atol=1e-4)
    np.testing.assert_allclose(there[:, 1], here.row[0], atol=1e-3)
    np.testing.assert_allclose(there[:, 2], here.column[0], atol=1e-3)
    assert (there[:, 3].astype(bool) == here.found[0]).mean() > 0.95  # but for those just at the level of chance


@pytest.mark.parametrize(("size", "channels"), [(90, 1), (70, 3)])
def test_large_and_coloured_images_are_searched_alike(window: Window, made: Made, size: int, channels: int):
    draw = np.random.default_rng(size)
    images = ImageSet.from_arrays(draw.random((5, size, size, channels)))
    parts = learn_parts(images, 6)
    places: dict[str, Any] = part_payload(findings_of(parts, images))
    page = window.open(made.folder, "#/places")
    page.evaluate(
        "([places, shape]) => { Atlas.run.shape = shape; Atlas.run.places = Object.fromEntries("
        "Object.entries(places).map(([k, v]) => [k, v?.type ? Atlas.unpack(v) : v])); }",
        [places, [channels, size, size]],
    )
    there = np.array(page.evaluate(SEARCH, images.pixels[0].ravel().tolist()))
    here = find_parts(parts, images.pixels[:1])
    np.testing.assert_allclose(there[:, 0], here.presence[0], atol=1e-4)
    np.testing.assert_allclose(there[:, 1:3], np.stack([here.row[0], here.column[0]], axis=1), atol=2e-3)


def test_a_part_has_its_page_and_keeps_its_name(window: Window, made: Made, tmp_path):
    page = window.open(made.folder, "#/places")
    first = page.get_attribute(".tiles a", "href")
    window.go(first)
    part = int(first.rsplit("/", 1)[1])
    assert page.locator(".cards .card").count() == 12 and page.locator("svg.chart path").count() == 2
    page.get_by_role("textbox").fill("<b>the paw</b>")
    assert page.inner_text("h1") == "<b>the paw</b>"
    saved = json.loads(page.evaluate("() => Atlas.notes.asText()"))
    assert [(one["part"], one["name"]) for one in saved["parts"]] == [(part, "<b>the paw</b>")]
    (tmp_path / "annotations.json").write_text(json.dumps(saved))
    kept = read_annotations(tmp_path / "annotations.json").parts
    assert [(one.part, one.name) for one in kept] == [(part, "<b>the paw</b>")]
    page.reload()
    window.go("#/places")
    assert "<b>the paw</b>" in page.inner_text(".tiles")


def test_a_part_that_is_none_is_missing_and_no_parts_are_said_to_be_none(window: Window, made: Made):
    page = window.open(made.folder, "#/place/999")
    assert page.locator(".heading").count() == 0
    page.evaluate("() => { Atlas.run.places = null; }")
    window.go("#/places")
    assert "at least four" in page.inner_text("main")


def test_numbers_travel_as_they_are():
    with pytest.raises(ValueError, match="unpack"):
        packed(np.zeros(2), "f8")

"""A comparison is read with what it says, or where there are no words for that, with the text beside it."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import json
import shutil

import pytest

from mousaic.analysis.compare.comparison import compare
from mousaic.report.page.subject import read_comparison
from mousaic.report.tables.comparison_files import write_comparison
from mousaic.said import verbatim
from mousaic.words.put import put


@pytest.fixture(scope="module")
def folder(small_set, tmp_path_factory):
    made = tmp_path_factory.mktemp("compared")
    write_comparison(made, compare(small_set, methods=["mean", "pca"], folds=2, size=12, k=3))
    return made


@pytest.fixture
def changed(folder, tmp_path):
    """The folder with another ``comparison.json``: a function changes what is in it."""

    def change(how):
        shutil.copytree(folder, tmp_path / "changed")
        path = tmp_path / "changed" / "comparison.json"
        data = json.loads(path.read_text())
        how(data)
        path.write_text(json.dumps(data))
        return tmp_path / "changed", data

    return change


@pytest.mark.parametrize(
    ("lang", "title", "begins"),
    [
        ("en", "PCA (3 components)", "PCA (3 components) reconstructs held-out images best"),
        ("zh", "PCA（3 个成分）", "对留出图像重建得最好的是PCA（3 个成分）"),
    ],
)
def test_what_is_said_has_the_words_of_the_language(folder, lang, title, begins):
    found = read_comparison(folder, [], lang)
    assert put(found["rows"][0]["title"], lang) == title and put(found["verdict"][0], lang).startswith(begins)
    assert not found["same_images"]


def test_a_file_of_an_earlier_version_is_told_as_it_is(changed):
    def without(data):
        for name in [name for name in data if name.endswith("_said")]:
            del data[name]
        data["rows"] = [{k: v for k, v in row.items() if not k.endswith("_said")} for row in data["rows"]]

    place, data = changed(without)
    found = read_comparison(place, [], "zh")
    assert found["verdict"] == [verbatim(text) for text in data["verdict"]]
    assert [row["title"] for row in found["rows"]] == [verbatim(row["title"]) for row in data["rows"]]


@pytest.mark.parametrize("value", [{"key": "method_nobody_has", "values": {}}, {"key": "method_pca", "values": {}}, 3])
def test_where_there_are_no_words_the_text_beside_is_told(changed, value):
    """As of a rival that another program registered."""

    def unknown(data):
        data["rows"][0]["title_said"] = data["verdict_said"][0]["values"]["claim"]["values"]["title"] = value

    place, data = changed(unknown)
    found = read_comparison(place, [], "zh")
    assert found["rows"][0]["title"] == verbatim("PCA (3 components)")
    assert put(found["rows"][1]["title"], "zh") == "平均图像"
    if value != 3:  # a number stands in words as it is
        assert found["verdict"][0] == verbatim(data["verdict"][0])

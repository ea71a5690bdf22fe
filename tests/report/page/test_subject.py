"""A comparison is read with what it says, or where there are no words for that, with the text beside it."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import json
import shutil

import pytest

from mousaic.analysis.compare.comparison import compare
from mousaic.errors import MousaicError
from mousaic.report.page.subject import read_comparison
from mousaic.report.tables.comparison_files import write_comparison
from mousaic.said import verbatim
from mousaic.words.put import put


@pytest.fixture(scope="module")
def compared(small_set):
    return compare(small_set, methods=["mean", "pca"], folds=2, size=12, k=3)


@pytest.fixture(scope="module")
def folder(compared, tmp_path_factory):
    made = tmp_path_factory.mktemp("compared")
    write_comparison(made, compared)
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
        ("en", "PCA (3 components)", "At equal k, 3 values for each image, PCA (3 components) reconstructs held-out"),
        ("zh", "PCA（3 个成分）", "k 相同时（每幅图像 3 个数值），对留出图像重建得最好的是PCA（3 个成分）"),
    ],
)
def test_what_is_said_has_the_words_of_the_language(folder, lang, title, begins):
    found = read_comparison(folder, [], lang)
    assert put(found["rows"][0]["title"], lang) == title and put(found["verdict"][0], lang).startswith(begins)
    assert not found["same_images"]


def test_rows_at_equal_bits_are_read_as_they_were_found(folder, compared):
    """Of English titles; a file without them, as the first versions wrote it, has none."""
    found = read_comparison(folder, [], "en")
    assert tuple(found["curves"]) == compared.curves and len(found["curves"]) == 1
    (curve,) = read_comparison(folder, [], "zh")["curves"]
    assert put(curve.whose.title, "zh") == "PCA（前若干成分）"


def test_without_bits_or_with_other_budgets_there_are_no_curves(changed):
    place, data = changed(lambda data: data.pop("bits"))
    assert read_comparison(place, [])["curves"] == []
    data["bits"] = {"budgets": [1, 2], "rows": []}
    (place / "comparison.json").write_text(json.dumps(data))
    assert read_comparison(place, [])["curves"] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda bits: bits["rows"][0].pop("fvu"),
        lambda bits: bits["rows"][0]["values"].pop(),
        lambda bits: bits["rows"][0].update(low="low"),
        lambda bits: bits["rows"].append(3),
        lambda bits: bits.pop("budgets"),
    ],
)
def test_damaged_bits_are_refused(changed, damage):
    place, _ = changed(lambda data: damage(data["bits"]))
    with pytest.raises(MousaicError, match="is damaged: run mousaic compare again"):
        read_comparison(place, [])


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

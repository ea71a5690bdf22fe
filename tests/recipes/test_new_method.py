"""A new rival method: one function and its title in both languages, registered here, without a change in src."""

from __future__ import annotations

import json

import numpy as np
import pytest

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.analysis.compare.training_part import Part
from mousaic.cli import main
from mousaic.said import told
from mousaic.words.put import add_words, forget_words
from tests.recipes.conftest import registered


def fit_nearest(part: Part) -> list[Fitted]:
    """The training image nearest to each."""

    def reconstruct(x):
        distance = np.square(x[:, None] - part.originals[None]).sum(2)
        return part.originals[distance.argmin(1)][None]

    about = Description("nearest", told("method_nearest", images=len(part.originals)), values=1, note=told("just_one"))
    return [Fitted(about, reconstruct)]


WORDS = {
    "en": {"method_nearest": "nearest of {images} images", "just_one": "stores one number"},
    "zh": {"method_nearest": "{images} 幅图像中最近的一幅", "just_one": "只存一个数"},
}


def test_a_new_rival_method(small_set, tmp_path, capsys):
    for lang, words in WORDS.items():
        add_words(lang, words)
    folder, run = tmp_path / "compared", tmp_path / "run"
    size = ["--size", "12", "--features", "24", "--k", "4", "--members", "1", "--epochs", "1"]
    try:
        with registered(METHODS, "nearest", fit_nearest, "method_nearest"):
            main(["compare", str(small_set), "--out", str(folder), "--quiet", "--folds", "2", *size,
                  "--methods", "nearest,mean"])  # fmt: skip
            assert "nearest of 6 images" in (folder / "comparison.txt").read_text()
            rows = {row["method"]: row for row in json.loads((folder / "comparison.json").read_text())["rows"]}
            assert set(rows) == {"nearest", "mean"} and rows["nearest"]["values"] == 1
            main(["train", str(small_set), "--out", str(run), "--quiet", "--no-report", *size])
            main(["report", str(run), "--comparison", str(folder)])
            main(["report", str(run), "--comparison", str(folder), "--lang", "zh"])
            assert "nearest of 6 images" in (run / "report.html").read_text(encoding="utf-8")
            assert "6 幅图像中最近的一幅" in (run / "report.zh.html").read_text(encoding="utf-8")
    finally:
        for lang, words in WORDS.items():
            forget_words(lang, words)
    with pytest.raises(SystemExit):
        main(["compare", str(small_set), "--methods", "nearest", *size])
    assert "There is no method 'nearest'" in capsys.readouterr().err

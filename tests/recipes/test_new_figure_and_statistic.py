"""A new figure and a new statistic in both languages, registered here, without a change in src."""

# ruff: noqa: RUF001 - Chinese punctuation is meant

from __future__ import annotations

import json

import numpy as np
import pytest

from mousaic.analysis.evidence import Evidence
from mousaic.analysis.feature_analysis import FeatureAnalysis
from mousaic.analysis.statistics import STATISTICS, Measured
from mousaic.cli import main
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FIGURES, FeatureFigure
from mousaic.report.figures.panels import panels
from mousaic.said import told
from mousaic.words.put import add_words, forget_words, say
from tests.recipes.conftest import registered

WORDS = {
    "en": {
        "toy_heading": "Features image by image",
        "toy_caption": "A step for each image.",
        "toy_alt": "{images} images in steps.",
        "toy_title": "Images in a row",
        "toy_most": "Image {image} has the strongest code, {length:.2f} long.",
    },
    "zh": {
        "toy_heading": "逐幅图像的特征",
        "toy_caption": "每幅图像一级。",
        "toy_alt": "{images} 幅图像，逐级排列。",
        "toy_title": "图像排成一行",
        "toy_most": "编码最强的是图像 {image}，长度 {length:.2f}。",
    },
}


def lengths(evidence: Evidence) -> np.ndarray:
    return np.linalg.norm(evidence.codes.values[:, 0], axis=1)


def strongest_code(evidence: Evidence, seed: int) -> Measured:
    """How strong each image's code is."""
    found = lengths(evidence)
    image = evidence.images.paths[int(found.argmax())]
    return Measured(
        (told("toy_most", image=image, length=float(found.max())),),
        {"path": list(evidence.images.paths), "length": found.tolist()},
    )


def steps(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """The lengths as steps."""
    heading, caption = say("toy_heading", lang), say("toy_caption", lang)
    figure, (axes,) = panels(heading, caption, [heading], framed=framed)
    axes.stairs(lengths(analysis.evidence))
    return Drawn(figure, heading, caption, say("toy_alt", lang, images=len(analysis.evidence.images)))


@pytest.mark.painted
def test_a_new_figure_and_a_new_statistic(small_set, tmp_path):
    run = tmp_path / "run"
    for lang, words in WORDS.items():
        add_words(lang, words)
    try:
        with (
            registered(FIGURES, "toy_steps", FeatureFigure(steps, "features"), "toy_heading", ["several_images"]),
            registered(STATISTICS, "toy_strength", strongest_code, "toy_title"),
        ):
            main(["train", str(small_set), "--out", str(run), "--quiet", "--size", "12", "--features", "24",
                  "--k", "4", "--members", "1", "--epochs", "1", "--no-quick-trust", "--lang", "zh"])  # fmt: skip
            main(["features", str(run)])
    finally:
        for lang, words in WORDS.items():
            forget_words(lang, words)
    english, chinese = ((run / name).read_text(encoding="utf-8") for name in ("report.html", "report.zh.html"))
    for page, lang in ((english, "en"), (chinese, "zh")):
        for key in ("toy_heading", "toy_caption", "toy_title"):
            assert WORDS[lang][key] in page, (lang, key)
        assert WORDS[lang]["toy_alt"].format(images=12) in page
    assert "has the strongest code" in english and "编码最强的是图像" in chinese
    assert (run / "figures" / "toy_steps.png").is_file()
    table = (run / "analysis" / "toy_strength.csv").read_text().splitlines()
    assert table[0] == "path,length" and len(table) == 13
    told_of = [line for line in json.loads((run / "analysis" / "findings.json").read_text())["headlines"]
               if line["topic"] == "toy_strength"]  # fmt: skip
    assert told_of[0]["key"] == "toy_most" and told_of[0]["text"].startswith("Image ")

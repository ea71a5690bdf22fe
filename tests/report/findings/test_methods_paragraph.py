"""The Methods paragraph names what was done, for every choice an option has, in both languages."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, get_args

import pytest

from mousaic.config import config_for, option_fields
from mousaic.report.findings.methods_paragraph import methods
from mousaic.report.findings.run_readme import run_readme
from mousaic.words.put import put_all

SUMMARY = {
    "originals": 39, "training_images": 186, "epochs": 20, "epoch_kept": 12, "validation": {"pearson": 0.8},
    "members": 5, "features": 64, "k": 4, "seconds": 1.0, "train": {"pearson": 0.9, "dead_fraction": 0.1},
    "baselines": {"validation": {"pearson": 0.7}},
}  # fmt: skip


def paragraph(lang: str = "en", summary: dict[str, Any] = SUMMARY, more: Any = None, **options: Any) -> str:
    record = {"config": dataclasses.asdict(config_for("default", **options)), "versions": VERSIONS, "class_names": [],
              "device": "cpu", "shape": [1, 64, 64]} | (more or {})  # fmt: skip
    return put_all(methods(record, summary), lang)


BENT = {"decoder": "bent", "sparsity": "top-k", "learn": "topk", "model": "whole"}


def changed(**groups: dict[str, Any]) -> dict[str, Any]:
    """The default configuration with other values, known or not."""
    config = dataclasses.asdict(config_for("default"))
    return config | {group: config[group] | values for group, values in groups.items()}


VERSIONS = {"mousaic": "1.2", "torch": "2.3", "python": "3.4"}
CHOICES = [
    (name, value)
    for name, (_, _, kind) in option_fields().items()
    for value in get_args(kind)
    if isinstance(value, str)
]
CHOICES.remove(("augment", "auto"))  # replaced by what it chose before the training begins
CHOICES.remove(("depth_range", "none"))  # of vectors alone


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_choice_has_words(lang):
    assert len(CHOICES) > 10
    for name, value in CHOICES:
        for learned in ({"learn": "topk", "consistency": 0.5}, {}):
            if name in ("learn", "sparsity") and learned:
                continue
            text = paragraph(lang, **(learned | {name: value}))
            assert "{" not in text and "}" not in text


def test_what_is_set_is_said():
    text = paragraph(
        learn="topk", copies=7, rotation=3, learning_rate=0.25, k=9, features=77, consistency=0.5, warmup=0.1,
        decay=0.3, revive=0.6, validation=0.25, early_stop=4, seed=11, batch_size=13,
    )  # fmt: skip
    for words in (
        "(39)", "7 augmented copies", "up to 3 degrees", "step size 0.25", "k = 9", "77 features", "plus 0.5 times",
        "10 % of the steps", "last 30 %", "first 60 %", "25 %", "after 4 epochs", "epoch 12", "seed 11",
        "batches of 13", "Mousaic 1.2, PyTorch 2.3, Python 3.4",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(("lang", "words"), [("en", "chosen by 3-fold cross-validation"), ("zh", "3 折交叉验证选定")])
def test_a_chosen_augmentation_says_so(lang, words):
    found = {"folds": 3, "epochs": 7, "trials": [{}]}
    assert words in paragraph(lang, more={"augmentation_chosen": found})
    assert words not in paragraph(lang) + paragraph(lang, more={"augmentation_chosen": found | {"trials": []}})


def test_what_was_not_done_is_not_said():
    text = paragraph(
        summary=SUMMARY | {"validation": {}}, augment="none", consistency=0.0, warmup=0, decay=0, revive=0,
        learn="topk", model="whole",
    )  # fmt: skip
    assert "none was held out" in text and "No augmentation" in text
    for words in ("consistency", "squared difference", "warm-up", "decay", "anew", "consensus", "nested", "window of",
                  "confined", "pursuit", "Mairal", "ensemble"):  # fmt: skip
        assert words not in text, words


def test_the_default_is_described_as_it_is():
    text = paragraph()
    for words in (
        "A dictionary of 256 features was learned (initialised as soft windows of the training images, in equal "
        "shares confined to windows of 12, 24, 48, 96 pixels a side, where a window larger than the image fades",
        "An image, less the training mean, is described by k = 50 of them, chosen one after another by orthogonal "
        "matching pursuit",
        "20 epochs of online dictionary learning (Mairal et al. 2009), without gradients: after each batch of at most "
        "256 images",
        "a ridge of 0.3 times", "1/e after 512 further ones",
    ):  # fmt: skip
        assert words in text, words
    for words in (
        "Adam",
        "step size",
        "squared error",
        "autoencoder",
        "ensemble",
        "started anew",
        "warm-up",
        "members",
    ):
        assert words not in text, words
    chinese = paragraph("zh")
    for words in (
        "256 个特征",
        "边长为 12、24、48、96 像素",
        "正交匹配追踪",
        "Mairal 等，2009",
        "不用梯度",
        "至多 256 幅",
    ):
        assert words in chinese, words
    assert "Adam" not in chinese and "成员" not in chinese and "自编码器" not in chinese
    assert "2 dictionaries of 256 features each" in paragraph(members=2)
    assert "An image is described" in paragraph(center=False)


def test_one_autoencoder_is_no_ensemble():
    assert "A k-sparse autoencoder with tied weights (" in paragraph(learn="topk")
    assert "An ensemble of 5 k-sparse autoencoders with tied weights (" in paragraph(learn="topk", members=5)
    assert "一个权重共享" in paragraph("zh", learn="topk") and "由 5 个权重" in paragraph("zh", learn="topk", members=5)


def test_windows_and_orthogonal_starts_are_told_apart():
    assert "soft windows" in paragraph(init="windows", learn="topk")
    assert "orthogonal" not in paragraph(init="windows", learn="topk")
    assert "orthogonal initialisation" in paragraph(init="orthogonal")


def test_windows_have_their_sizes():
    assert "each confined to a window of 16 x 16 pixels, " in paragraph(local=16, learn="topk")
    assert "fades" not in paragraph(local="8,64") and "windows of 8, 64 pixels" in paragraph(local="8,64")
    assert "a window of 96 x 96 pixels, where a window larger than the image fades" in paragraph(local=96)
    assert "confined" not in paragraph(model="whole")


def test_other_parts_and_objectives_have_their_names():
    usual = paragraph(learn="topk", members=5)
    assert "tied weights" in usual and "on the mean squared error" in usual
    assert "on the mean squared error" in paragraph(objective="nested", members=5)
    assert "half or quarter" in paragraph(objective="nested") and "half or quarter" not in usual
    for lang, name in (("en", "with the encoder linear, the decoder bent and the"), ("zh", "解码器为 bent")):
        text = paragraph(lang, more={"config": changed(model=BENT, training={"objective": "kind"})})
        assert name in text and "kind" in text
        assert "tied" not in text and "squared" not in text and "共享" not in text and "均方误差" not in text


def test_a_combined_run_says_where_it_began():
    combined = {"combined": {"runs": ["a", "b"], "members": ["a/0", "b/0", "b/1"], "threshold": 0.7}}
    assert "consensus of 3 members (of 2 run(s))" in paragraph(more=combined)


def test_the_readme_of_a_run_has_the_same_paragraph():
    record = {
        "shape": [1, 64, 64],
        "config": dataclasses.asdict(config_for("default")),
        "versions": VERSIONS,
        "class_names": [],
        "device": "cpu",
    }
    assert put_all(methods(record, SUMMARY)) in run_readme(record, SUMMARY, 31, Path("run"))

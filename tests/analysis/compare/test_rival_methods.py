"""The registry of methods: what is chosen, and that one from outside is compared, drawn and reported as any other."""

# ruff: noqa: RUF001 - Chinese punctuation is meant
from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from mousaic.analysis.compare.fitted import Description, Fitted
from mousaic.analysis.compare.rival_methods import METHODS, choose_methods, usual_methods
from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.report.page.subject import read_comparison
from mousaic.said import told
from mousaic.words.put import LANGUAGES, add_words, forget_words, put, table

FLAGS = ["--size", "12", "--features", "24", "--k", "3", "--members", "2", "--epochs", "2", "--threads", "1"]

KINDS = ["untied", "nonlinear", "sigmoid", "deep-2", "deep-3", "tied-deep-2", "tied-deep-3", "top-k-nonnegative",
         "top-k-magnitudes", "batch-top-k", "jump-relu"]  # fmt: skip


def fit_halves(part):
    """The left half of an image, and the mean image on the right: a rival from outside the package."""
    mean, side = part.mean, part.images.shape[2]
    left = (np.arange(len(mean)) % side) < side // 2
    about = Description("halves", told("method_halves", columns=side // 2), values=int(left.sum()))
    return [Fitted(about, lambda x: np.where(left, x, mean)[None])]


@pytest.fixture
def halves():
    words = {"en": "left {columns} columns", "zh": "左侧 {columns} 列"}
    METHODS.register("halves", fit_halves, "method_halves")
    for lang, text in words.items():
        add_words(lang, {"method_halves": text})
    yield
    METHODS.forget("halves")
    for lang in words:
        forget_words(lang, ["method_halves"])


def test_choosing_methods():
    usual = [name for name in METHODS if name not in ("pretrained", *METHODS.having("on_request"))]
    assert usual[0] == "mean" and usual[-1] == "untrained"
    assert choose_methods(None, False) == usual == usual_methods()
    assert choose_methods(None, True) == [*usual, "pretrained"]
    assert choose_methods(["pca", "mean"], False) == ["mean", "pca"]
    assert choose_methods(["pca"], True) == ["pca", "pretrained"]
    for names, words in ((["pcaa"], "did you mean 'pca'"), ([], "No method"), (["pretrained"], "--pretrained RUN")):
        with pytest.raises(MousaicError, match=words):
            choose_methods(names, False)


def test_what_a_method_can_is_known_without_it():
    assert METHODS.having("pca") == ["pca", "pca-tuned", "pca-best", "pca-wide"]
    ours = ["report", "default", "local", "conv", "pretrained", "consensus", "stacked", "control"]
    assert METHODS.having("ours") == [*ours, *KINDS]  # and neither start nor untrained, of which nothing was trained


def test_every_method_is_there_and_has_a_title_in_every_language():
    for name in METHODS:
        assert callable(METHODS.load(name)), name
        for lang in LANGUAGES:
            assert METHODS[name].title in table(lang), (name, lang)


def test_help_names_every_method_and_imports_none_of_them():
    code = (
        "import sys; from mousaic.analysis.compare.rival_methods import METHODS; from mousaic.cli import main;"
        "METHODS.register('toy', 'nowhere:at_all', capabilities=['on_request']);"
        "main(['compare', '--help']); print(*METHODS);"
        "print(*[name for name in ('torch', 'numpy', 'sklearn') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    *page, names, heavy = out.splitlines()
    words = " ".join(page).replace(",", " ").replace(".", " ").split()
    assert names.endswith("start-jump-relu toy") and [name for name in names.split() if name not in words] == []
    assert heavy == ""


def test_a_rival_from_outside_is_compared_like_any_other(halves, small_set, tmp_path, capsys):
    out = tmp_path / "out"
    main(["compare", str(small_set), *FLAGS, "--methods", "mean,halves", "--folds", "2", "--out", str(out)])
    said, progress = capsys.readouterr()
    assert (
        said.startswith("At equal k, 3 values for each image, left 6 columns reconstructs held-out images best")
        and "left 6 columns  " in progress
    )
    rows = {row["method"]: row for row in json.loads((out / "comparison.json").read_text())["rows"]}
    assert rows["halves"]["values"] == 72 and rows["halves"]["pearson"] > rows["mean"]["pearson"] + 0.1
    assert rows["halves"]["title_said"] == {"key": "method_halves", "values": {"columns": 6}}
    found = read_comparison(out, [], "zh")
    assert put(found["rows"][0]["title"], "zh") == "左侧 6 列"
    assert put(found["verdict"][0], "zh").startswith(
        "k 相同时（每幅图像 3 个数值），对留出图像重建得最好的是左侧 6 列：r 为"
    )

"""Activations in a file, through every command: what needs no pixels works, the rest says so in one sentence."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.runs.run import open_run
from tests.end_to_end.running import read_csv, run_command

pytestmark = pytest.mark.usefixtures("few_labelings")
SMALL = ["--features", "24", "--k", "3", "--epochs", "2", "--threads", "1"]


@pytest.fixture(scope="module")
def acts(tmp_path_factory):
    """40 rows of 16 numbers: which of two directions is there decides the class; with a table and pictures."""
    folder = tmp_path_factory.mktemp("acts")
    rng = np.random.default_rng(0)
    kind = np.arange(40) % 2
    rows = 5 + 0.2 * rng.normal(size=(40, 16)) + 3 * rng.normal(size=(2, 16))[kind]
    np.save(folder / "acts.npy", rows.astype(np.float32))
    (folder / "seen").mkdir()
    lines = ["path,label,group,dose"]
    for i in range(40):
        Image.fromarray(np.full((8, 8), 200 * kind[i], np.uint8)).save(folder / "seen" / f"{i:02d}.png")
        lines.append(f"{i:02d}.png,{'ab'[kind[i]]},g{i // 2},{i}")
    (folder / "acts.csv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def run(acts, tmp_path_factory):
    from mousaic.cli import main

    out = tmp_path_factory.mktemp("runs") / "acts"
    try:
        main(["train", str(acts / "acts.npy"), "--images", str(acts / "seen"), "--out", str(out), "--quiet", *SMALL])
    except SystemExit as stopped:
        assert not stopped.code
    return out


def test_report_and_atlas_show_the_rows_pictures(run):
    assert not (run / "report_error.txt").exists()
    page = (run / "report.html").read_text(encoding="utf-8")
    for said in ("vectors of 16 numbers", "the pictures that belong to the rows", "0 stayed 0", "explains",
                 "Vectors have no parts", "initialised as training rows"):  # fmt: skip
        assert said in page, said
    for said in ("held-out rows", "The mean row is the least", "The classes differ (primary test of the responses"):
        assert said in page, said
    assert "held-out images" not in page and "held-out rows" in (run / "README.md").read_text() + page
    data = (run / "atlas" / "data.js").read_text(encoding="utf-8")
    assert '"pictures":[1,64,64]' in data.replace(" ", "") and '"shape":[1,1,16]' in data.replace(" ", "")
    rows = read_csv(run / "analysis" / "features.csv")
    assert len(rows) == 24 and "area" not in rows[0] and rows[0]["top_image"].endswith(".png")


def test_what_is_kept_finds_table_and_pictures_again(run, acts):
    opened = open_run(run)
    assert opened.config.images.images == "seen" and opened.config.model.model == "whole"
    assert opened.config.augmentation.augment == "none"
    images = opened.load_images(acts / "acts.npy", own=True)
    assert images.pictures is not None and images.class_names == ("a", "b") and len(set(images.groups)) == 20
    assert opened.load_images(acts / "acts.npy").pictures is None


@pytest.mark.parametrize(
    "command",
    [
        ["features", "RUN"],
        ["atlas", "RUN", "--single-file"],
        pytest.param(["report", "RUN", "--lang", "zh"], marks=pytest.mark.painted, id="report"),
        ["train", "--resume", "RUN"],
        ["export", "RUN", "--to", "onnx", "--out", "onnx"],
        ["export", "RUN", "--to", "npz", "--out", "model.npz"],
        ["export", "RUN", "--to", "tiff", "--out", "stacks"],
        ["export", "RUN", "--to", "safetensors", "--out", "sae"],
    ],
    ids=lambda command: "-".join(word for word in command if word.islower() and "." not in word),
)
def test_every_command(run, acts, command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    places = {"RUN": run, "DATA": acts / "acts.npy"}
    run_command(capsys, *(places.get(word, word) for word in command))


SPOKEN = {
    "intake": ["DATA"],
    "show": ["RUN"],
    "evaluate": ["RUN", "DATA"],
    "reconstruct": ["RUN", "DATA", "--out", "made"],
    "stability": ["RUN", "--quick"],
    "apply": ["RUN", "DATA", "--out", "seen", "--lang", "zh"],
    "anomaly": ["RUN", "DATA", "--out", "odd"],
    "classify": ["RUN", "--folds", "2", "--repeats", "1", "--out", "told"],
    "choose-k": ["DATA", "--features", "24", "--epochs", "2", "--folds", "2", "--ks", "1,2", "--out", "ks"],
    "compare": ["DATA", "--methods", "default,mean,start", *SMALL[:6], "--folds", "2", "--out", "compared"],
    "train": ["DATA", *SMALL, "--no-report", "--out", "again"],
    "combine": ["RUN", "RUN", "--no-report", "--out", "both"],
    "encode": ["RUN", "DATA", "--out", "codes.npz"],
    "diff": ["RUN", "RUN", "--out", "differ"],
}
"""What says something of rows; pages are read in the other language as well."""
OF_IMAGES = re.compile(r"\b(images?|pixels?|brightness|contrast|parts)\b(?!\.\w|/)|图像|幅|像素|亮度|对比度|位置")
ABOUT_VECTORS = re.compile(r"[^.。]*(?:vectors|向量没有|representation)[^.。]*|pixels  |from_images\b")


def of_images(text: str) -> list[str]:
    """What a text says of images, but for sentences about vectors by name, and names of files and columns."""
    plain = html.unescape(re.sub(r"<(style|script|details).*?</\1>|<svg.*?</svg>|<[^>]+>", " ", text, flags=re.DOTALL))
    return [found[0] for found in OF_IMAGES.finditer(ABOUT_VECTORS.sub(" ", plain))]


def texts(data: Any) -> list[str]:
    """What a file for programs says in words: its texts and titles, and bare sentences."""
    if isinstance(data, str):
        return [data]
    if isinstance(data, list):
        return [text for one in data for text in texts(one)]
    if isinstance(data, dict):
        said = ("text", "title", "note", "verdict", "notes", "sentences")
        return [text for name, one in data.items() if name in said or not isinstance(one, str) for text in texts(one)
                if name not in ("values", "settings", "command", "config", "lines", "method")]  # fmt: skip
    return []


@pytest.mark.parametrize("command", SPOKEN)
def test_what_is_said_is_said_of_rows(run, acts, command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    places = {"RUN": run, "DATA": acts / "acts.npy"}
    words = [str(places.get(word, word)) for word in SPOKEN[command]]
    out, err = run_command(capsys, command, *words)
    told = out + err
    if command in ("anomaly", "classify", "diff"):
        told += run_command(capsys, command, *words, "--lang", "zh", "--overwrite")[0]
    assert re.search(r"\brows?\b|向量", told) and not of_images(told), told
    assert "images/s" not in told and ("rows/s" in told) == (command in ("train", "combine"))
    for page in tmp_path.glob("*/*.html"):
        assert not of_images(page.read_text(encoding="utf-8")), page
    for text in (*tmp_path.glob("*/*.txt"), *tmp_path.glob("*/README.md")):
        assert not of_images(text.read_text(encoding="utf-8").replace("pixels", "")), text
    for kept in (*tmp_path.glob("*/*.json"), run / "analysis" / "stability_quick.json"):
        assert not of_images("\n".join(texts(json.loads(kept.read_text(encoding="utf-8"))))), kept
    if any(tmp_path.glob("*/*.html")):
        assert all(Path(name).is_file() for name in out.splitlines()[-1].split(", "))


def test_files_for_programs_and_for_hubs_speak_of_rows(run, capsys, tmp_path):
    out, _ = run_command(capsys, "features", run, "--json")
    for found in (json.loads(out), json.loads((run / "analysis" / "findings.json").read_text(encoding="utf-8"))):
        words = [line["text"] for line in found["headlines"]]
        assert any("rows" in line for line in words) and not of_images("\n".join(words))
    out, _ = run_command(capsys, "stability", run, "--quick", "--json")
    assert "halves of the rows" in json.loads(out)["sentences"][0]["text"]
    run_command(capsys, "export", run, "--to", "hf", "--out", tmp_path / "hub")
    card = (tmp_path / "hub" / "README.md").read_text(encoding="utf-8")
    assert 'load_images("rows.npy")' in card and "| mean row, held out |" in card and "image-features" not in card
    assert not of_images(card.replace("load_images", ""))


def test_the_run_names_no_file_or_command_that_vectors_do_not_have(run, capsys, tmp_path):
    readme = (run / "README.md").read_text(encoding="utf-8")
    assert "reconstructions_epoch" not in readme and "atlas/index.html" in readme and "windows" not in readme
    for to, out in (("csv", "wide.csv"), ("tiff", "stacks")):
        assert "mousaic parts" not in "".join(run_command(capsys, "export", run, "--to", to, "--out", tmp_path / out))


def test_progress_of_python_speaks_of_rows(acts, capsys, tmp_path):
    images = mousaic.ImageSet.from_arrays(np.load(acts / "acts.npy"))
    options = {"features": 8, "k": 2, "epochs": 1, "threads": 1, "report": False}
    run = mousaic.train(images, out=tmp_path / "run", progress=True, **options)
    assert "rows/s" in capsys.readouterr().err and run.finished


def test_what_is_said_of_images_would_be_seen():
    assert texts({"key": "images", "text": "two images", "values": {"text": "x"}, "n": [{"title": "t"}]}) == [
        "two images", "t"
    ]  # fmt: skip
    assert of_images("<p>4 of 5 images, by brightness</p>") == ["images", "brightness"] and of_images("三幅图像")
    assert not of_images("4 rows: images.csv. Vectors have no parts.".replace("V", "v"))


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["parts", "RUN"], "Finding parts needs images with rows and columns"),
        (["augment", "DATA", "--out", "aug.png"], "Augmentation needs images with rows and columns"),
        (["compare", "DATA", "--methods", "dct,pca", "--out", "run"], "The method dct needs images with rows and"),
        (["compare", "DATA", "--methods", "nmf,pca", "--out", "run"], "The method nmf takes no numbers below 0"),
        (["train", "DATA", "--augment", "fresh", "--out", "run"], "--augment fresh needs images with rows and columns"),
        (["train", "DATA", "--model", "conv", "--out", "run"], "flat vectors of 16 numbers: leave it out."),
    ],
)
def test_what_needs_pixels_says_so(run, acts, command, message, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    places = {"RUN": run, "DATA": acts / "acts.npy"}
    _, err = run_command(capsys, *(places.get(word, word) for word in command), code=2)
    assert message in err and not (tmp_path / "run").exists()


def test_reconstructions_are_in_the_numbers_of_the_file(run, acts, capsys, tmp_path):
    run_command(capsys, "reconstruct", run, acts / "acts.npy", "--out", tmp_path / "made")
    made, rows = np.load(tmp_path / "made" / "reconstructions.npy"), np.load(acts / "acts.npy")
    assert made.shape == rows.shape and abs(made.mean() - rows.mean()) < 0.1
    assert np.square(made - rows).sum() < 0.5 * np.square(rows - rows.mean(0)).sum()


def test_a_column_of_the_table_can_be_told(acts, capsys, tmp_path):
    told = tmp_path / "told"
    run_command(capsys, "classify", acts / "acts.npy", "--target", "dose", *SMALL[:6], "--folds", "2", "--repeats", "1",
                "--save", "--out", told)  # fmt: skip
    assert json.loads((told / "classify.json").read_text())["settings"]["name"] == "dose"
    for number, words in enumerate(([], ["--target", "dose"])):
        out, _ = run_command(capsys, "classify", told, acts / "acts.npy", *words, "--out", tmp_path / f"said{number}")
        assert "Of 40 rows with a known dose: R2" in out and "05.png" in out and "  is 5" in out


def test_all_methods_but_those_of_images_are_compared(acts, capsys, tmp_path):
    words = ["compare", acts / "acts.npy", *SMALL, "--folds", "2", "--out", tmp_path / "all", "--json"]
    out, _ = run_command(capsys, *words)
    text = (tmp_path / "all" / "comparison.json").read_text()
    assert "dct and local and start-local" in out and "numbers below 0: nmf" in out and "dct and local" in text
    names = {row["method"] for row in read_csv(tmp_path / "all" / "comparison.csv")}
    assert {"mean", "pca", "default", "report"} <= names and not names & {"dct", "local", "nmf", "start-local"}


def test_without_pictures_there_is_a_report_and_no_atlas(acts, capsys, tmp_path):
    out, again = tmp_path / "run", tmp_path / "acts.npy"
    again.write_bytes((acts / "acts.npy").read_bytes())
    run_command(capsys, "train", again, "--out", out, "--quiet", *SMALL)
    assert (out / "report.html").is_file() and not (out / "atlas").exists()
    assert "atlas/" not in (out / "README.md").read_text(encoding="utf-8")
    assert "with --images FOLDER" in (out / "report.html").read_text(encoding="utf-8")
    _, err = run_command(capsys, "atlas", out, code=2)
    assert "trained on vectors without any" in err

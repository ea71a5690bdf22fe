"""The atlas's numbers and files, without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import string
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mousaic
from mousaic.analysis.feature_analysis import FeatureAnalysis, analyse
from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.report.atlas.atlas_files import write_atlas
from mousaic.report.atlas.atlas_page import SCRIPTS, STYLES, web_text
from mousaic.report.atlas.member_payload import member_payload, redrawn, rounding_error
from mousaic.report.atlas.packing import packed, script_json
from mousaic.report.atlas.page_words import page_words
from mousaic.report.atlas.quantise import dequantise, quantise
from mousaic.words.put import LANGUAGES


@pytest.fixture(scope="module")
def finished(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[mousaic.Run, FeatureAnalysis]:
    """Two members of 24 features over 8 x 8 pixels."""
    out = tmp_path_factory.mktemp("runs") / "run"
    run = mousaic.train(small_set, out=out, size=8, members=2, features=24, k=4, epochs=2, backend="torch", threads=1,
                        report=False)  # fmt: skip
    return run, analyse(run)


def naive_box(picture: np.ndarray) -> tuple[int, int, int, int]:
    places = np.argwhere(picture.any(axis=0))
    if not len(places):
        return 0, 0, 0, 0
    (top, left), (bottom, right) = places.min(0), places.max(0)
    return int(top), int(left), int(bottom - top + 1), int(right - left + 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 3]), st.integers(1, 9), st.integers(1, 6), st.booleans())
def test_weights_come_back_within_half_a_step(seed: int, channels: int, side: int, features: int, local: bool) -> None:
    rng = np.random.default_rng(seed)
    shape = (channels, side, side)
    weight = rng.standard_normal((features, *shape)).astype(np.float32) * 10.0 ** rng.integers(-6, 3)
    if local:
        y, x = rng.integers(0, side, 2)
        weight[:, :, :y], weight[:, :, :, x + 1 :] = 0, 0
    weight[0] = 0
    flat = weight.reshape(features, -1)
    found = quantise(flat, shape)
    back = dequantise(found, shape)
    assert (np.abs(back - flat) <= 0.5001 * found.scale[:, None]).all()
    assert [tuple(box) for box in found.boxes.tolist()] == [naive_box(p) for p in back.reshape(features, *shape)]
    assert len(found.values) == sum(channels * tall * wide for _, _, tall, wide in found.boxes.tolist())


def test_features_in_windows_stay_small() -> None:
    weight = np.zeros((2000, 1, 64, 64), np.float32)
    for h in range(2000):
        weight[h, :, h % 50 : h % 50 + 8, h % 30 : h % 30 + 8] = 1 + h
    assert quantise(weight.reshape(2000, -1), (1, 64, 64)).values.nbytes == 2000 * 64


@pytest.mark.parametrize("kind", ["i1", "u1", "u2", "u4", "f4"])
def test_arrays_are_packed_as_little_endian_bytes(kind: str) -> None:
    array = np.arange(6).reshape(2, 3)
    found = packed(array.astype(np.dtype(kind).newbyteorder(">")), kind)
    assert found["type"] == kind
    assert (np.frombuffer(base64.b64decode(found["data"]), "<" + kind) == array.ravel()).all()
    with pytest.raises(ValueError, match="unpack"):
        packed(array, "f8")


@given(st.text())
def test_no_text_ends_a_script(text: str) -> None:
    made = script_json({"name": text + "</SCRIPT><!--\u2028"})
    assert "<" not in made and made.isascii() and "\n" not in made
    assert json.loads(made)["name"].startswith(text)


def test_rounding_error_is_that_of_the_reconstructions(finished: tuple[mousaic.Run, FeatureAnalysis]) -> None:
    run, analysis = finished
    evidence, ensemble = analysis.evidence, run.model.ensemble
    found = quantise(ensemble.weight[1].numpy(), run.model.card.shape)
    weight = dequantise(found, run.model.card.shape)
    codes = evidence.codes
    assert ensemble.center is not None
    naive = np.stack(
        [
            ensemble.center[1].numpy()
            + sum(v * weight[h] for v, h in zip(codes.values[n, 1], codes.indices[n, 1], strict=True))
            for n in range(len(evidence.images))
        ]
    )
    np.testing.assert_allclose(redrawn(evidence, 1, weight), naive, atol=1e-6)
    largest, typical = rounding_error(evidence, 1, found)
    apart = 255 * np.abs(naive - evidence.reconstruction[:, 1])
    assert largest == pytest.approx(apart.max(), abs=1e-3) and 0 < typical <= largest < 1


def test_a_member_holds_the_models_own_codes(finished: tuple[mousaic.Run, FeatureAnalysis]) -> None:
    _, analysis = finished
    found = member_payload(analysis.evidence, 1)
    values = np.frombuffer(base64.b64decode(found["codeValues"]["data"]), "<f4").reshape(12, 4)
    assert (values == analysis.evidence.codes.values[:, 1]).all()
    assert "r" not in found and set(found["rounding"]) == {"largest", "typical"}


def test_the_folder_and_the_single_file(finished: tuple[mousaic.Run, FeatureAnalysis], tmp_path: Path) -> None:
    run, analysis = finished
    page, carried = write_atlas(run, analysis, out=tmp_path / "atlas")
    assert carried is None
    names = {path.relative_to(page.parent).as_posix() for path in page.parent.rglob("*") if path.is_file()}
    assert names == {
        "index.html",
        "words.js",
        "data.js",
        "member_0.js",
        "member_1.js",
        *(f"web/{n}" for n in (*SCRIPTS, *STYLES)),
    }
    html = page.read_text()
    assert "script-src 'self'; style-src 'self'" in html and "default-src 'none'" in html
    assert not re.search(r"https?://(?!www\.w3\.org)", html)

    single, _ = write_atlas(run, analysis, out=tmp_path / "one.html", single_file=True, members=1)
    text = single.read_text()
    for kind in ("script", "style"):
        inline = re.search(f"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        assert inline is not None
        assert base64.b64encode(hashlib.sha256(inline[1].encode()).digest()).decode() in text.split("</head>")[0]
    blocks = re.findall(r'<script type="application/json" data-name="(\w+)">(.*?)</script>', text, re.DOTALL)
    assert [name for name, _ in blocks] == ["words", "data", "member_0"]
    assert json.loads(blocks[1][1])["membersInAll"] == 2

    write_atlas(run, analysis, out=tmp_path / "atlas")  # an earlier atlas is replaced
    write_atlas(run, analysis, out=single, single_file=True)
    other = tmp_path / "other.html"
    other.write_text("mine")
    with pytest.raises(MousaicError, match="exists already"):
        write_atlas(run, analysis, out=other, single_file=True)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note.txt").write_text("mine")
    with pytest.raises(MousaicError, match="not an earlier output"):
        write_atlas(run, analysis, out=tmp_path / "full")
    assert other.read_text() == "mine" and (tmp_path / "full" / "note.txt").is_file()


def test_the_pages_own_files_keep_its_rules() -> None:
    for name in SCRIPTS:
        text = re.sub(r"(?m)^\s*//.*$", "", web_text(name))
        assert web_text(name).startswith("'use strict';") and "</" not in text, name
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(", text
        ), name
    assert not re.search(r"@import|url\(", "".join(web_text(name) for name in STYLES))


def literals() -> list[str]:
    """Every piece of text in the page's scripts that begins like a key, with its variable parts as ``${...}``."""
    code = "\n".join(re.sub(r"(?m)^\s*//.*$", "", web_text(name)) for name in SCRIPTS)
    return re.findall(r"['`](atlas_[^'`]*)['`]", code)


def test_every_word_of_the_page_is_there_and_is_said() -> None:
    words = page_words(["border"])
    assert words.keys() == set(LANGUAGES) and words["en"].keys() == words["zh"].keys()
    own = {key for key in words["en"] if key.startswith("atlas_")}
    numbered = {key.removesuffix("_one") for key in own if key.endswith("_one")}
    assert {key for key in literals() if "$" not in key} <= own | numbered
    # Keys may be put together from a stem and what the code adds to it.
    stems = [re.sub(r"\\\$\\\{.*?\\\}", r"\\w+", re.escape(key)) for key in literals()]
    said = re.compile(f"(?:{'|'.join(stems)})(?:_one|_many|_why|_why_within|_parts|_out|_rows|_alone)?")
    from_python = {"atlas_opening", "atlas_scripts", "atlas_language"}
    assert {key for key in own - from_python if not said.fullmatch(key)} == set()
    shown = re.compile(r",|\+?\.\d[f%]")
    for lang in LANGUAGES:
        for key in own:
            for _, _, form, _ in string.Formatter().parse(words[lang][key]):
                assert not form or shown.fullmatch(form), (lang, key)


@pytest.mark.parametrize(
    ("lang", "tag", "opening"), [("en", "en", "Opening the atlas"), ("zh", "zh-CN", "正在打开图谱")]
)
def test_the_page_opens_in_the_language_asked_for(
    finished: tuple[mousaic.Run, FeatureAnalysis], tmp_path: Path, lang: str, tag: str, opening: str
) -> None:
    page, _ = write_atlas(*finished, out=tmp_path / "atlas", lang=lang)
    html = page.read_text()
    assert f'<html lang="{tag}">' in html and opening in html and not re.search(r"@\w+@", html)
    refused = re.search("<noscript>(.*?)</noscript>", html)
    assert refused is not None and "allow scripts" in refused[1] and "请允许" in refused[1]


def test_the_command(
    finished: tuple[mousaic.Run, FeatureAnalysis], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, _ = finished
    copy = tmp_path / "run"
    shutil.copytree(run.path, copy)
    main(["atlas", str(copy), "--lang", "zh"])
    assert '<html lang="zh-CN">' in (copy / "atlas" / "index.html").read_text()
    main(["atlas", str(copy)])
    assert (copy / "atlas" / "index.html").is_file()
    assert f"Open {copy / 'atlas' / 'index.html'}" in capsys.readouterr().out
    for wrong, said in (
        (["--members", "3"], "the run has 2"),
        (["--single-file", "--out", str(tmp_path / "page")], "must end in .html"),
        (["--names", str(tmp_path / "none.json")], "cannot be read"),
        (["--data", str(tmp_path)], "mousaic:"),
    ):
        with pytest.raises(SystemExit) as stopped:
            main(["atlas", str(copy), *wrong])
        assert stopped.value.code == 2
        assert said in capsys.readouterr().err

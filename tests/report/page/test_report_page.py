"""The whole page of a real run with everything that can go wrong in it: hostile names, odd files, leaks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.feature_analysis import FeatureAnalysis, analyse
from mousaic.analysis.features.annotations import Annotation, Annotations, annotations_json
from mousaic.analysis.stability.measurement import stability
from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.files import read_json, write_json
from mousaic.report.atlas.atlas_page import csp_source
from mousaic.report.page.comparison_section import comparison_section
from mousaic.report.page.drawn_figures import DrawnFigures
from mousaic.report.page.record_section import data_sha256
from mousaic.report.page.report_page import SECTIONS, page, write_report
from mousaic.report.page.stability_section import stability_section
from mousaic.report.page.subject import gather
from mousaic.report.page.summary_section import findings, in_short
from mousaic.report.page.uses_section import uses_section
from mousaic.report.tables.comparison_files import write_comparison
from mousaic.report.tables.kept_uses import use_file
from mousaic.report.tables.stability_files import write_stability
from mousaic.runs.run import Run
from mousaic.sealed import read_sealed, write_sealed
from tests.report.page.hostile import HOSTILE, keep_uses

OPTIONS = {"size": 16, "features": 32, "k": 4, "members": 2, "epochs": 2, "backend": "torch", "threads": 1, "copies": 2}


class Found(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.sources: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.sources += [value or "" for name, value in attrs if name == "src"]


class Made(NamedTuple):
    run: mousaic.Run
    analysis: FeatureAnalysis
    comparison: Path
    pages: dict[str, str]
    """By language, with everything that can be shown."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    place = tmp_path_factory.mktemp("page")
    table = _data(place / "data")
    run = mousaic.train(table, out=place / f"run {HOSTILE[11:]}", report=False, validation=0.3, **OPTIONS)
    images = run.load_images(table)
    trained_on = [i for i, row in enumerate(run.split) if row.part == "train"]
    found = stability(images.subset(trained_on), run.config, run.model.ensemble, runs=2, seed=0, members=1)
    write_stability(run, found, 0)
    (place / "compared").mkdir()
    write_comparison(place / "compared", mousaic.compare(table, methods=["mean", "pca", "default"], folds=2, **OPTIONS))
    weight = run.model.ensemble.weight.numpy()
    items = (Annotation(0, 1, HOSTILE, "a note\nof two lines", weight[0, 1]), Annotation(1, 2, "paw", "", weight[1, 2]))
    digest = read_json(run.path / "model.json")["sha256"]
    write_json(run.path / "annotations.json", annotations_json(Annotations(digest, "x", (1, 16, 16), items)))
    keep_uses(run)
    analysis = analyse(run)
    # Without write_report, which needs a font for Chinese.
    pages = {lang: page(gather(run, analysis, lang, place / "compared")) for lang in ("en", "zh")}
    return Made(run, analysis, place / "compared", pages)


def _data(folder: Path) -> Path:
    """14 images: 16-bit, colour, palette, damaged, constant, exact and near copies, with hostile names and classes."""
    rng = np.random.default_rng(0)
    folder.mkdir()
    lines = ["path,label,group"]
    for i in range(14):
        pixels = rng.integers(0, 80, (20, 24))
        pixels[:, i : i + 8] += 150
        name = f"{HOSTILE}{i}.png".replace("/", "") if i % 5 == 0 else f"{i:02d}.png"
        image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
        if i == 1:
            image = Image.fromarray(pixels.astype(np.uint16) * 200)
        if i in (2, 3):
            image = image.convert("RGB" if i == 2 else "P")
        if i == 4:
            image = Image.fromarray(np.full((20, 24), 9, np.uint8))
        image.save(folder / name)
        lines.append(f'"{name}","{HOSTILE if i % 2 else "calm & <b>bold</b>"}",')
    for i in (6, 7, 8):  # nearly the same as another, on the other side of the split with luck
        with Image.open(folder / f"{i:02d}.png") as image:
            pixels = np.asarray(image)
        near = pixels.copy()
        near[0, 0] ^= 1
        Image.fromarray(near).save(folder / f"near{i}.png")
        Image.fromarray(near).save(folder / f"same{i}.png")
        lines += [f"near{i}.png,{'other'},", f"same{i}.png,{'other'},"]
    (folder / "broken.png").write_bytes((folder / "06.png").read_bytes()[:60])
    lines.append("broken.png,other,")
    table = folder / "table.csv"
    table.write_text("\n".join(lines) + "\n")
    return table


def visible(text: str) -> str:
    """What a reader sees, with a line for each element; code and what came from outside are left out."""
    text = re.sub(
        r"(?s)<style>.*?</style>|<code>.*?</code>|<th scope=\"row\">(mousaic|command|\S+\.json)</th><td>.*?</td>",
        "",
        text,
    )
    attributes = " \n".join(re.findall(r'(?:alt|aria-label|title)="([^"]*)"', text))
    return re.sub(r"<[^>]*>", "\n", text) + attributes


def test_every_section_and_name_is_there(made):
    text = made.pages["en"]
    assert re.findall(r'<h2 id="(\w+)">', text) == list(SECTIONS)
    assert set(re.findall(r'href="#(\w+)"', text)) <= {*SECTIONS, "main"}
    assert text.count("<strong>paw</strong>") == 1 and "a note\nof two lines" in text
    assert f"{made.run.summary['validation']['pearson']:.3f}" in text
    for row in made.comparison.joinpath("comparison.csv").read_text().splitlines()[1:]:
        assert row.split(",")[1].strip('"') in text or "PCA" in row
    for name in ("model.safetensors", "split.csv", "learning_rate", "consistency", "perspective"):
        assert f">{name}<" in text


def test_hostile_names_stay_text(made):
    for text in made.pages.values():
        assert "onerror=alert(1)&gt;" in text  # it is there, as text
        found = Found(text)
        assert not found.elements & {"script", "iframe", "object", "embed", "base", "form", "link"}
        assert {name for name in found.attributes if name.startswith("on")} == set()
        assert all(source.startswith("data:image/png;base64,") for source in found.sources)


def test_nothing_is_loaded_from_anywhere(made):
    for text in made.pages.values():
        assert not re.search(r"(https?:)?//\w", re.sub(r"base64,[\w+/=]+", "", text))
        assert set(re.findall(r'\ssrc="([^":]*):', text)) == {"data"}
        style = re.search(r"(?s)<style>(.*)</style>", text).group(1)
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text).group(1)
        assert policy.replace("&#x27;", "'").startswith(
            f"default-src 'none'; style-src {csp_source(style)}; img-src data:;"
        )
        assert " style=" not in text and "url(" not in style


def test_odd_files_and_leaks_are_said(made):
    text = made.pages["en"]
    assert "1 files were skipped" in text and "broken.png: damaged" in text
    assert "exact copies, kept in one group" in text and "look nearly the same" in text
    assert "16-bit depth kept" in text and "colour made grey" in text and "without any contrast" in text
    assert ("Leak: " in text) == bool(gather(made.run, made.analysis).leaks.pairs)


def test_uses_are_shown_with_a_link_to_all_of_them(made):
    text = made.pages["en"].partition('<h2 id="uses">')[2].partition("</section>")[0]
    assert "no better than brightness and contrast do" in text and ">0.625<" in text and "svm" not in text.lower()
    assert ">0.111<" not in text  # of the recommended kind of model alone
    assert '<a href="../told%20%26%20more/classify.html">../told &amp; more/classify.html</a>' in text
    assert "0 of 19 normal images score as high" in text and "part 7 is missing" in text
    assert "<code>../gone/anomaly.html</code>" in text and "The 1 oddest of 3 images" in text
    assert "并不比亮度与对比度更能区分类别" in made.pages["zh"] and "部件 7 缺失" in made.pages["zh"]


def test_uses_of_another_model_or_damaged_are_refused(made):
    path = use_file(made.run, "anomaly")
    kept, found = path.read_bytes(), read_sealed(path)
    try:
        write_sealed(path, {**found, "model": "other"})
        with pytest.raises(MousaicError, match=r"anomaly\.json was made for another model: delete it, or"):
            gather(made.run, made.analysis)
        for damaged in ({**found, "oddest": [{"path": 3}]}, {"model": "x"}):
            write_sealed(path, damaged)
            with pytest.raises(MousaicError, match=r"anomaly\.json is damaged: delete it, or"):
                gather(made.run, made.analysis)
        path.unlink()
        section = uses_section(gather(made.run, made.analysis))
        assert "mousaic anomaly" in section and "mousaic classify" not in section
    finally:
        path.write_bytes(kept)


def test_chinese_has_no_english_sentence_left(made):
    outside = re.compile(r"SCRIPT|img src|onerror|alert|calm|bold|paw|note|lines|near\d|same\d|broken|table|page")
    for line in visible(made.pages["zh"]).splitlines():
        found = re.search(r"[A-Za-z]{2,}(?:[ ,]+[a-z]{2,}){2,}", line)
        assert not found or outside.search(line), line
    english = visible(made.pages["en"])
    assert re.search(r"[A-Za-z]{2,}(?: [a-z]{2,}){2,}", english)  # the test can see one
    assert '<html lang="zh-CN">' in made.pages["zh"]


def test_where_nothing_was_run_it_says_how(made, tmp_path):
    for name in ("stability.csv", "stability.json"):
        (made.run.path / "analysis" / name).rename(tmp_path / name)
    try:
        s = gather(made.run, made.analysis._replace(trust=None))
    finally:
        for name in ("stability.csv", "stability.json"):
            (tmp_path / name).rename(made.run.path / "analysis" / name)
    assert s.stability is None and "mousaic stability " in stability_section(s)
    assert "mousaic compare " in comparison_section(s) and "--comparison" in comparison_section(s)
    assert "not measured" in in_short(s) and " --quick</small>" in in_short(s)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_said_in_short_ends_where_it_ends(made, lang):
    """A sentence that introduces a command stands where the command is, not in the list at the top."""
    said = findings(gather(made.run, made.analysis, lang))
    assert len(said) > 5
    for topic, _, text in said:
        assert not text.rstrip().endswith((":", "\uff1a")), topic


def test_stability_measured_by_an_earlier_version_is_shown_in_its_own_words(made):
    path = made.run.path / "analysis" / "stability.json"
    found = read_json(path)
    now = {lang: stability_section(gather(made.run, made.analysis, lang)) for lang in ("en", "zh")}
    try:
        write_sealed(path, found | {"sentences": [one["text"] for one in found["sentences"]]})
        before = {lang: stability_section(gather(made.run, made.analysis, lang)) for lang in ("en", "zh")}
    finally:
        write_json(path, found)
    english = " ".join(one["text"] for one in found["sentences"][1:])
    assert len(found["sentences"]) > 2 and before["en"] == now["en"]
    assert english in before["en"] and english in before["zh"] and english not in now["zh"]


def test_a_comparison_of_other_images_is_said_to_be(made, tmp_path, small_set):
    (tmp_path / "other").mkdir()
    write_comparison(tmp_path / "other", mousaic.compare(small_set, methods=["mean", "pca"], folds=2, size=16, k=4))
    text = comparison_section(gather(made.run, made.analysis, comparison=tmp_path / "other"))
    assert "made on other images" in text and "made on other images" not in made.pages["en"]
    with pytest.raises(MousaicError, match="is no comparison"):
        gather(made.run, made.analysis, comparison=tmp_path)
    (tmp_path / "other" / "comparison.json").write_text('{"rows": [{}]}')
    with pytest.raises(MousaicError, match="damaged"):
        gather(made.run, made.analysis, comparison=tmp_path / "other")


@pytest.mark.parametrize("threads", [None, 1, 2])
def test_the_same_run_gives_the_same_page(made, tmp_path, threads):
    """Figures drawn as they are asked for, or ahead by so many threads."""
    ahead, told = None if threads is None else DrawnFigures(made.analysis, "en"), []
    if ahead:
        with use_threads(threads):
            ahead.draw(lambda what, share: told.append(share))
        assert told and told == sorted(told) and told[-1] < 1
    out = tmp_path / "a.html"
    again = write_report(made.run, made.analysis, out=out, comparison=made.comparison, figures=ahead)
    assert again.read_text() == made.pages["en"]


def test_the_checksum_of_the_data_follows_the_images(made):
    whole = data_sha256(made.run)
    path = made.run.path / "split.csv"
    text = path.read_text()
    digest = made.run.split[0].sha256
    try:
        path.write_text(text.replace(digest, digest[::-1]))
        assert data_sha256(Run(made.run.path, {**made.run.record, "split_sha256": None})) != whole
    finally:
        path.write_text(text)
    assert data_sha256(made.run) == whole and whole in made.pages["en"]


def test_many_classes_and_large_pictures_stay_small_enough_to_send(tmp_path):
    rng = np.random.default_rng(0)
    for i in range(84):
        folder = tmp_path / "data" / f"class{i % 14:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rng.integers(0, 256, (64, 64)).astype(np.uint8)).save(folder / f"{i}.png")
    options = {"size": 32, "members": 1, "features": 96, "epochs": 1, "augment": "none"}
    options |= {"backend": "torch", "threads": 1}
    run = mousaic.train(tmp_path / "data", out=tmp_path / "run", report=False, **options)
    made = write_report(run, analyse(run))
    assert made.stat().st_size < 15_000_000 / 2  # noise is what compresses worst
    found = Found(made.read_text())
    assert 100 < len(found.sources) < 400 and "2 more classes are not shown" in made.read_text()

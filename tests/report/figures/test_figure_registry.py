"""A figure is registered in one place and appears wherever it belongs; one from outside the package does so, too."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

import mousaic
from mousaic.analysis.feature_analysis import FeatureAnalysis, analyse
from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.figure_registry import FIGURES, FeatureFigure, figures_of
from mousaic.report.figures.panels import panels
from mousaic.report.page.report_page import PLACED, SECTIONS, page
from mousaic.report.page.subject import gather
from mousaic.words import put
from mousaic.words.put import LANGUAGES, add_words, say, table

WORDS = {
    "en": {"toy_heading": "Norms", "toy_caption": "Lengths of the features.", "alt_toy": "Up to {most:.2f}."},
    "zh": {"toy_heading": "长度", "toy_caption": "各特征的长度。", "alt_toy": "至多 {most:.2f}。"},
}


def norms(analysis: FeatureAnalysis, lang: str = "en", framed: bool = True) -> Drawn:
    """A toy figure: the length of each feature."""
    lengths = analysis.evidence.model.ensemble.weight.detach().norm(dim=2)[0].numpy()
    heading, caption = say("toy_heading", lang), say("toy_caption", lang)
    figure, (axes,) = panels(heading, caption, [""], framed=framed)
    axes.plot(lengths)
    return Drawn(figure, heading, caption, say("alt_toy", lang, most=float(lengths.max())))


NORMS = FeatureFigure(norms, "images")


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(put, "_ADDED", {lang: {} for lang in LANGUAGES})
    for lang, words in WORDS.items():
        add_words(lang, words)
    FIGURES.register("norms", NORMS, "toy_heading")
    yield "norms"
    FIGURES.forget("norms")
    put._table.cache_clear()


@pytest.fixture(scope="module")
def run(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> mousaic.Run:
    path = tmp_path_factory.mktemp("figures") / "run"
    options = {"size": 12, "features": 24, "k": 4, "members": 2, "epochs": 1, "threads": 1, "report": False}
    return mousaic.train(small_set, out=path, **options)


def test_every_figure_has_a_title_and_a_section_in_the_report() -> None:
    for name in FIGURES:
        assert FIGURES.load(name).section in SECTIONS, name
        for lang in LANGUAGES:
            words = table(lang)[FIGURES[name].title]
            assert words and [place for _, place, _, _ in string.Formatter().parse(words) if place] == []
    assert set(SECTIONS) >= PLACED >= {FIGURES.load(name).section for name in FIGURES}


def test_a_new_figure_is_written_by_the_command_and_shown_in_the_report(
    toy: str, run: mousaic.Run, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["features", str(run.path)])
    assert "figures/norms.png" in capsys.readouterr().out
    with Image.open(run.figures / "norms.png") as image:
        assert min(image.size) > 300
    for lang in LANGUAGES:
        text = page(gather(run, analyse(run), lang))
        most = run.model.ensemble.weight.norm(dim=2)[0].max()
        assert text.count(f'alt="{say("alt_toy", lang, most=float(most))}"') == 1
        assert text.count(f"<h3>{WORDS[lang]['toy_heading']}</h3>") == 1
        assert text.count(f"<figcaption>{WORDS[lang]['toy_caption']}</figcaption>") == 1


@pytest.mark.parametrize("section", SECTIONS)
def test_a_figure_stands_once_and_below_its_section(
    toy: str, run: mousaic.Run, section: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FIGURES, "_entries", {})
    FIGURES.register(toy, FeatureFigure(norms, section))
    try:
        text = page(gather(run, analyse(run)))
    finally:
        monkeypatch.undo()
    assert text.count("<h3>Norms</h3>") == 1
    assert re.findall(r'<h2 id="(\w+)">', text.split("<h3>Norms</h3>")[0])[-1] == section


def test_a_figure_is_left_out_where_what_it_needs_is_not_there(toy: str, run: mousaic.Run) -> None:
    analysis = analyse(run)
    assert {"class_features", "class_effects", toy} <= figures_of(analysis).keys()
    assert list(figures_of(analysis, "images")) == [toy]
    without = analysis._replace(differences=None)
    assert not figures_of(without).keys() & {"class_features", "class_effects"} and toy in figures_of(without)
    FIGURES.register("odd", NORMS, capabilities=["clases"])
    try:
        with pytest.raises(MousaicError, match="figure 'odd' needs 'clases'; did you mean 'classes'"):
            figures_of(analysis)
    finally:
        FIGURES.forget("odd")

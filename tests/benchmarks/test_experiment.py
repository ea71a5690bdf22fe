"""The experiment's claims: every study on a dozen tiny images, and the pages made of what it found."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from benchmarks import experiment
from benchmarks.experiment_pages import CLAIMS, LANGUAGES, joined, page
from benchmarks.experiment_pictures import MOST_BYTES, picture_name
from benchmarks.experiment_scores import by_class, r_of, turns
from benchmarks.experiment_sets import QUICK, bars
from benchmarks.experiment_verdicts import CONFIRMED, OPEN, REFUTED, Answer, Claim, Question, Rows, by_interval
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import train_members

DOCS = Path(__file__).parents[2] / "docs"
NUMBER = re.compile(r"[-+]?\d[\d,]*\.?\d*")


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("experiment")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("mousaic.analysis.compare.dense_network.STEPS", 5)
        for study in experiment.STUDIES:
            experiment.measure(study, "bars", folder, quick=True)
    return experiment.gather(folder)


def test_every_study_leaves_finite_numbers(measured):
    assert list(measured) == list(experiment.STUDIES)

    def finite(found):
        if isinstance(found, dict):
            return all(map(finite, found.values()))
        return (
            all(map(finite, found)) if isinstance(found, list) else not isinstance(found, float) or np.isfinite(found)
        )

    assert finite(measured)


def test_held_out_r_is_that_of_images_a_training_has_not_seen(measured):
    images, expected = bars(), np.zeros(12)
    for turn in turns(images, "bars", QUICK):
        ensemble = train_members(turn.learned_from, turn.own(QUICK.config()))
        expected[turn.fold.held_out] = r_of(ensemble, turn.x).alone
        made = ensemble.decode(ensemble.encode(torch.from_numpy(turn.x))).numpy()
        assert r_of(ensemble, turn.x).averaged == pytest.approx(pearson(made.mean(0), turn.x))
    found = measured["folds"]["bars"]["r"]["report"]
    assert found["each"] == pytest.approx(expected, abs=1e-5) and found["mean"] == pytest.approx(expected.mean())


def test_verdicts_follow_from_intervals():
    assert by_interval({"low": 0.1, "high": 0.2}) == CONFIRMED
    assert by_interval({"low": -0.2, "high": -0.1}) == REFUTED
    assert by_interval({"low": -0.1, "high": 0.1}) == OPEN
    agreed = Question("a", {"x": Answer("", CONFIRMED), "y": Answer("", CONFIRMED)})
    divided = Question("b", {"x": Answer("", CONFIRMED), "y": Answer("", REFUTED)})
    refuted = Question("c", {"x": Answer("", REFUTED)})
    assert (agreed.verdict, divided.verdict, refuted.verdict) == (CONFIRMED, OPEN, REFUTED)
    for decided_by, verdict in (("a", CONFIRMED), ("ab", OPEN), ("abc", REFUTED)):
        assert Claim("", [agreed, divided, refuted], Rows([], []), {}, tuple(decided_by)).verdict == verdict


def test_a_planted_gap_between_classes_is_found():
    images = bars()
    values = np.where(images.labels == 0, 0.8, 0.5) + np.linspace(0, 0.01, 12)
    gap = by_class(values, images, 0)["gap"]
    assert gap["mean"] == pytest.approx(0.3, abs=0.01) and gap["low"] > 0.2 and gap["p"] < 0.01


def test_both_languages_have_the_same_words_and_places():
    english, chinese = LANGUAGES["en"], LANGUAGES["zh"]
    assert english.keys() == chinese.keys()

    def places(text):
        return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})

    assert {k: places(v) for k, v in english.items()} == {k: places(chinese[k]) for k in english}


def test_the_pages_say_the_same_numbers(measured, tmp_path):
    claims = [make(measured) for _, make in CLAIMS]
    pages = {lang: page(measured, claims, words, lang, []) for lang, words in LANGUAGES.items()}
    tables = {lang: [sorted(NUMBER.findall(line)) for line in _rows(text)] for lang, text in pages.items()}
    assert tables["en"] == tables["zh"] and len(tables["en"]) > 80
    assert "{" not in pages["en"] + pages["zh"]
    r = measured["folds"]["bars"]["r"]["report"]["mean"]
    assert all(f"{r:.3f}" in text for text in pages.values())


def test_committed_pages_agree_and_show_every_picture():
    pages = {lang: DOCS / ("experiment.md" if lang == "en" else f"experiment.{lang}.md") for lang in LANGUAGES}
    texts = {lang: path.read_text(encoding="utf-8") for lang, path in pages.items()}
    rows = {lang: [sorted(NUMBER.findall(line)) for line in _rows(text)] for lang, text in texts.items()}
    assert rows["en"] == rows["zh"] and len(rows["en"]) > 80
    for text in texts.values():
        for path in re.findall(r"\]\((pictures/[^)]+)\)", text):
            assert (DOCS / path).stat().st_size < MOST_BYTES
        assert len(re.findall(r"\]\(pictures/", text)) == len(CLAIMS)


def test_a_picture_is_drawn_of_what_was_measured(measured, tmp_path):
    from benchmarks.experiment_drawings import DRAWINGS
    from benchmarks.experiment_pictures import draw_pictures

    figure = DRAWINGS["trajectory"][1](measured, LANGUAGES["en"])
    lines = figure.axes[0].lines
    history = measured["folds"]["bars"]["history"]
    assert list(lines[2].get_ydata()) == [row["held_out"] for row in history]
    draw_pictures({"speed": measured["speed"]}, LANGUAGES, tmp_path)
    for lang in LANGUAGES:
        with Image.open(tmp_path / picture_name("speed", lang)) as opened:
            assert opened.mode == "P" and opened.width > 300


def test_a_measure_that_is_there_is_not_made_again(tmp_path, monkeypatch):
    called = []
    monkeypatch.setattr("subprocess.run", lambda command, check: called.append(command[command.index("--studies") + 1]))
    (tmp_path / "speed-bars.json").write_text(json.dumps({}))
    words = ["--quick", "--no-pages", "--folder", str(tmp_path), "--studies", "speed", "copies"]
    experiment.main(words)
    experiment.main([*words, "--anew"])
    assert called == ["copies", "copies", "speed"]


def test_chinese_lines_are_joined_without_a_space():
    assert joined("一行\n下一行 r\n是") == "一行下一行 r\n是"


def _rows(text):
    return [line for line in text.splitlines() if line.startswith("| ")]

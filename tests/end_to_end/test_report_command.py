"""The report at the end of a training and as a command; a failure of it never harms the run."""

from __future__ import annotations

import json
import re
import shutil

import pytest

import mousaic
from mousaic.cli import main
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.pipeline import results
from mousaic.report.figures import fonts
from mousaic.training.progress import Silent
from mousaic.words.sentences import sentence_words
from tests.end_to_end.running import run_command

TINY = [
    "--size",
    "12",
    "--features",
    "24",
    "--k",
    "3",
    "--members",
    "2",
    "--copies",
    "2",
    "--epochs",
    "2",
    "--threads",
    "1",
]
OPTIONS = {"size": 12, "features": 24, "k": 3, "members": 2, "copies": 2, "epochs": 2, "threads": 1}


@pytest.fixture(scope="module")
def trained(small_set, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "run"
    main(["train", str(small_set), *TINY, "--out", str(path)])
    return path


def model_of(path):
    return [(path / name).read_bytes() for name in ("model.safetensors", "model.json", "split.csv")]


def test_a_training_ends_with_report_and_atlas_and_the_same_model(trained, small_set, tmp_path, capsys):
    for name in ("report.html", "atlas/index.html", "analysis/features.csv", "analysis/findings.json"):
        assert (trained / name).is_file()
    out, _ = run_command(capsys, "show", trained)
    assert str(trained / "report.html") in out and str(trained / "atlas" / "index.html") in out
    out, _ = run_command(capsys, "train", small_set, *TINY, "--no-report", "--out", tmp_path / "plain")
    assert not (tmp_path / "plain" / "report.html").exists() and "report" not in out
    assert model_of(tmp_path / "plain") == model_of(trained)
    run = mousaic.train(small_set, out=tmp_path / "library", **OPTIONS)
    assert (run.path / "report.html").is_file() and model_of(run.path) == model_of(trained)


def test_a_training_in_chinese_has_chinese_pages_and_the_same_model(trained, small_set, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: "DejaVu Sans")  # boxes will do here
    path = tmp_path / "run"
    out, _ = run_command(capsys, "train", small_set, *TINY, "--live", "--lang", "zh", "--out", path)
    assert str(path / "report.zh.html") in out and model_of(path) == model_of(trained)
    pages = {name: (path / name).read_text() for name in ("live.html", "report.zh.html", "atlas/index.html")}
    assert all('<html lang="zh-CN">' in text for text in pages.values())
    english = (path / "report.html").read_text()
    assert '<html lang="en">' in english and "atlas/index.html?lang=en#/feature/" in english
    assert "atlas/index.html?lang=zh#/feature/" in pages["report.zh.html"]


def test_a_language_without_a_font_is_refused_before_the_work(small_set, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(fonts, "chinese_font", lambda: None)
    monkeypatch.setattr("matplotlib.font_manager.findSystemFonts", lambda: [])
    words = ["train", small_set, *TINY, "--lang", "zh", "--out", tmp_path / "run"]
    _, err = run_command(capsys, *words, code=2)
    assert "fonts-noto-cjk" in err and not (tmp_path / "run").exists()
    run_command(capsys, *words, "--no-report")
    with pytest.raises(MousaicError, match="no language 'fr'"):
        mousaic.train(small_set, out=tmp_path / "other", lang="fr", **OPTIONS)


def test_the_command_renews_the_report_and_prints_the_findings(trained, capsys):
    before = model_of(trained)
    page = (trained / "report.html").read_text()
    (trained / "report.html").write_text("old")
    out, _ = run_command(capsys, "report", trained)
    assert "differ" in out.splitlines()[0] and str(trained / "report.html") in out
    assert (trained / "report.html").read_text() == page and model_of(trained) == before


def test_the_chinese_report_lies_beside_the_english_one(trained, tmp_path, capsys, monkeypatch):
    run = shutil.copytree(trained, tmp_path / "run")
    run_command(capsys, "report", run)
    before = {name: (run / name).read_bytes() for name in ("report.html", "analysis/findings.json")}
    monkeypatch.setattr("mousaic.report.page.report_page.check_fonts", lambda lang: None)
    monkeypatch.setattr("mousaic.report.figures.fonts.check_fonts", lambda lang: None)
    out, _ = run_command(capsys, "report", run, "--lang", "zh")
    assert f"Open {run / 'report.zh.html'} (double click)" in out and str(run / "report.html") in out
    assert '<html lang="zh-CN">' in (run / "report.zh.html").read_text()
    assert re.search("[\u4e00-\u9fff]", out.splitlines()[0])
    assert before == {name: (run / name).read_bytes() for name in before}
    findings = json.loads(before["analysis/findings.json"])["headlines"]
    assert all(sentence_words(one, "zh") == line for one, line in zip(findings, out.splitlines(), strict=False))
    assert str(run / "report.zh.html") in run_command(capsys, "show", run)[0]


def test_another_place_and_moved_images(trained, small_set, tmp_path, capsys):
    moved = shutil.copytree(small_set, tmp_path / "moved")
    out, _ = run_command(capsys, "report", trained, "--data", moved, "--out", tmp_path / "page.html")
    assert (tmp_path / "page.html").is_file() and "page.html" in out
    _, err = run_command(capsys, "report", trained, "--out", tmp_path / "page.html", code=2)
    assert "--overwrite" in err
    _, err = run_command(capsys, "report", trained, "--out", small_set / "page.html", code=2)
    assert "never changed" in err and not (small_set / "page.html").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [(["--lang", "de"], "'de'"), (["--comparison", "nowhere"], "is no comparison"), (["--data", "nowhere"], "nowhere")],
)
def test_wrong_input_is_refused_in_one_sentence(trained, words, message, capsys):
    _, err = run_command(capsys, "report", trained, *words, code=2)
    assert message in err and len(err.strip().splitlines()) == 1


def test_an_unfinished_run_is_refused(trained, tmp_path, capsys):
    unfinished = shutil.copytree(trained, tmp_path / "unfinished")
    (unfinished / "summary.json").unlink()
    _, err = run_command(capsys, "report", unfinished, code=2)
    assert "not finished" in err


@pytest.mark.parametrize("quiet", [False, True])
def test_a_report_that_fails_leaves_the_run_whole(small_set, tmp_path, capsys, monkeypatch, quiet):
    def broken(*_, **__):
        raise ZeroDivisionError("nothing to divide\nby")

    monkeypatch.setattr(results, "_write", broken)
    words = ["--quiet"] if quiet else []
    out, err = run_command(capsys, "train", small_set, *TINY, *words, "--out", tmp_path / "run")
    told = [line for line in err.splitlines() if line.startswith("mousaic: ")]
    assert len(told) == 1 and "ZeroDivisionError: nothing to divide" in told[0] and "mousaic report " in told[0]
    assert f"the whole error is in {tmp_path / 'run' / 'report_error.txt'}" in told[0]
    trace = (tmp_path / "run" / "report_error.txt").read_text()
    assert trace.startswith("Traceback") and "in broken\n" in trace and trace.endswith("nothing to divide\nby\n")
    assert mousaic.open_run(tmp_path / "run").finished and not (tmp_path / "run" / "report.html").exists()
    assert str(tmp_path / "run") in out


class InTheWay(Silent):
    """Puts a file where the report wants a folder."""

    def __init__(self, path):
        self.path = path

    def epoch(self, row):
        self.path.write_text("in the way")


def test_what_a_failed_report_left_goes_with_the_next_that_is_made(small_set, tmp_path, capsys):
    run, left = tmp_path / "run", tmp_path / "run" / "report_error.txt"
    mousaic.train(small_set, out=run, progress=InTheWay(run / "analysis"), **OPTIONS)
    assert "report_error.txt" in capsys.readouterr().err
    assert "analysis" in left.read_text() and "write_numbers" in left.read_text()
    (run / "analysis").unlink()
    _, err = run_command(capsys, "report", run, "--comparison", tmp_path / "nowhere", code=2)
    assert "nowhere" in err and left.is_file()
    run_command(capsys, "report", run)
    assert not left.exists() and (run / "report.html").is_file()
    left.write_text("of an earlier version")
    assert results.write_results(mousaic.open_run(run), mousaic.load_images(small_set, ImageOptions(size=12)), print)
    assert not left.exists()


def test_stopped_in_the_report_the_run_is_whole_and_says_so(small_set, tmp_path, capsys, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(results, "_write", stopped)
    _, err = run_command(capsys, "train", small_set, *TINY, "--out", tmp_path / "run", code=130)
    assert "The run is complete" in err and mousaic.open_run(tmp_path / "run").finished


def test_a_report_too_large_for_memory_is_left_out(small_set, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(results, "LARGEST", 100)
    out, _ = run_command(capsys, "train", small_set, *TINY, "--out", tmp_path / "run")
    assert re.search(r"No report was made, .*memory.* mousaic report ", out)


@pytest.mark.painted
@pytest.mark.parametrize("count", [1, 2])
def test_very_few_images_without_labels(small_set, tmp_path, capsys, count):
    few = tmp_path / "few"
    few.mkdir()
    for path in sorted(small_set.rglob("*.png"))[:count]:
        shutil.copy(path, few)
    _, err = run_command(capsys, "train", few, *TINY, "--color", "rgb", "--out", tmp_path / "run")
    text = (tmp_path / "run" / "report.html").read_text()
    assert "could not" not in err and "fewer than two classes" in text and "No image was held out" in text

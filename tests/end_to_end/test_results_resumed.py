"""Killed while analysis, report or atlas are made, a run is resumed to the bytes it would have had."""

from __future__ import annotations

import shutil
import time

import pytest

import mousaic
from mousaic.cli import main
from mousaic.pipeline.results import lacks_results
from tests.end_to_end.processes import Command

TINY = ["--size", "12", "--features", "24", "--k", "3", "--epochs", "2", "--threads", "1"]


def contents(run):
    return {str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def whole(small_set, tmp_path_factory):
    """A run with all its pages in both languages, and what its files hold."""
    run = tmp_path_factory.mktemp("whole") / "run"
    main(["train", str(small_set), *TINY, "--no-quick-trust", "--lang", "zh", "--out", str(run), "--quiet"])
    return run, contents(run)


@pytest.mark.parametrize("lost", ["report.html", "report.zh.html", "README.md", "atlas", "analysis"])
def test_whatever_is_missing_is_seen(whole, lost):
    run = mousaic.open_run(whole[0])
    assert not lacks_results(run, "zh")
    (run.path / lost).rename(run.path / "elsewhere")
    seen = lacks_results(run, "zh"), lacks_results(run, "en")
    (run.path / "elsewhere").rename(run.path / lost)
    assert seen == (True, lost != "report.zh.html")


@pytest.mark.parametrize(
    "lost",
    [["report.zh.html"], ["parts", "analysis", "atlas", "README.md", "report.html", "report.zh.html"]],
    ids=lambda lost: lost[0],
)
def test_what_is_missing_is_made_to_the_same_bytes(whole, lost, capsys):
    run, before = whole
    for name in lost:
        shutil.rmtree(run / name) if (run / name).is_dir() else (run / name).unlink()
    main(["train", "--resume", str(run)])
    assert "complete already" not in capsys.readouterr().out
    assert contents(run) == before
    main(["train", "--resume", str(run)])
    assert "complete already" in capsys.readouterr().out


@pytest.mark.parametrize("moment", ["model.json", "analysis/features.csv", "atlas"])
def test_killed_in_the_midst_of_it(small_set, tmp_path, moment):
    run = tmp_path / "run"
    process = Command("train", small_set, *TINY, "--no-quick-trust", "--out", run, "--quiet")
    end = time.monotonic() + 120
    while not (run / moment).exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    process.kill()
    process.communicate()
    assert not (run / "report.html").is_file(), "it was killed too late to test anything"
    found = mousaic.resume(run)
    assert found.finished and (run / "report.html").is_file() and (run / "atlas" / "index.html").is_file()
    assert "`parts/`" in (run / "README.md").read_text()
    assert not list(run.rglob("*.partial"))


def test_a_run_without_pages_stays_without_and_its_readme_learns_of_parts(small_set, tmp_path, capsys):
    run = tmp_path / "run"
    main(["train", str(small_set), *TINY, "--no-report", "--out", str(run), "--quiet"])
    capsys.readouterr()
    main(["train", "--resume", str(run)])
    assert "complete already" in capsys.readouterr().out and not (run / "report.html").exists()
    assert "`parts/`" not in (run / "README.md").read_text()
    main(["parts", str(run)])
    assert "`parts/`" in (run / "README.md").read_text()
    (run / "README.md").write_text("my own words")
    main(["parts", str(run), "--anew"])
    assert (run / "README.md").read_text() == "my own words"

"""Paths that files keep: found again, and silent on who the user is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mousaic.kept_paths import found_path, kept_path, shown_path, without_home

HOME = "/people/ada"


@pytest.mark.parametrize(
    ("path", "start", "kept"),
    [
        ("/people/ada/lab/mice", "/people/ada/lab", "mice"),
        ("/people/ada/mice", "/people/ada/lab/runs/x", "../../../mice"),
        ("/people/ada/mice", "/scratch/x", "~/mice"),
        ("/people/shared/mice", "/people/ada/lab", "../../shared/mice"),
        ("/data/mice", "/people/ada/lab", "/data/mice"),
        ("/people/ada", "/people/ada", "."),
        ("/people/adam/mice", "/scratch", "/people/adam/mice"),
        ("/scratch/~/mice", "/scratch", "./~/mice"),
    ],
)
def test_a_path_is_kept_without_the_home_and_found_again(path, start, kept, monkeypatch):
    monkeypatch.setenv("HOME", HOME)
    assert kept_path(path, start) == kept
    assert found_path(kept, start) == Path(path)


def test_a_whole_path_that_leads_away_stays_whole(tmp_path, monkeypatch):
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a")
    assert shown_path(tmp_path / "a" / "b") == "b" and shown_path("../c") == "../c"
    assert shown_path(tmp_path / "c") == str(tmp_path / "c")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert shown_path(tmp_path / "c") == "~/c"


def test_text_without_home(monkeypatch):
    monkeypatch.setenv("HOME", HOME)
    assert without_home("/people/ada/x.py, line 1; /people/adam") == "~/x.py, line 1; /people/adam"

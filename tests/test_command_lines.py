"""Commands that a shell takes as they are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.command_lines import command_line, quoted


@given(st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), min_size=1, max_size=12))
def test_a_shell_sees_the_very_word(word):
    if not word.startswith("~/"):
        shown = subprocess.run(["bash", "-c", f"printf %s {quoted(word)}"], capture_output=True, check=True)
        assert shown.stdout == word.encode()


def test_bytes_that_are_no_text_are_spelled_out():
    shown = subprocess.run(["bash", "-c", f"printf %s {quoted(chr(0xDCE9) + 'x')}"], capture_output=True, check=True)
    assert shown.stdout == b"\xe9x"


def test_home_stays_home(monkeypatch):
    monkeypatch.setenv("HOME", "/people/some one")
    shown = subprocess.run(["bash", "-c", f"printf %s {quoted('~/my runs')}"], capture_output=True, check=True)
    assert shown.stdout == b"/people/some one/my runs"


@pytest.mark.parametrize(("path", "word"), [("runs/x", "runs/x"), ("-x", "./-x"), ("runs/../a b", "'a b'")])
def test_paths_are_seen_from_the_working_folder(path, word, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command_line("show", Path(path)) == command_line("show", tmp_path / path) == f"mousaic show {word}"

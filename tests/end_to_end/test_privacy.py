"""What a run leaves says nothing of who trained it, and where: no home, no user, no host, in any byte."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sys
import tempfile
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.end_to_end.running import run_command, tiny

USER, HOST = "zaphodq7", "heartofgold9"
"""Names that nothing else has."""


@pytest.fixture
def at_home(small_set, monkeypatch):
    """The working folder of a user of that name, with images, one of them damaged, and a program of his own."""
    with tempfile.TemporaryDirectory(prefix="people-") as top:
        home = Path(top).resolve() / USER
        shutil.copytree(small_set, home / "project" / "my images")
        (home / "project" / "my images" / "lying" / "bad.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
        (home / "more").mkdir()
        for name in ("HOME", "USERPROFILE"):
            monkeypatch.setenv(name, str(home))
        for name in ("USER", "LOGNAME", "USERNAME", "LNAME"):
            monkeypatch.setenv(name, USER)
        monkeypatch.setattr(socket, "gethostname", lambda: HOST)
        monkeypatch.setattr(platform, "node", lambda: HOST)
        monkeypatch.setattr(os, "uname", lambda: os.uname_result(("Linux", HOST, "6", "1", "x86_64")))
        monkeypatch.chdir(home / "project")
        yield home


def leaks(folder: Path, words: tuple[str, ...]) -> list[str]:
    """The files that hold any of the words, also in what a PNG holds compressed."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            inside = [path.read_bytes(), *_texts(path)]
            found += [f"{path.name}: {word}" for word in words for text in inside if word.encode() in text.lower()]
    return found


def _texts(path: Path) -> list[bytes]:
    """What a PNG says beside its pixels, unpacked."""
    if path.suffix != ".png" or path.name == "bad.png":
        return []
    with Image.open(path) as picture:
        picture.load()
        return [str(value).encode() for value in picture.info.values()]


TRUE_HOST = socket.gethostname().lower()
WORDS = (USER, HOST, *([TRUE_HOST] if len(TRUE_HOST) > 8 else []))


@pytest.mark.parametrize("typed", ["relative", "whole"])
def test_nothing_of_a_run_names_user_home_or_host(typed, at_home, monkeypatch, capsys):
    place = at_home / "project" if typed == "whole" else Path()
    arguments = ["train", str(place / "my images"), f"--out={place / 'runs/one'}", *tiny(features=24, k=2, epochs=1)]
    arguments.remove("--no-report")
    monkeypatch.setattr(sys, "argv", [str(at_home / ".venv/bin/mousaic"), *arguments])
    run_command(capsys, *arguments, "--lang", "zh", "--live")
    run_command(capsys, "atlas", place / "runs/one", "--single-file")
    run_command(capsys, "features", place / "runs/one")
    run_command(capsys, "compare", place / "my images", "--out", place / "compared", "--methods", "mean,pca", "--folds",
                2, "--size", 16, "--k", 4)  # fmt: skip
    assert not leaks(at_home / "project", WORDS)
    assert {path.name for path in Path("runs/one").iterdir()} >= {"report.html", "report.zh.html", "atlas", "live.html"}


def test_a_run_outside_of_home_names_it_by_a_tilde(at_home, tmp_path_factory, monkeypatch, capsys):
    with tempfile.TemporaryDirectory() as other:
        run = Path(other) / "run"
        arguments = ["train", str(at_home / "project/my images"), "--out", str(run), *tiny(members=1, epochs=1)]
        monkeypatch.setattr(sys, "argv", [str(at_home / ".venv/bin/mousaic"), *arguments])
        run_command(capsys, *arguments)
        assert not leaks(Path(other), WORDS)
        monkeypatch.chdir(other)
        run_command(capsys, "features", "run")


def test_the_error_of_a_report_that_failed_names_no_home(at_home, monkeypatch, capsys):
    from mousaic.report.atlas import atlas_files

    def fail(*_, **__):
        raise RuntimeError(f"no way in {at_home / 'project'}")

    monkeypatch.setattr(atlas_files, "write_atlas", fail)
    run_command(capsys, "train", "my images", "--out", "run", *[w for w in tiny(epochs=1) if w != "--no-report"],
                "--no-quick-trust")  # fmt: skip
    assert "no way in ~/project" in Path("run/report_error.txt").read_text()
    assert not leaks(Path("run"), WORDS)


def test_leaks_are_seen(tmp_path):
    info = PngInfo()
    info.add_text("Author", f"by {USER}", zip=True)
    Image.new("L", (2, 2)).save(tmp_path / "a.png", pnginfo=info)
    (tmp_path / "b.txt").write_text(f"/people/{USER.upper()}")
    assert sorted(leaks(tmp_path, (USER,))) == [f"a.png: {USER}", f"b.txt: {USER}"]

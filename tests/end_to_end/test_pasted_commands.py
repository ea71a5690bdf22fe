"""Every command that a run's files or a terminal show works when it is pasted where the training was run."""

from __future__ import annotations

import html
import re
import shlex
import shutil
from pathlib import Path

import pytest

from mousaic.cli import COMMANDS, app
from tests.end_to_end.running import run_command, tiny

COMMAND = re.compile(rf"(?<![-\w./])mousaic ({'|'.join(COMMANDS)})(?![-\w])([^\n`<>]*)")
OURS = ("my_images/", "NEW/")
"""Stands for images of the user's own, which nobody but he knows."""


def commands_in(text: str) -> list[list[str]]:
    """The words of every command in a text, as a shell would split them."""
    return [shlex.split(f"{name}{rest.rstrip()}") for name, rest in COMMAND.findall(text)]


def commands_of_files(run: Path) -> list[list[str]]:
    found = []
    for path in run.rglob("*"):
        if path.suffix in (".html", ".md"):
            found += commands_in(html.unescape(path.read_text()))
        if path.suffix == ".js":
            found += [words for text in re.findall(r'"(mousaic (?:[^"\\]|\\.)*)"', path.read_text())
                      for words in commands_in(text.encode().decode("unicode_escape"))]  # fmt: skip
    return found


def check(words: list[str], made: set[str]) -> None:
    """The options parse, and every folder named is there, or made by a command before."""
    _, bound, _ = app.parse_args(words, exit_on_error=False, print_error=False)
    made |= {str(path) for name, path in bound.arguments.items() if name == "out"}
    given = [path for value in bound.arguments.values() for path in (value if isinstance(value, tuple) else (value,))]
    for path in given:
        if isinstance(path, Path) and f"{path}/" not in OURS and path.name != "annotations.json":
            assert path.exists() or str(path) in made, words


@pytest.fixture(scope="module")
def folder(small_set, tmp_path_factory):
    """Where a user works, in a folder whose names need quotes, with a finished run in it."""
    work = tmp_path_factory.mktemp("it's work")
    shutil.copytree(small_set, work / "my bars")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(work)
        from mousaic import train

        train(Path("my bars"), out="runs/odd 'run'", lang="zh", size=16, features=24, k=2, epochs=1, threads=1,
              quick_trust=False)  # fmt: skip
    return work


RUN = "runs/odd 'run'"


def test_commands_in_the_files_of_a_run(folder, monkeypatch):
    monkeypatch.chdir(folder)
    found, made = commands_of_files(Path(RUN)), set()
    assert {"report", "atlas", "stability", "compare", "encode"} <= {words[0] for words in found}
    for words in found:
        check(words, made)
    assert len([words for words in found if RUN in words]) > 8


def test_commands_on_the_terminal(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    texts = [*run_command(capsys, "features", RUN), *run_command(capsys, "parts", RUN, "--anew", "--parts", 2)]
    assert "mousaic parts" in Path(RUN, "README.md").read_text()
    texts += run_command(capsys, "evaluate", RUN, "my bars")
    with pytest.raises(AssertionError):
        check(["show", "odd run"], set())
    found = [words for text in texts for words in commands_in(text)]
    assert {words[0] for words in found} == {"stability", "report"}
    for words in found:
        check(words, set())


def test_commands_in_refusals(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    shutil.copytree(RUN, "half done")
    Path("half done/summary.json").unlink()
    shown, _ = run_command(capsys, "show", "half done")
    _, refused = run_command(capsys, "evaluate", "half done", "my bars", code=2)
    for text in (shown, refused):
        assert commands_in(text) == [["train", "--resume", "half done"]]
        check(*commands_in(text), set())
    Path("broken").mkdir()
    Path("broken/a.png").write_bytes(b"no image")
    _, refused = run_command(capsys, "train", "broken", *tiny(), code=2)
    assert commands_in(refused) == [["intake", "broken"]]


def test_reconstruct_says_which_images_were_trained_on(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    evaluated, _ = run_command(capsys, "evaluate", RUN, "my bars")
    out, _ = run_command(capsys, "reconstruct", RUN, "my bars", "--out", "again")
    assert "of these 12 images were trained on" in evaluated
    assert evaluated.splitlines()[-1] == out.splitlines()[-1]

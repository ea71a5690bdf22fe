"""Files of names and notes that are damaged, or meant to do harm: a sentence, and never a traceback."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.running import run_command

CASES = Path(__file__).parents[2].parent / "shared" / "cases" / "annotations"
READERS = (["atlas", "run", "--names"], ["atlas", "run"], ["report", "run"], ["atlas", "run", "--single-file"])
"""Every command that reads such a file: one that is named, and one that lies with the run."""


@pytest.fixture(scope="module")
def work(small_set, tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    shutil.copytree(small_set, folder / "bars")
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        import mousaic

        mousaic.train(Path("bars"), out="run", size=16, features=24, k=2, epochs=1, threads=1, report=False)
    return folder


def annotations(**changes: object) -> str:
    weights = base64.b64encode(bytes([1] * 256)).decode()
    entry = {"member": 0, "feature": 0, "name": "peg", "note": "", "box": [0, 0, 16, 16], "scale": 0.01,
             "weights": weights}  # fmt: skip
    data = {"kind": "mousaic annotations", "schema": 1, "model": "x", "run": "other", "shape": [1, 16, 16]}
    return json.dumps({**data, "features": [entry | changes]})


def read(capsys, text: str, command: list[str], code: int) -> str:
    """What a command says whose names are these."""
    named = command[-1] == "--names"
    place = Path("annotations.json" if named else "run/annotations.json")
    place.write_text(text)
    try:
        return "".join(run_command(capsys, *command, *([place] if named else []), code=code))
    finally:
        place.unlink()


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_a_scale_beyond_all_is_a_sentence(command, work, monkeypatch, capsys):
    monkeypatch.chdir(work)
    said = read(capsys, annotations(scale=1e308), command, 2)
    assert "is damaged (a scale is not a number from 0 to 1,000,000)" in said and said.count("\n") == 1


@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_half_a_character_costs_no_name(command, work, monkeypatch, capsys):
    monkeypatch.chdir(work)
    said = read(capsys, annotations(name="\ud800lone\u202e", note="\udfff"), command, 0)
    if command[0] == "atlas":
        assert "?lone\\u202e (best" in said  # what would turn the line around is spelled out
        page = Path("run/atlas.html" if "--single-file" in command else "run/atlas/data.js")
        assert "?lone" in page.read_text("utf-8")


@pytest.mark.parametrize(("name", "code"), [("annotations_lone_surrogate", 0), ("annotations_scale_1e308", 2)])
def test_files_that_once_did_harm(name, code, work, monkeypatch, capsys):
    if not CASES.is_dir():
        pytest.skip(f"the cases are not here ({CASES})")
    monkeypatch.chdir(work)
    for command in READERS:
        read(capsys, (CASES / f"{name}.json").read_text(), command, code)

"""docs/exports.md: every command and every block of Python on it runs; only its trainings are smaller."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

import mousaic
from tests.end_to_end.running import TINY, run_command

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
SMALL = "epochs=1, size=16, features=24, k=3, report=False, threads=1, "


def test_every_command_and_block(small_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    shutil.copytree(small_set, tmp_path / "my_images")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv("SHELL", "/bin/bash")
    mousaic.train("my_images", out="runs/my_images", size=16, features=24, k=3, epochs=1, threads=1, report=False)
    commands = re.findall(r"^    mousaic (.*)$", PAGE, re.MULTILINE)
    for words in map(shlex.split, commands):
        run_command(capsys, *words, *(TINY if words[0] == "train" else ["--quick"] if words[0] == "doctor" else []))
    assert {words.split()[0] for words in commands} == {"export", "train", "doctor", "--install-completion"}
    names = {"images": mousaic.open_run("runs/my_images").load_images("my_images")}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        if "overcomplete" in block:
            continue  # tests/exports/test_sae_layouts.py does the same
        exec(compile(block.replace("progress=True", f"{SMALL}progress=True"), "exports.md", "exec"), dict(names))
    assert (tmp_path / "again" / "model.safetensors").is_file()

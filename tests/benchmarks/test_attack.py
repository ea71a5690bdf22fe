"""What the attacks do to files, and what counts as survived."""

from __future__ import annotations

import random

import pytest

from benchmarks.attack_disk import _sizes
from benchmarks.attack_files import COMMANDS, DAMAGES
from benchmarks.attack_ground import Ended, clear


@pytest.mark.parametrize(
    ("code", "err", "calm"),
    [(0, "", True), (2, "mousaic: No space is left.\n", True), (130, "mousaic: Stopped.\n", True),
     (2, "Traceback ...\nmousaic: x\n", False), (1, "", False), (2, "", False), (-9, "", False)],
)  # fmt: skip
def test_what_counts_as_calm(code, err, calm):
    assert Ended(code, "", err, 0.0).calm == calm


@pytest.mark.parametrize("kind", ["one bit flipped", "cut short"])
def test_a_damage_changes_the_file_alike_each_time(tmp_path, kind):
    found = []
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(bytes(100))
        DAMAGES[kind](tmp_path / name, random.Random("0"))
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1] != bytes(100)
    if kind == "one bit flipped":
        assert sum(found[0]).bit_count() == 1


def test_sizes_and_commands():
    assert _sizes(12, 4e6)[0] == 0 and _sizes(12, 4e6)[-1] == pytest.approx(4e6, abs=1) and len(_sizes(12, 4e6)) == 12
    assert all("RUN" in words for words in COMMANDS.values())


def test_a_run_is_cleared_with_all_that_lies_beside_it(tmp_path):
    for name in ("run", "run.new", ".run.old"):
        (tmp_path / name).mkdir()
    (tmp_path / ".run.lock").write_text("1")
    (tmp_path / "other").mkdir()
    clear(tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["other"]

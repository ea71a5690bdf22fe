"""What the attacks do to files, and what counts as survived."""

from __future__ import annotations

import os
import random
import time

import pytest

import benchmarks.attack_images as pictures
from benchmarks.attack_disk import _sizes
from benchmarks.attack_files import COMMANDS, DAMAGES
from benchmarks.attack_ground import Ended, clear
from mousaic.images.reading.decoded import UnreadableImage
from mousaic.said import verbatim


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


def test_what_becomes_of_images(tmp_path, monkeypatch):
    """Whatever is not read or refused counts as lost, and what follows it is tried all the same."""

    def read(path):
        kind = path.read_text()
        if kind == "refuse":
            raise UnreadableImage(verbatim("no"))
        if kind == "break":
            raise ValueError("broken")
        if kind == "die":
            os._exit(3)
        if kind == "work":
            began = time.process_time()
            while time.process_time() - began < 0.02:
                pass

    monkeypatch.setattr(pictures, "read_image", read)
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    kinds = ["fine", "refuse", "break", "die", "work", "fine"]
    found = pictures._tried(iter([(f"{i}.png", kind.encode()) for i, kind in enumerate(kinds)]), tmp_path)
    told = list(found.values())
    assert told[:2] == ["read", "refused"] and "ValueError: broken" in told[2] and "status" in told[3]
    assert told[4].endswith(" s") and told[5] == "read"
    table = pictures._table("x", found)
    assert (table.tried, table.survived) == (6, 3)


def test_changes_are_the_same_each_time_and_real_files_are_still_read_after_some(tmp_path):
    known = [(path.suffix, path.read_bytes()) for path in pictures._originals(tmp_path)]
    one, again = ([pictures._changed(known, str(n)) for n in range(40)] for _ in range(2))
    assert one == again and len({data for _, data in one}) == 40
    assert set(pictures._tried(iter(one), tmp_path).values()) == {"read", "refused"}

"""What is free is the least of what machine and groups of processes leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from mousaic.memory import UNLIMITED, _of_groups, free_disk, free_memory, row_blocks


def group(folder: Path, **files: object) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        (folder / name.replace("__", ".")).write_text(f"{value}\n")


def test_blocks_cover_every_row_once():
    blocks = list(row_blocks(10, 3, most=10))
    assert [i for block in blocks for i in range(10)[block]] == list(range(10))
    assert max(block.stop - block.start for block in blocks) == 3
    assert len(list(row_blocks(3, 10**9))) == 3 and not list(row_blocks(0, 5)) and len(list(row_blocks(3, 0))) == 1


def test_of_this_machine():
    found = free_memory()
    assert found is None or 2**20 < found < 2**50


def test_groups_of_the_newer_kind_and_those_around_them(tmp_path):
    group(tmp_path / "a", memory__max=1000, memory__current=400, memory__stat="anon 5\ninactive_file 50")
    group(tmp_path / "a" / "b", memory__max="max", memory__current=300, memory__stat="inactive_file 1")
    group(tmp_path / "a" / "b" / "c", memory__max=500, memory__current=90, memory__stat="")
    assert list(_of_groups(tmp_path, "0::/a/b/c\n")) == [410, 650]
    assert list(_of_groups(tmp_path, "0::/gone\n")) == []


def test_groups_of_the_older_kind(tmp_path):
    files = {"memory__usage_in_bytes": 60, "memory__stat": "total_inactive_file 10"}
    group(tmp_path / "memory", memory__limit_in_bytes=UNLIMITED, **files)
    group(tmp_path / "memory" / "box", memory__limit_in_bytes=100, **files)
    assert list(_of_groups(tmp_path, "5:cpu,memory:/box\n3:pids:/box\n")) == [50]


def test_the_disk_of_a_folder_that_is_not_there_yet(tmp_path):
    assert free_disk(tmp_path / "runs" / "new") == pytest.approx(free_disk(tmp_path), rel=0.2)

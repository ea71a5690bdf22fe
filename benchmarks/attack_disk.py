"""The disk becomes full while a run is made, and files may not grow: from nothing left to nearly enough."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from benchmarks.attack_ground import OPTIONS, Ground, Process, Table, begin, clear, end, file_limit
from benchmarks.attack_kills import _model

ROOM = 16_000_000
"""Bytes of the disk that is filled: enough for the run, so that it is begun."""


def attack_disk(ground: Ground, sizes: int) -> Iterator[Table]:
    """A line for full disks, where one can be mounted, and one for limits on a file's size.

    Survived: the command says so in one sentence, or says that the report could not be made; and once there is room,
    the run is resumed to the bytes that it would have had.
    """
    clear(ground.run)
    train = ("train", ground.images, *OPTIONS, "--quiet", "--out")
    assert ground.command(*train, ground.run).code == 0
    model = _model(ground.run)
    disk = ground.folder / "disk"
    disk.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "mousaic-attack", str(disk)]
    if subprocess.run(mount, capture_output=True).returncode == 0:
        try:
            lost = [found for left in _sizes(sizes, 4e6) if (found := _filled(ground, disk, left, train, model))]
        finally:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)
        yield Table("Disk full while the run is made, at so many sizes", sizes, sizes - len(lost), tuple(lost))
    lost = [found for left in _sizes(sizes, 2e6) if (found := _limited(ground, left, train, model))]
    yield Table("A limit on the size of files, at so many sizes", sizes, sizes - len(lost), tuple(lost))


def _sizes(count: int, most: float) -> list[int]:
    return [0, *np.geomspace(1_000, most, count - 1).astype(int).tolist()][:count]


def _filled(ground: Ground, disk: Path, left: int, train: tuple[object, ...], model: bytes) -> str:
    """What went wrong; "" for nothing. The disk is filled but for ``left`` bytes once the run folder is there."""
    for path in disk.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    run, filler = disk / "run", disk / "filler"
    process = begin([str(word) for word in (*train, run)], ground.folder)
    _wait_for(run / "config.json", process)
    with open(filler, "wb", buffering=0) as file, suppress(OSError):
        for _ in range(max(0, shutil.disk_usage(disk).free - left) // 4096):
            file.write(bytes(4096))
    ended = end(process, 180)
    filler.unlink()
    if not ended.calm:
        return f"{left} bytes left: {ended.code} {ended.err[-1500:]}"
    after = ground.command("train", "--resume", run, "--quiet", seconds=180)
    right = after.code == 0 and after.calm and _model(run) == model and (run / "report.html").is_file()
    return "" if right else f"{left} bytes left, resumed: {after.code} {after.err[-1500:]}"


def _limited(ground: Ground, left: int, train: tuple[object, ...], model: bytes) -> str:
    """The same where no file may have more than ``left`` bytes."""
    clear(ground.run)
    ended = ground.command(*train, ground.run, limits=file_limit(left), seconds=180)
    if not ended.calm and not (left < 4096 and ended.code == 2):  # not even what is said can be written then
        return f"{left} bytes a file: {ended.code} {ended.err[-1500:]}"
    again = ("train", "--resume", ground.run) if ground.run.exists() else (*train, ground.run)
    after = ground.command(*again, seconds=180)
    right = after.code == 0 and after.calm and _model(ground.run) == model
    return "" if right else f"{left} bytes a file, resumed: {after.code} {after.err[-1500:]}"


def _wait_for(path: Path, process: Process) -> None:
    until = time.monotonic() + 30
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.001)

"""How much memory and disk a process may still use here, and how work stays within it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

CGROUPS = Path("/sys/fs/cgroup")
UNLIMITED = 2**60
"""Limits from here on are none: the kernel's word for no limit is a number of this size."""
AT_A_TIME = 2**21
"""Numbers that are worked on at a time, unless said: 8 MiB of pixels, 16 MiB in double precision."""


def row_blocks(count: int, each: int, most: int = AT_A_TIME) -> Iterator[slice]:
    """Slices of ``count`` rows of ``each`` numbers, in order, that have no more than ``most`` numbers, or one row.

    Examples:
        >>> [(block.start, block.stop) for block in row_blocks(5, each=3, most=6)]
        [(0, 2), (2, 4), (4, 5)]
    """
    step = max(1, most // max(each, 1))
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def free_memory() -> int | None:
    """Bytes that can be used without swapping: of the machine, and of the group of processes (container) this is in.

    None where the system does not say.
    """
    found = [size for size in (_of_machine(), *_of_groups()) if size is not None]
    return min(found, default=None)


def free_disk(folder: Path) -> int | None:
    """Bytes that this user may still write where ``folder`` is, or will be; None where the system does not say."""
    for place in (folder, *folder.absolute().parents):
        with suppress(OSError):
            return shutil.disk_usage(place).free
    return None


def give_back() -> None:
    """What was freed goes back to the system, where its allocator would keep it in pieces (glibc); nothing is lost."""
    if os.name != "posix":
        return
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _of_machine() -> int | None:
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    with suppress(OSError, ValueError, AttributeError):  # macOS: all there is
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _of_groups(root: Path = CGROUPS, groups: str | None = None) -> Iterator[int]:
    """What each limit on this process leaves: of its group and of the groups around it.

    Args:
        root: where the kernel shows groups.
        groups: what ``/proc/self/cgroup`` says.
    """
    if groups is None:
        try:
            groups = Path("/proc/self/cgroup").read_text(encoding="utf-8")
        except OSError:
            return
    for line in groups.splitlines():
        number, _, rest = line.partition(":")
        kinds, _, name = rest.partition(":")
        if number == "0" and not kinds:
            top, names = root, ("memory.max", "memory.current", "inactive_file")
        elif "memory" in kinds.split(","):
            top, names = root / "memory", ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        inner = top / name.lstrip("/")
        for group in (inner, *inner.parents):
            if group.is_relative_to(top):
                left = _left(group, *names)
                if left is not None:
                    yield left


def _left(group: Path, most: str, used: str, cache: str) -> int | None:
    """Bytes between a group's limit and what it uses; files read once do not count, as they give way."""
    try:
        limit = int((group / most).read_text(encoding="ascii"))
        usage = int((group / used).read_text(encoding="ascii"))
        stat = (group / "memory.stat").read_text(encoding="ascii")
    except (OSError, ValueError):  # no such group here, or "max": no limit
        return None
    files = [int(line.split()[1]) for line in stat.splitlines() if line.startswith(f"{cache} ")]
    return None if limit >= UNLIMITED else max(0, limit - usage + sum(files))

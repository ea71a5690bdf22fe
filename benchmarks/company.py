"""How much of the processor other programs took meanwhile: a figure measured in company is worth little."""

from __future__ import annotations

import os
import time
from pathlib import Path

STAT = Path("/proc/stat")


class Company:
    """Counts from its making; on systems without ``/proc/stat`` it knows nothing."""

    def __init__(self) -> None:
        self._began = (time.perf_counter(), _all_busy(), _own_busy())

    def cores(self) -> float | None:
        """Cores that others kept busy on average since then; None where that cannot be known."""
        began, all_before, own_before = self._began
        busy = _all_busy()
        if busy is None or all_before is None:
            return None
        others = (busy - all_before) - (_own_busy() - own_before)
        return max(round(others / (time.perf_counter() - began), 2), 0.0)


def _all_busy() -> float | None:
    """Seconds that all cores together have been busy since the machine started, stolen time included."""
    if not STAT.is_file():
        return None
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, STAT.read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _own_busy() -> float:
    """Processor seconds of this process and of its children that have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system

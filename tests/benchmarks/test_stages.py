"""Every stage of a training that the benchmark times is still where it looks for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_every_stage_is_found():
    """In a process of its own: the benchmark replaces functions of the program."""
    code = "from benchmarks.stages import Stages, wrap_all; print(wrap_all(Stages()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stdout + done.stderr

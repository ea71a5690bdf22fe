"""Where compiled code cannot be kept, it is compiled anew and does the same; a damaged copy is replaced."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import sys
from pathlib import Path
sys.path.insert(0, {folder!r})
from doubled import double
from mousaic.model.fast.compiler import compiled_anew
print(double(21), compiled_anew())
"""
SOURCE = """
from mousaic.model.fast.compiler import compiled

@compiled
def double(x):
    return 2 * x
"""


def doubled(folder: Path, **environment: str) -> str:
    (folder / "doubled.py").write_text(SOURCE)
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(folder=str(folder))],
        env=os.environ | environment, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_kept_where_there_is_a_place(tmp_path):
    kept = tmp_path / "kept"
    assert doubled(tmp_path, NUMBA_CACHE_DIR=str(kept)) == "42 False\n"
    files = [path for path in kept.rglob("*.nb*")]
    assert files
    for path in files:
        path.write_bytes(b"damaged")
    assert doubled(tmp_path, NUMBA_CACHE_DIR=str(kept)) == "42 False\n"


def test_compiled_anew_where_there_is_none(tmp_path):
    (tmp_path / "file").write_text("no folder")
    locators = "UserProvidedCacheLocator"
    place = {"NUMBA_CACHE_DIR": str(tmp_path / "file" / "kept"), "NUMBA_CACHE_LOCATOR_CLASSES": locators}
    assert doubled(tmp_path, **place) == "42 True\n"

"""The sdist holds what the repository holds, and nothing that running it made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MADE = ("PKG-INFO", "setup.cfg", "src/mousaic.egg-info/")
"""What the builder adds."""


def tracked() -> list[str]:
    found = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if found.returncode or not found.stdout:
        pytest.skip("no repository to compare with")
    return [name for name in found.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The files of an sdist that is built of a copy, beside what running and testing leave there."""
    pytest.importorskip("setuptools")
    copy = tmp_path_factory.mktemp("sdist") / "copy"
    left = ["runs/x/config.json", "shared/data/a.png", "demo/run/report.html", "comparisons/x/c.json", "a.npz",
            "src/mousaic/__pycache__/a.pyc", "benchmarks/results/a.json", "site/index.html"]  # fmt: skip
    for name in tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    for name in left:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes(b"left")
    build = "from setuptools.build_meta import build_sdist; print(build_sdist('.'))"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([sys.executable, "-c", build], cwd=copy, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    with tarfile.open(copy / done.stdout.splitlines()[-1]) as archive:
        return [member.name.partition("/")[2] for member in archive if member.isfile()]


def test_all_that_is_tracked_is_in_the_sdist(listed: list[str]) -> None:
    assert not set(tracked()) - set(listed)
    parts = (
        "src/mousaic/cli.py", "src/mousaic/py.typed", "src/mousaic/report/atlas/web/core.js", "tests/conftest.py",
        "benchmarks/bench.py", "docs/architecture.md", "LICENSE", "Makefile", "constraints.txt",
    )  # fmt: skip
    assert set(parts) <= set(listed)


def test_nothing_else_is(listed: list[str]) -> None:
    others = [name for name in set(listed) - set(tracked()) if not name.startswith(MADE)]
    assert not others

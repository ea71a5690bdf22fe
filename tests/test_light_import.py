"""``import mousaic`` starts nothing and stays light, whatever it offers."""

from __future__ import annotations

import subprocess
import sys

import mousaic


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    code = (
        "import sys, time; began = time.perf_counter(); import mousaic; print(time.perf_counter() - began); "
        "assert 'SparseAutoencoder' in dir(mousaic); "
        "sys.exit(any(name in sys.modules for name in ('torch', 'sklearn', 'scipy', 'numpy', 'matplotlib')))"
    )
    seconds = [
        float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
        for _ in range(3)
    ]
    assert min(seconds) < 0.2


def test_every_name_that_is_offered_is_there() -> None:
    assert all(getattr(mousaic, name) is not None for name in mousaic.__all__)
    assert set(mousaic.__all__) <= set(dir(mousaic))

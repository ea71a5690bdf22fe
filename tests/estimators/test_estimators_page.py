"""docs/estimators.md does what it says, and names the checks that are left out."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from tests.estimators.test_estimator_checks import EXPECTED

PAGE = Path(__file__).parents[2] / "docs" / "estimators.md"


def test_the_page_runs_from_top_to_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(block, PAGE.name, "exec"), names)
    sae, again, images = names["sae"], names["again"], names["images"]
    assert names["codes"].shape == (75, 32) and (np.count_nonzero(names["codes"], axis=1) <= 4).all()
    assert names["told"].score(names["new"], names["new_y"]) > 0.9
    assert np.array_equal(again.transform(images), sae.transform(images))
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_the_page_names_the_checks_that_are_left_out() -> None:
    table = PAGE.read_text(encoding="utf-8").rpartition("## ")[2]
    assert set(re.findall(r"`(check_\w+)`", table)) == {name for checks in EXPECTED.values() for name in checks}

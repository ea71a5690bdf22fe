"""docs/estimators.md: every block of Python on it runs, one after another, as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "estimators.md").read_text(encoding="utf-8")
FEWER = {"X[:300], y[:300]": "X[:100], y[:100]", '"sparseautoencoder__k": [2, 6]': '"sparseautoencoder__k": [2]'}
"""What is asked for on the page, and what instead, so that it takes a moment."""


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_every_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 6
    code = "\n".join(blocks)
    for usual, fewer in FEWER.items():
        assert usual in code
        code = code.replace(usual, fewer)
    names: dict[str, Any] = {}
    exec(compile(code, "estimators.md", "exec"), names)
    assert (tmp_path / "runs/digits/model.safetensors").is_file()
    # What its comments promise.
    again, images = names["again"], names["images"]
    assert np.array_equal(names["sae"].transform(images), again.transform(images))
    told, new = names["told"], names["new"]
    import mousaic

    assert np.array_equal(mousaic.open_run("runs/told").to_estimator().predict(new), told.predict(new))
    assert names["codes"].shape == (25, 32) and set(names["detector"].predict(new)) <= {-1, 1}

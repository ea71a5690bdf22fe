"""README's run from Python does what it says, as it stands there; only its training is smaller."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

SMALL = "epochs=2, size=16, features=48, k=4"
README = Path(__file__).parents[2] / "README.md"


def test_the_run_from_python(small_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    for folder in set(re.findall(r'"(\w+_images)/"', block)):
        shutil.copytree(small_set, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(re.sub(r"epochs=\d+", SMALL, block), "README.md", "exec"), names)
    run, codes, images = names["run"], names["codes"], names["images"]
    assert (tmp_path / "runs/first/report.html").is_file()
    assert run.finished
    assert codes.values.shape == codes.indices.shape == (len(images), run.config.model.members, run.config.model.k)
    # What its comments promise of the lines that only show a value.
    assert run.reconstruct(images).pearson.shape == (len(images),)
    assert run.evaluate(images).keys() == {"model", "mean_image"}

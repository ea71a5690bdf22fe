"""The benchmark of uses: its rows say what was found, and the page keeps its words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.uses import PAGE, write_between
from benchmarks.uses_classify import COLUMNS, SETS, UNSEEN, digits, section, summary
from mousaic.config import config_for
from mousaic.uses.classify.classification import classify


def test_a_row_says_what_was_found() -> None:
    images = digits(40)()
    assert len(images) == 40 and len(images.class_names) == 10
    some = images.subset(np.flatnonzero(images.labels < 2))
    config = config_for(size=8, k=2, features=8, epochs=1, copies=1, validation=0.0, threads=1)
    found = classify(some, config, folds=2, repeats=1, permutations=4)
    row = summary("a, 8", found)
    assert row["accuracy"]["recommended"] == found.scores.main.mean
    best = max(row["accuracy"][name] for name in ("pca", "pixels"))
    assert row["ahead"] == pytest.approx(row["accuracy"]["recommended"] - best)
    table = section([row]).splitlines()
    assert [line.count("|") for line in table] == [len(COLUMNS) + 4] * 3 and table[2].startswith("| a, 8 | **")


def test_the_page_keeps_its_words(tmp_path: Path) -> None:
    page = tmp_path / "p.md"
    page.write_text("before\n<!-- a -->\nold\n<!-- /a -->\nafter\n")
    write_between(page, "a", "| new |")
    assert page.read_text() == "before\n<!-- a -->\n| new |\n<!-- /a -->\nafter\n"
    with pytest.raises(SystemExit, match="no place for b"):
        write_between(page, "b", "")
    assert all(f"| {one.name} |" in PAGE.read_text(encoding="utf-8") for one in SETS)
    assert not {one.name for one in SETS} & {one.name for one in UNSEEN}

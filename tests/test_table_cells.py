"""Tables that no spreadsheet runs, and that say the same to whoever reads them back."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.files import read_rows, write_csv
from mousaic.table_cells import harmless, true_text

TEXT = st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=8)
ODD = st.text(st.sampled_from("'=+-@\t\r\n1.e,\" a"), max_size=6)


@given(TEXT | ODD)
def test_text_comes_back(text):
    assert true_text(harmless(text)) == text


@given(ODD)
def test_nothing_is_a_formula_but_numbers(text):
    cell = harmless(text)
    assert not re.match(r"[=+\-@\t\r]", cell) or float(cell) == float(text)


@pytest.mark.parametrize("number", [-0.5, -3, 1e-9, "-0.5", "+3", "-1e-05", "-.5"])
def test_numbers_stay_numbers(number):
    assert harmless(number) == number


@given(st.lists(st.tuples(ODD | TEXT, ODD), min_size=1, max_size=3), st.booleans())
def test_a_table_comes_back(tmp_path_factory, rows, raw):
    path = Path(tmp_path_factory.mktemp("table") / "t.csv")
    write_csv(path, ["=a", "b"], ({"=a": a, "b": b} for a, b in rows), raw)
    assert [(row["=a"], row["b"]) for row in read_rows(path, ["=a"], raw)] == rows


def test_the_header_is_harmless_too(tmp_path):
    write_csv(tmp_path / "t.csv", ["@x", "n"], [{"@x": "=1+1", "n": -0.5}])
    with open(tmp_path / "t.csv", newline="") as file:
        assert list(csv.reader(file)) == [["'@x", "n"], ["'=1+1", "-0.5"]]

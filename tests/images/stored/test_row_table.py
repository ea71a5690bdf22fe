"""The table of an array's rows: found beside it or named, one line a row."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import load_images
from mousaic.images.stored.row_table import kept_options, read_row_table, table_of


@pytest.fixture
def data(tmp_path: Path) -> Path:
    np.save(tmp_path / "a.npy", np.arange(12.0).reshape(4, 3) ** 2)
    return tmp_path / "a.npy"


def test_beside_the_array_or_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert table_of(data, "auto") is None
    data.with_suffix(".csv").write_text("label\na\nb\na\n\nb\n".replace("\n\n", "\n"))
    assert table_of(data, "auto") == data.with_suffix(".csv") and table_of(data, "none") is None
    images = load_images(data)
    assert images.class_names == ("a", "b") and images.labels.tolist() == [0, 1, 0, 1]
    assert images.paths[0] == "image_0000" and load_images(data, ImageOptions(table="none")).class_names == ()
    monkeypatch.chdir(data.parent.parent)  # named from the working folder, kept as seen from the array
    named = kept_options(data, ImageOptions(table=f"{data.parent.name}/a.csv"))
    assert named.table == "a.csv" and table_of(data, named.table) == data.with_suffix(".csv")
    data.with_suffix(".tsv").write_text("label\n")
    with pytest.raises(MousaicError, match="say which with --table"):
        table_of(data, "auto")
    with pytest.raises(MousaicError, match=r"--table gone\.csv is no \.csv or \.tsv file"):
        table_of(data, "gone.csv")


def test_rows_may_be_numbered(data: Path) -> None:
    table = data.with_suffix(".csv")
    table.write_text("row,path,label,group\n2,c,x,g\n0,a,NaN,\n3,d,y,g\n1,b,x,h\n")
    images = load_images(data)
    assert images.paths == tuple("abcd") and images.groups == ("a", "h", "g", "g")
    assert images.labels.tolist() == [-1, 0, 0, 1] and images.groups_from == "given"
    found = read_row_table(table, 4)
    assert found.column("LABEL", images.paths) == {"a": "NaN", "b": "x", "c": "x", "d": "y"}
    with pytest.raises(MousaicError, match="has no column lable; did you mean 'label'"):
        found.column("lable", images.paths)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label\na\nb\n", "2 lines below its header, and the array has 4 rows"),
        ("", "0 lines below its header"),
        ("label,label\n1,1\n1,1\n1,1\n1,1\n", "two columns named label"),
        ("row\n0\n1\n1\n3\n", "line 4: row 1 is none of 0 to 3, or there twice"),
        ("row\n0\n1\n2\n4\n", "line 5: row 4 is none"),
        ("path\na\nb\nb\nd\n", "2 rows with the path b"),
    ],
)
def test_tables_that_do_not_fit(data: Path, text: str, message: str) -> None:
    data.with_suffix(".csv").write_text(text)
    with pytest.raises(MousaicError, match=message):
        load_images(data)

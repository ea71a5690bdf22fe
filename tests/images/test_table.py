"""Tables as people save them, and their mistakes."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.table import column_of
from mousaic.said import told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pics").mkdir()
    for i, name in enumerate(("pics/1.png", "pics/2.png", "pics/a, b.png", "out.png")):
        Image.fromarray(np.full((8, 8), 50 * i, np.uint8)).save(tmp_path / name)
    (tmp_path / "tables").mkdir()
    return tmp_path


def load(folder: Path, text: str | bytes, name: str = "table.csv") -> ImageSet:
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return load_images(folder / name, ImageOptions(size=8))


def test_columns_labels_and_groups(folder: Path) -> None:
    images = load(folder, "path,label,group,extra\npics/2.png,sick,m1,x\npics/1.png,well,m1,y\nout.png,sick,,z\n")
    assert images.paths == ("out.png", "pics/1.png", "pics/2.png")
    assert images.class_names == ("sick", "well") and images.labels.tolist() == [0, 1, 0]
    assert images.groups == ("out.png", "m1", "m1") and images.root == folder


@pytest.mark.parametrize(
    "text",
    [
        b'\xef\xbb\xbfPath , LABEL\r\npics/1.png, x\r\n\r\n"pics/a, b.png",y\r\n',
        b'label;path\nx;pics/1.png\ny;"pics/a, b.png"\n',
        b'path,label\npics\\1.png,x\n"pics/a, b.png",y',
    ],
)
def test_as_spreadsheets_save_them(folder: Path, text: bytes) -> None:
    images = load(folder, text)
    assert images.paths == ("pics/1.png", "pics/a, b.png") and images.class_names == ("x", "y")


def test_tabs_no_labels_and_paths_that_lead_out(folder: Path) -> None:
    images = load(folder, f"path\tnote\n../out.png\ta\n{folder / 'pics' / '1.png'}\tb\n", "tables/t.tsv")
    assert images.paths == ("../out.png", "../pics/1.png") and images.class_names == ()
    assert images.labels.tolist() == [-1, -1]


def test_partly_labelled(folder: Path) -> None:
    images = load(folder, "path,label\npics/1.png,x\nout.png,\n")
    assert images.labels.tolist() == [-1, 0] and images.intake.warnings == (told("warn_no_label", count=1, rows=2),)


def test_missing_files_are_skipped_and_named(folder: Path) -> None:
    images = load(folder, "path\npics/1.png\npics/none.png\npics\n")
    assert images.paths == ("pics/1.png",)
    assert [(name, str(why)) for name, why in images.intake.skipped] == [
        ("pics", "is a folder"), ("pics/none.png", "no such file"),
    ]  # fmt: skip


def test_named_twice(folder: Path) -> None:
    images = load(folder, "path,label\npics/1.png,x\n./pics/1.png,x\n")
    assert images.paths == ("pics/1.png",) and "again in line 3" in str(images.intake.skipped[0][1])
    with pytest.raises(MousaicError, match=r"lines 2 and 3 give pics/1\.png different labels"):
        load(folder, "path,label\npics/1.png,x\npics/1.png,y\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("path,label\n", "names no image"),
        ("file,label\na,b\n", "no column path .*file, label"),
        ("paths\na.png\n", "did you mean 'paths'"),
        ("path,path\na,b\n", "two columns named path"),
        ("path,label\n,x\n", "line 2: the path is missing"),
        (b"path\n\xff\xfe.png\n", "not UTF-8"),
        ('path\n"a.png\n', "line"),
        ("path\n" + "a" * 200_000, "line 2"),
    ],
)
def test_mistakes_are_explained(folder: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(MousaicError, match=message):
        load(folder, text)


def test_a_header_with_semicolons_in_a_cell_is_still_parted_by_commas(folder: Path) -> None:
    images = load(folder, "path,label,group,remarks (day; dose; sex; cage)\npics/1.png,x,m1,a\nout.png,y,m2,b\n")
    assert images.class_names == ("x", "y") and images.groups == ("m2", "m1") and images.intake.warnings == ()


@pytest.mark.parametrize(("written", "kept"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_accents_in_either_spelling(folder: Path, written: str, kept: str) -> None:
    (folder / "pics" / "1.png").rename(folder / "pics" / unicodedata.normalize(kept, "é1.png"))
    images = load(folder, unicodedata.normalize(written, "path,label\npics/é1.png,x\nout.png,y\n"))
    assert len(images) == 2 and images.class_names == ("x", "y")


def test_a_group_that_is_missing_in_a_program_s_words(folder: Path) -> None:
    images = load(folder, "path,label,group\npics/1.png,NaN,NaN\npics/2.png,NA,n/a\nout.png,x,m1\n")
    assert images.groups == ("m1", "pics/1.png", "pics/2.png") and images.class_names == ("NA", "x")
    assert told("warn_few_groups", count=2, images=3) in images.intake.warnings
    nowhere = load(folder, "path,group\nout.png,NaN\npics/1.png,\n")
    assert nowhere.groups_from == "none"


def test_columns_that_are_not_used_are_named(folder: Path) -> None:
    images = load(folder, "path,label,Animal\npics/1.png,x,m1\nout.png,y,m1\n")
    assert images.intake.warnings == (told("warn_columns_unused", names=["Animal"], columns=["group"]),)
    assert "Animal" in str(images.intake.warnings[0]) and "group" in str(images.intake.warnings[0])


def test_a_column_is_read_by_the_names_of_the_images(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    table = tmp_path / "t.csv"
    table.write_text("path,Age\nsub/a.png,3\nb.png, 4.5 \nc.png\n")
    assert column_of(table, "age") == {"sub/a.png": "3", "b.png": "4.5", "c.png": ""}
    with pytest.raises(MousaicError, match="no column dose"):
        column_of(table, "dose")
    table.write_text("path,age\na.png,3\na.png,4\n")
    with pytest.raises(MousaicError, match="two different age"):
        column_of(table, "age")

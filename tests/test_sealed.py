"""A file that carries its checksum notices every change; pipes and devices are refused, not waited for."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mousaic.errors import MousaicError
from mousaic.files import read_json, read_rows
from mousaic.regular_files import read_bytes
from mousaic.sealed import CHECKSUM, checksum_of, read_sealed, sealed, write_sealed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5).filter(lambda name: name != CHECKSUM), VALUES, max_size=4))
def test_the_checksum_survives_the_file(data):
    kept = json.loads(json.dumps(sealed(data)))
    assert kept[CHECKSUM] == checksum_of(kept)


def test_what_was_written_is_read_and_any_flipped_bit_is_refused_or_changes_nothing(tmp_path):
    path, data = tmp_path / "a.json", {"k": 50, "limits": [0.1, 1e-3], "name": "né", "none": None}
    write_sealed(path, data)
    whole = path.read_bytes()
    assert read_sealed(path, required=True) == data
    for place in range(len(whole)):
        for bit in range(8):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :])
            try:
                assert read_sealed(path, required=True) == data  # such as a space that became a line's end
            except MousaicError as error:
                assert str(path) in str(error) and "\n" not in str(error)


def test_one_without_is_read_where_none_is_required(tmp_path):
    (tmp_path / "old.json").write_text('{"k": 3}')
    assert read_sealed(tmp_path / "old.json") == {"k": 3}
    with pytest.raises(MousaicError, match="checksum"):
        read_sealed(tmp_path / "old.json", required=True)
    (tmp_path / "old.json").write_text('{"k": 3, "checksum": "0"}')
    with pytest.raises(MousaicError, match="checksum"):
        read_sealed(tmp_path / "old.json")


@pytest.mark.parametrize(
    "text",
    ["", "[1]", '{"a"', '{"a": NaN}', '{"a": 1e400}', '{"a": -Infinity}', "[" * 200_000, '{"a": "\\ud800"}',
     '{"a": ' + "1" * 5000 + "}"],
    ids=["empty", "list", "cut", "NaN", "1e400", "-Infinity", "brackets", "surrogate", "digits"],
)  # fmt: skip
def test_json_that_holds_no_record_is_refused_in_one_sentence(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(MousaicError, match=r"a\.json is damaged"):
        read_json(tmp_path / "a.json")


@pytest.mark.parametrize(
    "text", ["", "k\n1\n", "path,k\na\n", "path,k\na,1,2\n", 'path,k\n"a,1\n', "path,k\n\0,1\n",
             f"path,k\n{'x' * 131_073},1\n"],
    ids=["empty", "column", "short", "long", "quote", "NUL", "field"],
)  # fmt: skip
def test_tables_that_are_none_are_refused_in_one_sentence(tmp_path, text):
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(MousaicError, match=r"a\.csv is damaged"):
        read_rows(tmp_path / "a.csv", ["path", "k"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "loop"])
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path, kind):
    path = tmp_path / "a.json"
    {
        "pipe": lambda: os.mkfifo(path),
        "device": lambda: path.symlink_to("/dev/zero"),
        "folder": path.mkdir,
        "loop": lambda: path.symlink_to(path),
    }[kind]()
    with pytest.raises(MousaicError, match=r"a\.json cannot be read"):
        read_json(path)


def test_a_file_larger_than_can_be_meant_is_not_read(tmp_path):
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bytes(tmp_path / "a", 5) == b"12345"
    with pytest.raises(OSError, match="more than 4 bytes"):
        read_bytes(tmp_path / "a", 4)

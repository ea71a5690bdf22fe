"""Whole files and output targets."""

from __future__ import annotations

import errno
import json
import os
import tracemalloc

import pytest

from mousaic.errors import MousaicError
from mousaic.files import read_json, stream_rows, whole_file, write_csv, write_json, write_text
from mousaic.runs.targets import check_new_file, check_new_folder, free_name, new_folder


def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path):
    path = tmp_path / "figures.txt"
    write_text(path, "old")
    with pytest.raises(ZeroDivisionError), whole_file(path) as partial:
        partial.write_text("new")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["figures.txt"]


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "No space is left"), (errno.EACCES, "cannot be written")])
def test_the_disks_refusals_become_sentences(tmp_path, number, words):
    with pytest.raises(MousaicError, match=words), whole_file(tmp_path / "x"):
        raise OSError(number, os.strerror(number))
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(MousaicError, match="cannot be written"):
        write_text(tmp_path / "file" / "x", "anything")


def test_a_really_full_disk(tmp_path):
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("this system has no /dev/full to stand for a full disk")
    target = tmp_path / "x"
    with pytest.raises(MousaicError, match="No space is left"), whole_file(target) as partial:
        partial.symlink_to("/dev/full")
        partial.write_text("anything")
    assert not target.exists()


def test_files_get_the_users_permissions(tmp_path):
    with whole_file(tmp_path / "private") as partial:
        partial.write_text("x")
        partial.chmod(0o600)
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "private").stat().st_mode & 0o777 == 0o666 & ~umask


def test_json_and_csv(tmp_path):
    write_json(tmp_path / "a.json", {"name": "né\udcff", "n": 0.1})
    assert read_json(tmp_path / "a.json") == {"name": "né\udcff", "n": 0.1}
    with pytest.raises(ValueError):
        write_json(tmp_path / "b.json", {"r": float("nan")})
    assert not (tmp_path / "b.json").exists()
    write_csv(tmp_path / "a.csv", ["a", "b"], [{"a": 0.1 + 0.2}, {"a": 1, "b": "x,y"}])
    assert (tmp_path / "a.csv").read_text() == 'a,b\n0.30000000000000004,\n1,"x,y"\n'


def test_a_table_is_written_and_read_row_by_row(tmp_path):
    def taken(count):
        tracemalloc.start()
        write_csv(tmp_path / "t.csv", ["name", "n"], ({"name": f"=row {i}", "n": i} for i in range(count)))
        assert sum(int(row["n"]) for row in stream_rows(tmp_path / "t.csv", ["name"])) == count * (count - 1) // 2
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    taken(20)
    assert taken(20_000) < taken(2_000) + 20_000
    assert next(stream_rows(tmp_path / "t.csv", ["n"])) == {"name": "=row 0", "n": "0"}


def test_damage_in_a_row_that_is_streamed(tmp_path):
    for text, what in (("n\n1\n2,3\n", "another length"), ("n\n1\n\0\n", "no text"), ("m\n1\n", "no column n")):
        (tmp_path / "t.csv").write_text(text)
        with pytest.raises(MousaicError, match=f"damaged .*{what}"):
            list(stream_rows(tmp_path / "t.csv", ["n"]))


def test_output_is_never_inside_the_input(tmp_path):
    data = tmp_path / "data"
    (data / "cats").mkdir(parents=True)
    for path in (data, data / "run", data / "cats" / ".." / "run"):
        with pytest.raises(MousaicError, match="inside the images' folder"):
            check_new_folder(path, data, overwrite=True)
        with pytest.raises(MousaicError, match="inside the images' folder"):
            check_new_file(path, data, overwrite=True)
    (tmp_path / "link").symlink_to(data)
    with pytest.raises(MousaicError, match="inside"):
        check_new_folder(tmp_path / "link" / "run", data, overwrite=False)
    check_new_folder(tmp_path / "run", data, overwrite=False)


def test_overwrite_never_removes_what_is_not_ours(tmp_path):
    data, mine = tmp_path / "data", tmp_path / "thesis"
    data.mkdir(), mine.mkdir()
    (mine / "chapter1.txt").write_text("years of work")
    (mine / "config.json").write_text(json.dumps({"kind": "another program's"}))
    for overwrite in (False, True):
        with pytest.raises(MousaicError, match="not an earlier output"):
            check_new_folder(mine, data, overwrite)
        with pytest.raises(MousaicError), new_folder(mine, data, "reconstructions.csv", overwrite):
            pass
    assert (mine / "chapter1.txt").read_text() == "years of work"


def test_a_new_folder_appears_whole_or_not_at_all(tmp_path):
    data, out = tmp_path / "data", tmp_path / "out"
    data.mkdir()
    with pytest.raises(ZeroDivisionError), new_folder(out, data, "mark", False) as folder:
        (folder / "half").write_text("")
        raise ZeroDivisionError
    assert [p.name for p in tmp_path.iterdir()] == ["data"]
    with new_folder(out, data, "mark", False) as folder:
        (folder / "mark").write_text("1")
    with pytest.raises(MousaicError, match="--overwrite"), new_folder(out, data, "mark", False):
        pass
    with new_folder(out, data, "mark", True) as folder:
        (folder / "mark").write_text("2")
    assert (out / "mark").read_text() == "2"


def test_a_free_name(tmp_path):
    wanted = tmp_path / "mice"
    assert free_name(wanted) == wanted
    wanted.mkdir()
    (tmp_path / "mice-2").symlink_to("nowhere")
    assert free_name(wanted) == tmp_path / "mice-3"

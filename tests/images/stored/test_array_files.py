"""Arrays come out of every format as they went in, and whatever cannot be read is one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import zarr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray
from safetensors.numpy import save_file

from mousaic.errors import MousaicError
from mousaic.images.stored import stored_array
from mousaic.images.stored.array_files import array_rows, is_array_file, opened_array, shape_in

Array = NDArray[np.float32]
ROWS = np.arange(20, dtype=np.float32).reshape(4, 5)


def _hdf5(path: Path, found: Array) -> None:
    with h5py.File(path, "w") as file:
        file["layer/codes"] = found


def _zarr(path: Path, found: Array) -> None:
    zarr.open_group(str(path), mode="w").create_array("codes", data=found)


WRITERS: dict[str, Callable[[Path, Array], None]] = {
    "a.npy": np.save,
    "a.npz": lambda path, found: np.savez_compressed(path, codes=found),
    "a.h5": _hdf5,
    "a.zarr": _zarr,
    "a.safetensors": lambda path, found: save_file({"codes": found}, path),
}


def read_array(path: Path, name: str = "auto", size: int = 60) -> Array:
    """All of its rows, read a few at a time."""
    return np.concatenate(list(array_rows(path, name, size)))


@pytest.mark.parametrize("name", WRITERS)
def test_the_only_array_is_read_as_it_was_written(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    assert is_array_file(tmp_path / name) and shape_in(tmp_path / name) == (4, 5)
    np.testing.assert_array_equal(read_array(tmp_path / name), ROWS)


@settings(max_examples=15, deadline=None)
@given(found=arrays(st.sampled_from([np.uint8, np.int16, np.float32, np.bool_]), array_shapes(min_dims=2, max_dims=4)))
@pytest.mark.parametrize("name", ["a.npy", "a.npz", "a.h5", "a.safetensors"])
def test_every_shape_and_type(tmp_path_factory: pytest.TempPathFactory, name: str, found: Array) -> None:
    found = np.nan_to_num(found) if found.dtype.kind == "f" else found
    path = tmp_path_factory.mktemp("any") / name
    WRITERS[name](path, found)
    read = read_array(path)
    assert read.dtype == found.dtype
    np.testing.assert_array_equal(read, found)


def test_of_several_arrays_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "many.npz"
    np.savez(path, codes=ROWS, other=ROWS * 2, names=np.array(["x"]))
    with pytest.raises(MousaicError, match=r"holds 2 arrays .*codes \(4, 5\) float32.*--array codes\.$"):
        read_array(path)
    np.testing.assert_array_equal(read_array(path, "other"), ROWS * 2)
    with pytest.raises(MousaicError, match="holds no array othre; did you mean 'other'"):
        read_array(path, "othre")
    np.savez(path, codes=ROWS, names=np.array(["x"]))  # text is no images: there is one that can be meant
    np.testing.assert_array_equal(read_array(path), ROWS)


def test_pickles_are_never_opened(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    for name in ("a.npy", "a.npz"):
        found = np.array([[Trap()]], dtype=object)
        np.save(tmp_path / name, found) if name == "a.npy" else np.savez(tmp_path / name, found)
        with pytest.raises(MousaicError, match="Python objects, which could run code"):
            read_array(tmp_path / name)
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize(
    ("found", "message"),
    [
        (np.zeros(5), r"has the shape \(5,\): give \(N, D\)"),
        (np.zeros((2, 2, 2, 2, 2)), "has the shape"),
        (np.zeros((0, 5)), "has the shape"),
        (np.zeros((2, 2), complex), "holds complex128, which are no real numbers"),
        (np.array([["a"]]), "which are no real numbers"),
        (np.array([[1.0, 2], [np.nan, 3], [np.inf, 0]]), r"row 1 and 1 more \(the first row is 0\)"),
    ],
)
def test_what_is_no_images(tmp_path: Path, found: Array, message: str) -> None:
    np.save(tmp_path / "a.npy", found)
    with pytest.raises(MousaicError, match=message) as raised:
        read_array(tmp_path / "a.npy")
    assert str(raised.value).count(". ") == 0


@pytest.mark.parametrize("name", ["a.npy", "a.npz", "a.h5", "a.safetensors"])
def test_damaged_anywhere(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    whole = (tmp_path / name).read_bytes()
    for length in {0, 3, len(whole) // 3, len(whole) - 20}:
        (tmp_path / name).write_bytes(whole[:length])
        with pytest.raises(MousaicError, match=name):
            read_array(tmp_path / name)
    rng = np.random.default_rng(0)
    for place in rng.integers(0, len(whole), 60):
        data = bytearray(whole)
        data[place] ^= 1 << rng.integers(8)
        (tmp_path / name).write_bytes(bytes(data))
        try:  # a changed number cannot be told; a changed header is a sentence
            assert read_array(tmp_path / name).ndim >= 2
        except MousaicError as error:
            assert name in str(error)


def test_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.npy")
    with pytest.raises(MousaicError, match="it is no regular file"):
        read_array(tmp_path / "pipe.npy")
    _zarr(tmp_path / "a.zarr", ROWS)
    os.mkfifo(tmp_path / "a.zarr" / "codes" / "c" / "9")
    with pytest.raises(MousaicError, match="it is no regular file"):
        read_array(tmp_path / "a.zarr")
    (tmp_path / "b.zarr").write_text("x")
    with pytest.raises(MousaicError, match="it is no folder"):
        read_array(tmp_path / "b.zarr")


def test_more_than_the_memory_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    np.save(tmp_path / "a.npy", ROWS)
    monkeypatch.setattr(stored_array, "free_memory", lambda: 100)
    with opened_array(tmp_path / "a.npy") as array, pytest.raises(MousaicError, match=r"needs about .* GB of memory"):
        stored_array.check_fits("a.npy", array)

"""Vectors are no images, nor images vectors: refused by a file's header, in one sentence that names it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mousaic.errors import MousaicError
from mousaic.images.vector_options import check_kind, check_same_kind, with_vector_defaults


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("arrays")
    np.save(folder / "vectors.npy", np.zeros((4, 30), np.float32))
    np.save(folder / "images.npy", np.zeros((4, 9, 8), np.uint8))
    (folder / "folder").mkdir()
    return folder


@pytest.mark.parametrize("name", ["vectors.npy", "images.npy", "folder", "nothing.npy"])
@pytest.mark.parametrize("shape", [(1, 1, 30), (1, 1, 29), (1, 24, 24), (3, 24, 16)])
def test_only_the_same_kind_passes(place: Path, name: str, shape: tuple[int, int, int]) -> None:
    vectors = name == "vectors.npy"
    if name == "nothing.npy" or (vectors and shape[2] == 30) or (not vectors and shape[1] > 1):
        return check_same_kind(place / name, shape)  # of what is not there says whoever reads it
    with pytest.raises(MousaicError, match=name) as refused:
        check_same_kind(place / name, shape)
    said = str(refused.value)
    assert ("vectors of 30 numbers" if shape[1] > 1 else f"give an array (N, {shape[2]})") in said and "\n" not in said


NEEDLESS = [
    ("vectors.npy", {"size": 32}),
    ("vectors.npy", {"background": "black"}),
    ("vectors.npy", {"rotation": 5.0}),
    ("vectors.npy", {"label_level": 1}),
    ("images.npy", {"page": 2}),
    ("images.npy", {"pages": "all"}),
    ("images.npy", {"most_pixels": 9}),
    ("images.npy", {"label_level": "auto"}),
    ("table.csv", {"label_level": 2}),
]


@pytest.mark.parametrize(("name", "options"), NEEDLESS, ids=str)
def test_options_that_such_data_does_not_have_are_refused(place: Path, name: str, options: dict[str, object]) -> None:
    (flag,) = [f"--{one.replace('_', '-')}" for one in options]
    for check in (check_kind, with_vector_defaults):
        with pytest.raises(MousaicError, match=f"{name}.* leave {flag} out"):
            check(place / name, options)
    check_kind(place / "folder", options)


def test_options_that_such_data_has_pass(place: Path) -> None:
    check_kind(place / "images.npy", {"size": 8, "color": "all", "fit": "stretch", "rotation": 5.0, "table": "none"})
    check_kind(place / "vectors.npy", {"images": "folder", "size": 28, "page": 2, "depth_range": "none"})
    check_kind(place / "table.csv", {"page": 2, "groups": "none", "size": 8})
    with pytest.raises(MousaicError, match="leave --shift out"):
        check_kind(place / "vectors.npy", {"images": "folder", "shift": 0.1})

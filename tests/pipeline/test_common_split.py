"""Runs of one are made of the same images, whatever these are called."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.pipeline.combine_runs import combine
from mousaic.pipeline.common_split import common_split
from mousaic.pipeline.join_runs import join as side_by_side
from mousaic.runs.split_table import Split, SplitRow
from tests.end_to_end.running import run_command

ROWS = np.random.default_rng(0).normal(size=(24, 8)).astype(np.float32)


def given(names: list[str], order: list[int] | None = None) -> ImageSet:
    rows = ROWS[: len(names)] if order is None else ROWS[order]
    return ImageSet.from_arrays(rows, paths=names)


def split(images: ImageSet, held_out: str) -> SimpleNamespace:
    rows = (
        SplitRow(path, "", path, "validation" if path in held_out else "train", digest)
        for path, digest in zip(images.paths, images.sha256, strict=True)
    )
    return SimpleNamespace(split=Split.of(rows), path=Path("run"))


def test_what_all_held_out_stays_held_out_under_the_names_of_now() -> None:
    runs = [split(given(["a", "b", "c", "d"]), "bc"), split(given(["k", "l", "m", "n"]), "kl")]
    rows, held_out = common_split(runs, given(["1", "2", "3", "4"]))
    assert held_out.tolist() == [False, True, False, False]
    assert list(rows.paths) == ["1", "2", "3", "4"] and list(rows.groups) == ["a", "b", "c", "d"]


def test_in_another_order_names_tell_and_other_images_are_refused() -> None:
    run = split(given(["a", "b", "c"]), "c")
    assert common_split([run], given(["c", "a", "b"], [2, 0, 1]))[1].tolist() == [True, False, False]
    for others in (given(["a", "b", "c", "d"]), given(["x", "y", "z"], [2, 0, 1]), given(["a", "b", "c"], [0, 1, 5])):
        with pytest.raises(MousaicError, match="not those that run was trained on"):
            common_split([run], others)


@pytest.mark.parametrize("join", ["merge", "average"])
def test_runs_of_arrays_given_from_python(join: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import mousaic

    images = ImageSet.from_arrays(ROWS)
    paths = [tmp_path / name for name in "ab"]
    for seed, path in enumerate(paths):
        mousaic.train(images, out=path, features=12, k=2, epochs=1, threads=1, report=False, seed=seed)
    words = ["combine", *paths, "--join", join, "--out", tmp_path / "one", "--no-report", "--quiet"]
    _, err = run_command(capsys, *words, code=2)
    assert "name one with --data" in err and not (tmp_path / "one").exists()
    np.save(tmp_path / "rows.npy", ROWS)
    names = "\n".join(["path", *(f"neuron {number}" for number in range(24))])
    (tmp_path / "rows.csv").write_text(names + "\n")
    run_command(capsys, *words, "--data", tmp_path / "rows.npy")
    run = mousaic.open_run(tmp_path / "one")
    assert run.split.paths[0] == "neuron 0" and run.shape == (1, 1, 8)
    assert run.model.ensemble.features == (24 if join == "average" else 12)
    again = (combine if join == "merge" else side_by_side)(paths, data=images, out=tmp_path / "again", report=False)
    assert again.data is None and again.split.paths[0] == "image_0000"
    assert again.summary["train"]["pearson"] == pytest.approx(run.summary["train"]["pearson"], abs=1e-6)
    assert [row.part for row in again.split] == [row.part for row in run.split]


def test_the_option_by_which_rows_differ_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    np.save(tmp_path / "rows.npy", ROWS)
    paths = [tmp_path / name for name in ("none", "dtype")]
    for path in paths:
        words = ["--features", 12, "--k", 2, "--epochs", 1, "--threads", 1, "--no-report", "--depth-range", path.name]
        run_command(capsys, "train", tmp_path / "rows.npy", *words, "--out", path, "--quiet")
    _, err = run_command(capsys, "combine", *paths, "--no-report", code=2)
    assert "differ in --depth-range (dtype and none); train them alike in that." in err

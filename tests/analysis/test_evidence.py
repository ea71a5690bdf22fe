"""What is gathered from a run, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import mousaic
from mousaic.analysis.evidence import activations, active_entries, gather_evidence
from mousaic.errors import MousaicError
from mousaic.runs.run import Run, open_run
from mousaic.sealed import write_sealed


@pytest.fixture(scope="module")
def run(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = tmp_path_factory.mktemp("evidence") / "run"
    return mousaic.train(small_set, out=path, size=16, features=40, k=4, members=2, epochs=2, threads=1, report=False)


def test_evidence_is_what_the_run_says_of_its_images(run, small_set):
    found = gather_evidence(run)
    assert found.images.paths == tuple(row.path for row in run.split)
    assert found.parts == tuple(row.part for row in run.split) and set(found.parts) == {"train", "validation"}
    assert found.reconstruction.shape == (12, 2, 256)
    assert (found.members, found.features) == (2, 40)
    made = run.reconstruct(found.images)
    np.testing.assert_allclose(found.reconstruction.mean(1), made.pixels.reshape(12, -1), atol=1e-6)
    again = gather_evidence(run, run.load_images(small_set))
    np.testing.assert_array_equal(again.codes.values, found.codes.values)


def test_dense_and_sparse_codes_are_the_same_numbers(make_evidence):
    found = make_evidence(images=7, features=9, k=4)
    dense = np.zeros((7, 9))
    for n in range(7):
        for j in range(4):
            dense[n, found.codes.indices[n, 1, j]] = found.codes.values[n, 1, j]
    np.testing.assert_array_equal(activations(found.codes, 1, np.arange(9)), dense)
    np.testing.assert_array_equal(activations(found.codes, 1, np.array([5, 2])), dense[:, [5, 2]])
    assert activations(found.codes, 1, np.array([], dtype=np.int64)).shape == (7, 0)
    entries = active_entries(found.codes, 1)
    again = np.zeros((7, 9))
    again[entries.image, entries.feature] = entries.value
    np.testing.assert_array_equal(again, dense)


def test_images_that_moved_are_found_and_others_refused(run, small_set, tmp_path):
    moved = tmp_path / "moved"
    shutil.copytree(small_set, moved)
    assert len(gather_evidence(run, run.load_images(moved)).images) == 12
    (moved / "lying" / "01.png").write_bytes((moved / "lying" / "03.png").read_bytes())
    with pytest.raises(MousaicError, match=r"lying/01\.png.*--data FOLDER"):
        gather_evidence(run, run.load_images(moved))
    (moved / "lying" / "01.png").unlink()
    with pytest.raises(MousaicError, match="11 instead of 12"):
        gather_evidence(run, run.load_images(moved))


def test_images_that_are_gone_are_asked_for(run, tmp_path):
    copy = tmp_path / "run"
    shutil.copytree(run.path, copy)
    write_sealed(copy / "config.json", dict(run.record) | {"data": {"from_run": "../gone", "from_start": "gone"}})
    with pytest.raises(MousaicError, match=r"no longer in .*gone: say with --data FOLDER"):
        gather_evidence(open_run(copy))

"""Parts learned beside the training are those that the analysis would learn, whatever becomes of the process."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from mousaic.analysis.parts import part_store
from mousaic.analysis.parts.part_findings import learned_from
from mousaic.analysis.parts.part_store import tensors_of_parts
from mousaic.config import config_for
from mousaic.device import exact_threads, use_threads
from mousaic.images.image_set import ImageSet
from mousaic.pipeline import parts_beside as room
from mousaic.pipeline.parts_beside import parts_beside

IMAGES = ImageSet.from_arrays(np.random.default_rng(0).random((8, 16, 16)).astype(np.float32))
HELD_OUT = np.arange(8) >= 6


def run_at(path: Path) -> Any:
    return SimpleNamespace(path=path, config=config_for("default"))


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mousaic.device.processors", lambda: 2)


@pytest.mark.parametrize("killed", [False, True])
def test_the_same_bytes_as_in_the_analysis(tmp_path: Path, killed: bool) -> None:
    run = run_at(tmp_path)
    with exact_threads(1):
        here = learned_from(IMAGES, ~HELD_OUT, run.config.training.seed, options=run.config.images)
    others = set(multiprocessing.active_children())  # a pool of another test may be idle
    with use_threads(2), parts_beside(run, IMAGES, HELD_OUT) as wait:
        own = set(multiprocessing.active_children()) - others
        assert wait is not None and len(own) == 1
        if killed:
            for process in own:
                process.kill()
                process.join()
        found = wait()
    assert here is not None and found is not None
    assert own.isdisjoint(multiprocessing.active_children())
    ours, beside = tensors_of_parts(here), tensors_of_parts(found)
    assert ours.keys() == beside.keys() and all(torch.equal(ours[name], beside[name]) for name in ours)


def test_of_vectors_there_are_none(tmp_path: Path) -> None:
    rows = ImageSet.from_arrays(np.random.default_rng(0).random((8, 10)).astype(np.float32))
    with use_threads(2), parts_beside(run_at(tmp_path), rows, HELD_OUT) as wait:
        assert wait is not None and wait() is None


def test_nothing_is_begun_where_it_would_not_pay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def begun() -> bool:
        with parts_beside(run_at(tmp_path), IMAGES, HELD_OUT) as wait:
            return wait is not None

    with use_threads(1):
        assert not begun()
    with use_threads(2):
        assert begun()
        with monkeypatch.context() as few:
            few.setattr(room, "SMALL", IMAGES.pixels.size - 1)
            assert not begun()
        with monkeypatch.context() as few:
            few.setattr(room, "MOST", 7)
            assert not begun()
        (tmp_path / part_store.FOLDER).mkdir()
        (tmp_path / part_store.FOLDER / part_store.FILE).touch()
        assert not begun()

"""What a training needs is said before it begins; the estimate is what its files and tensors really take."""

from __future__ import annotations

import pytest

import mousaic
from mousaic.cli import main
from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.training import needs
from mousaic.training.needs import FLOAT, check_memory, disk_need, image_shape, memory_need, numbers

OPTIONS = {"size": 12, "features": 24, "k": 3, "members": 2, "epochs": 1, "threads": 1, "device": "cpu"}


def _options(more):
    """Filters are no features."""
    left_out = {"features"} if "filters" in more else set()
    return {name: value for name, value in OPTIONS.items() if name not in left_out} | more


@pytest.mark.parametrize("more", [{}, {"learn": "topk"}, {"model": "conv", "filters": 4, "filter_sizes": 3}], ids=str)
def test_the_numbers_are_those_of_the_checkpoint(small_set, tmp_path, more):
    run = mousaic.train(small_set, out=tmp_path / "run", report=False, **_options(more))
    weights, remembered = numbers(run.config, image_shape(run.config))
    kept = run.checkpoint.stat().st_size
    assert FLOAT * (weights + remembered) < kept < FLOAT * (weights + remembered) + 6000
    written = sum(path.stat().st_size for path in run.path.rglob("*") if path.is_file())
    assert kept + written < disk_need(run.config, image_shape(run.config))


def test_far_too_much_is_refused_before_anything_is_there(small_set, tmp_path, capsys):
    for words in (["train", str(small_set), "--out"], ["compare", str(small_set), "--methods", "default", "--out"]):
        with pytest.raises(SystemExit) as stopped:
            main([*words, str(tmp_path / "out"), "--size", "1000", "--features", "200000"])
        err = capsys.readouterr().err
        assert stopped.value.code == 2 and not (tmp_path / "out").exists()
        assert err.startswith("mousaic: Not enough memory for 1 member of 200000 features over 1000x1000 pixels")
        assert "1,920.0 GB" in err and "are free" in err and "--features or --size" in err


def test_what_fits_exactly_is_not_refused(monkeypatch):
    config = config_for("default", **OPTIONS)
    need = memory_need(config, (1, 12, 12))
    monkeypatch.setattr(needs, "free_memory", lambda: need)
    check_memory(config, (1, 12, 12))
    monkeypatch.setattr(needs, "free_memory", lambda: need - 1)
    with pytest.raises(MousaicError, match="Not enough memory"):
        check_memory(config, (1, 12, 12))
    monkeypatch.setattr(needs, "free_memory", lambda: None)  # a system that does not say
    check_memory(config, (1, 12, 12))


def test_a_disk_without_room_is_named_before_the_training(small_set, tmp_path, monkeypatch):
    monkeypatch.setattr(needs, "free_disk", lambda folder: 1_000_000)
    with pytest.raises(MousaicError, match=r"Not enough space for .*run: .* 5\.\d MB there, and 1\.0 MB are free"):
        mousaic.train(small_set, out=tmp_path / "run", report=False, **OPTIONS)
    assert not any(tmp_path.iterdir())

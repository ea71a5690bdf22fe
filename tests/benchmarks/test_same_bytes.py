"""The comparison of two checkouts: it must see one changed number, and nothing where nothing changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.same_bytes import CROSSED, Checkout, compare, digests, line
from benchmarks.step_ratio import epoch_seconds
from tests.end_to_end.processes import Command

HERE = Path(__file__).parents[2]
NAME = "consistency of codes"


class Forked(Checkout):
    """This checkout, whose processes need not import torch anew."""

    def start(self, *arguments):
        return Command(*arguments)


@pytest.fixture(scope="module")
def itself():
    return Forked(HERE, threads=1)


def test_a_checkout_trains_the_same_bytes_as_itself_also_when_resumed(itself, small_set, tmp_path):
    (one,) = compare(itself, itself, small_set, tmp_path, [CROSSED])
    assert one.differing == [] and line(one).split()[-1] == "same"


def test_another_step_size_is_seen_in_model_and_figures_but_not_in_the_split(itself, small_set, tmp_path):
    shutil.copytree(HERE / "src", tmp_path / "other" / "src", ignore=shutil.ignore_patterns("__pycache__"))
    source = tmp_path / "other" / "src" / "mousaic" / "config.py"
    text = source.read_text()
    assert "option(7e-4," in text
    source.write_text(text.replace("option(7e-4,", "option(7.001e-4,"))
    (one,) = compare(itself, Checkout(tmp_path / "other", threads=1), small_set, tmp_path, [NAME])
    assert one.differing == ["model", "history"] and "DIFFERENT: model, history" in line(one)


def test_times_are_no_difference_and_figures_are(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "split.csv").write_text("path\na.png\n")
    found = []
    for loss, seconds in (("0.5", "1.0"), ("0.5", "9.0"), ("0.6", "1.0")):
        (tmp_path / "history.csv").write_text(
            f"epoch,loss,images_per_second,seconds\n1,{loss},50,{seconds}\n2,{loss},50,{float(seconds) + 2}\n"
        )
        found.append(digests(tmp_path))
    assert found[0] == found[1] != found[2]
    assert epoch_seconds(tmp_path) == 2.0


def test_a_folder_without_the_project_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="no checkout"):
        Checkout(tmp_path)

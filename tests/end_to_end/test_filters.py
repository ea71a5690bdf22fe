"""``--model conv`` through every command: trained, resumed to the same bytes, looked into, or refused in a sentence."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest

import mousaic
from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.pipeline.training_run import Interrupted
from tests.recipes.conftest import Stopper

OPTIONS = {
    "model": "conv", "size": 16, "filters": 6, "filter_sizes": 5, "stride": 2, "neighbourhood": 3, "k": 8,
    "epochs": 3, "copies": 1, "threads": 1,
}  # fmt: skip
FLAGS = [word for name, value in OPTIONS.items() for word in (f"--{name.replace('_', '-')}", str(value))]


@pytest.fixture(scope="module")
def run(small_set, tmp_path_factory):
    """A run of two members with its report and atlas."""
    out = tmp_path_factory.mktemp("filters") / "run"
    main(["train", str(small_set), "--out", str(out), "--quiet", "--members", "2", "--lang", "zh", *FLAGS])
    return out


def test_the_run_is_whole(run):
    card, summary = (json.loads((run / name).read_text()) for name in ("model.json", "summary.json"))
    assert card["placing"] == {
        "shape": [1, 16, 16], "filters": 6, "sizes": [5], "stride": 2, "neighbourhood": 3,
    }  # fmt: skip
    assert (card["features"], summary["features"], summary["places"]) == (6 * 64, 6, 64)
    for name in ("report.html", "report.zh.html", "atlas/index.html", "README.md"):
        assert (run / name).is_file(), name
    readme, page = ((run / name).read_text() for name in ("README.md", "report.html"))
    assert "6 filters of 5 pixels" in readme and "Every image is described by 8 of their placed copies." in readme
    assert "each with 6 filters that may lie anywhere; 8 placed copies of them describe an image" in page
    with open(run / "analysis" / "features.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 6 and any(float(row["importance"]) > 0 for row in rows)


def test_interrupted_and_resumed_it_has_the_same_bytes(small_set, tmp_path):
    mousaic.train(small_set, out=tmp_path / "whole", report=False, **OPTIONS)
    with pytest.raises(Interrupted):
        mousaic.train(small_set, out=tmp_path / "parts", report=False, progress=Stopper(3), **OPTIONS)
    main(["train", "--resume", str(tmp_path / "parts"), "--quiet", "--no-report"])
    whole, parts = ((tmp_path / name / "model.safetensors").read_bytes() for name in ("whole", "parts"))
    assert whole == parts


def test_learned_on_matching_pursuit(small_set, tmp_path):
    main(["train", str(small_set), "--out", str(tmp_path / "run"), "--quiet", "--learn", "omp", *FLAGS])
    assert "convolutional dictionary" in (tmp_path / "run" / "README.md").read_text()
    run = mousaic.open_run(tmp_path / "run")
    images = run.load_images(small_set)
    own, omp, quick = (run.encode(images, codes) for codes in ("own", "omp", "topk"))
    assert run.model.card.sparsity == "omp-filters" and np.array_equal(own.indices, omp.indices)
    np.testing.assert_allclose(own.values, omp.values, atol=1e-4)
    assert not np.array_equal(own.indices, quick.indices)


def test_codes_say_which_filter_lies_where(run, small_set, tmp_path):
    main(["encode", str(run), str(small_set), "--out", str(tmp_path / "codes.csv")])
    main(["encode", str(run), str(small_set), "--out", str(tmp_path / "codes.npz"), "--codes", "omp"])
    with open(tmp_path / "codes.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["path", "member", "filter", "y", "x", "value"]
    assert all(0 <= int(row["filter"]) < 6 and int(row["y"]) in range(0, 16, 2) for row in rows)
    found = np.load(tmp_path / "codes.npz")
    number = found["filter"] * 64 + found["y"] // 2 * 8 + found["x"] // 2
    assert np.array_equal(number, found["indices"]) and found["values"].shape[1:] == (2, 8)


@pytest.mark.parametrize("codes", ["own", "topk", "least-squares", "omp", "batch-topk"])
def test_every_kind_of_codes_is_evaluated(run, small_set, capsys, codes):
    main(["evaluate", str(run), str(small_set), "--codes", codes])
    assert re.search(r"0\.\d+", capsys.readouterr().out)


def test_it_reconstructs(run, small_set, tmp_path):
    main(["reconstruct", str(run), str(small_set), "--out", str(tmp_path / "made")])
    assert any((tmp_path / "made").rglob("*.png"))


def test_the_atlas_lays_filters_where_they_fire(run):
    text = (run / "atlas" / "member_0.js").read_text()
    member = json.loads(text[text.index("=") + 1 : text.rindex(";")])
    assert len(member["codePlaces"]) == 2 and member["rounding"]["largest"] < 2


def test_members_are_combined(run, small_set, tmp_path):
    main(["combine", str(run), "--out", str(tmp_path / "out"), "--quiet"])
    found = mousaic.open_run(tmp_path / "out")
    assert found.summary["members"] == 1 and found.summary["features"] == 6 and found.config.model.filter_sizes == 5
    with open(tmp_path / "out" / "analysis" / "consensus.csv", newline="") as file:
        assert len(list(csv.DictReader(file))) == 6
    main(["evaluate", str(tmp_path / "out"), str(small_set)])


@pytest.mark.painted
def test_stability_finds_filters_again(run):
    main(["stability", str(run), "--runs", "2", "--quiet"])
    with open(run / "analysis" / "stability.csv", newline="") as file:
        assert len(list(csv.DictReader(file))) == 2 * 6
    main(["report", str(run)])


def test_k_is_not_chosen_for_filters_and_a_comparison_has_them_anyway(small_set):
    with pytest.raises(MousaicError, match="leave out --model conv"):
        mousaic.choose_k(small_set, model="conv", size=16)
    with pytest.raises(MousaicError, match="leave --model out"):
        mousaic.compare(small_set, model="conv", size=16)

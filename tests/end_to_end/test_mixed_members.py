"""Members that differ in kind as one run: side by side (``combine --join``) and in a chain (``train --after``)."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch

import mousaic
from mousaic.analysis.ensembles import held_out_reconstructions, simplex_weights
from mousaic.cli import main
from mousaic.model.mixture import Mixture
from mousaic.pipeline.join_runs import join
from mousaic.pipeline.training_run import Interrupted, resume
from mousaic.runs.run import open_run
from mousaic.training.metrics import pearson_r
from tests.recipes.conftest import Stopper

TINY = {"size": 12, "copies": 1, "batch_size": 8, "threads": 1, "epochs": 3, "features": 24, "k": 4}
KINDS = {
    "plain": {}, "larger": {"features": 40, "k": 3}, "untied": {"decoder": "untied"}, "local": {"model": "local"},
    "two": {"members": 2, "init": "orthogonal"},
}  # fmt: skip


@pytest.fixture(scope="module")
def runs(small_set, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("mixed")
    for name, own in KINDS.items():
        mousaic.train(small_set, out=folder / name, report=False, **TINY | own)
    return {name: folder / name for name in KINDS}


@pytest.fixture(scope="module")
def joined(runs, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("joined") / "run"
    main(["combine", *map(str, runs.values()), "--join", "average", "--out", str(out), "--quiet", "--no-report"])
    main(["report", str(out)])
    return out


@pytest.fixture(scope="module")
def chain(runs, small_set, tmp_path_factory) -> Path:
    """Of three: the last one has seen two before it."""
    folder = tmp_path_factory.mktemp("chain")
    mousaic.train(small_set, out=folder / "second", after=runs["plain"], report=False, **TINY | {"decoder": "untied"})
    mousaic.train(small_set, out=folder / "third", after=folder / "second", **TINY | {"features": 30})
    return folder / "third"


def refused(capsys, *arguments) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in arguments])
    err = capsys.readouterr().err
    assert stopped.value.code == 2 and err.startswith("mousaic: ") and err.count("\n") == 1
    return err


def test_side_by_side_the_reconstruction_is_the_mean_of_all_members(runs, joined, small_set):
    run = open_run(joined)
    images = run.load_images(small_set)
    x = torch.from_numpy(images.pixels).flatten(1)
    each = [y for path in runs.values() for y in open_run(path).model.ensemble(x)[1]]
    assert len(each) == 6
    expected = torch.stack(each).mean(0)
    made = run.reconstruct(images)
    np.testing.assert_allclose(made.pixels.reshape(len(x), -1), expected.numpy(), atol=1e-5)
    held = np.array([row.part == "validation" for row in run.split])
    r = pearson_r(expected, x).numpy()[held].mean()
    assert run.summary["validation"]["pearson"] == pytest.approx(r, abs=1e-5)
    assert (run.summary["members"], run.summary["features"], run.summary["k"]) == (1, 24 * 5 + 40, 4 * 5 + 3)
    assert run.split == open_run(runs["plain"]).split


@pytest.mark.parametrize("which", ["joined", "chain"])
def test_every_command_takes_it(which, request, small_set, tmp_path, capsys):
    path = request.getfixturevalue(which)
    run = open_run(path)
    features, k = run.summary["features"], run.summary["k"]
    with open(path / "analysis" / "features.csv", newline="") as file:
        assert len(list(csv.DictReader(file))) == features
    capsys.readouterr()
    main(["evaluate", str(path), str(small_set), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["model"]["l0"] == pytest.approx(k, rel=0.2)
    main(["evaluate", str(path), str(small_set), "--codes", "omp", "--k", "7", "--json"])
    assert json.loads(capsys.readouterr().out)["model"]["l0"] <= 7
    main(["encode", str(path), str(small_set), "--out", str(tmp_path / "codes.npz")])
    main(["reconstruct", str(path), str(small_set), "--out", str(tmp_path / "made")])
    main(["show", str(path)])
    words = "members side by side" if which == "joined" else "a chain of 3 members"
    assert words in (path / "report.html").read_text()
    if which == "chain":
        assert "They are of the last member alone" in (path / "report.html").read_text()
        assert (path / "atlas" / "index.html").is_file()
    text = (path / "README.md").read_text()
    assert f"they learned {features} features" in text and "Member 3: " in text
    assert "give the run of one of them" in refused(capsys, "stability", path)


def test_weights_are_those_of_images_held_out_from_each_member(runs, small_set, tmp_path, capsys):
    paths = [runs["plain"], runs["two"]]
    main(["combine", *map(str, paths), "--join", "weighted", "--out", str(tmp_path / "run"), "--no-report"])
    out = capsys.readouterr().out
    run = open_run(tmp_path / "run")
    images = run.load_images(small_set)
    own = images.subset(np.flatnonzero([row.part == "train" for row in run.split]))
    made = [held_out_reconstructions(own, open_run(path).config) for path in paths]
    expected = simplex_weights(np.concatenate([x - y for y, x, _ in made]))
    ensemble = run.model.ensemble
    assert isinstance(ensemble, Mixture)
    np.testing.assert_allclose(ensemble.weights, expected, atol=1e-6)
    assert sum(ensemble.weights) == pytest.approx(1) and min(ensemble.weights) >= 0
    assert len(set(ensemble.weights)) > 1  # else nothing was learned
    told = re.search(r"On held-out images r is (-?[\d.]+) with them and (-?[\d.]+) with equal weights", out)
    assert told and float(told[1]) == pytest.approx(run.summary["validation"]["pearson"], abs=6e-5)
    equal = join(paths, out=tmp_path / "equal", report=False)
    assert float(told[2]) == pytest.approx(equal.summary["validation"]["pearson"], abs=6e-5)


def test_a_chain_adds_what_each_makes_of_the_rest(runs, chain, small_set):
    run = open_run(chain)
    ensemble = run.model.ensemble
    assert isinstance(ensemble, Mixture) and ensemble.chained and ensemble.sizes == (24, 24, 30)
    first = open_run(runs["plain"])
    images = run.load_images(small_set)
    train = torch.from_numpy(images.pixels).flatten(1)[[row.part == "train" for row in run.split]]
    for name, tensor in first.model.ensemble.values.items():  # the first link is the earlier run's, unchanged
        assert torch.equal(tensor, ensemble.each[0].values[name])
    left = [(train - model(train)[1][0]).square().mean() for model in (first.model.ensemble, ensemble)]
    assert left[1] < left[0]
    assert run.split == first.split and len(run.record["chain"]) == 2
    assert len(run.history) == 3


def test_stopped_and_resumed_a_chain_has_the_same_bytes(runs, small_set, tmp_path):
    options = TINY | {"decoder": "untied", "after": runs["plain"], "report": False}
    shown = mousaic.train(small_set, out=tmp_path / "whole", live=True, picture_every=1, **options)
    assert (shown.path / "live.html").is_file() and (shown.figures / "reconstructions_epoch_01.png").is_file()
    earlier = tmp_path / "moved"
    runs["plain"].rename(earlier)  # what is gone on from lies within the run
    try:
        runs["plain"].symlink_to(earlier)
        with pytest.raises(Interrupted):
            mousaic.train(small_set, out=tmp_path / "parts", progress=Stopper(4), **options)
        runs["plain"].unlink()
        resume(tmp_path / "parts", report=False)
    finally:
        runs["plain"].unlink(missing_ok=True)
        earlier.rename(runs["plain"])
    whole, parts = ((tmp_path / name / "model.safetensors").read_bytes() for name in ("whole", "parts"))
    assert whole == parts


def test_what_cannot_be_is_one_sentence(runs, joined, small_set, tmp_path, capsys):
    filters = mousaic.train(
        small_set, out=tmp_path / "conv", report=False, model="conv", size=12, filters=4, filter_sizes=5, k=4,
        epochs=1, copies=1, threads=1,
    ).path  # fmt: skip
    bare = mousaic.train(small_set, out=tmp_path / "bare", report=False, **TINY | {"validation": 0.0}).path
    out = ("--out", tmp_path / "run", "--size", "12", "--k", "4", "--features", "24")
    train, combine = ("train", small_set, *out), ("combine", "--out", tmp_path / "run")
    for words, arguments in (
        ("members of different kinds already", (*combine, joined, runs["plain"], "--join", "average")),
        ("filters that may lie anywhere, which cannot stand", (*combine, runs["plain"], filters, "--join", "average")),
        ("nothing to combine: name a second run", (*combine, runs["plain"], "--join", "weighted")),
        (
            "leave --threshold out, or",
            (*combine, *runs.values(), "--join", "average", "--threshold", "0.4"),
        ),
        ("leave --k out, or give", (*combine, *runs.values(), "--join", "weighted", "--k", "3")),
        ("their models differ in features", (*combine, runs["plain"], runs["larger"])),
        ("has 2 members, and --after goes on from one", (*train, "--after", runs["two"])),
        ("has members side by side", (*train, "--after", joined)),
        ("has filters that may lie anywhere", (*train, "--after", filters)),
        ("cannot follow another member", ("train", small_set, *out[:6], "--model", "conv", "--after", runs["plain"])),
        ("leave --members out", (*train, "--after", runs["plain"], "--members", "2")),
        ("held none out: leave it out", (*train, "--after", bare, "--early-stop", "2")),
        ("--model auto tries on the images", (*train, "--after", runs["plain"], "--model", "auto")),
        ("--augment auto tries on the images", (*train, "--after", runs["plain"], "--augment", "auto")),
        ("images prepared otherwise", (*train, "--after", runs["plain"], "--fit", "stretch")),
        ("There is no run folder", (*train, "--after", tmp_path / "none")),
        ("leave --after out", ("train", "--resume", runs["plain"], "--after", runs["two"])),
    ):
        assert words in refused(capsys, *arguments), words
        assert not (tmp_path / "run").exists()
    other = tmp_path / "fewer"
    other.mkdir()
    for path in sorted(small_set.rglob("*.png"))[:11]:
        (other / path.name).write_bytes(path.read_bytes())
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["train", str(other), *map(str, out), "--after", str(runs["plain"])])
    assert "are not those that" in capsys.readouterr().err and not (tmp_path / "run").exists()

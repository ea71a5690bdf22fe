"""The whole comparison on a tiny set: its promises, its files, and everything it refuses."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.compare import comparison as compare
from mousaic.analysis.compare import contest
from mousaic.analysis.compare.bit_budgets import BITS
from mousaic.analysis.compare.rival_methods import usual_methods
from mousaic.cli import main
from mousaic.config import ImageOptions
from mousaic.errors import MousaicError
from mousaic.report.figures.studies.comparison_bars import drawing
from mousaic.report.tables.comparison_files import comparison_dict, comparison_text, write_comparison
from mousaic.said import said_from_json
from mousaic.stats.code_bits import code_bits
from mousaic.words.put import put

TINY = {"size": 12, "features": 24, "k": 3, "members": 2, "epochs": 2, "copies": 2, "threads": 1}
QUICK = ["mean", "dct", "pca", "ica", "report", "default"]


def flags(**changes):
    return [word for name, value in (TINY | changes).items() for word in (f"--{name}", str(value))]


FLAGS = flags()


@pytest.fixture(scope="module")
def found(small_set):
    return compare.compare(small_set, folds=3, methods=QUICK, **TINY)


def rows_of(found):
    return {row.method: row for row in found.rows}


def refused(capsys, *arguments):
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    assert stopped.value.code == 2 and out == ""
    assert err.startswith("mousaic: ") and err.count("\n") == 1
    return err


def test_the_whole_command_with_all_methods(small_set, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("mousaic.analysis.compare.dense_network.STEPS", 20)
    main(["compare", str(small_set), *FLAGS, "--folds", "2", "--out", str(tmp_path / "out")])
    out, err = capsys.readouterr()
    assert out.startswith("At 500 bits for each image, ours ")
    assert (
        "12 images, all read" in err
        and "fold 2/2  preset default, one pass (2 members averaged)" in err
        and " left" in err
    )
    files = {path.name for path in (tmp_path / "out").iterdir()}
    assert files == {
        "comparison.csv",
        "comparison.txt",
        "comparison.png",
        "comparison.json",
        "images.csv",
        "bits.csv",
        "bits_curves.png",
    }
    with open(tmp_path / "out" / "comparison.csv", newline="") as file:
        table = list(csv.DictReader(file))
    names = {row["method"] for row in table}
    both = ("default", "local", "start", "start-local")
    averages = {f"{name}-average" for name in ("report", "untrained", *both)}
    omp = {f"{name}-omp{rest}" for name in both for rest in ("", "-average")}
    assert names == set(usual_methods()) | averages | omp
    assert all(-1 <= float(row["pearson"]) <= 1 and int(row["folds"]) == 2 for row in table)
    assert (tmp_path / "out" / "comparison.txt").read_text().strip() in out
    with open(tmp_path / "out" / "images.csv", newline="") as file:
        images = list(csv.DictReader(file))
    assert len(images) == 12
    written = json.loads((tmp_path / "out" / "comparison.json").read_text())
    for row in written["rows"]:
        assert np.mean([float(line[row["method"]]) for line in images]) == pytest.approx(row["pearson"])
        assert put(said_from_json(row["title_said"])) == row["title"]
    assert [put(said_from_json(one)) for one in written["verdict_said"]] == written["verdict"] == out.splitlines()[:5]
    assert [(row["method"], row["title"], row["note"]) for row in table] == [
        (row["method"], row["title"], row["note"]) for row in written["rows"]
    ]
    with Image.open(tmp_path / "out" / "comparison.png") as picture:
        assert picture.width == 1600
    assert not (tmp_path / ".out.partial").exists()


def test_bits_of_the_whole_command(found, tmp_path):
    """``bits.csv`` and the entry ``bits`` of the JSON are one table."""
    write_comparison(tmp_path, found)
    with open(tmp_path / "bits.csv", newline="") as file:
        table = list(csv.DictReader(file))
    bits = json.loads((tmp_path / "comparison.json").read_text())["bits"]
    assert bits["budgets"] == list(BITS) and [row["method"] for row in bits["rows"]] == [
        curve.whose.method for curve in found.curves
    ]
    listed = {(row["method"], int(row["bits"])): row for row in table}
    for row in bits["rows"]:
        for place, budget in enumerate(BITS):
            if row["values"][place] == 0:
                assert row["pearson"][place] is None and (row["method"], budget) not in listed
                continue
            line = listed[row["method"], budget]
            assert float(line["pearson"]) == row["pearson"][place] and int(line["values"]) == row["values"][place]
            assert row["low"][place] <= row["pearson"][place] <= row["high"][place]
            assert line["saturated"].lower() == str(row["saturated"][place]).lower()
    rows = rows_of(found)
    assert rows["default"].bits == pytest.approx(code_bits(3, 24)) and rows["mean"].bits == 0
    assert rows["default-average"].bits == pytest.approx(2 * code_bits(3, 24))
    assert rows["mean"].pearson_at_bits is None and rows["ica"].pearson_at_bits is None
    curves = {curve.whose.method: curve for curve in found.curves}
    assert "ica" not in curves and rows["pca"].pearson_at_bits == curves["pca"].r_at(500)
    assert all(a >= b for a, b in pairwise(curve.r_at(500) for curve in found.curves))
    assert f"{rows['pca'].bits:6.0f}  {rows['pca'].pearson_at_bits:8.3f}" in comparison_text(found)


def test_json_and_overwrite(small_set, tmp_path, capsys):
    command = ["compare", str(small_set), *FLAGS, "--methods", "pca, mean", "--out", str(tmp_path / "out"), "--quiet"]
    main([*command, "--json"])
    out, err = capsys.readouterr()
    assert err == "" and [row["method"] for row in json.loads(out)["rows"]] == ["pca", "mean"]
    assert "give --out another name, or --overwrite" in refused(capsys, *command)
    main([*command, "--overwrite"])
    assert capsys.readouterr().out.startswith(
        "At equal k, 3 values for each image, PCA (3 components) reconstructs held-out images best"
    )


def test_same_seed_same_numbers_and_another_seed_others(small_set, found):
    def numbers(one):
        kept = comparison_dict(one)
        for row in kept["rows"]:
            row["seconds"] = 0
        return kept

    again = compare.compare(small_set, folds=3, methods=QUICK, **TINY)
    assert numbers(again) == numbers(found)
    other = compare.compare(small_set, folds=3, methods=["pca"], **TINY, seed=1)
    assert rows_of(other)["pca"].pearson != rows_of(found)["pca"].pearson


def test_figures_mean_what_they_say(small_set, found):
    rows = rows_of(found)
    assert rows["mean"].fvu == pytest.approx(1) and rows["mean"].values == 0
    assert rows["ica"].pearson == pytest.approx(rows["pca"].pearson, abs=1e-4)
    assert rows["default-average"].mse < rows["default"].mse  # a square is convex: averaging can only help
    assert (rows["default"].values, rows["default-average"].values) == (3, 6)
    assert rows["pca"].dead is None and 0 <= rows["report"].dead <= 1
    for row in found.rows:
        assert row.pearson_low <= row.pearson <= row.pearson_high
        assert row.folds == 3
        assert row.pearson == pytest.approx(found.image_pearson[row.method].mean())
    assert [row.wide for row in found.rows] == sorted(row.wide for row in found.rows)
    assert "FastICA" not in put(found.verdict[0])  # no rival of PCA: it is PCA


def test_no_method_sees_what_it_is_judged_on(small_set, monkeypatch):
    """Each training part, with its image names, against the images judged by it."""
    images = mousaic.load_images(small_set, ImageOptions(size=12))
    real, seen = contest.judge, []

    def judge(method, part, x):
        held_out = {images.paths[i] for i in range(12) if (images.pixels[i].ravel() == x).all(1).any()}
        paths = set(part.images.paths)
        assert len(held_out) == len(x) and paths.isdisjoint(held_out) and paths | held_out == set(images.paths)
        assert not any((part.pool == row).all(1).any() for row in x)
        seen.append(held_out)
        return real(method, part, x)

    monkeypatch.setattr(contest, "judge", judge)
    compare.compare(small_set, methods=["pca"], folds=3, repeats=2, **TINY)
    assert len(seen) == 6 and set.union(*seen[:3]) == set.union(*seen[3:]) == set(images.paths)


def test_repeats_average_each_image(small_set):
    twice = compare.compare(small_set, methods=["pca"], folds=3, repeats=2, **TINY)
    assert twice.rows[0].folds == 6 and twice.settings["repeats"] == 2
    assert twice.image_pearson["pca"].shape == (12,) and np.isfinite(twice.image_pearson["pca"]).all()


def test_fewer_groups_than_folds(small_set):
    told = []
    found = compare.compare(small_set, methods=["mean"], folds=50, say=told.append, **TINY)
    assert found.settings["folds"] == 12
    assert put(found.notes[0]) == "12 folds instead of 50: there are only 12 groups."
    assert found.notes[0] in told and put(found.notes[0]) in comparison_text(found)


@pytest.mark.parametrize(
    ("shape", "refused"),
    [
        ((24, 60), r"--augment fresh needs images with rows and columns, and .* 60 numbers: leave it out\."),
        ((24, 6, 10), r"Augmentation needs .*: give --augment none\."),
    ],
)
def test_arrays_that_are_no_squares_are_compared_by_what_can(shape, refused):
    rng = np.random.default_rng(0)
    flat = (rng.random((24, 5)) @ rng.random((5, 60)) / 5).reshape(shape)
    images = mousaic.ImageSet.from_arrays(flat)
    options = {"methods": QUICK, "folds": 2, "k": 5, "features": 24, "members": 1, "epochs": 2, "threads": 1}
    found = compare.compare(images, augment="none", init="orthogonal", **options | {"methods": None})
    rows = rows_of(found)
    of_grids = {"dct"} if len(shape) == 2 else set()
    assert set(usual_methods()) - set(rows) == {"pca-tuned", "pca-wide", "local", "start-local"} | of_grids
    assert rows["pca"].pearson > 0.999
    with pytest.raises(MousaicError, match=refused):
        compare.compare(images, augment="fresh", **options)


def test_leaks_are_reported(small_set, tmp_path):
    folder = tmp_path / "doubled"
    shutil.copytree(small_set, folder)
    for path in sorted((small_set / "lying").iterdir()):
        with Image.open(path) as image:
            pixels = np.asarray(image).astype(float) * 0.97
        Image.fromarray(pixels.astype(np.uint8)).save(folder / "lying" / f"again_{path.name}")
    found = compare.compare(folder, methods=["mean"], folds=3, groups="none", **TINY)
    assert 0 < len(found.leaks.pairs) <= 6
    names = {name for pair in found.leaks.pairs for name in pair}
    assert names == set(found.leaks.held_out)
    assert put(found.notes[0]).startswith(f"Leak: {len(found.leaks.pairs)} near-duplicate pair")
    assert put(found.notes[0]) in comparison_text(found)


def test_a_run_trained_elsewhere(small_set, tmp_path, capsys):
    options = {name: TINY[name] for name in ("size", "features", "k", "members", "epochs", "threads")}
    other = tmp_path / "other"
    rng = np.random.default_rng(5)
    other.mkdir()
    for number in range(10):
        Image.fromarray(rng.integers(0, 256, (20, 20)).astype(np.uint8)).save(other / f"{number}.png")
    run = mousaic.train(other, out=tmp_path / "run", report=False, **options)
    found = compare.compare(small_set, methods=["mean"], folds=2, pretrained=run.path, **TINY)
    rows = rows_of(found)
    assert set(rows) == {"mean", "pretrained", "pretrained-average"}
    images = mousaic.load_images(small_set, run.config.images)
    assert rows["pretrained-average"].pearson == pytest.approx(run.reconstruct(images, "topk").pearson.mean(), abs=1e-5)
    command = ["compare", small_set, "--methods", "mean", "--out", tmp_path / "out", "--pretrained"]
    assert "give --size 12 to" in refused(capsys, *command, run.path, *flags(size=16))
    assert "give --k 3" in refused(capsys, *command, run.path, *flags(k=4))
    assert "There is no run folder" in refused(capsys, *command, tmp_path / "none", *FLAGS)
    own = mousaic.train(small_set, out=tmp_path / "own", report=False, **options)
    assert "was trained on 10 of these 12 images" in refused(capsys, *command, own.path, *FLAGS)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"methods": "pcaa"}, "did you mean 'pca'?"),
        ({"methods": ","}, "No method to compare"),
        ({"methods": "pca-wide", "members": 1}, "None of these methods gives a row"),
        ({"methods": "pretrained"}, "give --pretrained RUN"),
        ({"folds": 1}, "--folds must be at least 2"),
        ({"repeats": 0}, "--repeats must be at least 1"),
        ({"k": 0}, "--k must be at least 1"),
        ({"k": 25}, "cannot exceed features = 24"),
        ({"epoch": 3}, "--epoch"),
        ({"seed": -1}, "--seed must be at least 0"),
    ],
)
def test_wrong_input(small_set, tmp_path, capsys, options, words):
    assert words in refused(capsys, "compare", small_set, *flags(**options), "--quiet", "--out", tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_wrong_places(small_set, tmp_path, capsys):
    assert "nowhere" in refused(capsys, "compare", tmp_path / "nowhere", "--out", tmp_path / "out")
    assert "never changed" in refused(capsys, "compare", small_set, "--out", small_set / "out")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    assert "not an earlier output" in refused(capsys, "compare", small_set, "--out", tmp_path / "mine", "--overwrite")


def test_the_picture_shows_the_table(found):
    numbers = drawing(found.rows, 3)
    assert [line.label for line in numbers.lines] == [put(row.title) for row in found.rows]
    assert [line.held_out for line in numbers.lines] == [row.pearson for row in found.rows]
    assert [put(heading.said) for heading in numbers.headings] == ["Codes of 3 numbers", "More numbers for each image"]
    places = [line.place for line in numbers.lines] + [heading.place for heading in numbers.headings]
    assert len(set(places)) == len(places) and max(places) < numbers.height
    assert all(numbers.low < line.low for line in numbers.lines)
    assert drawing([], 3).lines == []

"""``mousaic diff``: two runs side by side."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

import mousaic
from mousaic.analysis.evidence import gather_originals
from mousaic.analysis.features.annotations import Annotations, NamedPart, annotations_json
from mousaic.analysis.parts.part_names import key_of
from mousaic.cli import main
from mousaic.files import write_json
from mousaic.model.store import digest_of_model
from mousaic.uses.diff.held_out_by_both import Side
from mousaic.uses.diff.run_difference import _parts_of

FILES = {"diff.html", "settings.csv", "figures.csv", "parts.csv", "diff.json"}


def trained(data: Path, out: Path, **options: object) -> Path:
    usual = {"size": 20, "features": 16, "k": 4, "epochs": 1, "threads": 1, "validation": 0.5, "augment": "none"}
    mousaic.train(data, out=out, report=False, **usual | options)
    return out


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def run(small_set: Path, folder: Path) -> Path:
    return trained(small_set, folder / "run")


@pytest.fixture(scope="module")
def other(small_set: Path, folder: Path) -> Path:
    return trained(small_set, folder / "other", k=2)


def answered(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, object]:
    main(["diff", *map(str, arguments), "--json"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as left:
        main(["diff", *map(str, arguments)])
    said = capsys.readouterr().err.strip()
    assert left.value.code == 2 and said.startswith("mousaic: ") and "\n" not in said
    return said


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_run_is_itself(run, capsys):
    found = answered(capsys, run, run)
    assert found["settings"] == [] and found["folder"] is None
    figures = found["held_out_by_both"]["figures"]
    assert [one["what"] for one in figures] == ["pearson", "squared_error", "pearson_same", "squared_error_same"]
    assert all(one["difference"] == one["low"] == one["high"] == 0 for one in figures)
    parts, features = found["parts"], found["features"]
    assert all(pair["part_first"] == pair["part_second"] for pair in parts["pairs"])
    assert len(parts["pairs"]) == parts["first"] and parts["only_first"] == parts["only_second"] == []
    assert features["learned"]["alike"] == features["first"] == features["second"]
    assert features["learned"]["mean"] == pytest.approx(1) == features["start"]["mean"]


def test_of_two_that_differ_in_k_nothing_else_is_listed(run, other, tmp_path, capsys):
    out = tmp_path / "diff"
    main(["diff", str(run), str(other), "--out", str(out)])
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "Settings that differ (1): k (4 | 2)." and "both held out" in said[1]
    assert "the first is better" in said[1] and "2 features" in said[2]
    assert {path.name for path in out.iterdir()} == FILES
    assert rows(out / "settings.csv") == [{"setting": "k", "first": "4", "second": "2"}]
    figures = rows(out / "figures.csv")
    assert list(figures[0]) == ["what", "first", "second", "difference", "low", "high"]
    for one in figures:
        first, second, difference, low, high = (float(value) for value in list(one.values())[1:])
        assert difference == pytest.approx(second - first) and low <= difference <= high
    page = (out / "diff.html").read_text(encoding="utf-8")
    assert "Settings that differ" in page and "<script" not in page and 'id="only-first"' in page
    assert list(rows(out / "parts.csv")[0]) == ["part_first", "part_second", "agreement", "name_first", "name_second"]

    main(["diff", str(run), str(other), "--out", str(out), "--overwrite", "--lang", "zh"])
    assert capsys.readouterr().out.startswith("有 1 项设置不同")
    assert 'lang="zh' in (out / "diff.html").read_text(encoding="utf-8")


def test_names_that_parts_were_given_stand_beside_their_numbers(run, small_set, tmp_path, capsys):
    other, named = trained(small_set, tmp_path / "seed", seed=1), tmp_path / "named"
    shutil.copytree(run, named)
    opened = mousaic.open_run(named)
    parts = _parts_of(Side(opened, gather_originals(opened)))
    answered(capsys, named, other, "--out", tmp_path / "before")
    table = rows(tmp_path / "before" / "parts.csv")
    pair = next(int(row["part_first"]) for row in table if row["agreement"])
    alone = next(int(row["part_first"]) for row in table if not row["part_second"])
    given = (NamedPart(pair, "left <paw>", key_of(parts)), NamedPart(alone, "tail", key_of(parts)))
    about = Annotations(digest_of_model(named), "named", (1, 20, 20), (), given)
    write_json(named / "annotations.json", annotations_json(about))
    main(["diff", str(named), str(other), "--out", str(tmp_path / "diff")])
    names = {row["part_first"]: row["name_first"] for row in rows(tmp_path / "diff" / "parts.csv")}
    assert {part: name for part, name in names.items() if name} == {str(pair): "left <paw>", str(alone): "tail"}
    page = (tmp_path / "diff" / "diff.html").read_text(encoding="utf-8")
    assert f"{pair} \u201cleft &lt;paw&gt;\u201d | " in page and f"part {alone} \u201ctail\u201d" in page


def test_runs_that_hold_out_other_images_are_not_judged(run, small_set, tmp_path, capsys):
    other = trained(small_set, tmp_path / "seed", seed=1, validation=0.2)
    found = answered(capsys, run, other)
    assert found["held_out_by_both"]["figures"] == [] and found["held_out_by_both"]["images"] < 5
    assert "5 groups are needed" in " ".join(one["text"] for one in found["sentences"])
    assert {one["setting"] for one in found["settings"]} >= {"seed", "validation", "split.sha256"}


def test_of_images_of_another_size_figures_alone_are_compared(run, small_set, tmp_path, capsys):
    other = trained(small_set, tmp_path / "small", size=16)
    found = answered(capsys, run, other)
    assert len(found["held_out_by_both"]["figures"]) == 4
    assert found["features"] is None and found["parts"] is None
    said = " ".join(one["text"] for one in found["sentences"])
    assert "of different shapes" in said and "prepared otherwise" in said and len(found["sentences"]) <= 6


def test_members_that_are_not_linear_rows_are_judged_but_not_matched(run, small_set, tmp_path, capsys):
    other = trained(small_set, tmp_path / "filters", features=None, model="conv", filters=4, filter_sizes=5)
    found = answered(capsys, run, other)
    assert found["features"] is None and found["parts"]["first"] == len(found["parts"]["pairs"])
    assert {one["what"] for one in found["held_out_by_both"]["figures"]} >= {"pearson", "squared_error"}


def test_codes_that_a_model_lacks_are_named(run, small_set, tmp_path, capsys):
    found = answered(capsys, run, trained(small_set, tmp_path / "sigmoid", decoder="sigmoid"))
    assert [one["what"] for one in found["held_out_by_both"]["figures"]] == ["pearson", "squared_error"]
    assert "no matching pursuit of 4 features" in found["sentences"][2]["text"]


def test_what_cannot_be_is_refused_and_nothing_is_lost(run, other, small_set, tmp_path, capsys):
    assert "There is no run folder" in refused(capsys, run, tmp_path / "nothing")
    assert "is not a Mousaic run" in refused(capsys, tmp_path, other)
    unfinished = tmp_path / "unfinished"
    shutil.copytree(run, unfinished)
    (unfinished / "summary.json").unlink()
    assert "is not finished" in refused(capsys, run, unfinished)
    out = tmp_path / "diff"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert "--out" in refused(capsys, run, other, "--out", out)
    assert (out / "mine.txt").read_text() == "mine"
    assert "inside the images' folder" in refused(capsys, run, other, "--out", small_set / "diff")


def test_data_that_have_moved_are_named(run, small_set, tmp_path, capsys):
    data = tmp_path / "data"
    shutil.copytree(small_set, data)
    other = trained(data, tmp_path / "run")
    moved = data.rename(tmp_path / "moved")
    assert "--data" in refused(capsys, run, other)
    found = answered(capsys, run, other, "--data", moved)
    assert found["settings"] == [] and found["held_out_by_both"]["figures"]
    (moved / "lying" / "01.png").write_bytes((moved / "lying" / "03.png").read_bytes())
    assert "--data" in refused(capsys, run, other, "--data", moved)

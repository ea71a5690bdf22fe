"""``mousaic apply``: a new batch, in one command."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.cli import main
from mousaic.report.tables.batch_tables import DRIFT_COLUMNS
from tests.end_to_end.spots import draw_spots

pytestmark = pytest.mark.usefixtures("few_windows", "few_labelings", "few_ways")

COLUMNS = ["path", "label", "r", "error", "score", "p", "q", "odd_parts", "copy_of"]
FILES = ["apply.html", "apply.json", "drift.csv", "features_wide.csv", "images.csv", "parts_wide.csv"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "spots"
    draw_spots(folder / "left", 13, 0)
    draw_spots(folder / "right", 13, 1)
    return folder


@pytest.fixture(scope="module")
def run(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run") / "run"
    options = {"size": 24, "features": 16, "k": 10, "epochs": 1, "threads": 1, "augment": "none"}
    mousaic.train(own, out=out, report=False, validation=0.4, **options)
    return out


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_spots(tmp_path_factory.mktemp("new") / "batch", 6, 2, odd=3)


def rows(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    with pytest.raises(SystemExit) as left:
        main(["apply", *map(str, arguments)])
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert left.value.code == 2 and said.startswith("mousaic: ")
    return said


def test_the_whole_command_and_again_in_chinese(run, new, tmp_path, capsys):
    out = tmp_path / "seen"
    main(["apply", str(run), str(new), "--out", str(out)])
    said = capsys.readouterr()
    lines = said.out.split("\n\n")[0].splitlines()
    assert len(lines) == 5 and said.err.count("fold ") == 5
    assert lines[0].startswith("The new files are like the run's") and lines[1].startswith("Drift: none found")
    assert "held out" in lines[1] and "the oddest is 03.png" in lines[2].casefold()
    assert "held-out images" in lines[3] and "left out" in lines[4]
    assert sorted(path.name for path in out.iterdir()) == FILES
    images, parts, features, drift = (rows(out / name) for name in
                                      ("images.csv", "parts_wide.csv", "features_wide.csv", "drift.csv"))  # fmt: skip
    names = [f"{i:02d}.png" for i in range(6)]
    assert all([row["path"] for row in table] == names for table in (images, parts, features))
    assert list(images[0]) == COLUMNS and all(0 < float(row["p"]) <= 1 for row in images)
    assert list(parts[0])[:4] == ["path", "part000_presence", "part000_x", "part000_y"]
    assert len(features[0]) - 1 == 16 * mousaic.open_run(run).model.card.members and "sae0_f0015" in features[0]
    assert all(sum(float(v) != 0 for k, v in row.items() if k.startswith("sae0")) == 10 for row in features)
    assert list(drift[0]) == DRIFT_COLUMNS and len(drift) == 2 * (len(parts[0]) - 1) // 3
    found = json.loads((out / "apply.json").read_text())
    assert (
        found["drift"]["held_out"] and found["drift"]["units"][1] == 5 and len(found["images"]) == 6
    )  # two look alike
    page = (out / "apply.html").read_text(encoding="utf-8")
    assert "<script" not in page and "The parts that changed most" not in page

    before = (out / "features_wide.csv").read_bytes()
    main(["apply", str(run), str(new), "--out", str(out), "--overwrite", "--lang", "zh", "--quiet"])
    said = capsys.readouterr()
    assert said.err == "" and "未发现" in said.out and (out / "features_wide.csv").read_bytes() == before
    assert 'lang="zh' in (out / "apply.html").read_text(encoding="utf-8")


def test_copies_of_the_runs_images_are_told_last(run, own, tmp_path, capsys):
    main(["apply", str(run), str(own / "left"), "--out", str(tmp_path / "seen"), "--quiet", "--lang", "zh"])
    said = capsys.readouterr().out.split("\n\n")[0].splitlines()
    assert len(said) == 6 and "13 幅新图像中有 13 幅" in said[-1] and "另有 10 幅" in said[-1]
    assert [row["copy_of"] for row in rows(tmp_path / "seen" / "images.csv")] == [
        f"left/{i:02d}.png" for i in range(13)
    ]
    assert "另有 10 幅" in (tmp_path / "seen" / "apply.html").read_text(encoding="utf-8")


def test_what_the_tables_hold_is_what_the_single_commands_say(run, new, tmp_path, capsys):
    out, odd, codes = tmp_path / "seen", tmp_path / "odd", tmp_path / "codes.csv"
    main(["apply", str(run), str(new), "--out", str(out), "--quiet"])
    main(["anomaly", str(run), str(new), "--out", str(odd), "--quiet"])
    main(["encode", str(run), str(new), "--out", str(codes)])
    capsys.readouterr()
    alone = {row["path"]: row for row in rows(odd / "anomaly.csv")}
    assert all(row["p"] == alone[row["path"]]["p"] for row in rows(out / "images.csv"))
    features = {row["path"]: row for row in rows(out / "features_wide.csv")}
    for row in rows(codes):
        wide = features[row["path"]][f"sae{row['member']}_f{int(row['feature']):04d}"]
        assert float(wide) == float(row["value"])


def test_a_batch_that_lies_elsewhere_of_another_format_is_told(run, tmp_path, capsys):
    moved = draw_spots(tmp_path / "moved", 9, 5, at=8.0, ending="tif")
    main(["apply", str(run), str(moved), "--out", str(tmp_path / "seen"), "--json", "--quiet"])
    found = json.loads(capsys.readouterr().out)
    assert "format TIFF (the run's: PNG)" in found["verdict"][0]["text"]
    assert found["verdict"][1]["key"] == "drift_yes" and found["drift"]["p"] < 0.01
    assert {one["kind"] for one in found["drift"]["changes"]} & {"place", "presence"}
    assert found["folder"] == str(tmp_path / "seen")
    page = (tmp_path / "seen" / "apply.html").read_text(encoding="utf-8")
    changed = len({one["part"] for one in found["drift"]["changes"]})
    assert f"The parts that changed most ({min(changed, 4)})" in page


def test_a_kept_classifier_tells_the_images(run, own, new, tmp_path, capsys):
    other = tmp_path / "run"
    shutil.copytree(run, other)
    arguments = ["--data", str(own), "--folds", "2", "--repeats", "1", "--save", "--quiet"]
    main(["classify", str(other), "--out", str(tmp_path / "told"), *arguments])
    capsys.readouterr()
    main(["apply", str(other), str(new), "--out", str(tmp_path / "seen"), "--data", str(own), "--quiet"])
    assert "Classes, told by the run's classifier: " in capsys.readouterr().out
    images = rows(tmp_path / "seen" / "images.csv")
    assert list(images[0]) == [*COLUMNS[:-1], "predicted", "unlike", "unlike_p", "copy_of"]
    assert {row["predicted"] for row in images} <= {"left", "right"}


def test_a_kept_regression_tells_numbers(new, tmp_path, capsys):
    data = tmp_path / "data"
    for day in range(18):
        draw_spots(data / f"d{day}", 1, day, at=6.0 + 0.7 * day)
    (data / "days.csv").write_text("path,label,day\n" + "".join(f"d{day}/00.png,,{day}\n" for day in range(18)))
    options = {"size": 24, "features": 16, "k": 10, "epochs": 1, "threads": 1, "augment": "none"}
    mousaic.train(data / "days.csv", out=tmp_path / "run", report=False, **options)
    arguments = ["--target", "day", "--folds", "2", "--repeats", "1", "--save", "--quiet"]
    main(["classify", str(tmp_path / "run"), "--out", str(tmp_path / "told"), *arguments])
    capsys.readouterr()
    later = draw_spots(tmp_path / "later", 3, 50, at=17.0)
    main(["apply", str(tmp_path / "run"), str(later), "--out", str(tmp_path / "seen"), "--quiet"])
    assert "Told by the run's classifier: day from " in capsys.readouterr().out
    images = rows(tmp_path / "seen" / "images.csv")
    assert list(images[0]) == [*COLUMNS[:-1], "predicted", "unlike", "unlike_p", "copy_of"]
    assert all(abs(float(row["predicted"]) - 15.7) < 5 for row in images)  # where the spots lay on that day
    text = (tmp_path / "seen" / "apply.html").read_text(encoding="utf-8")
    assert all(f">{float(row['predicted']):.4g}<" in text for row in images)


def test_images_too_small_for_parts_are_seen_without_drift(own, new, tmp_path, capsys):
    options = {"size": 6, "features": 16, "k": 4, "epochs": 1, "threads": 1, "augment": "none"}
    mousaic.train(own, out=tmp_path / "run", report=False, init="orthogonal", **options)
    capsys.readouterr()
    main(["apply", str(tmp_path / "run"), str(new), "--out", str(tmp_path / "seen"), "--quiet", "--raw"])
    assert "Drift: not looked for" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "seen").iterdir()) == [FILES[i] for i in (0, 1, 3, 4)]


def test_with_few_images_held_out_all_are_compared_with_and_it_is_said(own, new, tmp_path, capsys):
    options = {"size": 24, "features": 16, "k": 10, "epochs": 1, "threads": 1, "augment": "none"}
    mousaic.train(own, out=tmp_path / "run", report=False, validation=0.1, **options)
    capsys.readouterr()
    main(["apply", str(tmp_path / "run"), str(new), "--out", str(tmp_path / "seen"), "--quiet", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert "most of them learned from" in found["verdict"][1]["text"] and not found["drift"]["held_out"]
    assert "drift looks larger than it is" in found["notes"][0]["text"]


def test_what_cannot_be_is_refused_and_nothing_is_lost(run, new, tmp_path, capsys):
    out = tmp_path / "seen"
    assert "--seed must be" in refused(capsys, run, new, "--out", out, "--seed", -1)
    assert "There is no" in refused(capsys, run, tmp_path / "nothing", "--out", out)
    assert "There is no run" in refused(capsys, tmp_path / "nothing", new, "--out", out)
    assert "inside the images' folder" in refused(capsys, run, new, "--out", new / "seen")
    deep = tmp_path / "deep"
    deep.mkdir()
    Image.fromarray(np.full((24, 24), 1e6, np.float32)).save(deep / "x.tif")
    refused(capsys, run, deep, "--out", out)
    assert not out.exists()
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    assert "--out" in refused(capsys, run, new, "--out", out)
    assert (out / "mine.txt").read_text() == "mine"
    broken = tmp_path / "broken"
    shutil.copytree(run, broken)
    (broken / "classifier").mkdir()
    (broken / "classifier" / "classifier.json").write_text("{}")
    assert "The classifier in" in refused(capsys, broken, new, "--out", tmp_path / "other")

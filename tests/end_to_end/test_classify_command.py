"""``mousaic classify`` as a user types it: what it writes, that it goes on, tells new images, and what it refuses."""

from __future__ import annotations

import json
import re
import shutil
from html import escape
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.parts import part_set
from mousaic.uses.classify import kept_folds
from tests.end_to_end.running import read_csv, run_command

TINY = ["--size", "16", "--features", "8", "--k", "2", "--epochs", "1", "--copies", "1", "--threads", "1"]
QUICK = ["--folds", "2", "--repeats", "1"]
COLUMNS = ["representation", "classifier", "balanced_accuracy", "low", "high", "auroc", "brier", "p"]


@pytest.fixture(autouse=True, scope="module")
def quick(few_labelings: None) -> object:
    """Few windows to choose parts from, and few labelings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(part_set, "CANDIDATES", 32)
        yield


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 images: bars that lie and bars that stand; and a table with the day of each, by how bright its bar is."""
    folder = tmp_path_factory.mktemp("bars")
    rng = np.random.default_rng(0)
    rows = ["path,label,day"]
    for number in range(24):
        name = "lying" if number % 2 else "standing"
        pixels, at = rng.integers(0, 40, (20, 20)), int(rng.integers(3, 15))
        pixels[at : at + 3] += 80 + 5 * number
        (folder / name).mkdir(exist_ok=True)
        path = f"{name}/{number:02d}.png"
        Image.fromarray((pixels if number % 2 else pixels.T).astype(np.uint8)).save(folder / path)
        rows.append(f"{path},{name},{number / 2}")
    (folder / "table.csv").write_text("\n".join(rows) + "\n")
    return folder


@pytest.fixture(scope="module")
def kept(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command wrote, with a classifier."""
    out = tmp_path_factory.mktemp("out") / "told"
    mousaic_main("classify", data, *TINY, *QUICK, "--out", out, "--save", "--quiet")
    return out


def mousaic_main(*words: object) -> None:
    from mousaic.cli import main

    main([str(word) for word in words])


def test_what_it_writes(kept: Path) -> None:
    rows = read_csv(kept / "classify.csv")
    assert list(rows[0]) == COLUMNS and rows[0]["representation"] == "recommended" and rows[0]["p"]
    assert {row["representation"] for row in rows} >= {
        "parts",
        "responses",
        "codes",
        "codes-omp",
        "start",
        "pca",
        "pixels",
        "light",
    }
    assert {row["classifier"] for row in rows} == {"logistic", "neighbours", "svm"}
    held = read_csv(kept / "held_out.csv")
    assert len(held) == 24
    for row in held:
        chances = {name: float(row[f"probability_{name}"]) for name in ("lying", "standing")}
        assert row["predicted"] == max(chances, key=chances.get) and abs(sum(chances.values()) - 1) < 1e-6
    found = json.loads((kept / "classify.json").read_text())
    assert found["verdict"][0]["key"].startswith("told_light_") and len(found["lines"]) == len(rows)
    page = (kept / "classify.html").read_text()
    assert found["verdict"][0]["text"][:60] in page and "<script" not in page
    assert {"confusion.png", "deciding_parts.png", "classify.txt", "folds"} <= {path.name for path in kept.iterdir()}


def test_new_images_are_told(data: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(data / "lying" / "01.png", new / "seen.png")
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (20, 20)).astype(np.uint8)).save(new / "noise.png")
    out, _ = run_command(capsys, "classify", kept, new, "--out", tmp_path / "told")
    rows = {row["path"]: row for row in read_csv(tmp_path / "told" / "predictions.csv")}
    assert list(rows["seen.png"]) == [
        "path", "label", "predicted", "probability_lying", "probability_standing", "unlike", "unlike_p",
    ]  # fmt: skip
    assert rows["seen.png"]["predicted"] == "lying" and rows["seen.png"]["unlike"] == "false"
    assert rows["noise.png"]["unlike"] == "true" and rows["noise.png"]["label"] == ""
    assert "1 of these images" in out and "noise.png" in out
    out, _ = run_command(capsys, "classify", kept, data, "--out", tmp_path / "own")
    assert "Of 24 images with a known label" in out


def test_what_is_told_of_new_images_as_json(
    data: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(data / "lying", tmp_path / "new")
    (tmp_path / "new" / "broken.png").write_bytes(b"none")
    words = ["classify", kept, tmp_path / "new", "--target", "label"]
    out, err = run_command(capsys, *words, "--json", "--quiet", "--out", tmp_path / "told")
    found = json.loads(out)
    assert not err and "broken.png" in found["notes"][-1]["text"] and found["folder"] == str(tmp_path / "told")
    assert found["kind"] == "mousaic classify" and found["verdict"][0]["key"] == "predicted_by"
    settings = {"images": 12, "size": [1, 16, 16], "kind": "classes", "name": "label", "classes": ["lying", "standing"]}
    assert found["settings"] == settings
    for row, line in zip(found["images"], read_csv(tmp_path / "told" / "predictions.csv"), strict=True):
        assert row["unlike"] is (line["unlike"] == "true") and list(row) == list(line)
        assert all(str(row[name]) == line[name] for name in ("path", "label", "predicted"))
        assert row["probability_lying"] == pytest.approx(float(line["probability_lying"]))
    _, err = run_command(capsys, *words, "--strict", "--out", tmp_path / "strict", code=2)
    assert "broken.png" in err and "leave out --strict" in err and not (tmp_path / "strict").exists()


NEEDLESS = [
    ["--kind", "auto"], ["--folds", "5"], ["--repeats", "1"], ["--save"], ["--data", "x"], ["--jobs", "1"],
    ["--cluster", "tcp://host:1"], ["--task", "0"], ["--size", "16"], ["--seed", "0"],
]  # fmt: skip


@pytest.mark.parametrize("words", NEEDLESS, ids=lambda words: words[0])
def test_new_images_are_told_as_the_classifier_was_kept(
    data: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    _, err = run_command(capsys, "classify", kept, data, *words, "--out", tmp_path / "p", code=2)
    assert f"by a classifier that was kept, as it is: leave {words[0]} out." in err and not (tmp_path / "p").exists()


def test_a_run_keeps_its_classifier(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = tmp_path / "run"
    mousaic.train(data, out=run, report=False, size=16, features=8, k=2, epochs=1, copies=1, threads=1)
    _, err = run_command(capsys, "classify", run, data, "--out", tmp_path / "p", code=2)
    assert "keeps no classifier" in err and "--save" in err
    run_command(capsys, "classify", run, "--out", tmp_path / "told", *QUICK, "--save", "--quiet")
    assert (run / "classifier" / "classifier.json").is_file()
    run_command(capsys, "classify", run, data, "--out", tmp_path / "p")
    assert len(read_csv(tmp_path / "p" / "predictions.csv")) == 24
    found = json.loads((tmp_path / "told" / "classify.json").read_text())
    run_command(capsys, "anomaly", run, data, "--folds", "2", "--out", tmp_path / "odd", "--quiet")
    run_command(capsys, "report", run, "--quiet")
    text = (run / "report.html").read_text(encoding="utf-8")
    assert escape(found["verdict"][0]["text"]) in text and 'href="../told/classify.html"' in text
    headline = json.loads((tmp_path / "odd" / "anomaly.json").read_text())["verdict"]["text"]
    assert escape(headline) in text and 'href="../odd/anomaly.html"' in text
    _, err = run_command(capsys, "classify", run, "--size", "32", "--out", tmp_path / "q", code=2)
    assert "A run has its options already: leave --size out" in err


def test_numbers(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = data / "table.csv", tmp_path / "days"
    run_command(
        capsys, "classify", table, "--target", "day", *TINY, *QUICK, "--out", out, "--save", "--quiet", "--lang", "zh"
    )
    rows = read_csv(out / "regression.csv")
    assert list(rows[0]) == ["representation", "model", "r2", "low", "high", "spearman", "p"]
    assert not (out / "classify.csv").exists() and (out / "foretold.png").is_file()
    assert 'lang="zh' in (out / "classify.html").read_text()
    run_command(capsys, "classify", out, table, "--out", tmp_path / "p")
    told = read_csv(tmp_path / "p" / "predictions.csv")
    assert list(told[0]) == ["path", "label", "predicted", "low", "high", "unlike", "unlike_p"]
    first = next(row for row in told if row["path"] == "lying/01.png")
    assert first["label"] == "0.5" and float(first["low"]) < float(first["predicted"]) < float(first["high"])


def test_stopped_it_goes_on(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["classify", data, *TINY, *QUICK, "--out", tmp_path / "told"]
    judge = kept_folds.judge_fold

    def once(study: object, turn: object) -> object:
        if turn.fold.number == 1:
            raise KeyboardInterrupt
        return judge(study, turn)

    with monkeypatch.context() as patch:
        patch.setattr(kept_folds, "judge_fold", once)
        _, err = run_command(capsys, *command, code=130)
    assert "1 of 2 tasks are kept" in err
    _, err = run_command(capsys, *command)
    assert re.search(r"fold 1/2 .* done before", err) and re.search(r"fold 2/2 .* s ", err)
    _, err = run_command(capsys, *command, code=2)
    assert "--overwrite" in err
    (tmp_path / "told" / "mine.txt").write_text("kept")
    _, err = run_command(capsys, *command, "--overwrite")
    assert err.count("done before") == 2 and (tmp_path / "told" / "mine.txt").is_file()


def test_what_it_refuses(data: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refused(*words: object) -> str:
        before = sorted(path.name for path in kept.iterdir())
        _, err = run_command(capsys, "classify", *words, code=2)
        assert sorted(path.name for path in kept.iterdir()) == before
        (line,) = [line for line in err.splitlines() if line.startswith("mousaic: ")]
        return line

    alone = tmp_path / "alone"
    shutil.copytree(data / "lying", alone / "lying")
    assert "of one class (lying)" in refused(alone, "--out", tmp_path / "a")
    (alone / "one").mkdir()
    shutil.copy(data / "standing" / "00.png", alone / "one")
    assert "The class one has 1 image alone" in refused(alone, "--out", tmp_path / "a")
    assert "have no label to tell" in refused(data / "lying", "--out", tmp_path / "a")
    assert not (tmp_path / "a").exists() or not any((tmp_path / "a").iterdir())
    assert "no column dosis" in refused(data / "table.csv", "--target", "dosis", "--out", tmp_path / "a")
    assert "is no table" in refused(data, "--target", "day", "--out", tmp_path / "a")
    assert "which is never changed" in refused(data, "--out", data / "told")
    assert "--overwrite" in refused(data, "--out", kept)
    assert "keeps no classifier" in refused(tmp_path, data, "--out", tmp_path / "p")
    assert "is no table" in refused(kept, data, "--target", "day", "--out", tmp_path / "p")
    assert not (tmp_path / "p").exists()
    assert "--repeats must be at least 1" in refused(data, *TINY, "--repeats", "0", "--out", tmp_path / "a")


def test_images_of_another_depth_and_size_are_told_alike(
    data: Path, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "new").mkdir()
    pixels = np.asarray(Image.open(data / "lying" / "03.png")).astype(np.uint16)
    Image.fromarray(pixels * 257).save(tmp_path / "new" / "deep.png")
    Image.fromarray(pixels.astype(np.uint8).repeat(2, 0).repeat(2, 1)).save(tmp_path / "new" / "large.png")
    (tmp_path / "new" / "broken.png").write_bytes(b"none")
    out, err = run_command(capsys, "classify", kept, tmp_path / "new", "--out", tmp_path / "p")
    assert "broken.png" in err and "broken.png" not in out
    deep, large = read_csv(tmp_path / "p" / "predictions.csv")
    (own,) = [row for row in read_csv(kept / "held_out.csv") if row["path"] == "lying/03.png"]
    assert deep["predicted"] == large["predicted"] == own["label"]
    assert abs(float(deep["probability_lying"]) - float(large["probability_lying"])) < 0.05

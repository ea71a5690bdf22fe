"""A short training is followed by the quick measurement of trust, which the report shows, and a user may ask for."""

from __future__ import annotations

import io
import json
import re
import shutil
from contextlib import redirect_stdout

import numpy as np
import pytest

from mousaic.cli import main
from mousaic.config import config_for
from mousaic.device import use_threads
from mousaic.files import read_json, write_json
from mousaic.pipeline import quick_check
from mousaic.runs.run import open_run
from mousaic.sealed import write_sealed
from mousaic.training.needs import numbers

TINY = ["--size", "12", "--features", "24", "--k", "3", "--copies", "2", "--threads", "1", "--epochs", "3"]


@pytest.fixture(scope="module")
def trained(small_set, tmp_path_factory):
    path = tmp_path_factory.mktemp("quick") / "run"
    with redirect_stdout(io.StringIO()) as out:
        main(["train", str(small_set), *TINY, "--lang", "zh", "--out", str(path)])
    path.with_suffix(".txt").write_text(out.getvalue())
    return path


@pytest.fixture
def run(trained, tmp_path):
    return shutil.copytree(trained, tmp_path / "run")


@pytest.fixture(autouse=True)
def any_font(monkeypatch):
    """The words are looked at, not their shapes."""
    monkeypatch.setattr("mousaic.report.figures.fonts.check_fonts", lambda lang: None)


def cards(run, lang=""):
    """What the last card of the report says."""
    page = (run / f"report{lang}.html").read_text(encoding="utf-8")
    found = re.findall(r'<div class="figure-card">(.*?)</div>', page, re.S)[-1]
    return [re.sub("<.*?>", "", part) for part in re.findall(r"<(?:strong|span|small)>(.*?)</", found, re.S)]


def kept(run):
    """The measurement, which does not say how long it took."""
    found = read_json(run / "analysis" / "stability_quick.json")
    assert "seconds" not in found and "checksum" in found
    return found


def refused(capsys, *arguments):
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    assert stopped.value.code == 2 and out == "" and err.count("\n") == 1
    return err


def test_a_training_is_followed_by_it_and_its_model_is_the_same_without(trained, small_set, tmp_path, capsys):
    capsys.readouterr()
    main(["train", str(small_set), *TINY, "--no-quick-trust", "--out", str(tmp_path / "without")])
    out = capsys.readouterr()
    assert "halves of the images" not in out.out + out.err
    assert not (tmp_path / "without" / "analysis" / "stability_quick.json").exists()
    for name in ("model.safetensors", "model.json"):
        assert (tmp_path / "without" / name).read_bytes() == (trained / name).read_bytes()
    assert cards(tmp_path / "without")[0] == "not measured"
    assert cards(tmp_path / "without")[2] == f"mousaic stability {tmp_path / 'without'} --quick"
    out = trained.with_suffix(".txt").read_text()
    assert kept(trained)["sentences"][0]["text"] in out and "Training on halves of the images" in out


def test_the_report_shows_it_beside_its_null(trained):
    found = kept(trained)["shared_start"]
    if found["verdict"] == "nothing":
        assert cards(trained)[0] == "nothing"
    else:
        assert cards(trained)[0] == f"{found['cosine']['mean']:.2f}"
        assert f"structureless images: {found['null']['mean']:.2f}" in cards(trained)[2]
        assert "\u65e0\u7ed3\u6784\u56fe\u50cf" in cards(trained, ".zh")[2]
    said = kept(trained)["sentences"][0]["text"]
    page = (trained / "report.html").read_text(encoding="utf-8")
    assert page.count(said.replace("'", "&#x27;")) >= 2  # in short, and in its own section
    assert f"mousaic stability {trained}" in page


def test_asked_for_it_is_the_same_and_the_whole_measurement_comes_before_it(run, capsys):
    before = kept(run)
    (run / "analysis" / "stability_quick.json").unlink()
    capsys.readouterr()
    main(["stability", str(run), "--quick"])
    out, err = capsys.readouterr()
    assert kept(run) == before and out.startswith(before["sentences"][0]["text"]) and err.count("half") == 2
    assert "features of different starts" in out and out.rstrip().endswith("analysis/stability_quick.json")
    main(["stability", str(run), "--quick", "--json", "--quiet"])
    out, err = capsys.readouterr()
    assert json.loads(out)["shared_start"] == before["shared_start"] and err == ""
    main(["stability", str(run), "--quick", "--quiet", "--seed", "7"])
    assert kept(run)["seed"] == 7 and kept(run)["shared_start"] != before["shared_start"]
    main(["stability", str(run), "--runs", "2", "--quiet"])
    whole = read_json(run / "analysis" / "stability.json")
    assert whole["shared_start"]["halves"][0] == before["shared_start"]["halves"][0]
    assert len(whole["shared_start"]["scattered"]) == 2 and whole["parts"]["parts"] > 0
    main(["report", str(run)])
    said = next(one["text"] for one in whole["sentences"] if one["key"].startswith("shared_"))
    assert said in (run / "report.html").read_text(encoding="utf-8")
    assert cards(run)[0].endswith("%") and "before training: " in cards(run)[2] and "by chance: " in cards(run)[2]


def test_wrong_use_and_damage_are_said(run, tmp_path, capsys):
    assert "leave --runs out" in refused(capsys, "stability", run, "--quick", "--runs", "10")
    assert "leave --members out" in refused(capsys, "stability", run, "--quick", "--members", "1")
    path = run / "analysis" / "stability_quick.json"
    found = read_json(path)
    write_sealed(path, found | {"model": "another"})
    assert "was made for another model; measure again with: mousaic stability" in refused(capsys, "report", run)
    for damaged in ({"shared_start": 3}, {"sentences": []}, {"shared_start": {"verdict": "beyond"}}):
        write_json(path, found | damaged)
        assert "stability_quick.json is damaged; measure again with: mousaic stability" in refused(
            capsys, "report", run
        )
    path.write_text("{")
    assert "stability_quick.json" in refused(capsys, "report", run)
    main(["stability", str(run), "--quick", "--quiet"])
    main(["report", str(run)])


def test_what_goes_wrong_leaves_the_run_whole(small_set, tmp_path, monkeypatch, capsys):
    def broken(*arguments, **options):
        raise RuntimeError("no memory\nleft.")

    monkeypatch.setattr("mousaic.analysis.stability.shared_halves.quick_trust", broken)
    main(["train", str(small_set), *TINY, "--out", str(tmp_path / "run")])
    err = capsys.readouterr().err
    assert "mousaic: Halves of the images were not compared (RuntimeError: no memory left)." in err
    assert (tmp_path / "run" / "report.html").exists() and cards(tmp_path / "run")[0] == "not measured"


def check(run, images, held_out, say):
    with quick_check.quick_check(run, images, held_out, say) as agreement:
        if agreement is not None:
            agreement()
            agreement()


def test_beside_the_analysis_or_before_it_the_same_is_found(run, small_set):
    opened, said = open_run(run), []
    images, before = opened.load_images(small_set, own=True), kept(run)
    held_out = np.array([row.part == "validation" for row in opened.split])
    (run / "analysis" / "stability_quick.json").unlink()
    with use_threads(2):
        check(opened, images, held_out, said.append)
    assert kept(run) == before and [one.key for one in said] == [before["sentences"][0]["key"]]


def test_a_long_training_or_few_groups_are_left_alone(run, small_set, monkeypatch):
    opened, said = open_run(run), []
    images, written = opened.load_images(small_set, own=True), run / "analysis" / "stability_quick.json"
    held_out = np.array([row.part == "validation" for row in opened.split])
    written.unlink()
    for limit, out in ((0.0, held_out), (quick_check.AFFORDABLE_PURSUIT, np.arange(len(images)) >= 3)):
        monkeypatch.setattr(quick_check, "AFFORDABLE_PURSUIT", limit)
        check(opened, images, out, said.append)
        assert not written.exists() and said == []
    check(opened, images, held_out, said.append)
    assert written.exists() and len(said) == 1


@pytest.mark.parametrize("preset", ["default", "report"])
def test_the_presets_on_39_images_are_short_enough(run, preset):
    config = config_for(preset)
    passes = 6 * 39 * config.training.epochs
    assert passes * numbers(config, (1, 64, 64))[0] <= (
        quick_check.AFFORDABLE if config.by_gradients else quick_check.AFFORDABLE_PURSUIT
    )

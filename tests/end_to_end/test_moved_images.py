"""A run whose images, or which itself, have moved: it goes on where they are found, and says how to name them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import mousaic
from mousaic.pipeline import run_completion, training_run
from tests.end_to_end.running import run_command, tiny


@pytest.fixture
def work(small_set, tmp_path, monkeypatch):
    shutil.copytree(small_set, tmp_path / "lab" / "bars")
    monkeypatch.chdir(tmp_path / "lab")
    return tmp_path / "lab"


def begun(monkeypatch, out):
    """A run that was interrupted before its first step."""

    def stop(run, *_):
        raise training_run.Interrupted(run.place)

    with monkeypatch.context() as patched:
        patched.setattr(run_completion, "_settled", stop)
        with pytest.raises(training_run.Interrupted):
            mousaic.train(Path("bars"), out=out, size=16, features=24, k=2, epochs=1, threads=1, report=False)


def test_resume_takes_the_images_from_where_they_are_now(work, monkeypatch, capsys):
    whole = mousaic.train(Path("bars"), out="whole", size=16, features=24, k=2, epochs=1, threads=1, report=False)
    begun(monkeypatch, "run")
    Path("bars").rename("elsewhere")
    _, err = run_command(capsys, "train", "--resume", "run", code=2)
    assert "--data FOLDER" in err and "run are no longer in" in err
    run_command(capsys, "train", "--resume", "run", "--data", "elsewhere", "--quiet")
    assert Path("run/model.safetensors").read_bytes() == (whole.path / "model.safetensors").read_bytes()


def test_resume_refuses_other_images(work, monkeypatch, capsys):
    begun(monkeypatch, "run")
    shutil.copytree("bars", "others")
    shutil.copy("others/lying/01.png", "others/lying/03.png")
    _, err = run_command(capsys, "train", "--resume", "run", "--data", "others", code=2)
    assert "not those that run began with" in err and "--data FOLDER" in err
    _, err = run_command(capsys, "train", "--data", "others", code=2)
    assert "--data belongs to --resume" in err
    _, err = run_command(capsys, "train", "bars", "--resume", "run", "--data", "bars", code=2)
    assert "leave bars out" in err


@pytest.mark.parametrize("what", ["the project", "the run", "nothing, seen from elsewhere"])
def test_a_run_finds_its_images_where(what, work, tmp_path, monkeypatch, capsys):
    run_command(capsys, "train", "bars", "--out", "runs/first", *tiny(members=1, epochs=1))
    kept = json.loads(Path("runs/first/config.json").read_text())
    assert kept["data"] == {"from_run": "../../bars", "from_start": "bars"} and kept["intake"]["root"] == "bars"
    run = Path("runs/first")
    if what == "the project":
        monkeypatch.chdir(tmp_path)
        run = work.rename(tmp_path / "moved") / "runs/first"
    elif what == "the run":
        run = run.rename("kept")
    else:
        monkeypatch.chdir("/")
        run = work / "runs/first"
    assert mousaic.open_run(run).need_data().name == "bars"
    run_command(capsys, "features", run)

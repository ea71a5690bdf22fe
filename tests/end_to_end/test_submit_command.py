"""``mousaic submit --slurm``, with a stand-in for sbatch that really runs the scripts."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.running import run_command
from tests.end_to_end.studies import choose_k, tables_of

HERE = Path(__file__).parent


@pytest.fixture
def slurm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the stand-in keeps the outcome of each job; it is first on the PATH, and the working folder is new."""
    for name in ("bin", "state", "work"):
        (tmp_path / name).mkdir()
    shutil.copy(HERE / "sbatch", tmp_path / "bin" / "sbatch")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("STAND_IN_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("PYTHONPATH", str(HERE.parents[1] / "src"))
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "state"


def test_an_array_and_its_last_job_give_the_tables_of_one_process(
    slurm: Path, small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command(capsys, *choose_k(small_set, tmp_path / "one"), "--quiet")
    words = choose_k(small_set, Path("many result"))
    out, _ = run_command(capsys, "submit", "--sbatch=--time=5", "--slurm", *words)
    assert "Job 100: 4 tasks. Job 101 concludes from them. Logs: slurm/choose-k" in out
    assert tables_of(Path("many result")) == tables_of(tmp_path / "one")
    assert {path.name: path.read_text() for path in slurm.iterdir()} == {"100": "0", "101": "0"}
    logs = {path.name: path.read_text() for path in Path("slurm/choose-k").glob("*.log")}
    assert len(logs) == 5 and logs.pop("collect.log").count("done before") == 4  # nothing was left to do
    assert all(" left" not in log for log in logs.values())
    assert not list(Path().glob(".*.tasks"))


def test_a_failed_task_concludes_nothing_and_the_same_line_goes_on(
    slurm: Path, small_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = choose_k(small_set, Path("result"))
    Path(".result.tasks").touch()  # no folder can be made there
    run_command(capsys, "submit", "--slurm", *words)
    assert {path.name: path.read_text() for path in slurm.iterdir()} == {"100": "2", "101": "never"}
    assert not Path("result").exists()
    assert "mousaic: " in Path("slurm/choose-k/task-1.log").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare", "DATA", "--out", "x"], "Say whom to submit to"),
        (["--slurm", "train", "DATA"], "Only these are made of tasks"),
        (["--slurm"], "Only these are made of tasks"),
        (["--slurm", "compare", "DATA"], "give compare its --out"),
        (["--slurm", "compare", "DATA", "--out", "x", "--jobs", "2"], "leave --jobs and --cluster out"),
        (["--slurm", "compare", "DATA", "--out", "x", "--folds", "1"], "--folds must be at least 2"),
        (["--slurm", "choose-k", "DATA", "--out", "x", "--ks", "2,5", "--features", "8"], "There is no sbatch here"),
    ],
)
def test_what_cannot_be_submitted_is_refused(
    words: list[str], said: str, small_set: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    _, err = run_command(capsys, "submit", *[str(small_set) if word == "DATA" else word for word in words], code=2)
    assert said in err and not Path("x").exists()

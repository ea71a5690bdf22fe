"""The commands of docs/cluster.md, as they stand there, on a small folder."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.running import run_command, tiny
from tests.end_to_end.studies import SMALL, tables_of
from tests.end_to_end.test_submit_command import slurm as slurm
from tests.tasks.cluster import cluster

PAGE = Path(__file__).parents[2] / "docs" / "cluster.md"
LESS = {
    "compare": ["--methods", "mean,pca", "--folds", "2", "--k", "3", *SMALL],
    "choose-k": ["--ks", "2,5", "--folds", "2", *SMALL],
    "stability": ["--runs", "2"],
}
"""What makes them take a moment."""


def commands() -> list[list[str]]:
    """The words of every command of ours on the page."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [shlex.split(line)[1:] for block in blocks for line in block.splitlines() if line.startswith("mousaic ")]


def small(words: list[str]) -> list[str]:
    """The same, but quick."""
    (study,) = LESS.keys() & {*words}
    return [*words, *LESS[study]]


def test_the_page_shows_all_ways() -> None:
    assert [" ".join(words)[:25] for words in commands()] == [
        "compare my_images/ --out ",
        "choose-k my_images/ --out",
        "submit --slurm choose-k m",
        "submit --sbatch=--time=1:",
    ]


@pytest.fixture
def here(slurm: Path, small_set: Path) -> Path:
    """The working folder, with images; what sbatch does is beside it."""
    shutil.copytree(small_set, "my_images")
    return Path()


def test_a_laptop(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(capsys, *small(commands()[0]))
    assert tables_of(here / "compared")


@pytest.mark.parametrize(("place", "study", "tasks"), [(2, "choose-k", 4), (3, "stability", 26)])
def test_job_arrays(
    place: int, study: str, tasks: int, here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checked, counted and written; tests/end_to_end/test_submit_command.py runs one."""
    run_command(capsys, "train", "my_images", *tiny(members=1, epochs=1), "--quiet", "--out", "runs/mine")
    monkeypatch.setenv("PATH", "/nowhere")
    _, err = run_command(capsys, *small(commands()[place]), code=2)
    assert f"There is no sbatch here: on a machine that has it, submit slurm/{study}/tasks.sh" in err
    assert f"--array=1-{tasks}\n" in Path(f"slurm/{study}/tasks.sh").read_text()
    assert "--task" not in Path(f"slurm/{study}/collect.sh").read_text()


def test_dask(here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with cluster(tmp_path) as (address, _):
        words = [address if word == "tcp://scheduler:8786" else word for word in small(commands()[1])]
        run_command(capsys, *words)
    assert tables_of(here / "k")

"""The commands of the pages that test_pages.py does not run, each of them once, on small images and with small models.

What several pages show, or those of test_pages.py, runs once. A word in capitals is a folder of the user's.
"""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from cyclopts import CycloptsError
from PIL import Image

from mousaic.cli import app
from tests.end_to_end import test_cluster_page, test_exports_page, test_pages
from tests.end_to_end.running import run_command
from tests.end_to_end.test_pages import MODEL, with_less
from tests.house.test_page_commands import ROOT, SHORT, commands

pytestmark = pytest.mark.usefixtures("few_choices")
PAGES = [ROOT / "README.md", *sorted(page for page in (ROOT / "docs").glob("**/*.md") if page.stem != "architecture")]
PLACES = {
    "DATA": "my_images", "IMAGES": "my_images", "IMAGES/": "my_images", "[DATA]": "my_images",
    "runs/divided": "runs/mine", "my_images/": "my_images",
    "NEW/": "later", "FRAMES/": "later", "later/": "later", "RUN": "runs/mine", "OTHER": "runs/second",
    "PRESET": "report", "pictures/": "pictures",
}  # fmt: skip
BY_OTHERS = {("demo",): "end_to_end/test_trainings.py", ("compare", "my_images"): "analysis/compare/test_comparison.py"}
"""Take seconds, and are run whole by the tests that look at what they leave."""
STUDY = ["--size", "16", "--features", "24", "--k", "3", "--epochs", "1", "--copies", "1", "--folds", "2"]
SMALL = test_pages.SMALL | {
    "compare": STUDY,
    "choose-k": [*STUDY[:4], *STUDY[6:], "--ks", "2,5"],
    "classify": [*MODEL, "--folds", "2", "--repeats", "1"],
    "anomaly": ["--folds", "2"],
    "combine": ["--no-report"],
    "doctor": ["--quick"],
}


def own_words(command: str) -> list[str]:
    """With a folder in place of each word that stands for one."""
    return [PLACES.get(word, word) for word in shlex.split(command)[1:]]


def less(words: list[str]) -> list[str]:
    """The command, made quick by what it takes beside its own words."""
    if {"--resume", "--quick"} & {*words}:
        return words
    small = dict(SMALL)
    if words[0] == "classify" and words[1].startswith("runs/"):  # the options are those of the run
        small["classify"] = ["--folds", "2", "--repeats", "1"]
    if "--pretrained" in words:
        small["compare"] = [*STUDY, "--methods", "mean,pretrained"]
    if any("conv" in word.split(",") for word in words):
        small["compare"] = [*STUDY, "--filters", "4", "--filter-sizes", "5"]
        small["train"] = [*MODEL[:2], "--filters", "6", "--k", "3", "--epochs", "1", "--copies", "1", "--no-report"]
    return with_less(words, small)


def is_whole(words: list[str]) -> bool:
    """Whether it is a command to run, and not the name of one with an option."""
    if len(words) == 1:
        return words[0] in ("demo", "doctor")
    try:
        _, bound, _ = app.parse_args(words, exit_on_error=False, print_error=False)
    except CycloptsError:
        return False
    return words[0] != "train" or bool({"data", "resume"} & bound.arguments.keys())


def same(words: list[str]) -> tuple[str, ...]:
    """What makes it another command than one before: not the threads, nor where the result of a study goes, nor how
    many runs are compared."""
    passed_over = ("--threads",) if words[0] == "train" else ("--threads", "--out", "--runs")
    left = iter(words)
    return tuple(word.rstrip("/") for word in left if word not in passed_over or next(left) is None)


def run_elsewhere() -> set[tuple[str, ...]]:
    """The commands that the tests of other pages run."""
    blocks = [words for page in test_pages.PAGES for words in test_pages.commands(page)]
    listed = re.findall(r"^    (mousaic .*)$", test_exports_page.PAGE, re.MULTILINE)
    of_cluster = [["mousaic", *words] for words in test_cluster_page.commands()]
    return {same(own_words(one)) for one in [*map(shlex.join, [*blocks, *of_cluster]), *listed]} | BY_OTHERS.keys()


def found_commands() -> dict[str, list[list[str]]]:
    """Page -> the commands that no page before it has."""
    known, found = run_elsewhere(), {}
    for page in PAGES:
        for command in commands(page.read_text(encoding="utf-8")):
            words = own_words(command)
            if not SHORT.search(command) and is_whole(words) and same(words) not in known:
                known.add(same(words))
                found.setdefault(page.relative_to(ROOT).as_posix(), []).append(words)
    return found


FOUND = found_commands()


@pytest.fixture(scope="module")
def folder(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a user works: images, rows with pictures, and a run under the names that the pages give theirs."""
    work = tmp_path_factory.mktemp("work")
    for name in ("my_images", "later", "pictures"):
        shutil.copytree(small_set, work / name)
    rng = np.random.default_rng(0)
    np.save(work / "acts.npy", rng.normal(size=(12, 16)).astype(np.float32))
    (work / "others").mkdir()
    for number in range(6):
        Image.fromarray(rng.integers(0, 255, (20, 20)).astype(np.uint8)).save(work / "others" / f"{number}.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(work)
        from mousaic import train

        less = {"size": 16, "features": 24, "k": 3, "epochs": 1, "threads": 1, "report": False}
        train("my_images", out="runs/mine", validation=0.4, **less)
        train("others", out="runs/other", **less)
    for name in ("first", "second"):
        shutil.copytree(work / "runs/mine", work / "runs" / name)
    return work


NUMBERS = count()


@pytest.mark.parametrize("page", FOUND)
def test_every_command_runs(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for words in FOUND[page]:
        run_command(capsys, *less([f"out{next(NUMBERS)}" if word == "DIR" else word for word in words]))


def test_names_are_not_run_and_nothing_runs_twice() -> None:
    every = [same(words) for page in FOUND.values() for words in page]
    assert len(every) == len({*every}) > 35
    for (command, *_), place in BY_OTHERS.items():
        assert f'"{command}", ' in (ROOT / "tests" / place).read_text(encoding="utf-8")
    assert not is_whole(["train"]) and not is_whole(["train", "--model", "auto"]) and is_whole(["train", "my_images"])
    assert same(["diff", "a/", "b", "--out", "x"]) == ("diff", "a", "b")

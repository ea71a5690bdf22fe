"""Every block of commands of the first page and of the how-to pages runs, as it stands there, on small images.

The other pages: test_user_pages.py.
"""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import numpy as np
import pytest
import tifffile

from tests.end_to_end.running import run_command

pytestmark = pytest.mark.usefixtures("few_choices")
DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted([DOCS / "start.md", *(DOCS / "howto").glob("*.md")])
MODEL = ["--size", "16", "--features", "24", "--k", "3", "--epochs", "2", "--threads", "1"]
SMALL = {
    "train": [*MODEL, "--copies", "2", "--no-report"],
    "compare": ["--features", "24", "--epochs", "2"],
    "choose-k": ["--size", "16", "--features", "24", "--epochs", "2", "--folds", "2"],
    "classify": [*MODEL, "--folds", "2", "--repeats", "1"],
}
"""What is added to a command so that it takes a moment. An option that the page gives itself stays as it is there."""


def commands(page: Path) -> list[list[str]]:
    """The words of each command, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines() if line.strip()]


def with_less(words: list[str], small: dict[str, list[str]]) -> list[str]:
    """The words of a command, and behind them what makes it quick."""
    kept_classifier = any((Path(word) / "classify.csv").exists() for word in words[1:2])
    more = [] if kept_classifier else small.get(words[0], [])
    pairs = [more[i : i + 2] for i in range(0, len(more) - len(more) % 2, 2)]
    needless = {*words, *(("--size", "--copies") if words[1:2] and words[1].endswith(".npy") else ())}  # of vectors
    return [*words, *(word for pair in pairs if pair[0] not in needless for word in pair), *more[len(pairs) * 2 :]]


@pytest.fixture
def folders(small_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pages call their images."""
    monkeypatch.chdir(tmp_path)
    for name in ("my_images", "later"):
        shutil.copytree(small_set, tmp_path / name)
    rng = np.random.default_rng(0)
    (tmp_path / "scans").mkdir()
    for number in range(12):
        stack = rng.integers(900, 4000, (3, 20, 20)).astype(np.uint16)
        tifffile.imwrite(f"scans/{number:02d}.tif", stack, photometric="minisblack")
    _activations(tmp_path / "activations")
    (tmp_path / "animals").mkdir()
    rows = ["path,label,group"]
    pictures = sorted(small_set.rglob("*.png"))
    for number, picture in enumerate(pictures):
        mouse, frame = divmod(number, 2)
        path = f"animals/mouse{mouse:02d}_frame{frame + 1}.png"
        shutil.copy(picture, path)
        rows.append(f"{path},{picture.parent.name},mouse{mouse:02d}")
    Path("animals.csv").write_text("\n".join(rows) + "\n")


def _activations(folder: Path) -> None:
    """Rows with the pictures and the table that belong to them."""
    rng = np.random.default_rng(0)
    (folder / "digits").mkdir(parents=True)
    np.save(folder / "acts.npy", rng.normal(size=(24, 32)).astype(np.float32))
    lines = ["path,label"]
    for number in range(24):
        tifffile.imwrite(folder / "digits" / f"{number}.tif", rng.integers(0, 255, (28, 28)).astype(np.uint8))
        lines.append(f"{number}.tif,{number % 2}")
    (folder / "acts.csv").write_text("\n".join(lines) + "\n")


@pytest.mark.usefixtures("folders")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_runs(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = commands(page)
    assert found
    for program, command, *words in found:
        assert program == "mousaic"
        run_command(capsys, *with_less([command, *words], SMALL))
    if page.stem == "paper":
        named = re.findall(r"`(runs/mine/[a-zA-Z_/.]+)`", page.read_text(encoding="utf-8"))
        assert len(named) == 6
        for place in named:
            assert list(Path().glob(place.replace("NN", "*"))), place

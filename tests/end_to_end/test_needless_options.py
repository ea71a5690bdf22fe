"""An option that has no meaning in a command's mode: one sentence that names it, exit code 2, and nothing written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mousaic.cli import main
from tests.end_to_end.running import run_command

TINY = ["--size", "8", "--features", "12", "--k", "2", "--epochs", "1", "--copies", "1", "--threads", "1", "--quiet"]


@pytest.fixture(scope="module")
def place(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two runs, a table and two files of arrays."""
    folder = tmp_path_factory.mktemp("needless")
    for name, seed in (("run", "0"), ("other", "1")):
        words = ["train", str(small_set), *TINY, "--no-report", "--seed", seed, "--out", str(folder / name)]
        main(words)
    np.save(folder / "vectors.npy", np.zeros((4, 30), np.float32))
    np.save(folder / "images.npy", np.zeros((4, 9, 8), np.uint8))
    (folder / "table.csv").write_text("path,label\nx.png,a\n")
    return folder


CASES = [
    ("train --resume run --preset default", "--preset"),
    ("train --resume run --strict", "--strict"),
    ("train --resume run --raw", "--raw"),
    ("train --resume run --k 3", "--k"),
    ("train DATA --resume run", "DATA"),
    ("train DATA --overwrite", "--overwrite"),
    ("train DATA --learning-rate 0.1 --out new", "--learning-rate"),
    ("train DATA --augment none --shift 0.1 --out new", "--shift"),
    ("train DATA --after run --validation 0.3 --out new", "--validation"),
    ("train vectors.npy --size 20 --out new", "--size"),
    ("train images.npy --page 2 --out new", "--page"),
    ("intake table.csv --label-level 2", "--label-level"),
    ("intake images.npy --pages all", "--pages"),
    ("augment images.npy --project max --out new.png", "--project"),
    ("augment DATA --augment none --out new.png", "--augment none"),
    ("demo new --draw-only --preset report", "--preset"),
    ("demo new --draw-only --epochs 3 --no-report", "--no-report and --epochs"),
    ("compare DATA --overwrite", "--overwrite"),
    ("compare DATA --filters 4 --out new", "--filters"),
    ("compare DATA --methods pca --local 5 --out new", "--local"),
    ("choose-k DATA --overwrite", "--overwrite"),
    ("choose-k DATA --warmup 0.1 --out new", "--warmup"),
    ("classify DATA --data DATA --out new", "--data"),
    ("classify DATA --decay 0.1 --out new", "--decay"),
    ("classify run --strict --out new", "--strict"),
    ("combine run other --overwrite", "--overwrite"),
    ("combine run other --join average --k 3 --out new", "--k"),
    ("diff run other --raw", "--raw"),
    ("diff run other --overwrite", "--overwrite"),
    ("diff run other --data DATA --out new", "--data"),
    ("encode run DATA --raw --out new.npz", "--raw"),
    ("export run --to npz --raw --out new.npz", "--raw"),
    ("export run --to hf --data DATA --out new", "--data"),
    ("stability run --quick --runs 10", "--runs"),
    ("stability run --quick --task 1", "--task"),
    ("anomaly run DATA --folds 0 --seed 3 --out new", "--seed"),
    ("anomaly run DATA --folds 0 --task 2 --out new", "--task"),
]


@pytest.mark.parametrize(("words", "flag"), CASES, ids=[words for words, _ in CASES])
def test_refused(
    place: Path, small_set: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str,
    flag: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(place)
    monkeypatch.setattr("mousaic.uses.anomaly.anomalies.FEWEST", 2)
    before = sorted(place.rglob("*"))
    out, err = run_command(capsys, *(str(small_set) if word == "DATA" else word for word in words.split()), code=2)
    named = flag.replace("DATA", str(small_set))
    assert err.splitlines()[-1].startswith("mousaic: ") and named in err.splitlines()[-1] and not out
    assert sorted(place.rglob("*")) == before


def test_images_are_drawn_beside_whatever_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "note.txt").write_text("kept")
    run_command(capsys, "demo", tmp_path, "--draw-only", "--seed", "1", "--quiet")
    assert (tmp_path / "mice" / "parts.csv").is_file() and (tmp_path / "run" / "note.txt").is_file()

"""Arrays of images in a file, grey and colour, with a table: through every command as files of pictures go."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from tests.end_to_end.running import read_csv, run_command

pytestmark = pytest.mark.usefixtures("few_choices")
COUNT, SIDE = 20, 12
SMALL = "--features 16 --k 3 --epochs 1 --threads 1 --size 12"
COMMANDS = [
    "intake DATA --size 12",
    "augment DATA --size 12 --out sheet.png",
    "evaluate RUN DATA",
    "encode RUN DATA --out codes.npz",
    "reconstruct RUN DATA --out made",
    "parts RUN",
    "parts RUN DATA --out elsewhere.csv",
    "report RUN --lang zh",
    "atlas RUN --single-file",
    "stability RUN --quick",
    "anomaly RUN DATA --normal a --folds 2 --out odd",
    "classify RUN --folds 2 --repeats 1 --save --out told",
    "apply RUN DATA --out applied",
    f"classify DATA --target dose --folds 2 --repeats 1 --out dose {SMALL}",
    "diff RUN RUN --out differ",
    "export RUN --to csv --out wide.csv",
    "export RUN --to tiff --out stacks",
    "export RUN --to onnx --out onnx",
    f"compare DATA --methods default,dct,pca,local --folds 2 --out compared {SMALL}",
    "choose-k DATA --ks 2,3 --folds 2 --features 16 --epochs 1 --size 12 --out ks",
    "combine RUN --out merged",
    "show RUN",
    "train --resume RUN",
]


@pytest.fixture
def here(tmp_path, monkeypatch, request):
    """``images.npz`` and its table, in a working folder of its own; the words that say its colour."""
    kind = np.arange(COUNT) % 2
    images = np.random.default_rng(0).integers(0, 90, (COUNT, SIDE, SIDE)).astype(np.uint8)
    for i, image in enumerate(images):
        image[3 + i % 3 : 6 + i % 3, 2 + 5 * kind[i] : 5 + 5 * kind[i]] = 250
    monkeypatch.chdir(tmp_path)
    if request.param == "rgb":
        images = np.stack([images, images[:, ::-1], 255 - images], axis=-1)
    np.savez("images.npz", images=images)
    lines = [f"r{i:02d},{'ab'[kind[i]]},g{i // 2},{i}" for i in range(COUNT)]
    (tmp_path / "images.csv").write_text("\n".join(["path,label,group,dose", *lines]) + "\n")
    return request.param


@pytest.mark.parametrize("here", ["grey", "rgb"], indirect=True)
def test_every_command(here, tmp_path, capsys):
    colour = ["--color", here]
    train = ["train", "images.npz", "--members", "2", "--out", "run", "--quiet", *SMALL.split(), *colour]
    run_command(capsys, *train)
    assert not (tmp_path / "run" / "report_error.txt").exists() and (tmp_path / "run/atlas/index.html").is_file()
    page = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "images.npz" in page and "The images" in page and "The rows" not in page
    for line in COMMANDS if here == "grey" else COMMANDS[:7]:
        words = [{"RUN": "run", "DATA": "images.npz"}.get(word, word) for word in line.split()]
        more = colour if "--size" in words else []
        run_command(capsys, *words, *more)
    rows = read_csv(tmp_path / "elsewhere.csv")
    assert {row["path"] for row in rows} <= {f"r{i:02d}" for i in range(COUNT)} and rows
    shutil.rmtree(tmp_path / "run")

"""A run is applied to images of another depth or range: fitted where that is known, else refused or pointed out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

import mousaic
from mousaic.cli import main
from mousaic.errors import MousaicError
from mousaic.model.store import load_model, save_model
from mousaic.runs.run import Run

PICTURES = np.random.default_rng(0).integers(0, 256, (12, 16, 16)).astype(np.uint8)
Write = Callable[[Path, np.ndarray], None]
QUICK = {"size": 16, "epochs": 1, "features": 16, "k": 4, "report": False, "model": "whole"}


def png(path: Path, picture: np.ndarray) -> None:
    Image.fromarray(picture).save(path.with_suffix(".png"))


def tiff(dtype: str, factor: float, plus: float = 0) -> Write:
    def write(path: Path, picture: np.ndarray) -> None:
        tifffile.imwrite(path.with_suffix(".tif"), (picture.astype(np.float64) * factor + plus).round(9).astype(dtype))

    return write


SAME: dict[str, Write] = {
    "8-bit": png,
    "16-bit": tiff("u2", 257),
    "shares": tiff("f4", 1 / 255),
    "floats to 255": tiff("f4", 1),
    "floats to 65535": tiff("f8", 257),
}
"""The same pictures in numbers that say what black and white are."""
OTHER: dict[str, Write] = {"signed": tiff("i2", 10, -900), "own range": tiff("f4", 0.02, -1)}
"""In numbers that say nothing of it."""


def folder(where: Path, write: Write) -> Path:
    where.mkdir()
    for i, picture in enumerate(PICTURES):
        write(where / str(i), picture)
    return where


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    base = tmp_path_factory.mktemp("runs")
    found = {}
    for name in ("8-bit", "shares", "own range"):
        write = {**SAME, **OTHER}[name]
        found[name] = mousaic.train(folder(base / f"{name} images", write), out=base / name, **QUICK)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("trained", ["8-bit", "shares"])
@pytest.mark.parametrize("used", SAME)
def test_the_same_pictures_in_other_numbers_are_the_same(
    tmp_path: Path, runs: dict[str, Run], trained: str, used: str
) -> None:
    images = runs[trained].load_images(folder(tmp_path / "images", SAME[used]))
    np.testing.assert_allclose(images.pixels[:, 0], PICTURES / 255, atol=1e-6)  # names are in the pictures' order


@pytest.mark.parametrize(
    ("trained", "used"),
    [
        ("8-bit", "signed"),
        ("8-bit", "own range"),
        ("own range", "8-bit"),
        ("own range", "16-bit"),
        ("shares", "signed"),
    ],
)
def test_numbers_that_correspond_to_nothing_are_refused(
    tmp_path: Path, runs: dict[str, Run], trained: str, used: str
) -> None:
    data = folder(tmp_path / "images", {**SAME, **OTHER}[used])
    with pytest.raises(MousaicError, match=r"trained on others .* convert them to those"):
        runs[trained].load_images(data)


def test_an_own_range_is_used_again(tmp_path: Path, runs: dict[str, Run]) -> None:
    """Also for images that do not reach its ends."""
    run = runs["own range"]
    whole = run.load_images(run.need_data())
    (tmp_path / "one").mkdir()
    OTHER["own range"](tmp_path / "one" / "0", PICTURES[0] // 2)
    assert run.load_images(tmp_path / "one").limits == whole.limits
    np.testing.assert_allclose(run.load_images(tmp_path / "one").pixels[0, 0], PICTURES[0] // 2 / 255, atol=5e-3)


def test_images_read_otherwise_are_refused_in_python_too(tmp_path: Path, runs: dict[str, Run]) -> None:
    run, data = runs["own range"], folder(tmp_path / "images", SAME["shares"])
    with pytest.raises(MousaicError, match=r"another range .* run.load_images"):
        run.encode(mousaic.load_images(data, run.config.images))
    assert len(run.encode(run.load_images(data)).values) == 12


def test_a_comparison_refuses_them(tmp_path: Path, runs: dict[str, Run]) -> None:
    data = folder(tmp_path / "images", SAME["shares"])
    with pytest.raises(MousaicError, match="trained on images of another range"):
        mousaic.compare(data, pretrained=runs["own range"], methods=["pca", "pretrained"], size=16, k=4)


def test_a_model_keeps_its_ranges(tmp_path: Path, runs: dict[str, Run]) -> None:
    for run in runs.values():
        assert run.model.card.ranges
        save_model(tmp_path, run.model)
        assert load_model(tmp_path).card == run.model.card


COMMANDS = {
    "evaluate": ["evaluate", "RUN", "DATA"],
    "encode": ["encode", "RUN", "DATA", "--out", "OUT.csv"],
    "reconstruct": ["reconstruct", "RUN", "DATA", "--out", "OUT"],
    "parts": ["parts", "RUN", "DATA", "--out", "OUT.csv"],
    "anomaly": ["anomaly", "RUN", "DATA", "--out", "OUT", "--folds", "2"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_and_warns(
    tmp_path: Path, runs: dict[str, Run], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other numbers: one sentence, exit code 2. The same numbers, hardly any of the range: a warning."""
    for name, write, code, sentence in (
        ("signed", OTHER["signed"], 2, "was trained on others"),
        ("faint", tiff("u2", 16), 0, "make sure that they hold the numbers of the training images"),
    ):
        data, out = folder(tmp_path / name, write), str(tmp_path / "out")
        names = {"RUN": str(runs["8-bit"].path), "DATA": str(data), "OUT": out, "OUT.csv": f"{out}.csv"}
        try:
            main([names.get(word, word) for word in COMMANDS[command]])
        except SystemExit as ended:
            assert ended.code == code
        else:
            assert code == 0
        shown = "".join(capsys.readouterr())
        assert sentence in shown and "Traceback" not in shown

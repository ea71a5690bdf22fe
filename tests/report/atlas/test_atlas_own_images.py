"""An image of the reader's own in the atlas, in a real browser: prepared and encoded as the model does."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from mousaic.images.prepare import prepare
from mousaic.model.ensemble import Ensemble
from tests.report.atlas.conftest import Made, Window, pixels


def test_dropping_an_image(window: Window, made: Made, tmp_path: Path) -> None:
    colours = np.random.default_rng(1).integers(0, 256, (83, 131, 3)).astype(np.uint8)
    colours[20:60, 30:90] //= 4
    Image.fromarray(colours).save(tmp_path / "own.png")
    page = window.open(made.folder, "#/yours")
    page.set_input_files("#file", tmp_path / "own.png")
    page.wait_for_selector("#yourname")
    own = tmp_path / "folder"
    own.mkdir()
    shutil.move(tmp_path / "own.png", own / "own.png")
    x = made.run.load_images(own).pixels.reshape(1, -1)
    found = page.evaluate("async () => (await Atlas.member(0)).encode(Atlas.state.yours.x)")
    assert np.abs(np.array(page.evaluate("[...Atlas.state.yours.x]")) - x[0]).max() < 1e-5
    trained = made.run.model.ensemble
    assert trained.center is not None
    rounded = Ensemble.tied(torch.from_numpy(made.weight)[None], trained.bias[:1], trained.center[:1], trained.k)
    with torch.no_grad():
        codes, y = rounded(torch.from_numpy(x))
    expected = dict(zip(codes.indices[0, 0].tolist(), codes.values[0, 0].tolist(), strict=True))
    assert {part["feature"] for part in found} == set(expected)
    assert max(abs(part["value"] - expected[part["feature"]]) for part in found) < 1e-4
    assert np.abs(pixels(page, "#sum") - 255 * y[0, 0].numpy().clip(0, 1)).max() <= 1
    (tmp_path / "no.png").write_bytes(b"no image")
    page.set_input_files("#file", tmp_path / "no.png")
    assert "no.png cannot be read" in page.inner_text("[role=alert]")


def test_images_are_prepared_by_the_rules_of_the_training(window: Window, made: Made) -> None:
    page, rng = window.open(made.folder), np.random.default_rng(2)
    for fit in ("crop", "letterbox", "stretch"):
        for height, width, size, color in (
            (37, 90, 16, "grey"),
            (50, 21, 32, "rgb"),
            (9, 9, 16, "grey"),
            (16, 40, 16, "rgb"),
        ):
            rgb = rng.integers(0, 256, (height, width, 3))
            wanted = rgb @ (0.299, 0.587, 0.114) if color == "grey" else rgb
            wanted = wanted.reshape(height, width, -1).astype(np.float32) / 255
            data = np.concatenate([rgb, np.full((height, width, 1), 255)], 2).ravel().tolist()
            rules = {
                "size": size,
                "fit": fit,
                "color": color,
                "background": "grey",
                "limits": {"255": [0, 255], "65535": [0, 65535]},
            }
            made_there = page.evaluate(
                "([data, width, height, rules]) => [...Atlas.prepare.square({data, width, height}, rules)]",
                [data, width, height, rules],
            )
            expected = prepare(wanted, size, fit, "grey").ravel()  # type: ignore[arg-type]
            assert np.abs(np.array(made_there) - expected).max() < 2e-6, (fit, height, width, color)

"""An image of the reader's own in the atlas of a model whose codes are matching pursuit's, in a real browser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image

import mousaic
from mousaic.analysis.feature_analysis import analyse
from mousaic.model.ensemble import Ensemble
from mousaic.report.atlas.atlas_files import write_atlas
from mousaic.report.atlas.quantise import dequantise, quantise
from tests.report.atlas.conftest import Window, pixels


def test_the_page_finds_the_codes_that_the_model_finds(window: Window, small_set: Path, tmp_path: Path) -> None:
    run = mousaic.train(small_set, out=tmp_path / "run", report=False, size=16, features=40, k=6, epochs=3, threads=1)
    folder, _ = write_atlas(run, analyse(run))
    own = tmp_path / "own"
    own.mkdir()
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (16, 16)).astype(np.uint8)).save(own / "own.png")
    page = window.open(folder.as_uri(), "#/yours")
    page.set_input_files("#file", own / "own.png")
    page.wait_for_selector("#yourname")
    found = page.evaluate("async () => (await Atlas.member(0)).encode(Atlas.state.yours.x)")
    ensemble, shape = run.model.ensemble, run.model.card.shape
    rounded = torch.from_numpy(dequantise(quantise(ensemble.weight[0].numpy(), shape), shape))[None]
    parameters = {"weight": rounded, "bias": ensemble.bias, "center": ensemble.center}
    x = torch.from_numpy(run.load_images(own).pixels).flatten(1)
    codes, y = Ensemble(parameters, ensemble.k, ensemble.parts).requires_grad_(False)(x)
    expected = dict(zip(codes.indices[0, 0].tolist(), codes.values[0, 0].tolist(), strict=True))
    assert ensemble.parts.sparsity == "omp" and min(expected.values()) < 0 < max(expected.values())
    assert {part["feature"]: part["value"] for part in found}.keys() == expected.keys()
    for part in found:
        np.testing.assert_allclose(part["value"], expected[part["feature"]], atol=2e-3)
    magnitudes = [abs(part["value"]) for part in found]
    assert magnitudes == sorted(magnitudes, reverse=True)
    assert np.abs(pixels(page, "#sum") - 255 * y[0, 0].numpy().clip(0, 1)).max() <= 1

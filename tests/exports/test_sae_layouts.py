"""The layouts of SAELens and overcomplete: the formulas of both on what is written; both themselves where they are."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

import mousaic
from mousaic.errors import MousaicError
from mousaic.exports.formats import Given
from mousaic.exports.sae_layouts import write_layouts
from mousaic.runs.run import Run

KINDS = {
    "top-k": {"learn": "topk"},
    "untied": {"learn": "topk", "decoder": "untied", "sparsity": "top-k-nonnegative"},
    "jump-relu": {"learn": "topk", "sparsity": "jump-relu"},
    "batch-top-k": {"learn": "topk", "sparsity": "batch-top-k", "center": False},
    "pursuit": {"learn": "omp"},
}
OF_BOTH = ["top-k", "untied", "pursuit"]


@pytest.fixture(scope="module")
def runs(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    work = tmp_path_factory.mktemp("runs")
    small = {"size": 8, "features": 20, "k": 3, "members": 2, "epochs": 2, "threads": 1, "report": False}
    return {name: mousaic.train(small_set, out=work / name, **small, **more) for name, more in KINDS.items()}


@pytest.fixture(scope="module")
def written(runs: dict[str, Run], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = {name: tmp_path_factory.mktemp(name) for name in runs}
    for name, run in runs.items():
        write_layouts(Given(run, lambda: None), made[name])
    return made


def x_of(run: Run) -> torch.Tensor:
    return torch.rand(9, run.model.ensemble.pixels, generator=torch.Generator().manual_seed(0))


def expected(run: Run, member: int) -> tuple[torch.Tensor, torch.Tensor]:
    """What the run has for the codes of one pass, rectified, and their reconstructions: naively."""
    one = run.model.ensemble.member(member)
    if run.model.ensemble.parts.sparsity == "omp":
        c, w = one.silence()[0], one.atoms(0)
        a = (x_of(run) - c) @ w.T
        z = torch.zeros_like(a).scatter(1, a.topk(one.k).indices, a.topk(one.k).values.relu())
        return z, z @ w + c
    codes = one.encode(x_of(run))
    codes = codes._replace(values=codes.values.relu())
    return codes.dense(one.features)[0], one.decode(codes)[0]


@pytest.mark.parametrize("name", KINDS)
def test_the_formula_of_saelens(runs, written, name):
    run = runs[name]
    for member in range(2):
        folder = written[name] / f"sae{member}"
        w, cfg = load_file(folder / "sae_weights.safetensors"), json.loads((folder / "cfg.json").read_text())
        a = (x_of(run) - w["b_dec"]) @ w["W_enc"] + w["b_enc"]
        if cfg["architecture"] == "topk":
            top = a.topk(cfg["k"])
            z = torch.zeros_like(a).scatter(1, top.indices, top.values.relu())
        else:
            z = a.relu() * (a > w["threshold"])
        codes, y = expected(run, member)
        assert torch.allclose(z, codes, atol=1e-5) and torch.allclose(z @ w["W_dec"] + w["b_dec"], y, atol=1e-5)


@pytest.mark.parametrize("name", OF_BOTH)
def test_the_formula_of_overcomplete(runs, written, name):
    run = runs[name]
    folder = written[name] / "sae1"
    w, told = load_file(folder / "overcomplete.safetensors"), json.loads((folder / "overcomplete.json").read_text())
    a = x_of(run) @ w["encoder.final_block.0.weight"].T + w["encoder.final_block.0.bias"]
    top = a.relu().topk(told["arguments"]["top_k"])
    z = torch.zeros_like(a).scatter(1, top.indices, top.values)
    codes, y = expected(run, 1)
    assert torch.allclose(z, codes, atol=1e-5)
    assert torch.allclose(z @ w["dictionary._weights"] + torch.tensor(told["add_to_output"]), y, atol=1e-5)


@pytest.mark.parametrize("name", KINDS)
def test_saelens_itself(runs, written, name):
    sae_lens = pytest.importorskip("sae_lens")
    sae = sae_lens.SAE.load_from_disk(str(written[name] / "sae0"))
    codes, y = expected(runs[name], 0)
    found = sae.encode(x_of(runs[name]))
    assert torch.allclose(found, codes, atol=1e-5) and torch.allclose(sae.decode(found), y, atol=1e-5)


@pytest.mark.parametrize("name", OF_BOTH)
def test_overcomplete_itself(runs, written, name):
    try:
        sae_of = import_module("overcomplete.sae")
    except Exception as error:  # not there, or no torchvision that fits this torch
        pytest.skip(f"overcomplete cannot be imported: {error}")
    folder = written[name] / "sae0"
    told = json.loads((folder / "overcomplete.json").read_text())
    sae = getattr(sae_of, told["class"])(**told["arguments"])
    sae.load_state_dict(load_file(folder / "overcomplete.safetensors"))
    sae.eval()
    codes, y = expected(runs[name], 0)
    with torch.no_grad():
        _, found = sae.encode(x_of(runs[name]))
        made = sae.decode(found) + torch.tensor(told["add_to_output"])
    assert torch.allclose(found, codes, atol=1e-5) and torch.allclose(made, y, atol=1e-5)


def test_what_is_said_of_codes_that_the_others_have_not(runs, tmp_path):
    def said(name: str) -> list[str]:
        (tmp_path / name).mkdir()
        return [one.key for one in write_layouts(Given(runs[name], lambda: None), tmp_path / name)]

    assert said("top-k") == [] and said("pursuit") == ["export_pursuit_in_one_pass"]
    assert said("jump-relu") == ["export_not_overcomplete"]


def test_members_that_are_not_linear_are_refused(small_set, tmp_path):
    run = mousaic.train(
        small_set, out=tmp_path / "run", size=8, features=12, k=2, epochs=1, threads=1, report=False, encoder="deep-2"
    )
    with pytest.raises(MousaicError, match="not deep-2, tied, top-k: use onnx, npz or hf"):
        write_layouts(Given(run, lambda: None), tmp_path)
    assert np.all([path.name == "run" for path in tmp_path.iterdir()])

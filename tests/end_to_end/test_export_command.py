"""``mousaic export``: every format from a whole run, and what cannot be is refused with nothing lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

import mousaic
from mousaic.exports.formats import FORMATS, ending_of
from tests.end_to_end.running import read_csv, run_command
from tests.end_to_end.spots import draw_spots


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data") / "spots"
    draw_spots(folder / "=1+1", 7, 0)
    draw_spots(folder / "right", 7, 1)
    return folder


@pytest.fixture(scope="module")
def run(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run") / "run"
    mousaic.train(own, out=out, report=False, size=24, features=16, k=4, members=2, epochs=2, threads=1)
    return out


def test_onnx_gives_what_the_run_gives(run, own, tmp_path, capsys):
    out, _ = run_command(capsys, "export", run, "--to", "onnx", "--out", tmp_path / "onnx")
    assert "encode.onnx" in out and json.loads((tmp_path / "onnx" / "export.json").read_text())["to"] == "onnx"
    opened = mousaic.open_run(run)
    images = opened.load_images(own)
    session = onnxruntime.InferenceSession(tmp_path / "onnx" / "encode.onnx")
    values, indices = session.run(None, {"images": images.pixels})
    codes = opened.encode(images)
    assert np.array_equal(indices, codes.indices) and np.abs(values - codes.values).max() < 1e-5
    session = onnxruntime.InferenceSession(tmp_path / "onnx" / "decode.onnx")
    (mean,) = session.run(["mean"], {"values": codes.values, "indices": codes.indices})
    assert np.abs(mean - opened.reconstruct(images).pixels).max() < 1e-5


def test_npz_computes_by_numpy_alone(run, own, tmp_path, capsys):
    run_command(capsys, "export", run, "--to", "npz", "--out", tmp_path / "x.npz")
    with np.load(tmp_path / "x.npz") as kept:
        arrays = dict(kept)
    opened = mousaic.open_run(run)
    images = opened.load_images(own)
    codes, settings = opened.encode(images), json.loads(str(arrays["settings"]))
    assert settings["k"] == 4 and tuple(arrays["shape"]) == (1, 24, 24) and settings["sparsity"] == "omp"
    rows = arrays["weight"][np.arange(2)[:, None], codes.indices]  # (N, M, k, D)
    y = (codes.values[..., None] * rows).sum(2) + arrays["center"]
    assert np.abs(y.mean(1) - opened.reconstruct(images).pixels.reshape(len(images), -1)).max() < 1e-5


def test_csv_has_a_row_an_image(run, own, tmp_path, capsys):
    out, _ = run_command(capsys, "export", run, "--to", "csv", "--out", tmp_path / "x.csv")
    assert "find them with: mousaic parts" in out
    rows = read_csv(tmp_path / "x.csv")
    opened = mousaic.open_run(run)
    assert [row["path"] for row in rows] == ["'" + one.path if one.path[0] == "=" else one.path for one in opened.split]
    assert {row["label"] for row in rows} == {"'=1+1", "right"} and {row["split"] for row in rows} == {
        "train",
        "validation",
    }
    codes = opened.encode(opened.load_images(own))
    for row, values, indices in zip(rows, codes.values, codes.indices, strict=True):
        for m in range(2):
            assert [float(row[f"sae{m}_f{j:04d}"]) for j in indices[m]] == pytest.approx(values[m].tolist())
        assert sum(float(v) != 0 for name, v in row.items() if name.startswith("sae")) == np.count_nonzero(values)
    run_command(capsys, "export", run, "--to", "csv", "--out", tmp_path / "x.csv", "--raw", "--overwrite")
    assert {row["label"] for row in read_csv(tmp_path / "x.csv")} == {"=1+1", "right"}


def test_csv_of_a_run_with_parts_and_moved_images(run, own, tmp_path, capsys):
    other, moved = tmp_path / "run", tmp_path / "moved"
    shutil.copytree(run, other)
    shutil.copytree(own, moved)
    run_command(capsys, "parts", other, "--data", moved, "--quiet")
    arguments = ["export", other, "--to", "csv", "--out", tmp_path / "x.csv", "--data", moved]
    out, _ = run_command(capsys, *arguments)
    assert "mousaic parts" not in out
    rows = {row["path"]: row for row in read_csv(tmp_path / "x.csv")}
    for row in read_csv(other / "parts" / "parts.csv"):
        wide = rows[row["path"]]
        for name in ("presence", "x", "y"):
            assert float(wide[f"part{int(row['part']):03d}_{name}"]) == pytest.approx(float(row[name]))


def test_a_hub_folder_is_a_model(run, own, tmp_path, capsys):
    run_command(capsys, "export", run, "--to", "hf", "--out", tmp_path / "hub")
    card = (tmp_path / "hub" / "README.md").read_text()
    opened = mousaic.open_run(run)
    assert card.startswith("---\nlibrary_name: mousaic\n") and f"{opened.summary['train']['pearson']:.4g}" in card
    model = mousaic.Pretrained.from_pretrained(tmp_path / "hub")
    images = model.load_images(own)
    assert np.array_equal(model.encode(images).values, opened.encode(images).values)
    assert np.array_equal(model.reconstruct(images).pixels, opened.reconstruct(images).pixels)
    assert model.evaluate(images) == opened.evaluate(images)
    model.save_pretrained(tmp_path / "again")
    for name in ("model.safetensors", "config.json", "model.json"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "hub" / name).read_bytes()


@pytest.mark.parametrize("to", FORMATS)
def test_a_place_that_cannot_be_is_refused(run, own, tmp_path, capsys, to):
    ending = ending_of(to) or ""

    def refused(out: Path, *more: object) -> str:
        return run_command(capsys, "export", run, "--to", to, "--out", out, *more, code=2)[1]

    assert "inside the images' folder" in refused(own / f"x{ending}")
    mine = tmp_path / f"mine{ending}"
    mine.write_text("mine")
    assert "exists" in refused(mine) and mine.read_text() == "mine"
    refused(mine / f"x{ending}")  # inside a file
    if ending:
        assert f"must end in {ending}" in refused(tmp_path / "x.other")
        assert "There is no folder" in refused(tmp_path / "nowhere" / f"x{ending}")
    else:
        (tmp_path / "full").mkdir()
        (tmp_path / "full" / "mine.txt").write_text("mine")
        assert "not an earlier output" in refused(tmp_path / "full", "--overwrite")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([mine.name] + ["full"] * (not ending))


def test_an_earlier_export_is_replaced_where_that_is_asked_for(run, tmp_path, capsys):
    arguments = ["export", run, "--to", "safetensors", "--out", tmp_path / "x"]
    out, _ = run_command(capsys, *arguments)
    assert "matching pursuit" in out and out.count("sae_weights") == 2
    before = (tmp_path / "x" / "sae1" / "sae_weights.safetensors").read_bytes()
    assert "--overwrite" in run_command(capsys, *arguments, code=2)[1]
    out, _ = run_command(capsys, *arguments, "--overwrite", "--lang", "zh")
    assert "匹配追踪" in out and (tmp_path / "x" / "sae1" / "sae_weights.safetensors").read_bytes() == before


def test_a_format_or_a_run_that_is_none(run, tmp_path, capsys):
    assert "choose from" in run_command(capsys, "export", run, "--to", "onyx", "--out", tmp_path / "x", code=2)[1]
    _, err = run_command(capsys, "export", tmp_path, "--to", "npz", "--out", tmp_path / "x.npz", code=2)
    assert "is not a Mousaic run" in err


def test_what_onnx_has_no_words_for(own, tmp_path, capsys):
    mousaic.train(own, out=tmp_path / "run", report=False, size=24, model="conv", learn="omp", filters=4, k=4, epochs=1,
                  threads=1)  # fmt: skip
    _, err = run_command(capsys, "export", tmp_path / "run", "--to", "onnx", "--out", tmp_path / "x", code=2)
    assert "no ONNX for omp-filters" in err and not (tmp_path / "x").exists()
    run_command(capsys, "export", tmp_path / "run", "--to", "tiff", "--out", tmp_path / "x")

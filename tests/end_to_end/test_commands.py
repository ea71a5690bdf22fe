"""Whole commands, as a user types them, on real files."""

from __future__ import annotations

import json
import math
import shutil

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.cli import main
from mousaic.sealed import write_sealed
from tests.end_to_end.running import TINY, read_csv, run_command, tiny


@pytest.fixture(scope="module")
def trained(small_set, tmp_path_factory):
    path = tmp_path_factory.mktemp("runs") / "run"
    main(["train", str(small_set), *TINY, "--picture-every", "2", "--out", str(path)])
    return path


def test_a_run_leaves_what_the_readme_says(trained):
    files = {path.relative_to(trained).as_posix() for path in trained.rglob("*") if path.is_file()}
    assert files == {
        "README.md",
        "config.json",
        "split.csv",
        "history.csv",
        "summary.json",
        "model.safetensors",
        "model.json",
        "checkpoint/state.safetensors",
        "figures/training_curves.png",
        "figures/reconstructions_epoch_02.png",
        "figures/reconstructions_epoch_03.png",
        "figures/features_epoch_02.png",
        "figures/features_epoch_03.png",
    }
    for picture in trained.rglob("*.png"):
        with Image.open(picture) as image:
            assert min(image.size) > 300


def test_history_and_summary(trained):
    rows = read_csv(trained / "history.csv")
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    names = ["loss", "reconstruction", "consistency", "pearson", "dead_fraction", "l0"]
    for name in [*names, "images_per_second", "seconds", *(f"validation_{name}" for name in names)]:
        values = [float(row[name]) for row in rows]
        assert all(math.isfinite(value) for value in values), name
    assert float(rows[-1]["loss"]) < float(rows[0]["loss"])
    assert all(float(row["l0"]) == 4 for row in rows)
    summary = json.loads((trained / "summary.json").read_text())
    assert summary["originals"] == 12
    assert summary["training_images"] == 60  # 10 of 12 trained on, five copies each
    assert (summary["members"], summary["features"], summary["k"], summary["epochs"]) == (2, 48, 4, 3)
    assert summary["train"]["pearson"] == float(rows[-1]["pearson"])
    assert summary["validation"]["pearson"] == float(rows[-1]["validation_pearson"])
    assert set(summary["baselines"]) == {"train", "validation"}


def test_the_split_names_every_original_once(trained, small_set):
    rows = read_csv(trained / "split.csv")
    assert [row["path"] for row in rows] == sorted(
        path.relative_to(small_set).as_posix() for path in small_set.rglob("*.png")
    )
    held_out = [row["label"] for row in rows if row["part"] == "validation"]
    assert sorted(held_out) == ["lying", "standing"]
    assert {row["part"] for row in rows} == {"train", "validation"}
    assert all(len(row["sha256"]) == 64 for row in rows)


def test_the_config_holds_every_parameter(trained):
    record = json.loads((trained / "config.json").read_text())
    groups = [group for group in record["config"].values() if isinstance(group, dict)]
    flat = {name: value for group in groups for name, value in group.items()}
    assert flat["features"] == 48 and flat["k"] == 4 and flat["seed"] == 0 and flat["copies"] == 5
    assert {"mousaic", "torch", "numpy", "python"} <= set(record["versions"])


def test_the_same_from_python(trained, small_set, tmp_path):
    run = mousaic.train(small_set, out=tmp_path / "run", size=16, features=48, k=4, members=2, epochs=3, threads=1,
                        report=False)  # fmt: skip
    assert (run.path / "model.safetensors").read_bytes() == (trained / "model.safetensors").read_bytes()
    images = mousaic.open_run(run.path).load_images(small_set)
    codes, made, figures = run.encode(images), run.reconstruct(images), run.evaluate(images)
    assert codes.values.shape == codes.indices.shape == (12, 2, 4)
    assert (np.diff(np.abs(codes.values)) <= 0).all()
    # The parts of an image add up to it: center plus the active features, by hand.
    model = run.model.ensemble
    by_hand = np.mean(
        [
            model.center[m].numpy() + codes.values[0, m] @ model.weight[m].detach().numpy()[codes.indices[0, m]]
            for m in range(2)
        ],
        axis=0,
    )
    np.testing.assert_allclose(made.pixels[0].ravel(), by_hand, atol=1e-5)
    assert made.pearson[0] == pytest.approx(np.corrcoef(by_hand, images.pixels[0].ravel())[0, 1], abs=1e-4)
    assert figures["model"]["pearson_ensemble"] == pytest.approx(made.pearson.mean(), abs=1e-5)


def test_encode_writes_the_same_codes_as_npz_and_csv(trained, small_set, tmp_path, capsys):
    run_command(capsys, "encode", trained, small_set, "--out", tmp_path / "codes.npz")
    run_command(capsys, "encode", trained, small_set, "--out", tmp_path / "codes.csv")
    with np.load(tmp_path / "codes.npz", allow_pickle=False) as arrays:
        values, indices, paths = arrays["values"], arrays["indices"], arrays["paths"]
        assert list(arrays["labels"][:1]) == ["lying"]
    rows = read_csv(tmp_path / "codes.csv")
    assert len(rows) == values.size == 12 * 2 * 4
    for row, value, index in zip(rows, values.ravel(), indices.ravel(), strict=True):
        assert np.float32(row["value"]) == value and int(row["feature"]) == index
    assert [row["path"] for row in rows[::8]] == list(paths)
    _, err = run_command(capsys, "encode", trained, small_set, "--out", tmp_path / "codes.csv", code=2)
    assert "--overwrite" in err
    _, err = run_command(capsys, "encode", trained, small_set, "--out", tmp_path / "codes.txt", code=2)
    assert ".npz or .csv" in err


def test_reconstruct_writes_pictures_and_figures(trained, small_set, tmp_path, capsys):
    out, _ = run_command(capsys, "reconstruct", trained, small_set, "--out", tmp_path / "made")
    assert "12 reconstructions" in out
    rows = read_csv(tmp_path / "made" / "reconstructions.csv")
    assert len(rows) == 12
    run = mousaic.open_run(trained)
    made = run.reconstruct(run.load_images(small_set))
    for row, pixels, r in zip(rows, made.pixels, made.pearson, strict=True):
        with Image.open(tmp_path / "made" / row["file"]) as image:
            np.testing.assert_allclose(np.asarray(image) / 255, pixels[0].clip(0, 1), atol=0.5 / 255 + 1e-6)
        assert float(row["pearson"]) == pytest.approx(r)
    assert (tmp_path / "made" / "overview.png").is_file()
    run_command(capsys, "reconstruct", trained, small_set, "--out", tmp_path / "made", code=2)
    run_command(capsys, "reconstruct", trained, small_set, "--out", tmp_path / "made", "--overwrite")


def test_evaluate_says_when_the_model_knows_the_images(trained, small_set, tmp_path, capsys):
    out, _ = run_command(capsys, "evaluate", trained, small_set)
    assert "10 of these 12 images were trained on" in out and "mean image instead" in out
    rng = np.random.default_rng(1)
    (tmp_path / "new").mkdir()
    for number in range(3):
        Image.fromarray(rng.integers(0, 255, (30, 30)).astype(np.uint8)).save(tmp_path / "new" / f"{number}.png")
    out, _ = run_command(capsys, "evaluate", trained, tmp_path / "new", "--json")
    found = json.loads(out)
    assert found["images"] == 3 and found["trained_on"] == 0
    assert -1 <= found["model"]["pearson"] <= 1


def test_better_codes_from_the_same_features(trained, small_set, tmp_path, capsys):
    errors = []
    for kind in ("topk", "least-squares", "omp"):
        out, _ = run_command(capsys, "evaluate", trained, small_set, "--codes", kind, "--json")
        errors.append(json.loads(out)["model"]["reconstruction"])
        run_command(capsys, "encode", trained, small_set, "--codes", kind, "--out", tmp_path / f"{kind}.npz")
        run_command(capsys, "reconstruct", trained, small_set, "--codes", kind, "--out", tmp_path / kind)
        rows = read_csv(tmp_path / kind / "reconstructions.csv")
        run = mousaic.open_run(trained)
        made = run.reconstruct(run.load_images(small_set), codes=kind)
        assert [float(row["pearson"]) for row in rows] == pytest.approx(made.pearson.tolist())
    assert errors[0] == errors[1] > errors[2]  # the one pass of a model of matching pursuit weighs by least squares
    _, err = run_command(capsys, "evaluate", trained, small_set, "--codes", "opm", code=2)
    assert "did you mean 'omp'" in err


def test_codes_above_one_threshold(trained, small_set, tmp_path, capsys):
    run = mousaic.open_run(trained)
    images = run.load_images(small_set)
    unseen = images.subset(np.flatnonzero([row.part == "validation" for row in run.split]))
    active = (run.encode(unseen, "batch-topk").values != 0).sum(2)
    assert active.mean(0).tolist() == [4, 4]  # k on average, of images that were not learned from
    out, _ = run_command(capsys, "encode", trained, small_set, "--codes", "batch-topk", "--out", tmp_path / "codes.csv")
    active = (run.encode(images, "batch-topk").values != 0).sum(2)
    assert f"{active.min()} to {active.max()}, {active.mean():.1f} on average, active features each" in out
    assert len(read_csv(tmp_path / "codes.csv")) == active.sum()
    out, _ = run_command(capsys, "evaluate", trained, small_set, "--codes", "batch-topk", "--json")
    assert json.loads(out)["model"]["l0"] == pytest.approx(active.mean())
    old = shutil.copytree(trained, tmp_path / "old")
    card = json.loads((old / "model.json").read_text())
    write_sealed(old / "model.json", card | {"thresholds": None})
    _, err = run_command(capsys, "evaluate", old, small_set, "--codes", "batch-topk", code=2)
    assert "this model does not hold: train again, or use --codes topk" in err


def test_fewer_features_of_a_nested_model(small_set, tmp_path, capsys):
    path = tmp_path / "run"
    run_command(capsys, "train", small_set, *tiny(k=8, epochs=2), "--nested", "--quiet", "--out", path)
    assert json.loads((path / "config.json").read_text())["backend"] == "torch"
    run = mousaic.open_run(path)
    images = run.load_images(small_set)
    own, fewer = run.encode(images), run.encode(images, k=2)
    np.testing.assert_array_equal(fewer.indices, own.indices[..., :2])
    out, _ = run_command(capsys, "encode", path, small_set, "--k", "2", "--out", tmp_path / "codes.csv")
    assert "2 active features each" in out and len(read_csv(tmp_path / "codes.csv")) == 12 * 2 * 2
    out, _ = run_command(capsys, "evaluate", path, small_set, "--k", "2", "--json")
    assert json.loads(out)["model"]["l0"] == 2
    run_command(capsys, "reconstruct", path, small_set, "--k", "2", "--out", tmp_path / "made")
    r = [float(row["pearson"]) for row in read_csv(tmp_path / "made" / "reconstructions.csv")]
    assert r == pytest.approx(run.reconstruct(images, k=2).pearson.tolist())
    for wrong, message in (("0", "--k must be 1 to 48"), ("49", "--k must be 1 to 48")):
        _, err = run_command(capsys, "evaluate", path, small_set, "--k", wrong, code=2)
        assert message in err
    _, err = run_command(capsys, "evaluate", path, small_set, "--k", "2", "--codes", "batch-topk", code=2)
    assert "belongs to the model's own k" in err
    _, err = run_command(capsys, "train", small_set, *TINY, "--nested", "--backend", "compiled", code=2)
    assert "with --nested use --backend torch" in err


def test_show_intake_and_augment(trained, small_set, tmp_path, capsys):
    out, _ = run_command(capsys, "show", trained)
    assert "2 members of 48 features, k = 4" in out and str(trained) in out
    out, _ = run_command(capsys, "intake", small_set)
    assert "lying" in out and "12 images" in out
    out, _ = run_command(capsys, "intake", small_set, "--json")
    assert json.loads(out)["images"] == 12
    sheet = tmp_path / "preview.png"
    run_command(capsys, "augment", small_set, "--out", sheet, "--copies", "3", "--size", "16")
    first = sheet.read_bytes()
    run_command(capsys, "augment", small_set, "--out", sheet, "--copies", "3", "--size", "16", code=2)
    run_command(capsys, "augment", small_set, "--out", sheet, "--copies", "3", "--size", "16", "--overwrite")
    assert sheet.read_bytes() == first

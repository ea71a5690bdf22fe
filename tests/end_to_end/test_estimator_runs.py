"""Runs that estimators left, through every command: a right result where their rows are, one sentence where not."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from PIL import Image

import mousaic
from mousaic.analysis.evidence import gather_originals
from tests.end_to_end.running import run_command

pytestmark = pytest.mark.usefixtures("few_choices")
COUNT = 16
KIND = np.arange(COUNT) % 2
SMALL = {"features": 12, "k": 2, "epochs": 1, "options": {"threads": 1}}


def drawn():
    """Images (N, 12, 12) uint8, a bright patch left or right."""
    found = np.random.default_rng(0).integers(0, 90, (COUNT, 12, 12)).astype(np.uint8)
    for i, image in enumerate(found):
        image[3 + i % 3 : 6 + i % 3, 2 + 5 * KIND[i] : 5 + 5 * KIND[i]] = 250
    return found


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Runs ``told`` (a classifier's, of images), ``rows`` (a detector's, of vectors) and ``small`` (of filters), and
    files of their rows."""
    folder = tmp_path_factory.mktemp("estimators")
    images, names = drawn(), np.array(["left", "right"])[KIND]
    rows = np.random.default_rng(1).normal(size=(COUNT, 9)) + 4 * KIND[:, None]
    mousaic.SparseAutoencoderClassifier(**SMALL).fit(images, names).save(folder / "told")
    mousaic.SparseAutoencoderDetector(folds=2, **SMALL).fit(rows).save(folder / "rows")
    mousaic.ConvSparseAutoencoder(filters=3, k=3, filter_sizes=5, epochs=1).fit(images).save(folder / "small")
    np.save(folder / "images.npy", images)
    np.save(folder / "rows.npy", rows)
    (folder / "pictures").mkdir()
    for i, image in enumerate(images):
        Image.fromarray(image).save(folder / "pictures" / f"{(5 * i) % COUNT:02d}.png")  # in another order
    return folder


@pytest.fixture
def here(home, tmp_path, monkeypatch):
    shutil.copytree(home, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")


OWN = {"told": "images.npy", "small": "pictures", "rows": "rows.npy"}
WORKS = [
    "train --resume RUN",
    "show RUN",
    "evaluate RUN DATA",
    "encode RUN DATA --out codes.csv",
    "reconstruct RUN DATA --out made",
    "report RUN --data DATA",
    "stability RUN --data DATA --quick",
    "apply RUN DATA --data DATA --out seen",
    "anomaly RUN DATA --data DATA --out odd --folds 2",
    "diff RUN RUN --data DATA",
    "export RUN --to csv --data DATA --out wide.csv",
    "export RUN --to npz --out model.npz",
    "export RUN --to onnx --out onnx",
    "export RUN --to tiff --out stacks",
    "export RUN --to hf --out hub",
]
"""Of runs of every kind."""
SOME = [
    "rows: features RUN --data DATA",
    "told: parts RUN --data DATA",
    "told: parts RUN DATA --data DATA --out parts.csv",
    "told: atlas RUN --data DATA",
    "told: classify RUN --data DATA --folds 2 --repeats 1 --out classes",
    "told: anomaly RUN DATA --data DATA --normal left --out odd --folds 2",
    "told: export RUN --to safetensors --out sae",
    "small: atlas RUN --data DATA",
]
REFUSED = {
    "told: features RUN": "name one with --data",
    "told: parts RUN": "name one with --data",
    "told: report RUN": "name one with --data",
    "told: atlas RUN": "name one with --data",
    "told: stability RUN --quick": "name one with --data",
    "told: apply RUN DATA --out seen": "name one with --data",
    "told: anomaly RUN DATA --out odd": "name one with --data",
    "told: classify RUN --out classes": "name one with --data",
    "told: diff RUN RUN": "name one with --data",
    "told: export RUN --to csv --out wide.csv": "name one with --data",
    "told: features RUN --data rows.npy": "rows.npy holds vectors of 9 numbers",
    "told: combine RUN --out both": "nothing to combine",
    "told: compare RUN": "give the folder or table of the images",
    "told: choose-k RUN": "give the folder or table of the images",
    "told: intake RUN": "give the folder or table of the images",
    "told: augment RUN --out sheet.png": "give the folder or table of the images",
    "told: train DATA --out RUN": "exists already",
    "rows: parts RUN": "Finding parts needs images with rows and columns",
    "rows: atlas RUN --data DATA": "trained on vectors without any",
    "rows: classify RUN --data DATA --folds 2 --repeats 1 --out classes": "have no label to tell",
    "rows: evaluate RUN images.npy": "",
    "small: export RUN --to safetensors --out sae": "use onnx, npz or hf",
}


def words_of(line, run):
    return [{"RUN": run, "DATA": OWN[run]}.get(word, word) for word in line.split()]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("run", OWN)
def test_every_command_that_works_of_all(run, capsys):
    for line in WORKS:
        run_command(capsys, *words_of(line, run))


@pytest.mark.usefixtures("here")
def test_those_of_some(capsys):
    for line in SOME:
        run, line = line.split(": ", 1)
        run_command(capsys, *words_of(line, run))


@pytest.mark.usefixtures("here")
def test_what_cannot_be_done_says_so_in_one_sentence(capsys):
    for line, message in REFUSED.items():
        run, line = line.split(": ", 1)
        _, err = run_command(capsys, *words_of(line, run), code=2)
        said = [one for one in err.splitlines() if one.startswith("mousaic: ")]
        assert len(said) == 1 and message in said[0], line


@pytest.mark.usefixtures("here")
def test_figures_are_those_of_the_estimator(capsys):
    for run, data in OWN.items():
        opened = mousaic.open_run(run)
        X = drawn() if run != "rows" else np.load(data)
        out, _ = run_command(capsys, "evaluate", run, data, "--json")
        figures = opened.evaluate(mousaic.ImageSet.from_arrays(X))
        assert json.loads(out)["model"]["pearson"] == pytest.approx(figures["model"]["pearson"], abs=1e-6), run
        assert f"{COUNT} of these {COUNT}" in run_command(capsys, "evaluate", run, data)[0]


@pytest.mark.usefixtures("here")
def test_rows_are_known_by_their_numbers_in_any_order(capsys):
    told = mousaic.open_run("told")
    again = gather_originals(told, told.load_images("pictures", own=True))
    assert np.array_equal(again.pixels, drawn()[:, None] / np.float32(255))
    assert again.class_names == ("left", "right") and again.labels.tolist() == KIND.tolist()
    assert again.paths == tuple(row.path for row in told.split)
    plain = mousaic.SparseAutoencoder(**SMALL).fit(drawn())
    assert np.array_equal(told.model.ensemble.gallery(), plain.model_.ensemble.gallery())  # classes taught it nothing
    changed = drawn()
    changed[3, 0, 0] ^= 1
    np.save("changed.npy", changed)
    run_command(capsys, "features", "told", "--data", "changed.npy", code=2)

"""Every estimator saved and given back: the same parameters, the same answers, and no damaged file believed."""

from __future__ import annotations

import json

import numpy as np
import pandas
import pytest
from sklearn.base import clone

import mousaic
from mousaic.estimators.kept_estimator import ARRAYS, CARD, FOLDER
from mousaic.sealed import write_sealed

RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(30, 8)) + np.arange(30)[:, None] % 2 * 4
IMAGES = RNG.integers(0, 256, (24, 12, 12)).astype(np.uint8)
IMAGES[::2, 3:6, 4:8] = 255
NAMES = np.array(["dark", "light"])
SMALL = {"features": 12, "k": 2, "epochs": 1, "options": {"threads": 1}}


def classifier(**more):
    return mousaic.SparseAutoencoderClassifier(**SMALL | more)


CASES = {
    "codes": (mousaic.SparseAutoencoder(codes="omp", sparse_output=True, **SMALL), ROWS, None),
    "flat images": (mousaic.SparseAutoencoder(image_shape=(12, 12, 1), **SMALL), IMAGES.reshape(24, -1), None),
    "filters": (
        mousaic.ConvSparseAutoencoder(filters=3, k=4, filter_sizes=5, epochs=1, pooling=None), IMAGES, None,
    ),
    "text": (classifier(), ROWS, NAMES[np.arange(30) % 2]),
    "objects": (classifier(representation="codes"), ROWS, NAMES[np.arange(30) % 2].astype(object)),
    "truth": (classifier(augment="fixed"), IMAGES, np.arange(24) % 2 == 0),
    "floats": (classifier(representation="codes-omp", strength=np.float64(3)), ROWS, np.arange(30) % 3 - 0.0),
    "numbers": (mousaic.SparseAutoencoderRegressor(random_state=None, **SMALL), ROWS, ROWS[:, 0] * 2),
    "odd": (mousaic.SparseAutoencoderDetector(folds=3, level=0.1, **SMALL), ROWS, None),
    "odd images": (mousaic.SparseAutoencoderDetector(folds=2, **SMALL), IMAGES, None),
}  # fmt: skip
ANSWERS = ("transform", "predict", "predict_proba", "decision_function", "score_samples", "p_values")


def answers(estimator, X):
    found = {name: getattr(estimator, name)(X) for name in ANSWERS if hasattr(estimator, name)}
    if "transform" in found:
        found["inverse_transform"] = estimator.inverse_transform(found["transform"])
        found["transform"] = getattr(found["transform"], "todense", lambda: found["transform"])()
    return found


@pytest.mark.parametrize("case", CASES)
def test_saved_and_given_back_it_answers_alike(case, tmp_path):
    estimator, X, y = CASES[case]
    fitted = clone(estimator).fit(X, y)
    again = fitted.save(tmp_path / "run").to_estimator()
    assert type(again) is type(fitted)
    expected, given = answers(fitted, X), answers(again, X)
    assert given.keys() == expected.keys()
    for name, answer in expected.items():
        one = given[name]
        assert one.shape == answer.shape and one.dtype == answer.dtype and np.array_equal(one, answer), name
    for name in type(fitted).OWN:
        assert getattr(again, name) == getattr(fitted, name)
    if hasattr(fitted, "classes_"):
        assert again.classes_.dtype == fitted.classes_.dtype
    twice = again.save(tmp_path / "twice").to_estimator()
    refitted = answers(clone(twice).fit(X, y), X)
    for name, answer in expected.items():
        assert np.array_equal(refitted[name], answer), name


def test_names_of_columns_are_kept(tmp_path):
    frame = pandas.DataFrame(ROWS, columns=[f"unit {i}" for i in range(8)])
    again = classifier().fit(frame, np.arange(30) % 2).save(tmp_path / "run").to_estimator()
    assert list(again.feature_names_in_) == list(frame.columns)
    with pytest.raises(ValueError, match="feature names"):
        again.predict(frame.rename(columns={"unit 0": "unit 9"}))


def test_a_refused_class_leaves_no_run(tmp_path):
    days = np.array(["2026-01-01", "2026-01-02"], "datetime64[D]")[np.arange(30) % 2]
    with pytest.raises(mousaic.MousaicError, match="name them by text"):
        classifier().fit(ROWS, days).save(tmp_path / "run")
    assert not (tmp_path / "run").exists()


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    classifier().fit(ROWS, np.arange(30) % 2).save(folder / "told")
    mousaic.SparseAutoencoderDetector(folds=2, **SMALL).fit(ROWS).save(folder / "odd")
    return folder


@pytest.fixture
def copied(saved, tmp_path):
    import shutil

    return shutil.copytree(saved, tmp_path / "copied")


def refused(run, reason):
    with pytest.raises(mousaic.MousaicError, match=reason) as raised:
        mousaic.open_run(run).to_estimator()
    assert "fit and save it again" in str(raised.value)


def test_no_damaged_file_is_believed(copied):
    run = copied / "told"
    card, arrays = run / FOLDER / CARD, run / FOLDER / ARRAYS
    whole, bytes_ = card.read_text(), arrays.read_bytes()
    card.write_text(whole.replace('"responses"', '"codes-omp"'))
    refused(run, "changed or damaged")
    data = json.loads(whole)
    for changes in (
        {"estimator": "Pickle"}, {"parameters": {}}, {"image_shape": [2, 4]}, {"classes": None},
        {"classes": {"type": "V8", "values": [1, 2]}}, {"classes": {"type": "<U4", "values": [["a"]]}},
        {"model": "0"}, {"parameters": {"representation": "pixels", "strength": 1}}, {"schema": 9},
    ):  # fmt: skip
        write_sealed(card, data | changes)
        refused(run, "cannot be used")
    card.write_text(whole)
    arrays.write_bytes(bytes_[:-3])
    refused(run, "truncated")
    arrays.unlink()
    refused(run, "cannot be read")
    (copied / "odd" / FOLDER / "fold_1" / "model.json").unlink()
    refused(copied / "odd", "cannot be used")


def test_files_of_another_model_are_refused(copied):
    classifier(random_state=1).fit(ROWS, np.arange(30) % 2).save(copied / "other")
    for name in (CARD, ARRAYS):
        (copied / "told" / FOLDER / name).write_bytes((copied / "other" / FOLDER / name).read_bytes())
    refused(copied / "told", "another model")

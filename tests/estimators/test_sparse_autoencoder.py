"""The transformer: the command's bytes, codes as matrices, names, scores, searches, lots, groups and pickles."""

from __future__ import annotations

import io
import itertools
import pickle

import joblib
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn import config_context
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import mousaic
from mousaic import SparseAutoencoder
from mousaic.estimators.row_layout import RowLayout, settled_layout
from mousaic.estimators.training_options import config_of_rows

SMALL = {"features": 12, "k": 3, "epochs": 2, "options": {"threads": 1}}
RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(40, 9)) @ RNG.normal(size=(9, 9))
COLOURED = RNG.random((12, 6, 6, 3))


@pytest.fixture(scope="module")
def fitted():
    return SparseAutoencoder(members=2, **SMALL).fit(ROWS)


def test_what_goes_on_finds_no_feature_at_rest():
    """Lots of other sizes may be learned by another step, which knows of none, or at a larger step size."""
    made = SparseAutoencoder(features=12, k=1, epochs=3, learn="topk", options={"threads": 1, "backend": "compiled"})
    made.fit(ROWS[:4])
    adam = made._state.adam
    assert adam.steps and adam.second["weight"].any() and adam.resting is None


def test_codes_are_those_of_the_model(fitted):
    dense = fitted.transform(ROWS)
    x = torch.from_numpy(ROWS.astype(np.float32))
    codes = fitted.model_.ensemble.encode(x).dense(12)
    assert dense.shape == (40, 24) and dense.dtype == np.float32
    assert np.array_equal(dense, np.hstack([codes[0], codes[1]]))
    assert ((dense != 0).reshape(40, 2, 12).sum(2) <= 3).all()
    sparse = clone(fitted).set_params(sparse_output=True).fit(ROWS).transform(ROWS)
    assert sparse.format == "csr" and sparse.nnz == (dense != 0).sum()
    assert np.array_equal(sparse.toarray(), dense)


def test_back_again_is_the_reconstruction(fitted):
    x = torch.from_numpy(ROWS.astype(np.float32))
    made = fitted.model_.ensemble(x)[1].mean(0).numpy()
    codes = fitted.transform(ROWS)
    assert np.allclose(fitted.inverse_transform(codes), made, atol=1e-5)
    sparse = fitted.set_params(sparse_output=True).transform(ROWS)
    fitted.set_params(sparse_output=False)
    assert np.allclose(fitted.inverse_transform(sparse), made, atol=1e-5)
    assert np.allclose(fitted.inverse_transform(codes.tolist()), made, atol=1e-5)
    first = np.eye(24)[:1]  # one feature alone, of the first member
    silent = fitted.inverse_transform(np.zeros((1, 24)))
    assert np.allclose(2 * (fitted.inverse_transform(first) - silent), fitted.components_[:1], atol=1e-5)
    with pytest.raises(ValueError, match="24 columns, and 23"):
        fitted.inverse_transform(codes[:, 1:])


def test_the_score_is_the_variance_explained(fitted):
    made = fitted.inverse_transform(fitted.transform(ROWS))
    weights = RNG.random(40)
    missed, there = np.square(ROWS - made).sum(1), np.square(ROWS - ROWS.mean(0)).sum(1)
    assert fitted.score(ROWS) == pytest.approx(1 - missed.sum() / there.sum(), abs=1e-5)
    assert fitted.score(ROWS, sample_weight=weights) == pytest.approx(
        1 - missed @ weights / (there @ weights), abs=1e-5
    )
    assert SparseAutoencoder(**SMALL).fit(np.ones((5, 3))).score(np.ones((5, 3))) == 0


def test_names_of_codes(fitted):
    names = fitted.get_feature_names_out()
    assert list(names[[0, 11, 12, 23]]) == ["sae0_f0000", "sae0_f0011", "sae1_f0000", "sae1_f0011"]


def test_frames_of_pandas_come_back_as_such():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(ROWS, columns=[f"m{i}" for i in range(9)], index=range(100, 140))
    fitted = SparseAutoencoder(**SMALL).set_output(transform="pandas").fit(frame)
    codes = fitted.transform(frame)
    assert list(codes.columns) == list(fitted.get_feature_names_out()) and list(codes.index) == list(frame.index)
    assert list(fitted.feature_names_in_) == list(frame.columns)
    with pytest.raises(ValueError, match="feature names"):
        fitted.transform(frame.rename(columns={"m0": "other"}))


def test_automatic_sizes_follow_from_the_rows():
    def sizes(columns, **chosen):
        images = mousaic.ImageSet.from_arrays(RNG.normal(size=(5, columns)))
        model = config_of_rows(images, {"features": "auto", "k": "auto"} | chosen, seed=0).model
        return model.features, model.k

    assert sizes(3) == (12, 1) and sizes(40) == (160, 5) and sizes(500) == (256, 50)
    assert sizes(40, features=4) == (4, 4) and sizes(3, k=np.int64(20)) == (20, 20)


def test_a_search_over_k_and_features():
    grid = {"sparseautoencoder__k": [1, 4], "sparseautoencoder__features": np.array([6, 12])}
    search = GridSearchCV(make_pipeline(StandardScaler(), SparseAutoencoder(**SMALL)), grid, cv=2, error_score="raise")
    assert search.fit(ROWS).best_params_["sparseautoencoder__k"] == 4  # more active features explain more
    assert search.best_estimator_[-1].model_.card.features == search.best_params_["sparseautoencoder__features"]
    assert len(cross_val_score(SparseAutoencoder(**SMALL), ROWS, cv=3)) == 3


def test_one_random_state_one_model():
    def weights(random_state):
        return SparseAutoencoder(**SMALL, random_state=random_state).fit(ROWS).components_

    assert np.array_equal(weights(3), weights(3)) and not np.array_equal(weights(3), weights(4))
    assert np.array_equal(weights(np.random.RandomState(1)), weights(np.random.RandomState(1)))
    assert not np.array_equal(weights(None), weights(None))


def test_pickled_and_joblib_it_is_the_same(fitted, tmp_path):
    codes = fitted.transform(ROWS)
    joblib.dump(fitted, tmp_path / "sae.joblib")
    for other in (pickle.loads(pickle.dumps(fitted)), joblib.load(tmp_path / "sae.joblib")):
        assert np.array_equal(other.transform(ROWS), codes)
        assert np.array_equal(other.partial_fit(ROWS).components_, clone_of(fitted).partial_fit(ROWS).components_)


def clone_of(fitted):
    return pickle.load(io.BytesIO(pickle.dumps(fitted)))


def test_lots_are_learned_one_after_another():
    whole = SparseAutoencoder(**SMALL)
    for lot in np.split(ROWS, 4):
        whole.partial_fit(lot)
    assert whole.n_iter_ == 4 == len(whole.history_)
    assert np.allclose(whole.model_.training_mean, ROWS.mean(0), atol=1e-5)
    assert whole.score(ROWS) > SparseAutoencoder(**SMALL).partial_fit(ROWS[:10]).score(ROWS)
    later = clone_of(whole).partial_fit(ROWS)
    assert later.n_iter_ == 5 and not np.array_equal(later.components_, whole.components_)
    with pytest.raises(ValueError, match="9 features"):
        whole.partial_fit(ROWS[:, 1:])
    assert whole.fit(ROWS).n_iter_ == 2  # begins anew


@pytest.mark.parametrize("learn", ["omp", "topk"])
def test_one_pass_over_all_rows_is_one_epoch(learn):
    options = {"threads": 1} | ({"warmup": 0.0, "decay": 0.0} if learn == "topk" else {})
    asked = SMALL | {"epochs": 1, "learn": learn, "options": options}
    one, other = SparseAutoencoder(**asked).fit(ROWS), SparseAutoencoder(**asked).partial_fit(ROWS)
    assert np.array_equal(one.components_, other.components_)


def test_groups_are_held_out_whole_and_can_be_routed():
    groups = np.repeat(np.arange(10), 4)
    fitted = SparseAutoencoder(validation=0.3, **SMALL).fit(ROWS, groups=groups)
    rows = fitted._kept.rows
    held = {row.group for row in rows if row.part == "validation"}
    assert len(held) == 3 and not held & {row.group for row in rows if row.part == "train"}
    assert "validation_reconstruction" in fitted.history_[-1]
    with config_context(enable_metadata_routing=True):
        asked = SparseAutoencoder(validation=0.3, **SMALL).set_fit_request(groups=True)
        routed = make_pipeline(StandardScaler(with_mean=False, with_std=False), asked).fit(ROWS, groups=groups)
    assert np.array_equal(routed[-1].components_, fitted.components_)


def test_images_as_arrays_and_as_flat_rows_are_the_same():
    asked = SMALL | {"augment": "none"}
    arrays = SparseAutoencoder(**asked).fit(COLOURED)
    flat = SparseAutoencoder(image_shape=(6, 6, 3), **asked).fit(COLOURED.reshape(12, -1))
    assert np.array_equal(arrays.components_, flat.components_) and arrays.n_features_in_ == 108
    codes = arrays.transform(COLOURED)
    assert np.array_equal(codes, flat.transform(COLOURED.reshape(12, -1)))
    made = arrays.inverse_transform(codes)
    assert made.shape == COLOURED.shape
    assert np.array_equal(made.reshape(12, -1), flat.inverse_transform(codes))
    assert np.square(made - COLOURED).mean() < np.square(made - COLOURED[..., ::-1]).mean()  # channels in their places
    eight = (COLOURED * 255).round().astype(np.uint8)
    assert np.allclose(SparseAutoencoder(**asked).fit(eight).transform(eight), codes, atol=0.2)


def test_what_images_cannot_be_is_refused():
    with pytest.raises(ValueError, match=r"image_shape=\(2, 3\) does not go with rows of 9 numbers"):
        SparseAutoencoder(image_shape=(2, 3), **SMALL).fit(ROWS)
    fitted = SparseAutoencoder(**SMALL).fit(COLOURED)
    with pytest.raises(ValueError, match="features"):
        fitted.transform(COLOURED[:, :5])
    with pytest.raises(mousaic.MousaicError, match="0 to 1"):
        SparseAutoencoder(**SMALL).fit(2 * COLOURED)
    with pytest.raises(mousaic.MousaicError, match="parameter of its own"):
        SparseAutoencoder(options={"k": 3}).fit(ROWS)
    with pytest.raises(mousaic.MousaicError, match="early_stop"):
        SparseAutoencoder(options={"early_stop": 3}).fit(ROWS)
    with pytest.raises(mousaic.MousaicError, match="no option 'epoch'"):
        SparseAutoencoder(options={"epoch": 3}).fit(ROWS)


@given(st.integers(1, 4), st.integers(2, 5), st.integers(2, 5), st.sampled_from([(), (1,), (3,)]))
def test_rows_and_pixels_are_one_another(count, height, width, channels):
    layout = settled_layout(height * width * int(np.prod(channels)), (height, width, *channels), None)
    images = np.random.default_rng(count).random((count, height, width, *channels))
    rows = images.reshape(count, -1)
    pixels = layout.pixels(rows)
    assert pixels.shape == (count, *(channels or (1,)), height, width)
    for n, y, x in itertools.product(range(count), range(height), range(width)):
        assert np.allclose(pixels[n, :, y, x], images[n, y, x])
    assert np.allclose(layout.rows(pixels.reshape(count, -1)), rows)
    assert np.allclose(layout.given_back(pixels.reshape(count, -1)), images)
    assert RowLayout(None).pixels(rows).shape == (count, 1, 1, rows.shape[1])

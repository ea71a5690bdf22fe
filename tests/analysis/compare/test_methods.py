"""Every plain method against a reference written out or its library."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pytest
import torch
from scipy.fft import dctn, idctn
from sklearn.decomposition import NMF, PCA, FastICA
from sklearn.linear_model import orthogonal_mp

from mousaic.analysis.compare.atom_codes import omp, unit_rows
from mousaic.analysis.compare.dense_network import Deep
from mousaic.analysis.compare.methods.cosine_transform import best_dct
from mousaic.analysis.compare.methods.deep_autoencoder import plain_loss
from mousaic.analysis.compare.methods.tuned_pca import best_policy, policies
from mousaic.analysis.compare.methods.variational_autoencoder import vae_loss
from mousaic.analysis.compare.principal_directions import principal, project, strongest
from mousaic.analysis.compare.training_part import draw_pool
from mousaic.analysis.cross_validation import with_seed
from mousaic.config import config_for
from mousaic.stats.reconstruction_scores import pearson
from mousaic.words.put import put


def only(found):
    (fitted,) = found
    return fitted


def test_best_dct_has_the_least_error_of_all_choices(noise):
    image = noise(1, side=3)
    spectrum = dctn(image[0, 0].astype(float), norm="ortho").ravel()
    errors = []
    for kept in combinations(range(1, 9), 3):
        masked = np.zeros(9)
        masked[[0, *kept]] = spectrum[[0, *kept]]
        errors.append(np.square(idctn(masked.reshape(3, 3), norm="ortho") - image[0, 0]).sum())
    assert np.square(best_dct(image, 3) - image).sum() == pytest.approx(min(errors), rel=1e-5)


def test_best_dct_keeps_means_shares_its_k_among_channels_and_can_be_exact(noise):
    images = noise(3, channels=3)
    images[:, 1] *= 0.01
    made = best_dct(images, 5)
    np.testing.assert_allclose(made.mean((2, 3)), images.mean((2, 3)), rtol=1e-5)
    spectrum = dctn(made.astype(float), axes=(2, 3), norm="ortho").reshape(3, 3, -1)[:, :, 1:]
    assert (np.abs(spectrum) > 1e-5).sum((1, 2)).tolist() == [5, 5, 5]
    np.testing.assert_allclose(best_dct(images, 10_000), images, atol=1e-6)


def test_pca_is_scikit_learns(part, x, fit):
    mine = only(fit("pca", part))
    theirs = PCA(3, svd_solver="full").fit(part.pool)
    expected = theirs.inverse_transform(theirs.transform(x))
    np.testing.assert_allclose(mine.reconstruct(x)[0], expected, atol=1e-5)
    assert (mine.about.values, mine.about.positions) == (3, 0)
    wide = only(fit("pca-wide", part))
    theirs = PCA(6, svd_solver="full").fit(part.pool)
    np.testing.assert_allclose(wide.reconstruct(x)[0], theirs.inverse_transform(theirs.transform(x)), atol=1e-5)
    assert wide.about.values == 6 and wide.about.wide


def test_pca_has_no_more_components_than_the_images_have(x, fit, part_of, noise):
    few = part_of(noise(4), augment="none", k=10)
    mine = only(fit("pca", few))
    assert mine.about.values == 3 and "3 of 10" in put(mine.about.note)
    same = part_of(np.repeat(noise(1), 4, 0), augment="none")
    assert np.isfinite(only(fit("pca", same)).reconstruct(x)).all()


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_ica_and_nmf_are_scikit_learns(part, x, fit):
    ica = only(fit("ica", part))
    direct = FastICA(3, whiten="unit-variance", random_state=0, max_iter=2000).fit(part.pool)
    np.testing.assert_allclose(ica.reconstruct(x)[0], direct.inverse_transform(direct.transform(x)), atol=1e-4)
    np.testing.assert_allclose(ica.reconstruct(x), only(fit("pca", part)).reconstruct(x), atol=1e-4)
    assert ica.about.same_as == "pca"
    nmf = only(fit("nmf", part))
    direct = NMF(3, init="nndsvda", max_iter=100, random_state=part.sklearn_seed).fit(part.pool)
    np.testing.assert_allclose(nmf.reconstruct(x)[0], direct.inverse_transform(direct.transform(x)), atol=1e-5)


def test_omp_is_scikit_learns_greedy_search(part, x):
    atoms = unit_rows(part.pool[:30] - part.mean)
    expected = orthogonal_mp(atoms.T.astype(float), (x - part.mean).T.astype(float), n_nonzero_coefs=3).T @ atoms
    np.testing.assert_allclose(omp(x - part.mean, atoms, 3), expected, atol=1e-4)


@pytest.mark.parametrize("name", ["images", "dictionary"])
def test_dictionaries_have_h_atoms_and_k_positions(part, x, name, fit):
    found = only(fit(name, part))
    assert f"({40:,} atoms" in put(found.about.title) and (found.about.values, found.about.positions) == (3, 3)
    assert found.reconstruct(x).shape == (1, 5, 64)
    known = part.pool[:1]  # an image that may be an atom itself
    every = only(fit("images", dataclasses.replace(part, config=with_seed(config_for(k=3, features=5000), 7))))
    np.testing.assert_allclose(every.reconstruct(known)[0], known, atol=1e-4)
    assert "no more training images" in put(every.about.note)


def test_unit_rows():
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]]))
    np.testing.assert_allclose(rows, [[0.6, 0.8]])
    assert unit_rows(np.zeros((2, 2))).shape == (1, 2)


def test_the_pool_is_what_an_sae_sees(part, image_set):
    assert part.pool.shape == (20 * 3 * 4, 64)  # originals and two copies each, four epochs
    np.testing.assert_array_equal(part.pool[::3][:20], part.originals)
    for kind, size in (("fixed", 60), ("none", 20)):
        policy = dataclasses.replace(part.config.augmentation, augment=kind)
        assert len(draw_pool(part.images, policy, part.config)) == size
    long = with_seed(config_for(epochs=10**6, copies=2), 0)
    assert 8192 - 60 < len(draw_pool(part.images, long.augmentation, long)) <= 8192
    large = image_set(np.zeros((2, 1, 1024, 1024), np.float32))  # 1 M numbers each: 64 images at most
    assert len(draw_pool(large, dataclasses.replace(long.augmentation, rotation=0), long)) <= 64


def test_tuned_pca_takes_what_inner_folds_like_best(fit, part_of):
    rng = np.random.default_rng(0)
    parts, signs = rng.random((6, 64)), rng.choice([-1, 1], (24, 6))
    aligned = part_of((signs @ parts / 20 + 0.5).reshape(-1, 1, 8, 8).clip(0, 1), k=6)
    assert best_policy(aligned) == "none"  # six parts, always in the same place: copies only blur them
    assert policies(aligned)["slight"] == aligned.config.augmentation
    assert put(only(fit("pca-tuned", aligned)).about.note) == "augmentation: none"
    # one blob anywhere: with shifts far beyond the default's, the report's policy alone shows where blobs can be
    row, column = np.mgrid[:12, :12]
    places = rng.uniform(2, 9, (14, 2))
    blobs = np.exp(-((row - places[:, :1, None]) ** 2 + (column - places[:, 1:, None]) ** 2) / 3)
    assert best_policy(part_of(blobs[:, None], k=12, copies=5)) != "none"


def test_tuned_pca_never_sees_the_held_out_images(part):
    """It chooses by folds of the training part, which is all that a method is given."""
    assert len(part.images) == 20 and best_policy(part) in policies(part)
    one = dataclasses.replace(part, images=dataclasses.replace(part.images, groups=("a",) * 20))
    assert best_policy(one) == "slight"


@pytest.mark.parametrize("name", ["autoencoder", "vae"])
def test_neural_codes_learn_and_repeat_exactly(name, fit, part_of):
    rng = np.random.default_rng(0)
    flat = 0.5 + rng.normal(0, 0.12, (60, 2)) @ rng.normal(0, 0.5, (2, 64))
    low = part_of(flat.reshape(-1, 1, 8, 8), k=2, augment="none")
    found = only(fit(name, low))
    assert pearson(found.reconstruct(low.originals)[0], low.originals).mean() > 0.95
    np.testing.assert_array_equal(found.reconstruct(low.originals), only(fit(name, low)).reconstruct(low.originals))
    assert (found.about.values, found.about.positions) == (2, 0)


def test_vae_loss_is_its_definition():
    source = torch.Generator().manual_seed(0)
    model, x = Deep(6, 2, 2, source), torch.rand(3, 6, generator=source)
    state = source.get_state()
    found = vae_loss(model, x, source)
    code = model.encode(x)
    noise = torch.randn(3, 2, generator=torch.Generator().set_state(state))
    z = code[:, :2] + torch.exp(code[:, 2:] / 2) * noise
    likelihood = torch.distributions.Normal(torch.zeros(3, 2), 1)
    own = torch.distributions.Normal(code[:, :2], torch.exp(code[:, 2:] / 2))
    divergence = torch.distributions.kl_divergence(own, likelihood).sum(1).mean()
    expected = 3 * torch.log(((model.decode(z) - x) ** 2).mean()) + divergence
    assert found.item() == pytest.approx(expected.item(), rel=1e-5)
    single = Deep(6, 2, 1, source)
    assert plain_loss(single, x, source).item() == pytest.approx(
        ((single.decode(single.encode(x)) - x) ** 2).mean().item()
    )


def test_projection_is_idempotent(part, x):
    mean, basis = principal(part.pool, 3, 0)
    once = project(x, mean, basis)[0]
    np.testing.assert_allclose(project(once, mean, basis)[0], once, atol=1e-5)
    np.testing.assert_allclose(basis @ basis.T, np.eye(3), atol=1e-5)


def test_the_best_components_have_the_least_error_of_all_choices(part, x, fit):
    found = only(fit("pca-best", part))
    theirs = PCA(40, svd_solver="full").fit(part.pool)  # as many as there are features
    assert (found.about.values, found.about.positions, found.about.choices) == (3, 3, 40)
    scores = theirs.transform(x)
    least = np.full(len(x), np.inf)
    for chosen in combinations(range(40), 2):
        kept = np.zeros_like(scores)
        kept[:, chosen] = scores[:, chosen]
        least = np.minimum(least, np.square(theirs.inverse_transform(kept) - x).sum(1))
    made = found.with_values(x, [2])[0][0]
    np.testing.assert_allclose(np.square(made - x).sum(1), least, rtol=1e-4)


@pytest.mark.parametrize("images", [20, 200])
def test_all_components_are_scikit_learns(noise, images):
    rows = noise(images).reshape(images, -1)
    mean, basis = strongest(rows, 12)
    theirs = PCA(12, svd_solver="full").fit(rows)
    np.testing.assert_allclose(mean, theirs.mean_, atol=1e-6)
    np.testing.assert_allclose(np.abs(basis @ theirs.components_.T), np.eye(12), atol=1e-4)
    assert strongest(rows[:5], 12)[1].shape == (4, 64)  # five images have four


def test_few_images_have_few_components_and_that_is_said(part_of, noise, x, fit):
    few = part_of(noise(4), augment="none", k=10)
    tuned = only(fit("pca-tuned", few))
    assert "3 of 10" in put(tuned.about.note) or tuned.about.values == 10
    assert only(fit("pca-best", few)).about.most == 3

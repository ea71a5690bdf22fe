"""Every method against a reference written out or its library; planted images on which the winner is known."""

from __future__ import annotations

import dataclasses
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from scipy.fft import dctn, idctn
from sklearn.decomposition import NMF, PCA, FastICA
from sklearn.linear_model import orthogonal_mp

from mousaic.analysis.compare.method import METHODS, ON_REQUEST, Part, choose_methods, draw_pool, fit, with_seed
from mousaic.analysis.compare.methods.atom_dictionaries import omp, unit_rows
from mousaic.analysis.compare.methods.dense_networks import Deep, plain_loss, vae_loss
from mousaic.analysis.compare.methods.linear import best_dct, principal, project
from mousaic.analysis.compare.methods.tuned_pca import best_policy, policies
from mousaic.config import config_for
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.pursuit import matching_pursuit
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import train_members, untrained_members


def image_set(pixels):
    """Pixels (N, C, S, S) as a set without files."""
    n = len(pixels)
    names = tuple(f"{i}.png" for i in range(n))
    nothing = SimpleNamespace(near_duplicates=(), near_count=0, duplicates=(), root="x", to_text=lambda: "")
    return ImageSet(pixels.astype(np.float32), names, np.zeros(n, np.int64), (), names, names, None, nothing)


def part_of(pixels, **options):
    options = {"k": 3, "features": 40, "members": 2, "epochs": 4, "copies": 2, "threads": 1} | options
    configs = (config_for("default", **options), config_for("report", **options), config_for(local=4, **options))
    return Part(image_set(pixels), *(with_seed(config, 7) for config in configs))


def noise(n=20, channels=1, side=8, seed=0):
    return np.random.default_rng(seed).random((n, channels, side, side)).astype(np.float32)


@pytest.fixture(scope="module")
def part():
    return part_of(noise())


@pytest.fixture(scope="module")
def x():
    return noise(5, seed=1).reshape(5, -1)


def only(found):
    (fitted,) = found
    return fitted


def test_best_dct_has_the_least_error_of_all_choices():
    image = noise(1, side=3)
    spectrum = dctn(image[0, 0].astype(float), norm="ortho").ravel()
    errors = []
    for kept in combinations(range(1, 9), 3):
        masked = np.zeros(9)
        masked[[0, *kept]] = spectrum[[0, *kept]]
        errors.append(np.square(idctn(masked.reshape(3, 3), norm="ortho") - image[0, 0]).sum())
    assert np.square(best_dct(image, 3) - image).sum() == pytest.approx(min(errors), rel=1e-5)


def test_best_dct_keeps_means_shares_its_k_among_channels_and_can_be_exact():
    images = noise(3, channels=3)
    images[:, 1] *= 0.01
    made = best_dct(images, 5)
    np.testing.assert_allclose(made.mean((2, 3)), images.mean((2, 3)), rtol=1e-5)
    spectrum = dctn(made.astype(float), axes=(2, 3), norm="ortho").reshape(3, 3, -1)[:, :, 1:]
    assert (np.abs(spectrum) > 1e-5).sum((1, 2)).tolist() == [5, 5, 5]
    np.testing.assert_allclose(best_dct(images, 10_000), images, atol=1e-6)


def test_pca_is_scikit_learns(part, x):
    mine = only(fit("pca", part))
    theirs = PCA(3, svd_solver="full").fit(part.pool)
    expected = theirs.inverse_transform(theirs.transform(x))
    np.testing.assert_allclose(mine.reconstruct(x)[0], expected, atol=1e-5)
    assert (mine.values, mine.positions) == (3, 0)
    wide = only(fit("pca-wide", part))
    theirs = PCA(6, svd_solver="full").fit(part.pool)
    np.testing.assert_allclose(wide.reconstruct(x)[0], theirs.inverse_transform(theirs.transform(x)), atol=1e-5)
    assert wide.values == 6 and wide.wide


def test_pca_has_no_more_components_than_the_images_have(x):
    few = part_of(noise(4), augment="none", k=10)
    mine = only(fit("pca", few))
    assert mine.values == 3 and "3 of 10" in mine.note
    same = part_of(np.repeat(noise(1), 4, 0), augment="none")
    assert np.isfinite(only(fit("pca", same)).reconstruct(x)).all()


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_ica_and_nmf_are_scikit_learns(part, x):
    ica = only(fit("ica", part))
    direct = FastICA(3, whiten="unit-variance", random_state=0, max_iter=2000).fit(part.pool)
    np.testing.assert_allclose(ica.reconstruct(x)[0], direct.inverse_transform(direct.transform(x)), atol=1e-4)
    np.testing.assert_allclose(ica.reconstruct(x), only(fit("pca", part)).reconstruct(x), atol=1e-4)
    assert ica.same_as == "pca"
    nmf = only(fit("nmf", part))
    direct = NMF(3, init="nndsvda", max_iter=100, random_state=part.sklearn_seed).fit(part.pool)
    np.testing.assert_allclose(nmf.reconstruct(x)[0], direct.inverse_transform(direct.transform(x)), atol=1e-5)


def test_omp_is_scikit_learns_greedy_search(part, x):
    atoms = unit_rows(part.pool[:30] - part.mean)
    expected = orthogonal_mp(atoms.T.astype(float), (x - part.mean).T.astype(float), n_nonzero_coefs=3).T @ atoms
    np.testing.assert_allclose(omp(x - part.mean, atoms, 3), expected, atol=1e-4)


@pytest.mark.parametrize("name", ["images", "dictionary"])
def test_dictionaries_have_h_atoms_and_k_positions(part, x, name):
    found = only(fit(name, part))
    assert f"({40:,} atoms" in found.title and (found.values, found.positions) == (3, 3)
    assert found.reconstruct(x).shape == (1, 5, 64)
    known = part.pool[:1]  # an image that may be an atom itself
    every = only(fit("images", dataclasses.replace(part, config=with_seed(config_for(k=3, features=5000), 7))))
    np.testing.assert_allclose(every.reconstruct(known)[0], known, atol=1e-4)
    assert "no more training images" in every.note


def test_unit_rows():
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]]))
    np.testing.assert_allclose(rows, [[0.6, 0.8]])
    assert unit_rows(np.zeros((2, 2))).shape == (1, 2)


def test_the_pool_is_what_an_sae_sees(part):
    assert part.pool.shape == (20 * 3 * 4, 64)  # originals and two copies each, four epochs
    np.testing.assert_array_equal(part.pool[::3][:20], part.originals)
    for kind, size in (("fixed", 60), ("none", 20)):
        policy = dataclasses.replace(part.config.augmentation, augment=kind)
        assert len(draw_pool(part.images, policy, part.config)) == size
    long = with_seed(config_for(epochs=10**6, copies=2), 0)
    assert 8192 - 60 < len(draw_pool(part.images, long.augmentation, long)) <= 8192
    large = image_set(np.zeros((2, 1, 1024, 1024), np.float32))  # 1 M numbers each: 64 images at most
    assert len(draw_pool(large, dataclasses.replace(long.augmentation, rotation=0), long)) <= 64


def test_tuned_pca_takes_what_inner_folds_like_best():
    rng = np.random.default_rng(0)
    parts, signs = rng.random((6, 64)), rng.choice([-1, 1], (24, 6))
    aligned = part_of((signs @ parts / 20 + 0.5).reshape(-1, 1, 8, 8).clip(0, 1), k=6)
    assert best_policy(aligned) == "none"  # six parts, always in the same place: copies only blur them
    assert policies(aligned)["slight"] == aligned.config.augmentation
    assert only(fit("pca-tuned", aligned)).note == "augmentation: none"
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
def test_neural_codes_learn_and_repeat_exactly(name):
    rng = np.random.default_rng(0)
    flat = 0.5 + rng.normal(0, 0.2, (60, 2)) @ rng.normal(0, 0.5, (2, 64))
    low = part_of(flat.reshape(-1, 1, 8, 8), k=2, augment="none")
    found = only(fit(name, low))
    assert pearson(found.reconstruct(low.originals)[0], low.originals).mean() > 0.95
    np.testing.assert_array_equal(found.reconstruct(low.originals), only(fit(name, low)).reconstruct(low.originals))
    assert (found.values, found.positions) == (2, 0)


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


def test_saes_give_their_members_and_their_average(part, x):
    one, average, pursued, pursued_average = fit("default", part)
    ensemble = train_members(part.images, part.config)
    with torch.no_grad():
        made = ensemble(torch.from_numpy(x))[1].numpy()
    np.testing.assert_array_equal(one.reconstruct(x), made)
    np.testing.assert_allclose(average.reconstruct(x)[0], made.mean(0), atol=1e-6)
    assert (one.values, one.positions, average.values, average.positions) == (3, 3, 6, 6)
    assert average.wide and not one.wide and one.ours and 0 <= one.dead <= 1
    assert "6 numbers" in average.note
    best = np.square(pursued.reconstruct(x) - x).sum((1, 2))
    assert (best < np.square(made - x).sum((1, 2))).all() and pursued.ours  # the same features, better codes
    assert (pursued.values, pursued_average.values) == (3, 6) and pursued_average.wide
    alone, _ = fit("default", part_of(noise(), members=1))
    assert alone.title == "preset default" and alone.reconstruct(x).shape == (1, 5, 64)
    assert fit("pca-wide", part_of(noise(), members=1)) == []


def test_local_features_are_those_of_the_option_local(part, x):
    one, _, pursued, _ = fit("local", part)
    ensemble = train_members(part.images, part.local)
    assert ((ensemble.weight != 0).sum(2) <= 16).all()
    with torch.no_grad():
        np.testing.assert_array_equal(one.reconstruct(x), ensemble(torch.from_numpy(x))[1].numpy())
    assert one.ours and one.title == "local 4 x 4 features (one member)"
    np.testing.assert_allclose(
        pursued.reconstruct(x), ensemble.decode(matching_pursuit(ensemble, torch.from_numpy(x))).numpy(), atol=1e-6
    )


def test_untrained_is_orthogonal_noise_of_the_folds_seed(part, x):
    one, _ = fit("untrained", part)
    center = torch.from_numpy(part.originals).mean(0)
    noise_alone = Ensemble.of_rows(orthogonal(2, 40, 64, part.seed), 3, center)
    with torch.no_grad():
        np.testing.assert_array_equal(one.reconstruct(x), noise_alone(torch.from_numpy(x))[1].numpy())
    assert not one.ours


def test_the_start_is_the_start_and_training_moves_it(part, x):
    start, trained = untrained_members(part.images, part.config), train_members(part.images, part.config)
    one, _ = fit("start", part)
    with torch.no_grad():
        np.testing.assert_array_equal(one.reconstruct(x), start(torch.from_numpy(x))[1].numpy())
    assert not one.ours and not torch.equal(start.weight, trained.weight)
    np.testing.assert_allclose(start.center[0].numpy(), part.mean, atol=1e-6)


def test_train_members_gives_the_bytes_of_a_run(small_set, tmp_path):
    import mousaic

    options = {"size": 8, "features": 20, "k": 3, "members": 2, "epochs": 2, "threads": 1, "validation": 0.0, "seed": 4}
    run = mousaic.train(small_set, out=tmp_path / "run", **options)
    again = train_members(mousaic.load_images(small_set, run.config.images), run.config)
    for name, parameter in run.model.ensemble.named_parameters():
        assert torch.equal(parameter, dict(again.named_parameters())[name]), name


def test_pca_wins_where_the_images_are_a_plane():
    rng = np.random.default_rng(0)
    flat = 0.5 + rng.normal(0, 0.15, (40, 3)) @ rng.normal(0, 0.5, (3, 64))
    planted = part_of(flat[:30].reshape(-1, 1, 8, 8), augment="none")
    x = flat[30:].astype(np.float32)
    r = {name: pearson(fit(name, planted)[0].reconstruct(x)[0], x).mean() for name in ("pca", "default", "mean", "dct")}
    assert r["pca"] > 0.999 and r["pca"] == max(r.values())


def test_the_sae_beats_the_mean_where_images_are_sums_of_parts():
    rng = np.random.default_rng(0)
    parts = np.linalg.qr(rng.normal(size=(64, 12)))[0].T
    codes = np.zeros((90, 12))
    for row in codes:
        row[rng.choice(12, 2, replace=False)] = rng.uniform(1, 2, 2)
    flat = (0.5 + 0.2 * codes @ parts).astype(np.float32)
    planted = part_of(flat[:80].reshape(-1, 1, 8, 8), augment="none", k=2, epochs=60, learning_rate=5e-3)
    x = flat[80:]
    mean, sae, untrained = (
        np.mean([pearson(y, x).mean() for y in fit(name, planted)[0].reconstruct(x)])
        for name in ("mean", "default", "untrained")
    )
    assert sae > mean + 0.3 and sae > untrained + 0.2


def test_projection_is_idempotent(part, x):
    mean, basis = principal(part.pool, 3, 0)
    once = project(x, mean, basis)[0]
    np.testing.assert_allclose(project(once, mean, basis)[0], once, atol=1e-5)
    np.testing.assert_allclose(basis @ basis.T, np.eye(3), atol=1e-5)


def test_choosing_methods():
    assert choose_methods(None, False) == [name for name in METHODS if name not in ("pretrained", *ON_REQUEST)]
    assert choose_methods(["pca", "mean"], False) == ["mean", "pca"]
    assert choose_methods(["pca"], True) == ["pca", "pretrained"]
    for names, words in ((["pcaa"], "did you mean 'pca'"), ([], "No method"), (["pretrained"], "--pretrained RUN")):
        with pytest.raises(MousaicError, match=words):
            choose_methods(names, False)

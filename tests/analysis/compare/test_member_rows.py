"""The sparse autoencoders as compared methods, and planted images on which the winner is known."""

from __future__ import annotations

import numpy as np
import torch

from mousaic.model.code_kinds import one_pass
from mousaic.model.decoders.tied import summed_rows
from mousaic.model.ensemble import Ensemble
from mousaic.model.initialise import orthogonal
from mousaic.model.member_parts import DECODERS, MAGNITUDES, Decoder
from mousaic.model.pursuit import matching_pursuit
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import train_members, untrained_members
from mousaic.words.put import put


def test_saes_give_their_members_and_their_average(part, x, fit, part_of, noise):
    one, average, pursued, pursued_average = fit("default", part)
    ensemble = train_members(part.images, part.config)
    with torch.no_grad():
        made = one_pass(ensemble)(torch.from_numpy(x))[1].numpy()
    np.testing.assert_array_equal(one.reconstruct(x), made)
    np.testing.assert_allclose(average.reconstruct(x)[0], made.mean(0), atol=1e-6)
    assert (one.about.values, one.about.positions, average.about.values, average.about.positions) == (3, 3, 6, 6)
    assert average.about.wide and not one.about.wide and 0 <= one.about.dead <= 1
    assert "6 numbers" in put(average.about.note)
    best = np.square(pursued.reconstruct(x) - x).sum((1, 2))
    assert (best < np.square(made - x).sum((1, 2))).all()  # the same features, better codes
    assert (pursued.about.values, pursued_average.about.values) == (3, 6) and pursued_average.about.wide
    alone, _ = fit("default", part_of(noise(), members=1))
    assert put(alone.about.title) == "preset default, one pass" and alone.reconstruct(x).shape == (1, 5, 64)
    assert fit("pca-wide", part_of(noise(), members=1)) == []


def test_local_features_are_those_of_the_option_local(part, x, fit):
    one, _, pursued, _ = fit("local", part)
    ensemble = train_members(part.images, part.local)
    assert ((ensemble.weight != 0).sum(2) <= 16).all()
    with torch.no_grad():
        np.testing.assert_array_equal(one.reconstruct(x), one_pass(ensemble)(torch.from_numpy(x))[1].numpy())
    assert put(one.about.title) == "local 4 x 4 features, one pass (one member)"
    np.testing.assert_allclose(
        pursued.reconstruct(x), ensemble.decode(matching_pursuit(ensemble, torch.from_numpy(x))).numpy(), atol=1e-6
    )


class Bent(Decoder):
    """The encoder's rows summed, and a bend behind the sum: neither a linear decoder nor one with windows."""

    def decode(self, p, codes):
        return summed_rows(p["weight"], codes, None).tanh() + p["center"][:, None]

    def atoms(self, p, member, chosen=None):
        rows = p["weight"][member].tanh()
        return rows if chosen is None else rows[chosen]


def test_what_a_model_cannot_do_gives_no_row(part_of, noise, fit):
    DECODERS.register("bent", Bent())
    try:
        bent = part_of(noise(), decoder="bent", backend="autograd", model="whole")
        assert [fitted.about.row for fitted in fit("default", bent)] == ["default", "default-average"]
        assert fit("local", bent) == []
    finally:
        DECODERS.forget("bent")


def test_untrained_is_orthogonal_noise_of_the_folds_seed(part, x, fit):
    one, _ = fit("untrained", part)
    center = torch.from_numpy(part.originals).mean(0)
    noise_alone = Ensemble.of_rows(orthogonal(2, 40, 64, part.seed), 3, center).with_sparsity(MAGNITUDES)
    with torch.no_grad():
        # Of rows at right angles least squares has nothing to weigh but rounding.
        np.testing.assert_allclose(one.reconstruct(x), noise_alone(torch.from_numpy(x))[1].numpy(), rtol=2e-5)


def test_the_start_is_the_start_and_training_moves_it(part, x, fit):
    start, trained = untrained_members(part.images, part.config), train_members(part.images, part.config)
    one, *_ = fit("start", part)
    with torch.no_grad():
        np.testing.assert_array_equal(one.reconstruct(x), one_pass(start)(torch.from_numpy(x))[1].numpy())
    assert not torch.equal(start.weight, trained.weight)
    np.testing.assert_allclose(start.center[0].numpy(), part.mean, atol=1e-6)


def test_train_members_gives_the_bytes_of_a_run(small_set, tmp_path):
    import mousaic

    options = {"size": 8, "features": 20, "k": 3, "members": 2, "epochs": 2, "threads": 1, "validation": 0.0, "seed": 4}
    run = mousaic.train(small_set, out=tmp_path / "run", report=False, **options)
    again = train_members(mousaic.load_images(small_set, run.config.images), run.config)
    for name, parameter in run.model.ensemble.named_parameters():
        assert torch.equal(parameter, dict(again.named_parameters())[name]), name


def test_pca_wins_where_the_images_are_a_plane(fit, part_of):
    rng = np.random.default_rng(0)
    flat = 0.5 + rng.normal(0, 0.1, (40, 3)) @ rng.normal(0, 0.5, (3, 64))
    planted = part_of(flat[:30].reshape(-1, 1, 8, 8), augment="none")
    x = flat[30:].astype(np.float32)
    r = {name: pearson(fit(name, planted)[0].reconstruct(x)[0], x).mean() for name in ("pca", "default", "mean", "dct")}
    assert r["pca"] > 0.999 and r["pca"] == max(r.values())


def test_the_sae_beats_the_mean_where_images_are_sums_of_parts(fit, part_of):
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

"""How much each feature is used, and how much of the reconstruction it carries, exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.analysis.evidence import Active, Evidence, active_entries
from mousaic.analysis.placed_codes import filter_error
from mousaic.arrays import Flags, Floats, Ints
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import LINEAR_DECODER
from mousaic.seeds import derive_seed

TOP = 9
"""Images kept for each feature: those that activate it most."""


class FeatureUse(NamedTuple):
    """Over the originals (without copies). All arrays are (M, H) unless said."""

    firing_rate: Floats
    """Share of the images in whose code the feature is not zero, 0 to 1."""
    mean_active: Floats
    """Mean magnitude of its values over the images in which it fires; 0 where it never does."""
    importance: Floats
    """Squared error that is added when the feature alone is set to 0 in its member's codes: mean over all images and
    pixels. Below zero: the reconstructions would be better without it."""
    share: Floats
    """``importance`` divided by what the member's whole code explains (its error with every feature silenced, less its
    error). Shares need not add up to 1, as features overlap. 0 where a code explains nothing."""
    dead: Flags
    """Fires in none of these images. (A feature may fire in augmented copies only.)"""
    always_on: Flags
    """Fires in every image."""
    top_images: Ints
    """(M, H, T): the images that activate it most, the strongest first; -1 where there are no more."""

    def ranked(self, member: int) -> Ints:
        """The member's features, the most important first."""
        return np.argsort(-self.importance[member], kind="stable")


def feature_use(evidence: Evidence, seed: int = 0, top: int = TOP) -> FeatureUse:
    """Use of every feature of every member."""
    members, features, images = evidence.members, evidence.features, len(evidence.images)
    shape = (members, features)
    rate, mean, share = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    importance = added_error(evidence)
    explained = _explained(evidence)
    for m in range(members):
        active = active_entries(evidence.codes, m)
        count = np.bincount(active.feature, minlength=features)
        rate[m] = count / max(images, 1)
        strength = np.abs(active.value)
        mean[m] = np.bincount(active.feature, strength, features) / np.maximum(count, 1)
        share[m] = importance[m] / explained[m] if explained[m] > 0 else 0.0
    return FeatureUse(rate, mean, importance, share, rate == 0, rate == 1, top_images(evidence, top))


def top_images(evidence: Evidence, top: int = TOP) -> Ints:
    """For each feature the images that activate it most, the strongest first: (M, H, T), -1 padded."""
    found = np.full((evidence.members, evidence.features, min(top, len(evidence.images))), -1, dtype=np.int64)
    for m in range(evidence.members):
        active = active_entries(evidence.codes, m)
        found[m] = _first_images(active, -np.abs(active.value), evidence.features, found.shape[2])
    return found


@torch.no_grad()
def added_error(evidence: Evidence) -> Floats:
    """The importance of every feature, (M, H), exact: of a linear decoder without decoding anew."""
    if evidence.placed is not None:
        return filter_error(evidence)
    codes, ensemble = evidence.codes, evidence.model.ensemble
    images, members, k = codes.values.shape
    pixels = evidence.flat.shape[1]
    added_by = _along_rows if LINEAR_DECODER in ensemble.capabilities else _decoded_anew
    total = np.zeros((members, evidence.features))
    for m in range(members):
        own = ensemble.member(m)
        for part in evidence.blocks(k * pixels):
            residual = torch.from_numpy(evidence.flat[part] - evidence.reconstruction[part, m])
            indices, values = (torch.from_numpy(a[part, m]) for a in (codes.indices, codes.values))
            added = added_by(own, Codes(values[None], indices[None]), residual)
            total[m] += np.bincount(indices.flatten().numpy(), added.ravel(), evidence.features)
    mean: Floats = total / (max(images, 1) * pixels)
    return mean


def _along_rows(member: Ensemble, codes: Codes, residual: Tensor) -> Floats:
    """What the squared error of images (B, D) grows by when one active entry is silenced: (B, k).

    With x - y = r the residual of an image and z_h w_h the part that feature h adds to y, silencing h changes the
    squared error from |r|^2 to |r + z_h w_h|^2 = |r|^2 + 2 z_h <r, w_h> + z_h^2 |w_h|^2.
    """
    rows = member.atoms(0, codes.indices[0])
    along = torch.bmm(rows, residual[:, :, None])[..., 0].double()
    lengths = torch.linalg.vector_norm(member.atoms(0), dim=1, dtype=torch.float64).square()[codes.indices[0]]
    z = codes.values[0].double()
    added: Floats = (2 * z * along + z.square() * lengths).numpy()
    return added


def _decoded_anew(member: Ensemble, codes: Codes, residual: Tensor) -> Floats:
    """The same for any decoder: each code is decoded once for each of its entries, with that one at 0."""
    images = residual + member.decode(codes)[0]
    added = np.zeros(tuple(codes.values.shape[1:]))
    error = residual.double().square().sum(1)
    for place in range(codes.values.shape[2]):
        values = codes.values.clone()
        values[..., place] = 0
        silenced = images - member.decode(Codes(values, codes.indices))[0]
        added[:, place] = (silenced.double().square().sum(1) - error).numpy()
    return added


def random_images(evidence: Evidence, count: int = TOP, seed: int = 0) -> Ints:
    """For each feature some of the images in which it fires, whatever their activation: (M, H, T), -1 padded.

    Images that activate a feature most show it at its clearest; these show what it is like in general.
    """
    found = np.full((evidence.members, evidence.features, min(count, len(evidence.images))), -1, dtype=np.int64)
    for m in range(evidence.members):
        active = active_entries(evidence.codes, m)
        order = np.random.default_rng(derive_seed(seed, "random images", m)).random(len(active.image))
        found[m] = _first_images(active, order, evidence.features, found.shape[2])
    return found


def _first_images(active: Active, key: Floats, features: int, count: int) -> Ints:
    """For each feature the ``count`` images with the smallest key, of equals the first image: (H, count)."""
    order = np.lexsort((active.image, key, active.feature))
    feature, image = active.feature[order], active.image[order]
    rank = np.arange(len(feature)) - np.searchsorted(feature, feature)  # place within the feature
    first = rank < count
    found = np.full((features, count), -1, dtype=np.int64)
    found[feature[first], rank[first]] = image[first]
    return found


def _explained(evidence: Evidence) -> Floats:
    """What each member's code explains: mean squared error with every feature silenced, less that with all: (M,)."""
    silence = evidence.model.ensemble.silence().numpy()
    found = np.zeros(evidence.members)
    for m, silent in enumerate(silence):
        for part in evidence.blocks():
            x, y = evidence.flat[part], evidence.reconstruction[part, m]
            found[m] += np.square(x - silent, dtype=np.float64).sum() - np.square(x - y, dtype=np.float64).sum()
    explained: Floats = found / max(evidence.flat.size, 1)
    return explained

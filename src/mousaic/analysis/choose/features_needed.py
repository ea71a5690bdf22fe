"""How many features an image needs, and whether the classes need different numbers.

Two definitions, both from models that did not learn from the image:

- *needed*: features are added one after another (orthogonal matching pursuit) until no more than a fixed share of the
  image's own squared deviation from the mean training image is left. Contrast does not count: a fainter copy of an
  image needs as many.
- *adaptive*: pre-activations above one threshold are kept (``batch-topk`` codes); the images that a fold holds out
  share k features each. Contrast counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from mousaic.arrays import Flags, Floats, Ints, Labels, Whole
from mousaic.stats.exchangeable_units import Units
from mousaic.stats.permutation import PERMUTATIONS, permutation_test
from mousaic.stats.reconstruction_scores import Interval, interval

MOST_NUMBERS = 2**27
"""Numbers the pursuit keeps at a time: 512 MB."""


class ClassUse(NamedTuple):
    """Features used by the images of one class; 95 % intervals over resampled groups."""

    class_name: str
    images: int
    groups: int
    needed: Interval
    adaptive: Interval


class KUsed(NamedTuple):
    """Features used by held-out images."""

    level: float
    """The share of an image's squared deviation from the mean training image that may be left for ``needed``."""
    most: int
    """``needed`` is looked for up to so many features."""
    needed: Ints
    """(N,): ``most + 1`` for an image that does not get there."""
    adaptive: Ints
    """(N,): active features of the ``batch-topk`` code."""
    classes: tuple[ClassUse, ...]
    """Empty where fewer than two classes have images."""
    p_needed: float | None
    """Permutation test of "the classes need different numbers", groups as units, two-sided; None without classes."""
    p_adaptive: float | None
    floor: float | None
    """The smallest p these tests could give."""

    @property
    def beyond(self) -> int:
        """Images that need more than ``most``."""
        return int((self.needed > self.most).sum())


@torch.no_grad()
def pursuit_path(dictionary: Tensor, x: Tensor, most: int) -> Floats:
    """What orthogonal matching pursuit leaves of images after 0, 1, ... ``most`` features.

    Chosen features are made orthogonal to those before (Gram-Schmidt, twice for float32), so each step costs one
    product and no system of equations is solved; the choices are those of
    :func:`mousaic.model.pursuit.matching_pursuit`.

    Args:
        dictionary: (H, D).
        x: (n, D), less the model's center.

    Returns:
        float64 (n, most + 1): squared length of the residual, never rising.
    """
    batch = max(1, MOST_NUMBERS // (most * x.shape[1] + len(dictionary)))
    return np.concatenate([_path(dictionary, part, most) for part in torch.split(x, batch)])


def _path(dictionary: Tensor, x: Tensor, most: int) -> Floats:
    rows = dictionary / dictionary.norm(dim=1, keepdim=True).clamp_min(1e-12)
    residual = x.clone()
    basis = x.new_zeros(len(x), most, x.shape[1])
    used = torch.zeros(len(x), len(rows), dtype=torch.bool, device=x.device)
    left = [residual.double().square().sum(1)]
    for step in range(most):
        along = (residual @ rows.T).abs().masked_fill_(used, -1.0)
        chosen = along.argmax(1, keepdim=True)
        used.scatter_(1, chosen, True)
        new, known = rows[chosen[:, 0]], basis[:, :step]
        for _ in range(2):
            new = new - torch.bmm(torch.bmm(known, new[:, :, None]).transpose(1, 2), known)[:, 0]
        length = new.norm(dim=1, keepdim=True)
        # A feature within the span of those before adds nothing.
        new = torch.where(length > 1e-3, new / length.clamp_min(1e-3), 0.0)
        basis[:, step] = new
        residual = residual - (residual * new).sum(1, keepdim=True) * new
        left.append(torch.minimum(residual.double().square().sum(1), left[-1]))
    found: Floats = torch.stack(left, 1).cpu().numpy()
    return found


def first_below(left: Floats, limit: Floats) -> Ints:
    """The first column of ``left`` (n, J), which never rises along a row, at or below the row's limit; J if none is."""
    reached = left <= limit[:, None]
    found: Ints = np.where(reached.any(1), reached.argmax(1), left.shape[1]).astype(np.int64)
    return found


def k_used(
    share_left: Floats,
    adaptive: Ints,
    level: float,
    labels: Labels,
    groups: Sequence[str],
    fold_of: Whole,
    class_names: Sequence[str],
    seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> KUsed:
    """Features used by N held-out images, by class, with the tests.

    Args:
        share_left: (N, J): the squared residual after 0 to J - 1 features, as a share of the squared deviation.
        adaptive: (N,): active features of the adaptive code.
        level: of ``needed``.
        labels: (N,), -1 for none.
        fold_of: (N,): the fold that held each image out; labels are exchanged within it, as each fold has a model and
            a threshold of its own.
    """
    needed = first_below(share_left, np.full(len(share_left), level))
    most = share_left.shape[1] - 1
    units = Units(labels, groups, [str(fold) for fold in fold_of])
    if len(units.classes) < 2:
        return KUsed(level, most, needed, adaptive, (), None, None, None)
    both = np.stack([needed, adaptive], 1).astype(np.float64)
    tested = permutation_test([units.means(both)], units, permutations, seed)
    classes = [_class_use(class_names[label], labels == label, both, groups, seed) for label in units.classes]
    p_needed, p_adaptive = (float(p) for p in tested.p)
    return KUsed(level, most, needed, adaptive, tuple(classes), p_needed, p_adaptive, units.floor(permutations))


def _class_use(name: str, mine: Flags, both: Floats, groups: Sequence[str], seed: int) -> ClassUse:
    names = [group for group, inside in zip(groups, mine, strict=True) if inside]
    needed, adaptive = (interval(both[mine, column], names, seed) for column in (0, 1))
    return ClassUse(name, int(mine.sum()), len(set(names)), needed, adaptive)

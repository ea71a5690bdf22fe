"""Which codes describe held-out images best for their time: what is recommended of a trained model."""

from __future__ import annotations

import time
from typing import NamedTuple

from torch import Tensor

from mousaic.model.code_kinds import coder, one_pass
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import LINEAR_DECODER, ONE_PASS
from mousaic.training.metrics import evaluate

KINDS = ("topk", "least-squares", "omp")
"""The faster ones first."""
CLOSE = 0.005
"""A faster kind is preferred whose r is no further below the best."""


class Judged(NamedTuple):
    """One kind of codes on held-out images."""

    codes: str
    """Its name: see :func:`mousaic.model.code_kinds.coder`."""
    pearson: float
    """Mean over images and members."""
    seconds: float
    """For all images, reconstruction included."""


def judge_codes(ensemble: Ensemble, images: Tensor) -> list[Judged]:
    """The kinds of codes that the model can give, on images (n, D) it has not seen."""
    kinds: tuple[str, ...] = KINDS if LINEAR_DECODER in ensemble.capabilities else ("own",)
    if one_pass(ensemble).parts.sparsity == ONE_PASS:  # whose values are those of least squares already
        kinds = tuple(kind for kind in kinds if kind != "least-squares")
    found = []
    for kind in kinds:
        began = time.perf_counter()
        figures = evaluate(ensemble, images, 0.0, encode=coder(ensemble, kind))
        found.append(Judged(kind, figures["pearson"], time.perf_counter() - began))
    return found


def recommended(judged: list[Judged]) -> Judged:
    """The first whose r is within :data:`CLOSE` of the best."""
    best = max(one.pearson for one in judged)
    return next(one for one in judged if one.pearson >= best - CLOSE)

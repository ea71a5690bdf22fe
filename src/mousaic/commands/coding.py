"""How images are described by a model's features: what ``encode``, ``evaluate`` and ``reconstruct`` let one choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from cyclopts import Parameter


@Parameter(name="*")
@dataclass(frozen=True)
class Coding:
    """Which codes, and of how many active features."""

    codes: Annotated[
        Literal["own", "topk", "least-squares", "omp", "batch-topk"],
        Parameter(
            help="own: those the model learned on; topk: the k largest in one pass; least-squares: the same features, "
            "weighed exactly; omp: features chosen one after another (orthogonal matching pursuit), the best "
            "reconstructions; batch-topk: all features above one threshold, k on average, more for an image that holds "
            "more."
        ),
    ] = "own"
    k: Annotated[
        int | None,
        Parameter(
            help="Active features, in place of the model's own number: fewer suit a model trained with --nested."
        ),
    ] = None


OWN = Coding()
"""The model's own codes."""

"""The kinds of codes that a trained model can give, by name."""

from __future__ import annotations

from collections.abc import Callable

from torch import Tensor

from mousaic.errors import MousaicError, nearest
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import ONE_PASS, PURSUED_FILTERS, PURSUIT, STANDARD, THRESHOLD, WINNERS
from mousaic.model.pursuit import least_squares, matching_pursuit
from mousaic.model.threshold_codes import threshold_codes

CODES = ("own", "topk", "least-squares", "omp", "batch-topk")


def coder(ensemble: Ensemble, kind: str, threshold: Tensor | None = None) -> Callable[[Tensor], Codes]:
    """What turns images (B, D) into codes: ``"own"``, those the model learned on; ``"topk"`` in one pass,
    ``"least-squares"`` or ``"omp"`` with k active features each; ``"batch-topk"`` with those above a threshold.

    Args:
        threshold: (M,), for ``"batch-topk"``: see :func:`mousaic.model.threshold_codes.batch_threshold`.

    Raises:
        MousaicError: an unknown kind, or no threshold where one is needed.
    """
    check_codes(kind)
    if kind == "batch-topk":
        if threshold is None:
            raise MousaicError(
                "Codes batch-topk need a threshold, which this model does not hold: train again, or use --codes topk."
            )
        level = threshold
        return lambda x: threshold_codes(ensemble, x, level)
    known: dict[str, Callable[[Tensor], Codes]] = {
        "own": ensemble.encode,
        "topk": one_pass(ensemble).encode,
        "least-squares": lambda x: weigh(one_pass(ensemble), x),
        "omp": lambda x: matching_pursuit(ensemble, x),
    }
    return known[kind]


def weigh(ensemble: Ensemble, x: Tensor) -> Codes:
    """Codes of one pass with values of least squares, which those that foretell the pursuit have already."""
    return ensemble.encode(x) if ensemble.parts.sparsity == ONE_PASS else least_squares(ensemble, x)


def one_pass(ensemble: Ensemble) -> Ensemble:
    """The same parameters with codes of one pass and k features: of a model whose codes are matching pursuit's, those
    it foretells, or the winners among filters; of one with a threshold, the k largest pre-activations."""
    return ensemble.mapped(_one_pass)


def _one_pass(ensemble: Ensemble) -> Ensemble:
    if THRESHOLD in ensemble.capabilities:
        return ensemble.with_sparsity(STANDARD.sparsity)
    quick = {PURSUIT: ONE_PASS, PURSUED_FILTERS: WINNERS}.get(ensemble.parts.sparsity)
    return ensemble if quick is None else ensemble.with_sparsity(quick)


def check_codes(kind: str) -> None:
    """Raise unless there are codes of this kind."""
    if kind not in CODES:
        raise MousaicError(f"There are no codes {kind!r}{nearest(kind, list(CODES))} (known: {', '.join(CODES)}).")

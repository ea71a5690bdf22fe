"""Adam (Kingma & Ba 2015) with its state in plain tensors, so that it can be saved and resumed exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.optim.adam import adam

from mousaic.model.ensemble import Ensemble

BETAS = (0.9, 0.999)
EPSILON = 1e-8


@dataclass
class AdamState:
    """First and second moments of each parameter, by parameter name, and the number of steps taken.

    Attributes:
        resting: int64 (M, H), of the compiled step: where not 0, the step since which nothing was added to a feature's
            moments, which stand as they were then; see :mod:`mousaic.training.steps.compiled_passes`.
    """

    first: dict[str, Tensor]
    second: dict[str, Tensor]
    steps: int = 0
    resting: Tensor | None = None

    @classmethod
    def zeros(cls, ensemble: Ensemble) -> AdamState:
        """Before the first step."""
        parameters = dict(ensemble.named_parameters())
        return cls(
            {name: torch.zeros_like(p, requires_grad=False) for name, p in parameters.items()},
            {name: torch.zeros_like(p, requires_grad=False) for name, p in parameters.items()},
        )

    def note_resting(self, ensemble: Ensemble) -> Tensor:
        """:attr:`resting`, from now on where it was not noted before."""
        if self.resting is None:
            self.resting = torch.zeros(ensemble.members, ensemble.features, dtype=torch.int64)
        return self.resting

    def settle(self) -> None:
        """Bring the moments of resting features up to now, for whatever else goes on with them; in place."""
        if self.resting is None:
            return
        missed = torch.where(self.resting > 0, self.steps - self.resting, 0).double()
        for moments, beta in ((self.first, BETAS[0]), (self.second, BETAS[1])):
            for name in ("weight", "bias"):
                faded = (beta**missed).to(moments[name])
                moments[name] *= faded[..., None] if moments[name].dim() == 3 else faded
        self.resting = None


@torch.no_grad()
def adam_step(
    ensemble: Ensemble,
    gradients: Mapping[str, Tensor | None],
    state: AdamState,
    learning_rate: float | Tensor,
    counts: list[Tensor] | None = None,
) -> None:
    """One update of every parameter, in place, by gradients under the parameters' names.

    Member by member, as the last few numbers of a tensor round otherwise than those before them: so a member learns the
    same whichever others it is kept with.

    Args:
        learning_rate: a number, or a scalar on the device.
        counts: scalars on the device, one for each parameter of each member: the steps taken so far, which go up by
            one. Without them they are made from ``state``.
    """
    names = list(state.first)
    parameters = {name: p.data for name, p in ensemble.named_parameters()}
    # The fused kernel of the processor goes through memory and does not look at strides; that of a GPU refuses others.
    given = {name: gradient.contiguous() for name, gradient in gradients.items() if gradient is not None}
    values, slopes, first, second = (
        [own for name in names for own in tensors[name]] for tensors in (parameters, given, state.first, state.second)
    )
    device = ensemble.device
    adam(
        values,
        slopes,
        first,
        second,
        [],
        counts or [torch.tensor(float(state.steps), device=device) for _ in values],
        fused=True,
        amsgrad=False,
        beta1=BETAS[0],
        beta2=BETAS[1],
        lr=learning_rate,
        weight_decay=0.0,
        eps=EPSILON,
        maximize=False,
    )
    state.steps += 1


def learning_rate_at(step: int, steps: int, peak: float, warmup: float, decay: float) -> float:
    """The step size at ``step`` (from 0) of ``steps``: linear rise, plateau, linear fall.

    Args:
        peak: the plateau.
        warmup, decay: shares of all steps, 0 to 1.
    """
    rise = warmup * steps
    fall = decay * steps
    factor = 1.0
    if rise and step + 1 < rise:
        factor = (step + 1) / rise
    if fall and steps - step < fall:
        factor = min(factor, (steps - step) / fall)
    return peak * factor

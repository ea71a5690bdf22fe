"""Features that fired on nothing during an epoch start anew.

A feature that never enters a code gets no gradient, so it stays dead for good. Between epochs each dead one becomes a
window of a training image (after the neuron resampling of Bricken et al. 2023, "Towards Monosemanticity", with windows
in place of whole inputs). Windows of the images, and not of what is left of them, which are too faint to enter a code;
of any image, as choosing badly reconstructed ones changes nothing (docs/experiments.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from mousaic.images.layout import Layout
from mousaic.model.initialise import windows
from mousaic.seeds import generator
from mousaic.training.checkpoint import TrainingState


@torch.no_grad()
def revive(
    state: TrainingState, images: torch.Tensor, shape: tuple[int, int, int], seed: int, sides: Sequence[int] = ()
) -> None:
    """Replace the features that ``state.sums`` says fired on no image; in place.

    Row, bias and both of Adam's moments are new: the row as long as the mean of the living ones, the bias their mean.

    Args:
        images: (n, D): the epoch that has just been trained on.
        shape: (C, H, W) of an image; flat vectors, which no window cuts, start anew as whole training vectors.
        seed: of the run; the epoch and the member name the stream.
        sides: of the windows that confine the features, each of which keeps its own.
    """
    ensemble = state.ensemble
    dead = state.sums.fired == 0
    if not dead.any():
        return
    images, mean = images.cpu(), images.mean(0).cpu()
    for member in range(ensemble.members):
        chosen = dead[member].nonzero()[:, 0]
        living = (~dead[member]).nonzero()[:, 0]
        if not len(chosen) or not len(living):
            continue
        source = generator(seed, "revive", state.epoch, member)
        rows = _anew(images, shape, chosen.cpu(), source, sides, mean)
        for name in ensemble.renew(member, chosen, living, rows):
            for moments in (state.adam.first, state.adam.second):
                if name in moments:
                    moments[name][member][chosen] = 0
        forget(state.memory, member, chosen)


def forget(memory: dict[str, torch.Tensor], member: int, chosen: torch.Tensor) -> None:
    """What learning on the codes of matching pursuit remembers of these features; in place."""
    if memory:
        memory["gram"][member, chosen] = 0
        memory["gram"][member][:, chosen] = 0
        memory["products"][member, chosen] = 0


def _anew(
    images: torch.Tensor,
    shape: tuple[int, int, int],
    chosen: torch.Tensor,
    source: torch.Generator,
    sides: Sequence[int],
    mean: torch.Tensor,
) -> torch.Tensor:
    """Rows (n, D) of length 1 for the features ``chosen`` (n,): windows of these images less their mean, or of flat
    vectors whole ones."""
    if Layout(*shape).is_grid:
        return windows(images, shape, chosen, source, sides, mean)
    drawn = torch.randint(len(images), (len(chosen),), generator=source)
    return torch.nn.functional.normalize(images[drawn] - mean, dim=1)

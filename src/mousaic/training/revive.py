"""Features that fired on nothing during an epoch start anew.

A feature that never enters a code gets no gradient, so it stays dead for good. Between epochs each dead one becomes a
window of a training image (after the neuron resampling of Bricken et al. 2023, "Towards Monosemanticity", with windows
in place of whole inputs). Windows of the images, and not of what is left of them, which are too faint to enter a code;
of any image, as choosing badly reconstructed ones changes nothing (docs/experiments.md).
"""

from __future__ import annotations

import torch

from mousaic.images.layout import Layout
from mousaic.model.initialise import windows
from mousaic.seeds import generator
from mousaic.training.checkpoint import TrainingState


@torch.no_grad()
def revive(state: TrainingState, images: torch.Tensor, shape: tuple[int, int, int], seed: int, local: int = 0) -> None:
    """Replace the features that ``state.sums`` says fired on no image; in place.

    Row, bias and both of Adam's moments are new: the row as long as the mean of the living ones, the bias their mean.

    Args:
        images: (n, D): the epoch that has just been trained on.
        shape: (C, H, W) of an image; flat vectors, which no window cuts, start anew as whole training vectors.
        seed: of the run; the epoch and the member name the stream.
        local: side of the square that confines each feature; 0: none.
    """
    ensemble = state.ensemble
    dead = state.sums.fired == 0
    if not dead.any():
        return
    mean_free = (images - images.mean(0)).cpu()
    for member in range(ensemble.members):
        chosen = dead[member].nonzero()[:, 0]
        living = (~dead[member]).nonzero()[:, 0]
        if not len(chosen) or not len(living):
            continue
        source = generator(seed, "revive", state.epoch, member)
        rows = _anew(mean_free, shape, len(chosen), source, local)
        for name in ensemble.renew(member, chosen, living, rows):
            for moments in (state.adam.first, state.adam.second):
                moments[name][member][chosen] = 0


def _anew(
    images: torch.Tensor, shape: tuple[int, int, int], count: int, source: torch.Generator, local: int
) -> torch.Tensor:
    """Rows (count, D) of length 1: windows of these mean-free images, or of flat vectors whole ones."""
    if Layout(*shape).is_grid:
        return windows(images, shape, count, source, local)
    chosen = torch.randint(len(images), (count,), generator=source)
    return torch.nn.functional.normalize(images[chosen], dim=1)

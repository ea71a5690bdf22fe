"""The parts of a few images, learned in a process of its own beside the training."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch

from mousaic.analysis.feature_analysis import SMALL
from mousaic.analysis.image_sample import MOST
from mousaic.analysis.parts.part_store import holds_parts, parts_of_tensors, tensors_of_parts
from mousaic.arrays import Flags, Mask
from mousaic.config import ImageOptions
from mousaic.device import exact_threads, room_beside
from mousaic.images.image_set import ImageSet
from mousaic.runs.run import Run
from mousaic.second_process import beside

if TYPE_CHECKING:
    from mousaic.analysis.parts.part_set import PartSet


@contextmanager
def parts_beside(run: Run, images: ImageSet, held_out: Mask) -> Iterator[Callable[[], PartSet | None] | None]:
    """Begin to learn the parts, which follow from the images alone; yields who waits for them.

    None where the analysis is to learn them: there is no processor left, or there are so many images that more than one
    thread pays, or the run has its parts.

    Args:
        images: the originals, in the order of ``split.csv``.
    """
    if not room_beside() or images.pixels.size > SMALL or len(images) > MOST or holds_parts(run.path):
        yield None
        return
    given = images, ~held_out, run.config.training.seed, run.config.images
    with beside(_learned, *given) as wait:

        def parts() -> PartSet | None:
            try:
                found = wait()
            except RuntimeError:  # it was ended; what the work itself raises is heard once more
                found = _learned(*given)
            if found is None:
                return None
            return parts_of_tensors({name: torch.from_numpy(array) for name, array in found.items()})

        yield parts


def _learned(images: ImageSet, train: Flags, seed: int, options: ImageOptions) -> dict[str, Any] | None:
    """As arrays by name, which are sent as bytes: tensors would be sent as memory that is shared."""
    from mousaic.analysis.parts.part_findings import learned_from

    with exact_threads(0):  # as in the analysis
        found = learned_from(images, train, seed, options=options)
    return None if found is None else {name: tensor.numpy() for name, tensor in tensors_of_parts(found).items()}

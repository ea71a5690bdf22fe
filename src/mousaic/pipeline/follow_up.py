"""What follows a training unasked: halves and parts in processes of their own, beside the analysis, then the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

import torch

from mousaic.analysis.feature_analysis import SMALL
from mousaic.analysis.image_sample import MOST
from mousaic.analysis.parts.part_store import holds_parts, parts_of_tensors, tensors_of_parts
from mousaic.arrays import Flags, Mask
from mousaic.config import ImageOptions
from mousaic.device import exact_threads, room_beside
from mousaic.images.image_set import ImageSet
from mousaic.pipeline.quick_check import quick_check
from mousaic.pipeline.results import write_results
from mousaic.runs.run import Run
from mousaic.said import Say
from mousaic.second_process import beside
from mousaic.stages import Stage

if TYPE_CHECKING:
    from mousaic.analysis.parts.part_set import PartSet


@contextmanager
def follow_up(
    run: Run,
    images: ImageSet,
    held_out: Mask,
    say: Say,
    lang: str,
    stage: Stage,
    quick_trust: bool = True,
    took: Mapping[str, Any] | None = None,
    parts: Callable[[], PartSet | None] | None = None,
) -> Iterator[Callable[[], None]]:
    """Begin to train on halves, where that is wanted and takes a moment, beside what makes the run whole.

    Yields who then writes ``analysis/``, ``atlas/`` and the reports.

    Args:
        images: the originals, in the order of ``split.csv``.
        took: as of :func:`mousaic.pipeline.quick_check.quick_check`.
        parts: of :func:`parts_beside`.
    """
    check = quick_check(run, images, held_out, say, stage, took) if quick_trust else nullcontext(lambda: None)
    with check as conclude:

        def rest() -> None:
            if not room_beside():
                conclude()
            write_results(run, images, say, lang, stage, before_pages=conclude, parts=parts)
            conclude()  # where no page was made either

        yield rest


@contextmanager
def parts_beside(run: Run, images: ImageSet, held_out: Mask) -> Iterator[Callable[[], PartSet | None] | None]:
    """Begin to learn the parts, which follow from the images alone, beside the training; yields who waits for them.

    None where the analysis is to learn them: there is no processor left, or there are so many images that more than one
    thread pays, or the run has its parts.
    """
    if not room_beside() or images.pixels.size > SMALL or len(images) > MOST or holds_parts(run.path):
        yield None
        return
    given = images, ~held_out, run.config.training.seed, run.config.images
    with beside(_parts, *given) as wait:

        def parts() -> PartSet | None:
            try:
                found = wait()
            except RuntimeError:  # it was ended; what the work itself raises is heard once more
                found = _parts(*given)
            return (
                None
                if found is None
                else parts_of_tensors({name: torch.from_numpy(array) for name, array in found.items()})
            )

        yield parts


def _parts(images: ImageSet, train: Flags, seed: int, options: ImageOptions) -> dict[str, Any] | None:
    """Arrays by name: of tensors a process may send only where they lie."""
    from mousaic.analysis.parts.part_findings import learned_from

    with exact_threads(0):  # as the analysis would
        found = learned_from(images, train, seed, options=options)
    return None if found is None else {name: tensor.numpy() for name, tensor in tensors_of_parts(found).items()}

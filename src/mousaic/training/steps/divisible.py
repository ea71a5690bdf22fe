"""What can be divided over processes: the members of a training, or the images of its batches."""

from __future__ import annotations

from mousaic.config import Config
from mousaic.errors import MousaicError
from mousaic.model.member_parts import Sparsity, load_parts, parts_of
from mousaic.training.objectives.partners import has_partners
from mousaic.training.steps.backend import by_hand


def apart(config: Config) -> bool:
    """Whether members can be trained apart from each other; the images of their batches can be divided in any case."""
    return not config.by_gradients or (config.training.backend != "autograd" and by_hand(config))


def check_divisible(config: Config) -> None:
    """Say why neither can be divided, where it cannot."""
    if has_partners(config.training, config.model.members):
        raise MousaicError(
            f"--consistency-kind {config.training.consistency_kind} compares the members' features, which several "
            "processes do not share: use --consistency-kind latent, or mousaic without torchrun."
        )


def check_batches(config: Config, processes: int) -> None:
    """Say why images cannot be divided over so many processes, where they cannot."""
    size = config.training.batch_size
    if size < processes:
        raise MousaicError(
            f"{processes} processes cannot divide batches of --batch-size {size}: start as many processes as a batch "
            "has images at most, or give a larger --batch-size."
        )
    if type(load_parts(parts_of(config.model)).sparsity).select_to_learn is not Sparsity.select_to_learn:
        raise MousaicError(
            f"--sparsity {config.model.sparsity} judges a batch as a whole, which is not divided over processes: start "
            "mousaic without torchrun."
        )

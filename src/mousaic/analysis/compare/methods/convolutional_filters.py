"""Small filters that may lie anywhere, trained and before their first step, as compared methods."""

from __future__ import annotations

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import rows_of_both_codes
from mousaic.analysis.compare.training_part import Part
from mousaic.model.ensemble import Ensemble
from mousaic.said import Said, told
from mousaic.training.fit import untrained_members


def fit_conv(part: Part) -> list[Fitted]:
    """The preset ``default`` with ``--model conv``. Nothing where images are not square, or smaller than a filter."""
    if not can_have_filters(part):
        return []
    ensemble = part.trainings.members(part.conv)
    return rows_of_both_codes(part, "conv", filters_title(ensemble), ensemble, part.conv, start="start-conv")


def fit_start_conv(part: Part) -> list[Fitted]:
    """The same filters before their first step."""
    if not can_have_filters(part):
        return []
    ensemble = untrained_members(part.images, part.conv)
    title = told("method_start_of", title=filters_title(ensemble))
    return rows_of_both_codes(part, "start-conv", title, ensemble, part.conv)


def can_have_filters(part: Part) -> bool:
    """Whether the images are squares that hold a filter, and give k features to choose."""
    size, stride = part.images.shape.height, part.conv.model.stride
    atoms = part.conv.model.filters * (-(-size // stride)) ** 2
    return part.images.shape.is_square and max(part.conv.filter_sides) <= size and part.k <= atoms


def filters_title(ensemble: Ensemble) -> Said:
    """What these features are called."""
    placing = ensemble.parts.placing
    assert placing is not None
    return told("method_conv", filters=placing.filters, sizes=list(dict.fromkeys(placing.sizes)))

"""Small filters that may lie anywhere, trained and before their first step, as compared methods."""

from __future__ import annotations

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import rows_of_both_codes
from mousaic.analysis.compare.training_part import Part
from mousaic.config import Config
from mousaic.model.ensemble import Ensemble
from mousaic.said import Said, told
from mousaic.training.fit import untrained_members


def fit_conv(part: Part) -> list[Fitted]:
    """The preset ``default`` with ``--model conv``. Nothing where images are not square, or smaller than a filter."""
    config = filters_config(part)
    if config is None:
        return []
    ensemble = part.trainings.members(config)
    return rows_of_both_codes(part, "conv", filters_title(ensemble), ensemble, config, start="start-conv")


def fit_start_conv(part: Part) -> list[Fitted]:
    """The same filters before their first step."""
    config = filters_config(part)
    if config is None:
        return []
    ensemble = untrained_members(part.images, config)
    title = told("method_start_of", title=filters_title(ensemble))
    return rows_of_both_codes(part, "start-conv", title, ensemble, config)


def filters_config(part: Part) -> Config | None:
    """The parameters, where images are squares that hold a filter and give k features to choose."""
    config, shape = part.conv, part.images.shape
    if config is None or not shape.is_square or max(config.filter_sides) > shape.height:
        return None
    atoms = config.model.filters * (-(-shape.height // config.model.stride)) ** 2
    return config if config.model.k <= atoms else None


def filters_title(ensemble: Ensemble) -> Said:
    """What these features are called."""
    placing = ensemble.parts.placing
    assert placing is not None
    return told("method_conv", filters=placing.filters, sizes=list(dict.fromkeys(placing.sizes)))

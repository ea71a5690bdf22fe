"""Members of other parts than the standard ones as compared methods, each in one part, and their starts.

Each has the k and the number of features of the comparison and learns by gradients, so that the preset ``default`` with
``--learn topk`` is what it departs from. Where features are to be confined to windows, those that cannot be are not.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from mousaic.analysis.compare.fitted import Fitted
from mousaic.analysis.compare.member_rows import member_rows
from mousaic.analysis.compare.training_part import Part
from mousaic.config import Config
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import THRESHOLD, WINDOWED, Parts, capabilities_of
from mousaic.presets import LEARNING
from mousaic.said import Said, told
from mousaic.training.fit import training_data, untrained_members
from mousaic.training.metrics import evaluate


class Kind(NamedTuple):
    """A method: calling it learns from the training part of a fold."""

    row: str
    parts: Parts
    trained: bool = True
    """Whether it is trained, or shown before its first step."""

    def __call__(self, part: Part) -> list[Fitted]:
        """The rows of codes of k values, and of the model's own codes where a threshold decides how many there are."""
        config, (encoder, decoder, sparsity) = with_parts(part.config, self.parts), self.parts[:3]
        title = told("method_family", encoder=encoder, decoder=decoder, sparsity=sparsity)
        row, start = self.row, f"start-{self.row}"
        if self.trained:
            ensemble = part.trainings.members(config)
        else:
            ensemble = untrained_members(part.images, config)
            row, start, title = start, "", told("method_start_of", title=title)
        if THRESHOLD not in ensemble.capabilities:
            return member_rows(part, row, title, ensemble, config, start=start)
        largest = told("method_largest", title=title)
        at_k = member_rows(part, f"{row}-at-k", largest, ensemble, config, start=start and f"{start}-at-k")
        return [*_own_rows(part, row, title, ensemble, config), *at_k]

    def start(self) -> Kind:
        """The same before its first step."""
        return self._replace(trained=False)


def with_parts(config: Config, parts: Parts) -> Config:
    """The same parameters for members of these parts, learned by gradients."""
    sized = config.training.batch_size
    if config.model.learn == "omp" and sized == LEARNING["omp"]["batch_size"]:
        sized = LEARNING["topk"]["batch_size"]
    encoder, decoder, sparsity = parts[:3]
    model = dataclasses.replace(config.model, encoder=encoder, decoder=decoder, sparsity=sparsity, learn="topk")
    if config.sides and WINDOWED not in capabilities_of(parts):
        model = dataclasses.replace(model, model="whole", local=0)
    return dataclasses.replace(config, model=model, training=dataclasses.replace(config.training, batch_size=sized))


def _own_rows(part: Part, row: str, title: Said, ensemble: Ensemble, config: Config) -> list[Fitted]:
    """Codes of one size alone: as many values as the threshold lets through, on average on the training originals."""
    active = evaluate(ensemble, training_data(part.images, config).flat_originals, 0.0)["l0"]
    values, note = round(active), told("note_threshold")
    found = []
    for fitted in member_rows(part, row, title, ensemble, config, "own"):
        numbers = fitted.about.codes * values
        about = dataclasses.replace(
            fitted.about, values=numbers, positions=numbers, most=0, note=note,
            wide=fitted.about.wide or values > part.k,
        )  # fmt: skip
        found.append(dataclasses.replace(fitted, about=about, with_values=None))
    return found


UNTIED = Kind("untied", Parts(decoder="untied"))
NONLINEAR = Kind("nonlinear", Parts(decoder="nonlinear"))
SIGMOID = Kind("sigmoid", Parts(decoder="sigmoid"))
DEEP_2 = Kind("deep-2", Parts(encoder="deep-2"))
DEEP_3 = Kind("deep-3", Parts(encoder="deep-3"))
TIED_DEEP_2 = Kind("tied-deep-2", Parts("deep-2", "tied-deep"))
TIED_DEEP_3 = Kind("tied-deep-3", Parts("deep-3", "tied-deep"))
TOP_K_NONNEGATIVE = Kind("top-k-nonnegative", Parts(sparsity="top-k-nonnegative"))
TOP_K_MAGNITUDES = Kind("top-k-magnitudes", Parts(sparsity="top-k-magnitudes"))
BATCH_TOP_K = Kind("batch-top-k", Parts(sparsity="batch-top-k"))
JUMP_RELU = Kind("jump-relu", Parts(sparsity="jump-relu"))

UNTIED_START, NONLINEAR_START, SIGMOID_START = UNTIED.start(), NONLINEAR.start(), SIGMOID.start()
DEEP_2_START, DEEP_3_START = DEEP_2.start(), DEEP_3.start()
TIED_DEEP_2_START, TIED_DEEP_3_START = TIED_DEEP_2.start(), TIED_DEEP_3.start()
TOP_K_NONNEGATIVE_START, TOP_K_MAGNITUDES_START = TOP_K_NONNEGATIVE.start(), TOP_K_MAGNITUDES.start()
BATCH_TOP_K_START, JUMP_RELU_START = BATCH_TOP_K.start(), JUMP_RELU.start()

"""Runs side by side: their members, which may differ in kind, size, k and start, as one run whose parts are added."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from mousaic.analysis.ensembles import held_out_reconstructions, simplex_weights
from mousaic.config import Config
from mousaic.console import silent
from mousaic.device import use_threads
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.kept_paths import shown_path
from mousaic.locks import alone_in
from mousaic.model.ensemble import Ensemble
from mousaic.model.mixture import Mixture
from mousaic.model.store import Model, card_of
from mousaic.pipeline.common_split import check_alike, common_split, free_folder
from mousaic.pipeline.mixed_outputs import finish_joined
from mousaic.pipeline.results import write_results
from mousaic.pipeline.run_input import source_of
from mousaic.pipeline.run_record import run_record
from mousaic.runs.run import Run, create_run, open_run
from mousaic.runs.successor import take_place
from mousaic.runs.targets import check_new_run
from mousaic.said import Say, told
from mousaic.stages import Stage
from mousaic.training.data import TrainingData
from mousaic.training.fit import training_data
from mousaic.training.metrics import evaluate
from mousaic.training.progress import Progress, Silent

How = Literal["average", "weighted"]


def join(
    paths: Sequence[str | Path],
    how: How = "average",
    *,
    out: str | Path | None = None,
    data: str | Path | ImageSet | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
    say: Say = silent,
    report: bool = True,
    raw: bool = False,
) -> Run:
    """One run of all members of several runs, side by side.

    Nothing is trained that would be kept: the features are the runs' own, and an image's reconstruction is the sum of
    the members' times their weights. Members compare codes with none of the others, which differ in what they hold.

    Args:
        paths: finished runs on the same images.
        how: ``"average"``: all members weigh the same; ``"weighted"``: weights of 0 or more, 1 in all, least squares
            on images that the training part itself holds out, for which each run is trained three more times.
        out: the new run folder (default: the first run's with ``-joined``, numbered if taken).
        data: where the images are now, if they have moved; or the images, of runs that were trained on arrays.
        overwrite: replace ``out`` if it is a run.
        progress, say, report: as of :func:`mousaic.train`.
        raw: tables hold names as they are, as they do where any of the runs was made so.

    Raises:
        MousaicError: runs that cannot be joined; nothing is left behind then.
    """
    runs = [open_run(path) for path in paths]
    kinds = _members(runs)
    if how == "weighted":
        _check_trainable(runs)
    stage = (progress or Silent()).stage
    given = runs[0].need_data() if data is None else data
    source = source_of(given)
    path = free_folder(runs, out, "joined")
    with alone_in(path):
        check_new_run(path, source, overwrite)
        card = runs[0].model.card
        if isinstance(given, ImageSet):
            images = given
        else:
            images = load_images(given, card.images, limits=card.limits, ranges=card.ranges)
        with use_threads(runs[0].config.training.threads):
            raw = raw or any(run.raw for run in runs)
            return take_place(_joined(runs, kinds, how, path, source, images, overwrite, say, report, raw, stage))


def _joined(
    runs: Sequence[Run], kinds: Sequence[Ensemble], how: How, path: Path, source: Path | None, images: ImageSet,
    overwrite: bool, say: Say, report: bool, raw: bool, stage: Stage,
) -> Run:  # fmt: skip
    """The run made and reported on."""
    card = runs[0].model.card
    rows, held_out = common_split(runs, images)
    own = images.subset(np.flatnonzero(~held_out))
    flat = [1 / len(kinds)] * len(kinds) if how == "average" else _weights(runs, own, len(kinds))
    mixture = Mixture(kinds, flat).requires_grad_(False)
    config = _config(runs[0].config, mixture)
    shown = training_data(images, config, held_out)
    record = run_record(config, source, images, len(own), path, raw)
    record |= {"joined": {"how": how, "runs": _sources(runs, flat)}, "pages": {"report": report, "lang": "en"}}
    card = card_of(mixture, card.shape, card.images, limits=card.limits, ranges=card.ranges)
    made = Model(mixture, card, shown.flat_originals.mean(0).cpu())

    def fill(folder: Path) -> None:
        finish_joined(Run(folder, record), path, made, shown, images, held_out)

    run = create_run(path, record, rows, overwrite, fill)
    if how == "weighted" and len(shown.validation):
        r = run.summary["validation"]["pearson"]
        say(told("weights_found", weights=flat, r=r, equal=_equally(kinds, shown)))
    if report:
        write_results(run, images, say, stage=stage)
    return run


def _config(config: Config, mixture: Mixture) -> Config:
    """Of the whole: that of the first run, with the features and k of all members."""
    model = dataclasses.replace(config.model, members=1, features=mixture.features, k=mixture.k, model="whole", local=0)
    return dataclasses.replace(config, model=model)


def _equally(kinds: Sequence[Ensemble], data: TrainingData) -> float:
    """Held-out r where all members weigh the same, which weights are to be compared with."""
    equal = Mixture(kinds, [1 / len(kinds)] * len(kinds)).requires_grad_(False)
    return evaluate(equal, data.validation, 0.0)["pearson"]


def _members(runs: Sequence[Run]) -> list[Ensemble]:
    """The members of all runs, one after another."""
    check_alike(runs, ("shape", "images", "limits", "ranges"))
    kinds = []
    for run in runs:
        ensemble = run.model.ensemble
        if isinstance(ensemble, Mixture) or ensemble.places > 1:
            what = "filters that may lie anywhere" if ensemble.places > 1 else "members of different kinds already"
            raise MousaicError(f"{run.path} has {what}, which cannot stand beside others: name other runs.")
        kinds += [ensemble.member(member) for member in range(ensemble.members)]
    return kinds


def _check_trainable(runs: Sequence[Run]) -> None:
    for run in runs:
        if "combined" in run.record:
            raise MousaicError(
                f"{run.path} is a consensus of other runs, which training again does not make, so that it cannot be "
                "weighed: use --join average, or name those runs."
            )


def _weights(runs: Sequence[Run], own: ImageSet, members: int) -> list[float]:
    """Of all members, from reconstructions of training images by members that did not learn from these."""
    errors = []
    for run in runs:
        found = held_out_reconstructions(own, run.config)
        if found is None:
            return [1 / members] * members
        made, x, _ = found
        errors.append(x - made)
    weights: list[float] = simplex_weights(np.concatenate(errors)).tolist()
    return weights


def _sources(runs: Sequence[Run], weights: Sequence[float]) -> list[dict[str, Any]]:
    found, first = [], 0
    for run in runs:
        last = first + run.model.ensemble.members
        found.append(made_from(run) | {"weights": list(weights[first:last])})
        first = last
    return found


def made_from(run: Run) -> dict[str, Any]:
    """What a run's record keeps of another that it was made from."""
    names = ("epochs", "epoch_kept", "training_images", "seconds")
    return {
        "run": shown_path(run.path),
        "config": dataclasses.asdict(run.config),
        **{name: run.summary.get(name, run.summary["epochs"]) for name in names},
    }

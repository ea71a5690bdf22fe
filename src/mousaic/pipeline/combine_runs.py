"""Runs made one: the features that most of their members have, merged and trained on, as a run like any other."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from mousaic.analysis.ensembles import refinement
from mousaic.config import Config
from mousaic.console import silent
from mousaic.files import write_csv
from mousaic.images.image_set import ImageSet
from mousaic.kept_paths import shown_path
from mousaic.locks import alone_in
from mousaic.model.consensus import ALIKE, Consensus, consensus, stacked
from mousaic.model.ensemble import Ensemble
from mousaic.pipeline.common_split import check_alike, common_split, free_folder
from mousaic.pipeline.run_completion import train_run
from mousaic.pipeline.run_input import source_of
from mousaic.pipeline.run_record import run_record
from mousaic.runs.run import Run, create_run, open_run
from mousaic.runs.successor import take_place
from mousaic.runs.targets import check_new_run
from mousaic.said import Said, Say, told
from mousaic.training.checkpoint import TrainingState, save_checkpoint
from mousaic.training.needs import check_disk
from mousaic.training.progress import Progress, Silent


def combine(
    paths: Sequence[str | Path],
    *,
    out: str | Path | None = None,
    threshold: float = ALIKE,
    k: int | None = None,
    data: str | Path | ImageSet | None = None,
    overwrite: bool = False,
    progress: Progress | None = None,
    say: Say = silent,
    report: bool = True,
    raw: bool = False,
) -> Run:
    """One member of the features that most members of the runs have.

    Features are matched across all members, matched ones are merged, the best supported are kept and trained on for
    half the epochs at half the step size. The runs may differ in seed, k, initialisation and consistency. An image
    that any of them was trained on counts as trained on; what all of them held out stays held out.

    Args:
        paths: runs on the same images, with features of the same number; one run of several members will do.
        out: the new run folder (default: the first run's with ``-consensus``, numbered if taken).
        threshold: |cosine| from which features are one, 0 to 1.
        k: active features in each image's code (default: the mean of the runs').
        data: where the images are now, if they have moved; or the images, of runs that were trained on arrays.
        overwrite: replace ``out`` if it is a run.
        progress, say, report: as of :func:`mousaic.train`.
        raw: tables hold names as they are, as they do where any of the runs was made so.

    Returns:
        A finished run. Its ``analysis/consensus.csv`` says in how many members each feature was found, and which
        features they are.

    Raises:
        MousaicError: runs that cannot be combined; nothing is left behind then.
    """
    runs = [open_run(path) for path in paths]
    ensemble, names = _members(runs)
    first = runs[0]
    given = first.need_data() if data is None else data
    source = source_of(given)
    path = free_folder(runs, out, "consensus")
    with alone_in(path):
        check_new_run(path, source, overwrite)
        ensemble.k = ensemble.k if k is None else k
        found = consensus(ensemble, threshold)
        images = given if isinstance(given, ImageSet) else first.load_images(given, own=True)
        rows, held_out = common_split(runs, images)
        config = _config(first.config, found.ensemble, bool(held_out.any()))
        check_disk(path, config, images.shape)
        raw = raw or any(run.raw for run in runs)
        record = run_record(config, source, images, int((~held_out).sum()), path, raw) | {
            "combined": {"runs": [shown_path(run.path) for run in runs], "members": names, "threshold": threshold},
            "pages": {"report": report, "lang": "en"},
        }
        say(support_finding(found.support.tolist(), len(names)))

        fill = partial(_begin, record=record, config=config, found=found, names=names)
        run = create_run(path, record, rows, overwrite, fill)
        return take_place(train_run(run, images, held_out, progress or Silent(), say, False, report))


def _begin(folder: Path, record: Mapping[str, Any], config: Config, found: Consensus, names: Sequence[str]) -> None:
    """What a new run goes on from: the merged features as its checkpoint, and where they come from."""
    state = TrainingState.start(found.ensemble, "topk" if config.by_gradients else "omp")
    save_checkpoint(folder / "checkpoint" / "state.safetensors", state, record["run"])
    (folder / "analysis").mkdir()
    _write_sources(folder / "analysis" / "consensus.csv", found, names, record["raw_tables"])


def support_finding(support: Sequence[int], members: int) -> Said:
    """In how many members the features were found."""
    count = Counter(support)
    key = "support_little" if 2 * count[1] > len(support) else "support"
    shares = [told("support_share", count=count[n], members=n) for n in range(members, 0, -1) if count[n]]
    return told(key, features=len(support), members=members, shares=shares)


def _members(runs: Sequence[Run]) -> tuple[Ensemble, list[str]]:
    """All members of all runs as one ensemble with the mean of their k, and their names."""
    check_alike(runs, ("shape", "features", "center", "parts", "images", "limits", "ranges"))
    models = [run.model for run in runs]
    ensembles = [model.ensemble for model in models]
    names = [f"{run.path.name}/{m}" for run, e in zip(runs, ensembles, strict=True) for m in range(e.members)]
    if len(set(names)) < len(names):  # folders of one name in different places
        names = [f"{n + 1}-{name}" for n, name in enumerate(names)]
    k = round(sum(e.k * e.members for e in ensembles) / len(names))
    return stacked(ensembles, k), names


def _config(config: Config, merged: Ensemble, validation: bool) -> Config:
    """Of the training that follows the merging."""
    changed: dict[str, Any] = {"k": merged.k}
    if merged.parts.placing is not None:
        changed["filter_sizes"] = merged.parts.placing.side
    config = refinement(config)
    training = dataclasses.replace(
        config.training, early_stop=0, validation=config.training.validation if validation else 0.0, backend="auto"
    )
    return dataclasses.replace(config, model=dataclasses.replace(config.model, **changed), training=training)


def _write_sources(path: Path, found: Consensus, names: Sequence[str], raw: bool) -> None:
    columns = ["feature", "support", *names]
    sources = found.sources.T.tolist()
    rows: list[dict[str, Any]] = [
        {"feature": number, "support": support}
        | {name: "" if source < 0 else source for name, source in zip(names, of, strict=True)}
        for number, (support, of) in enumerate(zip(found.support.tolist(), sources, strict=True))
    ]
    write_csv(path, columns, rows, raw)

"""Honest evaluation: Mousaic's autoencoders beside plain methods, on images none of them learned from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mousaic.analysis.compare.foreign_run import foreign_model
from mousaic.analysis.compare.method import Part, choose_methods, fit, local_side, with_seed
from mousaic.analysis.compare.score_table import Board, Row
from mousaic.analysis.compare.verdict import Entrant, ours_against_pca, winner
from mousaic.config import Config, concrete, config_for
from mousaic.device import choose_device, use_threads
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.splits.folds import Fold, make_folds, possible_folds
from mousaic.images.splits.leaks import Leaks, find_leaks
from mousaic.model.store import Model
from mousaic.runs.run import Run, open_run
from mousaic.said import Said, verbatim
from mousaic.seeds import derive_seed
from mousaic.stats.reconstruction_scores import Floats


class Done(NamedTuple):
    """What the caller is told when a method is through with a fold."""

    fold: Fold
    folds: int
    repeats: int
    title: str
    pearson: float
    """Held-out r of this fold."""
    seconds: float
    left: float | None
    """Seconds that the rest will take, once every method has been through a fold."""


@dataclass(frozen=True)
class Comparison:
    """What was found.

    Attributes:
        verdict: sentences; the first says which method wins and by how much.
        rows: the table, best first: at equal code size, then those that store more.
        notes: what a reader must know to judge the table.
        settings: images, groups, folds, repeats, k, features, members, epochs and seed.
        leaks: near-duplicates on both sides of a fold.
        paths: (N,) of the images.
        image_pearson: row -> held-out r of each image (N,), mean over repeats.
    """

    verdict: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[Said, ...]
    settings: dict[str, Any]
    leaks: Leaks
    paths: tuple[str, ...]
    image_pearson: dict[str, Floats]


def compare(
    data: str | Path | ImageSet,
    *,
    methods: Sequence[str] | None = None,
    folds: int = 5,
    repeats: int = 1,
    pretrained: str | Path | Run | None = None,
    strict: bool = False,
    say: Callable[[Said], None] = lambda said: None,
    tell: Callable[[Done], None] = lambda done: None,
    **options: Any,
) -> Comparison:
    """Compare methods by repeated, stratified, grouped k-fold cross-validation.

    Args:
        data: a folder, a CSV/TSV table, or what :func:`mousaic.load_images` returned.
        methods: names from :data:`mousaic.analysis.compare.method.METHODS` (default: all that can be).
        folds: parts of a repeat; fewer where there are fewer groups.
        repeats: divisions of the images.
        pretrained: a run trained on other images, to compare as well.
        strict: treat every skipped file as an error.
        say: told what a person should know, line by line.
        tell: told of each method and fold.
        options: any option of :mod:`mousaic.config`, such as ``k=20``; all presets then take it. ``local`` is the side
            of the local features (default: a quarter of the image's), which the other methods do not have.

    Raises:
        MousaicError: something in the input that the user can mend.
    """
    configs = _configs(options)
    config = configs[0]
    names = choose_methods(None if methods is None else list(methods), pretrained is not None)
    if repeats < 1:
        raise MousaicError(f"--repeats must be at least 1, not {repeats}.")
    choose_device(config.training.device)
    run = open_run(pretrained) if isinstance(pretrained, (str, Path)) else pretrained
    images = data if isinstance(data, ImageSet) else load_images(data, config.images, strict=strict)
    model = None if run is None else foreign_model(run, images, config)
    say(verbatim(images.intake.to_text()))
    possible = possible_folds(images.groups, folds)
    notes: list[Said] = []
    if possible < folds:
        notes.append(verbatim(f"{possible} folds instead of {folds}: there are only {possible} groups."))
    plan = make_folds(images.labels, images.groups, possible, repeats, config.training.seed)
    leaks = find_leaks(images, plan)
    leak = leaks.finding()
    notes += [] if leak is None else [leak]
    for note in notes:
        say(note)
    with use_threads(config.training.threads), _blas_threads(config.training.threads):
        board = _measure(images, plan, names, configs, model, tell)
    return _conclude(images, board, config, plan, notes, leaks)


def _configs(options: Mapping[str, Any]) -> tuple[Config, Config, Config]:
    """Of the presets ``default`` and ``report``, and of ``default`` with local features."""
    whole = {name: value for name, value in options.items() if name != "local"}
    config, report = concrete(config_for("default", **whole)), config_for("report", **whole)
    side = options.get("local") or local_side(config.images.size)
    return config, report, config_for("default", **whole | {"local": side, "init": "windows"})


def _measure(
    images: ImageSet,
    plan: Sequence[Fold],
    names: Sequence[str],
    configs: Sequence[Config],
    model: Model | None,
    tell: Callable[[Done], None],
) -> Board:
    """Every method through every fold."""
    repeats, folds = plan[-1].repeat + 1, plan[-1].number + 1
    board = Board(repeats, len(images))
    spent: dict[str, list[float]] = {name: [] for name in names}
    for number, fold in enumerate(plan):
        seed = derive_seed(configs[0].training.seed, "compare", fold.repeat, fold.number)
        learned_from = images.subset(np.flatnonzero(~fold.held_out))
        config, report, local = (with_seed(config, seed) for config in configs)
        part = Part(learned_from, config, report, local, model)
        x = images.pixels[fold.held_out].reshape(-1, images.D)
        _ = part.pool  # drawn before the clock of the first method that learns from it starts
        for place, name in enumerate(names):
            began = time.perf_counter()
            found = fit(name, part)
            seconds = time.perf_counter() - began
            r = [board.add(fold, part, x, fitted, seconds) for fitted in found]
            spent[name].append(time.perf_counter() - began)
            left = _left(spent, names[place + 1 :], len(plan) - number - 1)
            for fitted, mean in zip(found, r, strict=True):
                tell(Done(fold, folds, repeats, fitted.title, mean, seconds, left))
    return board


def _left(spent: dict[str, list[float]], now: Sequence[str], folds: int) -> float | None:
    """Seconds for the methods still to come in this fold and for all in the folds after it."""
    if not all(spent.values()):
        return None
    usual = {name: sum(seconds) / len(seconds) for name, seconds in spent.items()}
    return sum(usual[name] for name in now) + folds * sum(usual.values())


def _conclude(
    images: ImageSet, board: Board, config: Config, plan: Sequence[Fold], notes: list[Said], leaks: Leaks
) -> Comparison:
    seed, model = config.training.seed, config.model
    rows = board.table(images.groups, seed)
    settings = {
        "images": len(images),
        "groups": len(set(images.groups)),
        "folds": plan[-1].number + 1,
        "repeats": plan[-1].repeat + 1,
        "size": list(images.shape),
        "k": model.k,
        "features": model.features,
        "members": model.members,
        "epochs": config.training.epochs,
        "seed": seed,
    }
    r = {name: scores.image_r for name, scores in board.rows.items()}
    return Comparison(
        _verdict(rows, r, images.groups, seed), tuple(rows), tuple(notes), settings, leaks, images.paths, r
    )


def _verdict(rows: Sequence[Row], r: dict[str, Floats], groups: Sequence[str], seed: int) -> tuple[str, ...]:
    """The winner at equal code size, ours against PCA, and the winner among those that store more."""

    def entrants(wide: bool) -> list[Entrant]:
        rivals = [row for row in rows if row.wide == wide and row.same_as not in r]
        return [Entrant(row.title, r[row.method], row.ours, row.method.startswith("pca")) for row in rivals]

    sentences = []
    narrow, wide = entrants(False), entrants(True)
    if narrow:
        sentences += [winner(narrow, groups, seed), ours_against_pca(narrow, groups, seed)]
    if wide:
        sizes = sorted({row.values for row in rows if row.wide})
        sentences.append(winner(wide, groups, seed, f"with {' to '.join(map(str, sizes))} numbers for each image, "))
    return tuple(sentence for sentence in sentences if sentence)


def _blas_threads(threads: int) -> Any:
    """A context in which numpy and scikit-learn compute with that many threads (0: as they choose)."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    return threadpool_limits(threads or None)

"""Honest evaluation: Mousaic's autoencoders beside plain methods, on images none of them learned from."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from mousaic.analysis.compare.bit_budgets import VERDICT_BITS
from mousaic.analysis.compare.bits_curves import BitsCurve
from mousaic.analysis.compare.bits_verdict import Spender, verdict_at_bits
from mousaic.analysis.compare.foreign_run import foreign_model
from mousaic.analysis.compare.judging import judge
from mousaic.analysis.compare.rival_methods import METHODS, choose_methods
from mousaic.analysis.compare.score_table import Row, ScoreTable
from mousaic.analysis.compare.training_part import Part, local_side
from mousaic.analysis.compare.verdict import Entrant, verdict
from mousaic.analysis.cross_validation import cross_validated
from mousaic.arrays import Floats
from mousaic.config import Config, ModelOptions, concrete, config_for
from mousaic.console import silent
from mousaic.device import choose_device
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.splits.folds import Fold, make_folds, possible_folds
from mousaic.images.splits.leaks import Leaks, find_leaks
from mousaic.images.vector_options import with_vector_defaults
from mousaic.model.store import Model
from mousaic.runs.run import Run, open_run
from mousaic.said import Said, Say, told
from mousaic.seeds import derive_seed
from mousaic.training.needs import check_memory, data_shape
from mousaic.views import frame, view


class Done(NamedTuple):
    """What the caller is told when a method is through with a fold."""

    fold: Fold
    folds: int
    repeats: int
    title: Said
    pearson: float
    """Held-out r of this fold."""
    seconds: float
    left: float | None
    """Seconds that the rest will take, once every method has been through a fold."""


@dataclass(frozen=True)
class Comparison:
    """What was found.

    Attributes:
        verdict: the first says which method wins at equal bits and by how much, where ours and others were compared.
        rows: the table, best first: at equal code size, then those that store more.
        notes: what a reader must know to judge the table.
        settings: images, groups, folds, repeats, k, features, members, epochs and seed.
        leaks: near-duplicates on both sides of a fold.
        paths: (N,) of the images.
        image_pearson: row -> held-out r of each image (N,), mean over repeats.
        curves: the rows at equal bits, best first at those of the verdict.
    """

    verdict: tuple[Said, ...]
    rows: tuple[Row, ...]
    notes: tuple[Said, ...]
    settings: dict[str, Any]
    leaks: Leaks
    paths: tuple[str, ...]
    image_pearson: dict[str, Floats]
    curves: tuple[BitsCurve, ...] = ()

    def plot(self, lang: str = "en") -> Any:
        """Every method's held-out r, as a matplotlib Figure."""
        return view("comparison", self, lang)

    def to_frame(self) -> Any:
        """The table as a pandas DataFrame: see :class:`mousaic.analysis.compare.score_table.Row`."""
        return frame(row._asdict() for row in self.rows)


def compare(
    data: str | Path | ImageSet,
    *,
    methods: Sequence[str] | None = None,
    folds: int = 5,
    repeats: int = 1,
    pretrained: str | Path | Run | None = None,
    strict: bool = False,
    say: Say = silent,
    tell: Callable[[Done], None] = lambda done: None,
    **options: Any,
) -> Comparison:
    """Compare methods by repeated, stratified, grouped k-fold cross-validation.

    Args:
        data: a folder, a CSV/TSV table, or what :func:`mousaic.load_images` returned.
        methods: names from :data:`mousaic.analysis.compare.rival_methods.METHODS` (default: the usual ones).
        folds: parts of a repeat; fewer where there are fewer groups.
        repeats: divisions of the images.
        pretrained: a run trained on other images, to compare as well.
        strict: treat every skipped file as an error.
        say: told what a person should know, one thing after another.
        tell: told of each method and fold.
        options: any option of :mod:`mousaic.config`, such as ``k=20``; all presets then take it. ``local`` is the side
            of the local features (default: a quarter of the image's), which the other methods do not have.

    Raises:
        MousaicError: something in the input that the user can mend.
    """
    configs = _configs(with_vector_defaults(data, options, ModelOptions.k))
    config = configs[0]
    names = choose_methods(methods, pretrained is not None)
    if repeats < 1:
        raise MousaicError(f"--repeats must be at least 1, not {repeats}.")
    choose_device(config.training.device)
    for one in configs:
        if one is not None:
            check_memory(one, data_shape(data, one))
    run = open_run(pretrained) if isinstance(pretrained, (str, Path)) else pretrained
    images = data if isinstance(data, ImageSet) else load_images(data, config.images, strict=strict)
    model = None if run is None else foreign_model(run, images, config)
    say(images.intake.said())
    images, left_out = images.with_r()
    possible = possible_folds(images.groups, folds)
    plan = make_folds(images.labels, images.groups, possible, repeats, config.training.seed)
    leaks = find_leaks(images, plan)
    notes = [told("folds_fewer", possible=possible, wanted=folds, few=None)] if possible < folds else []
    leak = leaks.finding()
    notes += [note for note in (leak, left_out) if note is not None]
    for note in notes:
        say(note)
    return _conclude(images, _measure(images, plan, names, configs, model, tell), config, plan, notes, leaks)


ROWS_ALONE = frozenset(
    {
        "encoder",
        "decoder",
        "sparsity",
        "model",
        "revive",
        "consistency",
        "consistency_kind",
        "backend",
        "nested",
    }
)
"""Options of members made of rows of weights, which those of filters have otherwise or not at all."""


def _configs(options: Mapping[str, Any]) -> tuple[Config, Config, Config, Config | None]:
    """Of the presets ``default`` and ``report``, and of ``default`` with local features and with filters."""
    if options.get("model") == "conv":
        raise MousaicError("Filters that may lie anywhere are the method conv of every comparison: leave --model out.")
    whole = {name: value for name, value in options.items() if name != "local"}
    # What the experiment learns by, and on, is what makes it the experiment.
    report = config_for("report", **{name: value for name, value in whole.items() if name not in ("learn", "model")})
    config = concrete(config_for("default", **whole))
    side = options.get("local") or local_side(config.images.size)
    local = config_for("default", **whole | {"local": side, "init": "windows"})
    return config, report, local, _with_filters(whole)


def _with_filters(options: Mapping[str, Any]) -> Config | None:
    """Of ``default`` with filters; None where images of this size have no room for them and nobody asked for any."""
    own = {name: value for name, value in options.items() if name not in ROWS_ALONE}
    try:
        return config_for("default", **own | {"model": "conv", "init": "windows"})
    except MousaicError:
        if own.keys() & {"filters", "filter_sizes", "stride", "neighbourhood"}:
            raise
        return None


def _measure(
    images: ImageSet,
    plan: Sequence[Fold],
    names: Sequence[str],
    configs: tuple[Config, Config, Config, Config | None],
    model: Model | None,
    tell: Callable[[Done], None],
) -> ScoreTable:
    """Every method through every fold. What methods of a fold share is let go with its training part."""
    seed, last = configs[0].training.seed, plan[-1]
    table = ScoreTable(last.repeat + 1, len(images))
    spent: dict[str, list[float]] = {name: [] for name in names}
    turns = cross_validated(images, plan, lambda fold: derive_seed(seed, "compare", fold.repeat, fold.number))
    for number, turn in enumerate(turns):
        config, report, local = (turn.own(one) for one in configs[:3])
        conv = None if configs[3] is None else turn.own(configs[3])
        part = Part(turn.learned_from, config, report, local, conv, model)
        for place, name in enumerate(names):
            began = time.perf_counter()
            found = judge(METHODS[name], part, turn.x)
            spent[name].append(time.perf_counter() - began)
            left = _left(spent, names[place + 1 :], len(plan) - number - 1)
            for scored in found:
                table.add(turn.fold, METHODS[name], scored)
                r, title = float(scored.r.mean()), scored.about.title
                tell(Done(turn.fold, last.number + 1, last.repeat + 1, title, r, scored.seconds, left))
    return table


def _left(spent: dict[str, list[float]], now: Sequence[str], folds: int) -> float | None:
    """Seconds for the methods still to come in this fold and for all in the folds after it."""
    if not all(spent.values()):
        return None
    usual = {name: sum(seconds) / len(seconds) for name, seconds in spent.items()}
    return sum(usual[name] for name in now) + folds * sum(usual.values())


def _conclude(
    images: ImageSet, table: ScoreTable, config: Config, plan: Sequence[Fold], notes: list[Said], leaks: Leaks
) -> Comparison:
    if not table.rows:
        raise MousaicError("None of these methods gives a row with these options: name others with --methods.")
    seed, model = config.training.seed, config.model
    rows = table.lines(images.groups, seed)
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
    found = verdict_at_bits(_spenders(table), images.groups, seed)
    found += verdict(_entrants(rows, table, False), _entrants(rows, table, True), model.k, images.groups, seed)
    r = {name: scores.image_r for name, scores in table.rows.items()}
    curves = tuple(table.curves(images.groups, seed))
    return Comparison(found, tuple(rows), tuple(notes), settings, leaks, images.paths, r, curves)


def _spenders(table: ScoreTable) -> list[Spender]:
    """All whose codes can have any size, but those that equal another by construction."""
    found = []
    for name, scores in table.rows.items():
        r = None if scores.at_bits is None else scores.at_bits.image_r(VERDICT_BITS)
        about, capabilities = scores.about, scores.method.capabilities
        if r is not None and about.same_as not in table.rows:
            title = about.sizeless or about.title
            found.append(Spender(name, title, r, "ours" in capabilities, "pca" in capabilities, about.start))
    return found


def _entrants(rows: Sequence[Row], table: ScoreTable, wide: bool) -> list[Entrant]:
    """The rivals among the wider rows, or among the others: each but those that equal another by construction."""
    return [
        Entrant(row.title, scores.image_r, row.ours, "pca" in scores.method.capabilities, row.values)
        for row, scores in ((row, table.rows[row.method]) for row in rows)
        if row.wide == wide and row.same_as not in table.rows
    ]

"""Honest evaluation: Mousaic's autoencoders beside plain methods, on images none of them learned from."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from mousaic.analysis.compare.bit_budgets import VERDICT_BITS
from mousaic.analysis.compare.bits_curves import BitsCurve
from mousaic.analysis.compare.bits_verdict import Spender, verdict_at_bits
from mousaic.analysis.compare.contest import Bout, Contest, kept_bouts, work_of
from mousaic.analysis.compare.foreign_run import foreign_model
from mousaic.analysis.compare.judging import Scored
from mousaic.analysis.compare.options_read import check_read
from mousaic.analysis.compare.rival_methods import METHODS, choose_methods, suited
from mousaic.analysis.compare.score_table import Row, ScoreTable
from mousaic.analysis.compare.training_part import local_side
from mousaic.analysis.compare.verdict import Entrant, verdict
from mousaic.arrays import Floats
from mousaic.config import Config, ModelOptions, concrete, config_for
from mousaic.console import silent
from mousaic.device import choose_device
from mousaic.errors import MousaicError
from mousaic.images.image_set import ImageSet, load_images
from mousaic.images.splits.folds import Fold, make_folds, possible_folds
from mousaic.images.splits.leaks import Leaks, find_leaks
from mousaic.images.vector_options import with_vector_defaults
from mousaic.runs.run import Run, open_run
from mousaic.said import Said, Say, told
from mousaic.stages import Stage, untold
from mousaic.tasks.crew import ALONE, Crew
from mousaic.tasks.running import results_of
from mousaic.tasks.work import Finished
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
    """0 where it had been done before."""
    of: Finished[Bout, list[list[Scored]]]
    """The task that is done."""


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
    paths: Sequence[str]
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
    keep: Path | None = None,
    crew: Crew = ALONE,
    say: Say = silent,
    tell: Callable[[Done], None] = lambda done: None,
    stage: Stage = untold,
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
        keep: a folder for what is done already, where a rerun finds it.
        crew: who does the tasks.
        say: told what a person should know, one thing after another.
        tell: told of each method and fold.
        stage: told how far all of it is.
        options: any option of :mod:`mousaic.config`, such as ``k=20``; all presets then take it. ``local`` is the side
            of the local features (default: a quarter of the image's), which the other methods do not have.

    Raises:
        MousaicError: something in the input that the user can mend.
    """
    configs = _configs(with_vector_defaults(data, options, ModelOptions.k))
    config = configs[0]
    names = choose_methods(methods, pretrained is not None)
    check_read(options, names, config, configs[1], configs[3])
    if repeats < 1:
        raise MousaicError(f"--repeats must be at least 1, not {repeats}.")
    choose_device(config.training.device)
    for one in filter(None, configs):
        check_memory(one, data_shape(data, one))
    run = open_run(pretrained) if isinstance(pretrained, (str, Path)) else pretrained
    images = data if isinstance(data, ImageSet) else load_images(data, config.images, strict=strict)
    model = None if run is None else foreign_model(run, images, config)
    say(images.intake.said())
    names, notes = suited(names, methods is not None, images.shape.is_grid, bool((images.pixels < 0).any()))
    images, left_out = images.with_r()
    possible = possible_folds(images.groups, folds)
    plan = make_folds(images.labels, images.groups, possible, repeats, config.training.seed)
    leaks = find_leaks(images, plan)
    notes += [told("folds_fewer", possible=possible, wanted=folds, few=None)] if possible < folds else []
    leak = leaks.finding()
    notes += [note for note in (leak, left_out) if note is not None]
    for note in notes:
        say(note)
    contest = Contest(images, tuple(plan), configs, model, {name: METHODS[name] for name in names})
    return _conclude(images, _measure(contest, keep, crew, tell, stage), config, plan, notes, leaks)


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


def _measure(contest: Contest, keep: Path | None, crew: Crew, tell: Callable[[Done], None], stage: Stage) -> ScoreTable:
    """Every method through every fold."""
    last, bouts = contest.plan[-1], contest.bouts
    table = ScoreTable(last.repeat + 1, len(contest.images))

    def told_of(done: Finished[Bout, list[list[Scored]]]) -> None:
        fold = contest.plan[done.task.fold]
        for scored in (one for found in done.result for one in found):
            r, seconds = float(scored.r.mean()), scored.seconds if done.seconds else 0.0
            tell(Done(fold, last.number + 1, last.repeat + 1, scored.about.title, r, seconds, done))

    found = results_of(work_of(contest), kept_bouts(keep, contest), crew, told_of, stage)
    for bout, scores in zip(bouts, found, strict=True):
        for name, rows in zip(bout.methods, scores, strict=True):
            for scored in rows:
                table.add(contest.plan[bout.fold], contest.methods[name], scored)
    if not table.rows:
        if keep is not None:
            shutil.rmtree(keep, ignore_errors=True)
        raise MousaicError("None of these methods gives a row with these options: name others with --methods.")
    return table.in_order(list(contest.methods))


def _conclude(
    images: ImageSet, table: ScoreTable, config: Config, plan: Sequence[Fold], notes: list[Said], leaks: Leaks
) -> Comparison:
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

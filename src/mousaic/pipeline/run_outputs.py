"""What training writes into its run folder: figures, tables, the model, and the run in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

from mousaic.analysis.parts.part_store import holds_parts
from mousaic.arrays import Mask
from mousaic.files import explained, read_text, write_csv, write_text
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.model.firing_rates import dead_fraction, firing_rates
from mousaic.model.mixture import Mixture
from mousaic.model.store import Model, file_sha256, save_model
from mousaic.pipeline.code_choice import judge_codes, recommended
from mousaic.report import figures
from mousaic.report.figures.style import house_style
from mousaic.report.findings.run_readme import is_readme, run_readme
from mousaic.runs.run import Run
from mousaic.sealed import write_sealed
from mousaic.second_process import in_two
from mousaic.training.checkpoint import TrainingState
from mousaic.training.data import TrainingData
from mousaic.training.loop import best_epoch
from mousaic.training.metrics import evaluate, mean_image_baseline, pearson_r

README = "README.md"
FIGURES = ("loss", "reconstruction", "consistency", "pearson", "pearson_ensemble", "dead_fraction", "l0")
HISTORY_COLUMNS = [
    "epoch",
    *FIGURES,
    "images_per_second",
    "seconds",
    *(f"validation_{name}" for name in FIGURES),
]


def write_epoch(
    run: Run, state: TrainingState, ensemble: Ensemble, data: TrainingData, images: ImageSet, held_out: Mask
) -> None:
    """After an epoch: ``history.csv``, and pictures where the user asked for them along the way.

    Args:
        ensemble: what describes the images by now.
    """
    write_csv(run.path / "history.csv", HISTORY_COLUMNS, state.history)
    every = run.config.training.picture_every
    if every and state.epoch % every == 0 and state.epoch < run.config.training.epochs:
        draw(run, ensemble, state.epoch, data, images, held_out)


def finish_run(
    run: Run,
    model: Model,
    state: TrainingState,
    data: TrainingData,
    plain: TrainingData,
    images: ImageSet,
    held_out: Mask,
) -> None:
    """Model, pictures, README and, last of all, ``summary.json``: where that is, the run is whole.

    Args:
        data: what was learned from; ``plain`` the images themselves, which it is but where a run before left it over.
    """
    epoch = best_epoch(state.history) if run.config.training.early_stop else state.epoch
    summary = summary_of(model, state, epoch, plain)
    beside = summary["baselines"] if plain is data else {}  # what was left over has no mean image worth showing
    write_results_of_training(
        run, model, state.history, summary, beside, lambda: draw(run, model.ensemble, epoch, plain, images, held_out)
    )


def write_results_of_training(
    run: Run,
    model: Model,
    history: list[dict[str, float]],
    summary: Mapping[str, Any],
    beside: Mapping[str, Mapping[str, float]],
    draw_more: Callable[[], None] = lambda: None,
) -> None:
    """The same of what is known already.

    Args:
        history: one row an epoch.
        summary: of :func:`summary_of`.
        beside: the baselines that curves are drawn with.
        draw_more: draws the other pictures into the run's folder of them.
    """
    # A kill before the first checkpoint of a resumed, complete training may have lost the table.
    write_csv(run.path / "history.csv", HISTORY_COLUMNS, history)
    save_model(run.path, model)
    with explained(run.figures):
        run.figures.mkdir(exist_ok=True)
    r = {part: found["pearson"] for part, found in beside.items()}

    def draw_curves() -> None:
        figures.save(figures.training_curves(history, r), run.figures / "training_curves.png")

    with house_style():  # once for both
        in_two(lambda draw: draw(), [draw_curves, draw_more])
    whole = {**summary, "history_sha256": file_sha256(run.path / "history.csv")}
    write_text(run.path / README, run_readme(run.record, whole, run.learned_from, run.place, holds_parts(run.path)))
    write_sealed(run.path / "summary.json", whole)


def write_readme(run: Run) -> None:
    """``README.md`` of a finished run, which lists the parts where there are some."""
    write_text(
        run.path / README, run_readme(run.record, run.summary, run.learned_from, run.place, holds_parts(run.path))
    )


def add_parts_to_readme(run: Run) -> None:
    """The same once parts were found, where nobody has changed the file since it was written without them."""
    path = run.path / README
    if path.is_file() and is_readme(read_text(path), run.record, run.summary, run.learned_from):
        write_readme(run)


def draw(run: Run, ensemble: Ensemble, epoch: int, data: TrainingData, images: ImageSet, held_out: Mask) -> None:
    """``reconstructions_epoch_NN.png`` and ``features_epoch_NN.png``; nothing of vectors."""
    if not images.shape.is_grid:
        return
    with explained(run.figures):
        run.figures.mkdir(exist_ok=True)
    parts = ["validation" if out else "training" for out in held_out]
    chosen = figures.choose_examples(images.labels, parts)
    x = torch.from_numpy(images.pixels[chosen])
    with torch.no_grad():
        y = ensemble(x.flatten(1).to(data.device))[1].mean(0).cpu()
    r = pearson_r(y, x.flatten(1)).numpy()
    names = [images.class_names[label] if label >= 0 else "" for label in images.labels[chosen]]
    picture = figures.reconstructions(
        x.numpy(),
        y.view_as(x).numpy(),
        r,
        classes=names,
        parts=[parts[i] for i in chosen],
        epoch=epoch,
        titles=[images.paths[i] for i in chosen],
        classes_in_all=len(images.class_names),
    )
    figures.save(picture, run.figures / f"reconstructions_epoch_{epoch:02d}.png")
    rates = firing_rates(ensemble, data.flat_originals)[0].cpu().numpy()
    dictionary = ensemble.pictures(0).cpu().view(len(rates), *images.shape).numpy()
    picture = figures.feature_sheet(dictionary, rates, epoch=epoch, members=ensemble.members)
    figures.save(picture, run.figures / f"features_epoch_{epoch:02d}.png")


def baselines_of(model: Model, data: TrainingData, epoch: int) -> dict[str, dict[str, float]]:
    """One mean image shown for every image: in each part the mean that serves it best.

    The training images include copies, and their own mean serves them; for validation images, which
    are originals, the mean of the training originals is the stronger baseline.
    """
    images = data.images(epoch - 1)
    found = {"train": mean_image_baseline(images, images.mean(0))}
    if len(data.validation):
        found["validation"] = mean_image_baseline(data.validation, model.training_mean.to(data.device))
    return found


def summary_of(model: Model, state: TrainingState, epoch: int, data: TrainingData) -> dict[str, Any]:
    """``summary.json``, but for the checksum of ``history.csv``; the figures are those of the epoch whose weights were
    kept."""
    ensemble = model.ensemble
    return {
        "originals": len(data.originals) + len(data.validation),
        "training_images": data.images_per_epoch,
        "members": ensemble.members,
        "features": ensemble.features // ensemble.places,
        **({"places": ensemble.places} if ensemble.places > 1 else {}),
        "k": ensemble.k,
        "epochs": state.epoch,
        "epoch_kept": epoch,
        "seconds": state.seconds,
        **(measured(ensemble, data, epoch) if isinstance(ensemble, Mixture) else _told(state, epoch, ensemble, data)),
        "baselines": baselines_of(model, data, epoch),
    }


def _told(state: TrainingState, epoch: int, ensemble: Ensemble, data: TrainingData) -> dict[str, Any]:
    """``train`` and ``validation``, as the history tells them."""
    row = state.history[epoch - 1]
    validation = {name: row[f"validation_{name}"] for name in FIGURES if f"validation_{name}" in row}
    return {
        "train": {name: row[name] for name in FIGURES},
        "validation": validation | (codes_of(ensemble, data) if validation else {}),
    }


def measured(ensemble: Ensemble, data: TrainingData, epoch: int) -> dict[str, Any]:
    """The same of members that differ in kind, of which no history tells.

    Args:
        epoch: whose copies are the training images, from 1.
    """
    train = evaluate(ensemble, data.images(epoch - 1), 0.0)
    train["dead_fraction"] = dead_fraction(ensemble, data.flat_originals)
    if not len(data.validation):
        return {"train": train, "validation": {}}
    return {"train": train, "validation": evaluate(ensemble, data.validation, 0.0) | codes_of(ensemble, data)}


def codes_of(ensemble: Ensemble, data: TrainingData) -> dict[str, Any]:
    """Which codes describe the validation images best for their time, and Pearson r of every kind."""
    judged = judge_codes(ensemble, data.validation)
    best = recommended(judged)
    return {
        "recommended": {"codes": best.codes, "pearson": best.pearson},
        "codes": {one.codes: one.pearson for one in judged},
    }

"""The study behind most claims: the preset ``report`` and what stands beside it, trained and judged in every fold."""

from __future__ import annotations

import copy
import io
from typing import Any

import numpy as np
import torch
from PIL import Image

from benchmarks.experiment_dictionaries import Dictionaries, feature_figures, spread
from benchmarks.experiment_scores import Principal, Table, bits_of, by_class, made_of, originals, r_of, turns
from benchmarks.experiment_sets import Plan
from mousaic.analysis.cross_validation import Turn
from mousaic.config import Config, ModelOptions
from mousaic.images.image_set import ImageSet
from mousaic.model.codes import Codes
from mousaic.model.ensemble import Ensemble
from mousaic.stats.code_bits import BITS_A_VALUE, code_bits
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.checkpoint import TrainingState
from mousaic.training.fit import train_members, untrained_members

VALUE_BITS = (8, 6, 4, 3, 2)
MOST_COMPONENTS = 430
"""Of PCA: what five codes of 684 bits buy."""


def study(images: ImageSet, name: str, plan: Plan) -> dict[str, Any]:
    """Everything that one training of the preset in each fold can tell.

    Returns:
        ``r``: held-out and training r by name; ``history``: epoch by epoch; ``features``, ``agreement``, ``quantised``,
        ``components``: what else the claims need; ``by_class``: r by class.
    """
    config, table, dictionaries = plan.config(), Table(images, plan.seed), Dictionaries()
    history: list[list[dict[str, float]]] = []
    kinds: dict[str, list[dict[str, float]]] = {}
    quantised: list[np.ndarray] = []
    curve: dict[str, list[np.ndarray]] = {"report": [], "default": []}
    for turn in turns(images, name, plan):
        own = turn.own(config)
        start = untrained_members(turn.learned_from, own)
        trained, rows = _followed(turn, own, start)
        history.append(rows)
        apart = turn.own(plan.config(consistency=0.0))
        separate = train_members(turn.learned_from, apart, start=copy.deepcopy(start))
        usual_config = turn.own(plan.config("default", members=1))
        usual = train_members(turn.learned_from, usual_config)
        _score(table, turn, {"report": trained, "separate": separate, "start": start})
        _score_usual(table, turn, usual, untrained_members(turn.learned_from, usual_config))
        _score_others(table, turn, own, usual_config, curve)
        x = originals(turn.learned_from)
        quantised.append(_quantised(trained, x, turn.x))
        for which, ensemble in {"report": trained, "start": start, "separate": separate, "default": usual}.items():
            kinds.setdefault(which, []).append(feature_figures(ensemble.member(0), turn.learned_from, own))
            dictionaries.add(which, ensemble, x)
    figures = table.figures()
    return {
        "images": len(images),
        "groups": list(images.groups),
        "folds": len(history),
        "class_names": list(images.class_names),
        "labels": images.labels.tolist(),
        "pixels": images.D,
        "config": _said(config, plan.config("default", members=1).model),
        "r": figures,
        "history": [_mean_row(rows) for rows in zip(*history, strict=True)],
        "features": {which: spread(found) for which, found in kinds.items()},
        "agreement": dictionaries.figures(),
        "quantised": _quantised_figures(quantised, config),
        "components": _components(curve, figures["report"]["mean"], figures["report averaged"]["mean"]),
        "by_class": {one: by_class(np.array(figures[one]["each"]), images, plan.seed) for one in BY_CLASS},
        "png_bits": _png_bits(images),
    }


BY_CLASS = ("report", "mean image", "start", "PCA", "default")


def _followed(turn: Turn, config: Config, start: Ensemble) -> tuple[Ensemble, list[dict[str, float]]]:
    """The trained members, and a line an epoch, the first before any: what was learned from, and what was held out."""
    rows: list[dict[str, float]] = []
    x = originals(turn.learned_from)

    def line(ensemble: Ensemble, row: dict[str, float]) -> None:
        seen, held = r_of(ensemble, x), r_of(ensemble, turn.x)
        kept = {name: row[name] for name in ("loss", "reconstruction", "pearson", "dead_fraction") if name in row}
        r = {"originals": float(seen.alone.mean()), "held_out": float(held.alone.mean())}
        rows.append(kept | r | {"held_out_averaged": float(held.averaged.mean())})

    def after(state: TrainingState) -> None:
        line(state.ensemble, state.history[-1])

    line(start, {})
    return train_members(turn.learned_from, config, start=copy.deepcopy(start), after_epoch=after), rows


def _score(table: Table, turn: Turn, found: dict[str, Ensemble]) -> None:
    for name, ensemble in found.items():
        seen, held = r_of(ensemble, originals(turn.learned_from)), r_of(ensemble, turn.x)
        table.add(name, turn, held.alone, seen.alone)
        table.add(f"{name} averaged", turn, held.averaged, seen.averaged)


def _score_usual(table: Table, turn: Turn, usual: Ensemble, start: Ensemble) -> None:
    """The preset ``default``, with its own codes, and its start."""
    for name, ensemble in {"default": usual, "default start": start}.items():
        seen, held = r_of(ensemble, originals(turn.learned_from)), r_of(ensemble, turn.x)
        table.add(name, turn, held.alone, seen.alone)


def _score_others(table: Table, turn: Turn, own: Config, usual: Config, curve: dict[str, list[np.ndarray]]) -> None:
    """The mean image, and PCA of the copies that either preset sees: with k numbers, and with as many bits."""
    x, k = originals(turn.learned_from), own.model.k
    mean = x.mean(0)
    table.add("mean image", turn, *(pearson(np.broadcast_to(mean, one.shape), one) for one in (turn.x, x)))
    alone = int(code_bits(k, own.model.features) // BITS_A_VALUE)
    counts = {"PCA": k, "PCA at equal bits": alone, "PCA at the bits of all": int(bits_of(own) // BITS_A_VALUE)}
    for copies, config in {"report": own, "default": usual}.items():
        found = Principal(turn.learned_from, config, MOST_COMPONENTS)
        for (name, _), held, seen in zip(
            counts.items(), found.r(turn.x, list(counts.values())), found.r(x, list(counts.values())), strict=True
        ):
            table.add(name if copies == "default" else f"{name}, copies of report", turn, held, seen)
        curve[copies].append(np.stack(found.r(turn.x, range(found.components + 1))))


def _quantised(ensemble: Ensemble, x: np.ndarray, held_out: np.ndarray) -> np.ndarray:
    """r of held-out images (n,) with values of so many bits, evenly spaced over the range that training codes have."""
    with torch.no_grad():
        values = ensemble.encode(torch.from_numpy(x)).values
        low, high = float(values.min()), float(values.max())
        codes = ensemble.encode(torch.from_numpy(held_out))
        found = [np.mean([pearson(y, held_out) for y in made_of(ensemble, held_out)], 0)]
        for bits in VALUE_BITS:
            step = (high - low) / (2**bits - 1) or 1.0
            rounded = ((codes.values - low) / step).round().clamp(0, 2**bits - 1) * step + low
            made = ensemble.decode(Codes(rounded, codes.indices)).numpy()
            found.append(np.mean([pearson(y, held_out) for y in made], 0))
    return np.stack(found)


def _quantised_figures(found: list[np.ndarray], config: Config) -> list[dict[str, float]]:
    positions = code_bits(config.model.k, config.model.features) - BITS_A_VALUE * config.model.k
    r = np.concatenate(found, 1).mean(1)
    return [
        {"value_bits": bits, "bits": bits * config.model.k + positions, "r": float(one)}
        for bits, one in zip((32, *VALUE_BITS), r, strict=True)
    ]


def _png_bits(images: ImageSet) -> float:
    """Mean size of an image as a lossless PNG, 8 bits a pixel."""
    sizes = []
    for image in images.pixels[:, 0]:
        file = io.BytesIO()
        Image.fromarray(np.rint(image * 255).astype(np.uint8)).save(file, "PNG", optimize=True)
        sizes.append(8 * len(file.getvalue()))
    return float(np.mean(sizes))


def _components(curve: dict[str, list[np.ndarray]], alone: float, averaged: float) -> dict[str, Any]:
    """The fewest components of PCA whose held-out r is that of the preset: of one member, and of all averaged."""
    found: dict[str, Any] = {}
    for copies, folds in curve.items():
        most = min(len(fold) for fold in folds)
        r = np.concatenate([fold[:most] for fold in folds], 1).mean(1)
        enough = {name: np.flatnonzero(r >= level) for name, level in {"alone": alone, "averaged": averaged}.items()}
        found[copies] = {name: int(places[0]) if len(places) else None for name, places in enough.items()}
        found[copies]["r"] = r.round(4).tolist()
    return found


def _mean_row(rows: tuple[dict[str, float], ...]) -> dict[str, float]:
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def _said(config: Config, usual: ModelOptions) -> dict[str, Any]:
    model, training = config.model, config.training
    return {
        "members": model.members, "features": model.features, "k": model.k, "epochs": training.epochs,
        "copies": config.augmentation.copies, "batch": training.batch_size, "bits": code_bits(model.k, model.features),
        "default_k": usual.k, "default_features": usual.features,
    }  # fmt: skip

"""Members that differ in kind, size, k and start: averaged, weighted and in a chain, beside each alone.

    python -m benchmarks.mixed --seeds 0 1               with weights, which take four times as long
    python -m benchmarks.mixed --seeds 0 1 --unweighted  without them

Folds by group. Of each row: held-out r and squared error, features and values stored for an image, how far r is from
the best single member (95 % interval over groups; the best is picked by its r on the same images, in its favour) and
from the null: of the average one ensemble of equal members with as many features and values, of the weighted the
average, of a chain one member with as many features and values.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.bench import RESULTS
from benchmarks.quality_sets import SETS
from mousaic.analysis.cross_validation import Turn, cross_validated
from mousaic.analysis.ensembles import held_out_reconstructions, simplex_weights
from mousaic.config import Config, config_for
from mousaic.device import use_threads
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.model.ensemble import Ensemble
from mousaic.model.mixture import Mixture
from mousaic.seeds import derive_seed
from mousaic.stats.reconstruction_scores import interval
from mousaic.training.fit import train_members
from mousaic.training.metrics import pearson_r

KINDS: dict[str, dict[str, Any]] = {
    "default": {},
    "512 features, k = 20": {"features": 512, "k": 20},
    "orthogonal": {"init": "orthogonal"},
    "untied": {"decoder": "untied"},
    "local": {"model": "local"},
}
MEMBERS = len(KINDS)
EQUAL = {"members": MEMBERS, "features": 1536 // MEMBERS, "k": 220 // MEMBERS}
"""As many features and values as the five have together."""
SECOND = {"features": 512, "k": 20}
"""What follows the default in the chain."""
ONE = {"features": 768, "k": 70}
"""As many as the two links of the chain have together."""
AVERAGE, WEIGHTED, EQUALS = "averaged", "weighted", "equal members, averaged"
CHAIN, LARGE = "chain: default, then 512 features, k = 20", "one member of 768 features, k = 70"
NULLS = {AVERAGE: EQUALS, WEIGHTED: AVERAGE, CHAIN: LARGE}


def main() -> None:
    """Print a line for each seed and row, and write them all as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mixed")
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--unweighted", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS / "mixed.json")
    arguments = parser.parse_args()
    images = next(one for one in SETS if one.name == "mice").load()
    if images is None:
        print("The mice are not on this machine.")
        return
    lines: list[dict[str, Any]] = []
    with use_threads(arguments.threads):
        for seed in arguments.seeds:
            own = {"size": images.shape[1], "seed": seed, "threads": arguments.threads, "validation": 0.0}
            lines += [{"seed": seed} | line for line in judge(images, own, arguments.folds, not arguments.unweighted)]
            for line in (line for line in lines if line["seed"] == seed):
                print(_worded(line), flush=True)
            arguments.out.parent.mkdir(parents=True, exist_ok=True)  # after each seed: a seed takes half an hour
            arguments.out.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


def judge(images: ImageSet, options: dict[str, Any], folds: int, weighted: bool = True) -> list[dict[str, Any]]:
    """The rows, the members first.

    Args:
        options: of every training.
        weighted: whether weights are learned, too.
    """
    seed, r, about = options["seed"], dict[str, np.ndarray](), dict[str, dict[str, float]]()
    plan = make_folds(images.labels, images.groups, possible_folds(images.groups, folds), 1, seed)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(seed, "compare", fold.repeat, fold.number)):
        for name, (y, features, values, seconds, weights) in _one_fold(turn, options, weighted).items():
            x = torch.from_numpy(turn.x)
            found = about.setdefault(name, {"error": 0.0, "seconds": 0.0} | {f"w {kind}": 0.0 for kind in KINDS})
            found |= {"features": features, "values": values}
            r.setdefault(name, np.zeros(len(images)))[turn.fold.held_out] = pearson_r(y, x).numpy()
            found["error"] += (y - x).square().mean(1).sum().item() / len(images)
            found["seconds"] += seconds / len(plan)
            for kind, weight in zip(KINDS, weights, strict=False):
                found[f"w {kind}"] += float(weight) / len(plan)
    best = max(KINDS, key=lambda name: r[name].mean())
    lines = []
    for name, found in about.items():
        line: dict[str, Any] = {"row": name, "r": float(r[name].mean())} | found
        for against, other in (("best", best), ("null", NULLS.get(name))):
            if other is not None and name not in (other, *KINDS):
                line[against] = other
                line[f"over {against}"] = interval(r[name] - r[other], images.groups, seed)._asdict()
        lines.append(line)
    return lines


def _one_fold(
    turn: Turn, options: dict[str, Any], weighted: bool
) -> dict[str, tuple[torch.Tensor, int, int, float, Any]]:
    """Held-out reconstructions (n, D), features, values, seconds and weights of each row."""
    x, found = torch.from_numpy(turn.x), {}

    def add(name: str, model: Ensemble, seconds: float, weights: Any = ()) -> None:
        y = model(x)[1].mean(0)
        found[name] = (y, model.members * model.features, model.members * model.k, seconds, weights)

    kinds, spent, held = [], 0.0, []
    for name, own in KINDS.items():
        model, seconds = _trained(turn, _config(turn, options | own))
        add(name, model, seconds)
        kinds.append(model)
        spent += seconds
        inner = held_out_reconstructions(turn.learned_from, _config(turn, options | own)) if weighted else None
        held.append(None if inner is None else inner[1] - inner[0][0])
    add(AVERAGE, Mixture(kinds, [1 / MEMBERS] * MEMBERS), spent)
    if all(one is not None for one in held):
        weights = simplex_weights(np.stack([one for one in held if one is not None]))
        add(WEIGHTED, Mixture(kinds, weights.tolist()), spent, weights)
    add(EQUALS, *_trained(turn, _config(turn, options | EQUAL)))
    second, seconds = _trained(turn, _config(turn, options | SECOND), kinds[0])
    add(CHAIN, Mixture.chain([kinds[0], second]), seconds + found["default"][3])
    add(LARGE, *_trained(turn, _config(turn, options | ONE)))
    return found


def _config(turn: Turn, options: dict[str, Any]) -> Config:
    return turn.own(config_for(**options))


def _trained(turn: Turn, config: Config, before: Ensemble | None = None) -> tuple[Ensemble, float]:
    began = time.perf_counter()
    return train_members(turn.learned_from, config, before=before), time.perf_counter() - began


def _worded(line: dict[str, Any]) -> str:
    over = []
    for name in ("best", "null"):
        if name in line:
            found = line[f"over {name}"]
            over.append(f"{found['mean']:+.4f} ({found['low']:+.4f} to {found['high']:+.4f}) over {line[name]}")
    weights = " ".join(f"{line[f'w {kind}']:.2f}" for kind in KINDS) if line["row"] == WEIGHTED else ""
    head = (
        f"{line['seed']} {line['row']:45} r {line['r']:.4f}  error {line['error']:.5f}  {line['features']:5} features"
    )
    return f"{head}  {line['values']:4} values  {line['seconds']:5.1f} s  {'; '.join(over)}  {weights}"


if __name__ == "__main__":
    main()

"""What learning gives over its own start, with the same codes and the same number of features, and at equal bits.

    python -m benchmarks.learning                   the sets that things were decided on
    python -m benchmarks.learning --unseen          those on which nothing was (scikit-image's photographs)

Five folds by group, one member. A line for each set, seed and number of features: held-out r of the start and of the
trained features by matching pursuit; of the trained ones in one pass, plain and weighed by least squares; PCA with as
many numbers; at 500 bits an image the best of PCA's two (the first components, the largest of all) and ours; and how
far the dictionaries of neighbouring folds agree (PW-MCC), before and after.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.bench import RESULTS
from benchmarks.quality_sets import SETS
from benchmarks.unseen_sets import unseen_sets
from mousaic.analysis.compare.principal_directions import strongest
from mousaic.analysis.compare.training_part import draw_pool
from mousaic.analysis.cross_validation import Turn, cross_validated
from mousaic.config import Config, config_for
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.seeds import derive_seed
from mousaic.stats.code_bits import values_within
from mousaic.stats.dictionary_matching import cosines, pw_mcc
from mousaic.stats.reconstruction_scores import pearson
from mousaic.training.fit import train_members, untrained_members

SHAPES = ((64, 20), (128, 20), (256, 20), (256, 50), (512, 50), (1024, 50))
"""Features and k."""
BITS = 500
COLUMNS = (
    "start", "trained", "gain", "one pass", "weighed", "PCA-k", "PCA bits", "start bits", "ours bits", "ahead",
    "start alike", "alike",
)  # fmt: skip
Scores = dict[str, list[float]]


def main() -> None:
    """Print a line for each set, seed and number of features, and write them all as JSON."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    print(f"{'set, seed, features, k':34}" + "".join(f"{name:>11}" for name in COLUMNS) + "   seconds")
    lines = []
    for name, load, options in _sets(arguments.unseen, arguments.sets):
        images = load()
        if images is None:
            continue
        for seed in arguments.seeds:
            for features, k in SHAPES:
                shape = {"features": features, "k": min(k, images.D // 4), "size": images.shape[1]}
                config = config_for(**options | shape | {"validation": 0.0, "seed": seed, "threads": arguments.threads})
                found = _means(judge(images, config))
                lines.append({"set": name, "seed": seed, "features": features, "k": config.model.k} | found)
                print(_line(lines[-1]), flush=True)
                arguments.out.parent.mkdir(parents=True, exist_ok=True)
                arguments.out.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


def judge(images: ImageSet, config: Config) -> Scores:
    """r of every held-out image, by name of what reconstructs it; and seconds to train, fold by fold."""
    seed, scores = config.training.seed, {}
    rows: dict[str, list[np.ndarray]] = {"start": [], "trained": []}
    plan = make_folds(images.labels, images.groups, possible_folds(images.groups, 5), 1, seed)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(seed, "learning", fold.number)):
        own = turn.own(config)
        start = untrained_members(turn.learned_from, own)
        began = time.perf_counter()
        trained = train_members(turn.learned_from, own)
        scores.setdefault("seconds", []).append(time.perf_counter() - began)
        rows["start"].append(start.dictionary()[0].numpy())
        rows["trained"].append(trained.dictionary()[0].numpy())
        for name, values in (_learned(turn, own, start, trained) | _principal(turn, own)).items():
            scores.setdefault(name, []).extend(values)
    for name, column in (("start", "start alike"), ("trained", "alike")):
        scores[column] = [pw_mcc(cosines(one, other)) for one, other in pairwise(rows[name])]
    return scores


def _learned(turn: Turn, config: Config, start: Ensemble, trained: Ensemble) -> Scores:
    """The start and the trained features with the codes of matching pursuit, and those that foretell it."""
    x = torch.from_numpy(turn.x)

    @torch.no_grad()
    def r_of(ensemble: Ensemble, codes: str) -> list[float]:
        return list(pearson(ensemble.decode(coder(ensemble, codes)(x))[0].numpy(), turn.x))

    few = values_within(BITS, config.model.features, config.model.features)
    return {
        "start": r_of(start, "omp"),
        "trained": r_of(trained, "omp"),
        "one pass": r_of(trained, "topk"),
        "weighed": r_of(trained, "least-squares"),
        "start bits": r_of(start.with_k(few), "omp"),
        "ours bits": r_of(trained.with_k(few), "omp"),
    }


def _principal(turn: Turn, config: Config) -> Scores:
    """PCA of the copies that the training sees: k components, and at equal bits the first and the largest of all."""
    pool = draw_pool(turn.learned_from, config.augmentation, config)
    mean, basis = strongest(pool, min(pool.shape))
    scores = (turn.x - mean) @ basis.T

    def r_of(kept: np.ndarray) -> list[float]:
        return list(pearson((mean + kept @ basis).astype(np.float32), turn.x))

    def first(count: int) -> np.ndarray:
        return np.where(np.arange(len(basis)) < count, scores, 0)

    largest = np.zeros_like(scores)
    count = values_within(BITS, len(basis), len(basis))
    places = np.argsort(-np.abs(scores), axis=1)[:, :count]
    np.put_along_axis(largest, places, np.take_along_axis(scores, places, 1), 1)
    found = {"PCA-k": r_of(first(config.model.k))}
    return found | {"first bits": r_of(first(BITS // 8)), "largest bits": r_of(largest)}


def _means(scores: Scores) -> dict[str, float]:
    """Of every column; "PCA bits" is the better of its two ways."""
    m = {name: float(np.mean(values)) for name, values in scores.items()}
    m["PCA bits"] = max(m.pop("first bits"), m.pop("largest bits"))
    return m | {"gain": m["trained"] - m["start"], "ahead": m["ours bits"] - m["PCA bits"]}


def _line(found: dict[str, Any]) -> str:
    head = f"{found['set']}, {found['seed']}, {found['features']}, {found['k']}"
    return f"{head:34}" + "".join(f"{found[name]:11.4f}" for name in COLUMNS) + f"{found['seconds']:10.2f}"


def _sets(unseen: bool, names: list[str] | None) -> list[tuple[str, Callable[[], ImageSet | None], dict[str, Any]]]:
    if unseen:
        found = [(name, load, {}) for name, load in unseen_sets().items()]
    else:
        found = [(one.name, one.load, {}) for one in SETS]
    return [one for one in found if names is None or one[0] in names]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("--unseen", action="store_true", help="the sets on which nothing was decided")
    parser.add_argument("--sets", nargs="*", help="some of the sets")
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS / "learning.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()

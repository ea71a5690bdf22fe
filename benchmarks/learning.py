"""What learning gives over its own start, with the same codes and the same number of features, and at equal bits.

    python -m benchmarks.learning                   the sets that things were decided on
    python -m benchmarks.learning --unseen          those on which nothing was (scikit-image's photographs)

Five folds by group, one member. A line for each set, seed and number of features: held-out r of the start and of the
trained features by matching pursuit; of the trained ones in one pass, and how far that is behind; PCA with as many
numbers, and how far the trained ones are over it; at 500 bits an image the best of PCA's (the first components, the
largest of some or of all) and ours; how far the dictionaries of neighbouring folds agree (PW-MCC), before and after.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.bench import RESULTS
from benchmarks.quality_sets import SETS
from benchmarks.unseen_sets import unseen_sets
from mousaic.analysis.compare.methods.largest_components import largest
from mousaic.analysis.compare.principal_directions import of_first, strongest
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
CHOICES = (128, 256, 512, 1024, 2**20)
"""Of so many first components PCA's largest are chosen: of fewer they cost less, of more they fit better."""
COLUMNS = (
    "start", "trained", "gain", "one pass", "behind", "PCA-k", "over", "PCA bits", "start bits", "ours bits", "ahead",
    "start alike", "alike",
)  # fmt: skip
Scores = dict[str, list[float]]


def main() -> None:
    """Print a line for each set, seed and number of features, and write them all as JSON."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    print(f"{'set, seed, features, k':34}" + "".join(f"{name:>12}" for name in COLUMNS) + "   seconds")
    lines: list[dict[str, Any]] = []
    for name, load in _sets(arguments.unseen, arguments.sets):
        images = load()
        if images is None:
            continue
        for seed in arguments.seeds:
            for config, scores in judge(images, _configs(images, seed, arguments)):
                shape = {"features": config.model.features, "k": config.model.k}
                lines.append({"set": name, "seed": seed} | shape | _means(scores))
                print(_line(lines[-1]), flush=True)
            arguments.out.parent.mkdir(parents=True, exist_ok=True)
            arguments.out.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


def _configs(images: ImageSet, seed: int, arguments: argparse.Namespace) -> list[Config]:
    return [
        config_for(
            features=features, k=min(k, images.D // 4), size=images.shape[1], validation=0.0, seed=seed,
            threads=arguments.threads,
        )
        for features, k in SHAPES
        if arguments.shapes is None or f"{features},{k}" in arguments.shapes
    ]  # fmt: skip


def judge(images: ImageSet, configs: Sequence[Config]) -> list[tuple[Config, Scores]]:
    """r of every held-out image, by name of what reconstructs it; and seconds to train, fold by fold."""
    seed = configs[0].training.seed
    scores: list[Scores] = [{} for _ in configs]
    rows: list[dict[str, list[np.ndarray]]] = [{"start alike": [], "alike": []} for _ in configs]
    plan = make_folds(images.labels, images.groups, possible_folds(images.groups, 5), 1, seed)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(seed, "learning", fold.number)):
        principal = _Principal(turn, turn.own(configs[0]))
        for place, config in enumerate(configs):
            own = turn.own(config)
            start = untrained_members(turn.learned_from, own)
            began = time.perf_counter()
            trained = train_members(turn.learned_from, own)
            found = {"seconds": [time.perf_counter() - began], "PCA-k": principal.first(config.model.k)}
            found |= {"PCA first": principal.first(BITS // 8)}
            found |= {f"PCA of {choices}": principal.largest(choices) for choices in CHOICES}
            for name, values in (_learned(turn, own, start, trained) | found).items():
                scores[place].setdefault(name, []).extend(values)
            rows[place]["start alike"].append(start.dictionary()[0].numpy())
            rows[place]["alike"].append(trained.dictionary()[0].numpy())
    for own_rows, own_scores in zip(rows, scores, strict=True):
        for column, kept in own_rows.items():
            own_scores[column] = [pw_mcc(cosines(one, other)) for one, other in pairwise(kept)]
    return list(zip(configs, scores, strict=True))


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
        "start bits": r_of(start.with_k(few), "omp"),
        "ours bits": r_of(trained.with_k(few), "omp"),
    }


class _Principal:
    """PCA of the copies that the training sees, and what it makes of the held-out images."""

    def __init__(self, turn: Turn, config: Config) -> None:
        pool = draw_pool(turn.learned_from, config.augmentation, config)
        self.x, (self.mean, self.basis) = turn.x, strongest(pool, min(pool.shape))

    def first(self, count: int) -> list[float]:
        """r of each image by the first components."""
        return self._r(of_first(self.mean, self.basis)(self.x, [count]))

    def largest(self, choices: int) -> list[float]:
        """r of each image by its largest among the first ``choices`` components, as many as 500 bits buy."""
        basis = self.basis[:choices]
        count = values_within(BITS, len(basis), len(basis))
        return self._r(largest(self.x - self.mean, basis, [count], self.mean))

    def _r(self, made: list[np.ndarray]) -> list[float]:
        return list(pearson(made[0][0], self.x))


def _means(scores: Scores) -> dict[str, float]:
    """Of every column; "PCA bits" is the best of all its ways."""
    m = {name: float(np.mean(values)) for name, values in scores.items()}
    m["PCA bits"] = max(m["PCA first"], *(m[f"PCA of {choices}"] for choices in CHOICES))
    m |= {"gain": m["trained"] - m["start"], "ahead": m["ours bits"] - m["PCA bits"]}
    return m | {"behind": m["trained"] - m["one pass"], "over": m["trained"] - m["PCA-k"]}


def _line(found: dict[str, Any]) -> str:
    head = f"{found['set']}, {found['seed']}, {found['features']}, {found['k']}"
    return f"{head:34}" + "".join(f"{found[name]:12.4f}" for name in COLUMNS) + f"{found['seconds']:10.2f}"


def _sets(unseen: bool, names: list[str] | None) -> list[tuple[str, Callable[[], ImageSet | None]]]:
    found = list(unseen_sets().items()) if unseen else [(one.name, one.load) for one in SETS]
    return [one for one in found if names is None or one[0] in names]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.learning", description=__doc__)
    parser.add_argument("--unseen", action="store_true", help="the sets on which nothing was decided")
    parser.add_argument("--sets", nargs="*", help="some of the sets")
    parser.add_argument("--shapes", nargs="*", help="some of the numbers of features and k, as in 256,50")
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=RESULTS / "learning.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()

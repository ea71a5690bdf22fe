"""What stands for a part of the image, judged by truth: ``python -m benchmarks.truth`` (make bench-truth).

Drawn images: everything is learned from 39 of them. Of 200 fresh ones, for each of the 30 factors that they were drawn
from: |r| of the best single number, picked on the 39, and picked on 100 of the fresh and tested on the other 100; and
R2 of ridge regression from all numbers, learned on 100 and tested on 100.

Mice: parts are learned from four fifths of the frames; there, with the annotated points, the part that follows each
best is picked, and its usual offset; the median distance in the fifth, in pixels of 64 x 64. And how well the presence
of one part, picked in the same way, tells frames with the obstacle (AUC).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from sklearn.decomposition import PCA  # type: ignore[import-untyped]
from sklearn.linear_model import RidgeCV  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]

from benchmarks.bench import RESULTS
from benchmarks.truth_sets import SIZE, Known, annotated, drawn
from mousaic.analysis.parts.homes import BEGIN, Homes
from mousaic.analysis.parts.part_set import FoundParts, PartSet, find_parts, learn_parts, working
from mousaic.analysis.parts.windows import cut_windows
from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.model.code_kinds import coder
from mousaic.model.ensemble import Ensemble
from mousaic.seeds import derive_seed
from mousaic.training.fit import train_members, untrained_members

SIX = ("paw1LH_bot", "paw2LF_bot", "paw3RF_bot", "paw4RH_bot", "nose_bot", "obsLow_bot")
"""The four lower paws, the lower nose and the obstacle's dot."""
CLEARLY_WRONG = 4.0
"""Pixels: a part that is further off is wrong, however far; picks go by the mean distance cut off there."""
Numbers = Callable[[ImageSet], np.ndarray]
"""Images to (N, numbers)."""
Learn = Callable[[ImageSet, int, int], PartSet]
"""Images, how many parts, and a seed."""


def main() -> None:
    """Print both tables, and write them as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description=__doc__)
    parser.add_argument("--seeds", nargs="*", type=int, default=[0, 1])
    parser.add_argument("--out", type=Path, default=RESULTS / "truth.json")
    arguments = parser.parse_args()
    found = {"drawn": _drawn_table(arguments.seeds), "mice": _mice_table(arguments.seeds)}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _drawn_table(seeds: list[int]) -> dict[str, list[float]]:
    columns = ("peg, on 39", "tail, on 39", "mean, on 39", "peg, on 100", "tail, on 100", "mean, on 100", "R2, mean")
    print(f"{'drawn images':34}{'numbers':>9}" + "".join(f"{name:>14}" for name in columns))
    rows: dict[str, list[list[float]]] = {}
    for seed in seeds:
        learned, fresh = drawn([seed], 39), drawn([100 + seed * 10 + i for i in range(6)], 200)
        for name, numbers in representations(learned.images, seed).items():
            few, many = numbers(learned.images), numbers(fresh.images)
            rows.setdefault(name, []).append([many.shape[1], *judge_numbers(few, many, learned, fresh)])
    means = {name: np.mean(found, axis=0).tolist() for name, found in rows.items()}
    for name, found in means.items():
        print(f"{name:34}{found[0]:9.0f}" + "".join(f"{value:14.3f}" for value in found[1:]), flush=True)
    return means


def representations(images: ImageSet, seed: int) -> dict[str, Numbers]:
    """What can be learned from these images, each by what it makes of any."""
    config = config_for(size=SIZE, validation=0.0, seed=seed)
    trained, start = train_members(images, config), untrained_members(images, config)
    parts, windows = learn_parts(images, 128, seed), plain_windows(images, 128, seed)
    pca = PCA(min(50, len(images) - 1), random_state=0).fit(_flat(images))
    return {
        "codes, matching pursuit": _codes(trained, "omp"),
        "codes, one pass": _codes(trained, "topk"),
        "responses of features": _responses(trained),
        "start: codes, matching pursuit": _codes(start, "omp"),
        "start: responses": _responses(start),
        "PCA": lambda x: pca.transform(_flat(x)),
        "pixels": _flat,
        "windows, homes not learned": lambda x: _numbers(find_parts(windows, x.pixels)),
        "parts: presences": lambda x: find_parts(parts, x.pixels).presence,
        "parts: presences and places": lambda x: _numbers(find_parts(parts, x.pixels)),
    }


def plain_windows(images: ImageSet, count: int, seed: int) -> PartSet:
    """The null of parts: as many windows, drawn alike, each looked for around where it was cut out."""
    cut = cut_windows(working(images.pixels), count, np.random.default_rng(derive_seed(seed, "parts", "windows")))
    pictures = tuple(one.pictures._replace(squares=square[None]) for one in cut for square in one.pictures.squares)
    at = torch.cat([one.at for one in cut])
    spread = torch.diag((torch.tensor(BEGIN) * SIZE).square()).expand(len(at), 2, 2)
    nothing = np.zeros(len(at), np.int64)
    return PartSet(pictures, Homes(at, spread), np.zeros(len(at)), nothing, nothing, len(at), SIZE)


def judge_numbers(few: np.ndarray, many: np.ndarray, learned: Known, fresh: Known) -> list[float]:
    """|r| with peg, tail and on average, picked on the 39 and on 100 of the fresh; R2 from 100 to 100."""
    half = len(many) // 2
    on_few = best_alone(few, many, learned.truth, fresh.truth)
    on_many = best_alone(many[:half], many[half:], fresh.truth[:half], fresh.truth[half:])
    scale = np.std(many[:half], axis=0) + 1e-9
    model = RidgeCV(np.logspace(-1, 5, 13)).fit(many[:half] / scale, _standard(fresh.truth[:half], fresh.truth[:half]))
    wanted = _standard(fresh.truth[half:], fresh.truth[:half])
    left = np.square(model.predict(many[half:] / scale) - wanted).sum(0)
    r2 = 1 - left / np.square(wanted - wanted.mean(0)).sum(0)
    peg, tail = fresh.names.index("obstacle"), fresh.names.index("tail_lift")
    both = [[one[peg], one[tail], float(one.mean())] for one in (on_few, on_many)]
    return [*both[0], *both[1], float(r2.clip(0).mean())]


def best_alone(few: np.ndarray, many: np.ndarray, few_truth: np.ndarray, many_truth: np.ndarray) -> np.ndarray:
    """(factors,): |r| on the second images of the number that has the largest on the first."""
    picked = np.abs(_correlations(few, few_truth)).argmax(0)
    found = _correlations(many[:, picked], many_truth)
    return np.abs(np.diag(found))


def _mice_table(seeds: list[int]) -> dict[str, list[float]]:
    mice = annotated()
    if mice is None:
        return {}
    print(f"\n{'mice, pixels of 64':34}" + "".join(f"{name.removesuffix('_bot'):>10}" for name in SIX), end="")
    print("".join(f"{name:>10}" for name in ("median", "worst", "AUC")))
    found: dict[str, list[float]] = {}
    for count in (32, 64, 128):
        for name, learn in (("windows", plain_windows), ("parts", learn_parts)):
            rows = [follow(mice, learn, count, seed) for seed in seeds]
            title = f"{count} {name}"
            found[title] = np.mean(rows, axis=0).tolist()
            print(f"{title:34}" + "".join(f"{value:10.2f}" for value in found[title]), flush=True)
    return found


def follow(mice: Known, learn: Learn, count: int, seed: int) -> list[float]:
    """Median distance of each of the six points, their median and worst, and the obstacle's AUC; five folds."""
    order = np.random.default_rng(seed).permutation(len(mice.images))
    off: dict[str, list[float]] = {name: [] for name in SIX}
    aucs = []
    for fold in range(5):
        tested, known = order[fold::5], np.setdiff1d(order, order[fold::5])
        parts = learn(mice.images.subset(known), count, seed)
        seen, new = (find_parts(parts, mice.images.pixels[own]) for own in (known, tested))
        for name in SIX:
            point = mice.truth[:, mice.names.index(name)]
            off[name] += _distances(seen, new, point[known], point[tested])
        auc = np.array([roc_auc_score(mice.images.labels[known], one) for one in seen.presence.T])
        best = int(np.abs(auc - 0.5).argmax())
        aucs.append(roc_auc_score(mice.images.labels[tested], np.sign(auc[best] - 0.5) * new.presence[:, best]))
    medians = [float(np.median(off[name])) for name in SIX]
    return [*medians, float(np.median(medians)), max(medians), float(np.mean(aucs))]


def _distances(seen: FoundParts, new: FoundParts, known: np.ndarray, wanted: np.ndarray) -> list[float]:
    """Of a point in new frames from the part that is picked in those seen, its usual offset taken off."""
    there = ~np.isnan(known[:, 0])
    away = _places(seen)[there] - known[there, None]
    usual = np.median(away, axis=0)
    part = int(np.minimum(np.hypot(*np.moveaxis(away - usual, 2, 0)), CLEARLY_WRONG).mean(0).argmin())
    left = _places(new)[:, part] - usual[part] - wanted
    return [float(d) for d in np.hypot(*left.T) if not np.isnan(d)]


def _places(found: FoundParts) -> np.ndarray:
    """(N, P, 2): x and y in prepared pixels."""
    return np.stack([found.column, found.row], axis=2) * SIZE - 0.5


def _numbers(found: FoundParts) -> np.ndarray:
    return np.hstack([found.presence, found.column, found.row])


def _flat(images: ImageSet) -> np.ndarray:
    return images.pixels.reshape(len(images), -1).astype(np.float64)


def _codes(ensemble: Ensemble, kind: str) -> Numbers:
    def numbers(images: ImageSet) -> np.ndarray:
        with torch.no_grad():
            x = torch.from_numpy(images.pixels).flatten(1)
            return coder(ensemble, kind)(x).dense(ensemble.features)[0].double().numpy()

    return numbers


def _responses(ensemble: Ensemble) -> Numbers:
    def numbers(images: ImageSet) -> np.ndarray:
        with torch.no_grad():
            x = torch.from_numpy(images.pixels).flatten(1)
            return (ensemble.centered(x)[0] @ ensemble.atoms(0).T).double().numpy()

    return numbers


def _correlations(numbers: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """(numbers, factors); 0 where one of both is the same everywhere."""
    one, other = (part - part.mean(0) for part in (numbers, truth))
    lengths = np.linalg.norm(one, axis=0)[:, None] * np.linalg.norm(other, axis=0)
    found: np.ndarray = np.where(lengths > 1e-9, (one.T @ other) / np.maximum(lengths, 1e-9), 0.0)
    return found


def _standard(truth: np.ndarray, like: np.ndarray) -> np.ndarray:
    standard: np.ndarray = (truth - like.mean(0)) / like.std(0)
    return standard


if __name__ == "__main__":
    main()

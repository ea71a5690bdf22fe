"""How well odd images are told from normal ones: ``python -m benchmarks.uses_anomaly`` (make bench-uses).

Each class of scikit-learn's digits, MNIST and Fashion-MNIST is normal once. From 200 of its images everything is
learned; 100 others of it and 100 of other classes are told apart (AUROC). Ours learns members and parts from 160 of
the 200 and takes its scale from the other 40, as ``mousaic anomaly --folds 0`` does; rivals learn from all 200. Of
small classes (digits) fewer images are normal. What the combination was chosen on stands apart from what was never
looked at.

That p is what it says: for each detector, held-out normal images are dealt anew many times, 40 of them to p, one more
to be judged. Every result is kept (``--keep``), so that a rerun goes on.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.stats import kstest
from sklearn.datasets import load_digits  # type: ignore[import-untyped]
from sklearn.decomposition import PCA  # type: ignore[import-untyped]
from sklearn.ensemble import IsolationForest  # type: ignore[import-untyped]
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors  # type: ignore[import-untyped]
from sklearn.svm import OneClassSVM  # type: ignore[import-untyped]

from benchmarks.images import PLACES, read_images
from mousaic.arrays import Floats
from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.model.store import ModelCard
from mousaic.stats.conformal import conformal_p
from mousaic.uses.anomaly.against_normal import against_normal
from mousaic.uses.anomaly.anomalies import Learning, find_anomalies
from mousaic.uses.anomaly.base_scores import BASES, base_scores
from mousaic.uses.anomaly.detector import learn_detector, see

NORMAL, TESTED, CALIBRATE = 200, 100, 5
"""Normal images; of each kind to be told apart; one in so many is held out for the scale."""
DEALS = 200
"""Times that the normal images of a detector are dealt anew."""
CHOSEN_ON = {"digits": range(10), "Fashion-MNIST": range(5)}
"""What the combination was chosen on; all else was never looked at."""
Rival = Callable[[Floats, Floats], Floats]


class Case(NamedTuple):
    """One class of one set, dealt once."""

    normal: np.ndarray
    tested: np.ndarray
    odd: np.ndarray
    """Which of the tested are of other classes."""


def load(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Pixels uint8 and classes of a set."""
    if name == "digits":
        data = load_digits()
        return (data.images * (255 / 16)).astype(np.uint8), data.target
    return read_images(PLACES[name])


def deal(pixels: np.ndarray, classes: np.ndarray, own: int, split: int) -> Case:
    """Normal images and those to be told apart; of fewer than 300 normal ones, 60 are tested."""
    rng = np.random.default_rng([own, split])
    mine, others = rng.permutation(np.flatnonzero(classes == own)), rng.permutation(np.flatnonzero(classes != own))
    normal = NORMAL if len(mine) >= NORMAL + TESTED else min(NORMAL, len(mine) - 60)
    fresh = mine[normal : normal + TESTED]
    tested = np.concatenate([fresh, others[:TESTED]])
    return Case(pixels[mine[:normal]], pixels[tested], np.arange(len(tested)) >= len(fresh))


def ours(case: Case, seed: int) -> tuple[Floats, Floats]:
    """Base scores (n, J) of held-out normal images, and of the tested ones."""
    held = len(case.normal) // CALIBRATE
    known, rest, new = (
        ImageSet.from_arrays(part) for part in (case.normal[held:], case.normal[:held], case.tested)
    )  # fmt: skip
    config = config_for("default", seed=seed)
    card = ModelCard(known.shape, 1, config.model.features, config.model.k, True, known.preparation)
    detector = learn_detector(known, config, seed, card)
    memory = see(detector, known)
    return base_scores(memory, see(detector, rest)), base_scores(memory, see(detector, new))


def crossed(name: str, own: int, keep: Path) -> tuple[Floats, float]:
    """p of normal images that nothing saw, by five folds as the command does unasked, and the AUROC."""
    path = keep / f"{name}_{own}_crossed.json"
    if not path.is_file():
        case = deal(*load(name), own, 0)
        normal, new = ImageSet.from_arrays(case.normal), ImageSet.from_arrays(case.tested)
        config = config_for("default", seed=0)
        card = ModelCard(normal.shape, 1, config.model.features, config.model.k, True, normal.preparation)
        learned = Learning(normal, np.zeros(len(normal), bool), learn_detector(normal, config, 0, card), config, 0)
        found = find_anomalies(learned, new, 5)
        said = {"p": found.p[~case.odd].tolist(), "auroc": float(roc_auc_score(case.odd, found.score))}
        keep.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(said))
    said = json.loads(path.read_text())
    return np.array(said["p"]), said["auroc"]


def forest(known: Floats, new: Floats) -> Floats:
    """Isolation forest on pixels."""
    return np.asarray(-IsolationForest(random_state=0).fit(known).score_samples(new))


def one_class(known: Floats, new: Floats) -> Floats:
    """One-class SVM on PCA of 95 % of the variance."""
    pca = PCA(0.95, svd_solver="full").fit(known)
    svm = OneClassSVM(gamma="scale", nu=0.1).fit(pca.transform(known))
    return np.asarray(-svm.score_samples(pca.transform(new)))


def outlier_factor(known: Floats, new: Floats) -> Floats:
    """Local outlier factor on pixels, 20 neighbours."""
    return np.asarray(-LocalOutlierFactor(novelty=True).fit(known).score_samples(new))


def pca_error(known: Floats, new: Floats) -> Floats:
    """Error of PCA of 90 % of the variance."""
    pca = PCA(0.9, svd_solver="full").fit(known)
    return np.asarray(np.square(new - pca.inverse_transform(pca.transform(new))).mean(1))


def neighbour(known: Floats, new: Floats) -> Floats:
    """Distance of the nearest normal image in pixels."""
    return np.asarray(NearestNeighbors(n_neighbors=1).fit(known).kneighbors(new)[0][:, 0])


def darkness(known: Floats, new: Floats) -> Floats:
    """How far the mean brightness is from that of normal images."""
    return np.asarray(np.abs(new.mean(1) - known.mean()))


RIVALS: dict[str, Rival] = {
    "isolation forest": forest,
    "one-class SVM on PCA": one_class,
    "local outlier factor": outlier_factor,
    "PCA error": pca_error,
    "nearest in pixels": neighbour,
    "brightness": darkness,
}


def measured(name: str, own: int, split: int, keep: Path) -> tuple[Floats, Floats, dict[str, float]]:
    """Base scores of a case and the AUROC of each rival, from the file or anew."""
    path = keep / f"{name}_{own}_{split}.json"
    if not path.is_file():
        case = deal(*load(name), own, split)
        calibrate, tested = ours(case, split)
        flat, new = (part.reshape(len(part), -1) / 255 for part in (case.normal, case.tested))
        rivals = {rival: float(roc_auc_score(case.odd, score(flat, new))) for rival, score in RIVALS.items()}
        found = {"calibrate": calibrate.tolist(), "tested": tested.tolist(), "rivals": rivals}
        keep.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found))
    found = json.loads(path.read_text())
    return np.array(found["calibrate"]), np.array(found["tested"]), found["rivals"]


def aurocs(calibrate: Floats, tested: Floats) -> dict[str, float]:
    """Of the combination, and of each base score."""
    score = against_normal(calibrate, tested).new
    odd = np.arange(len(tested)) >= len(tested) - TESTED
    alone = {name: float(roc_auc_score(odd, score[:, j])) for j, name in enumerate(BASES)}
    return {"ours": float(roc_auc_score(odd, score.mean(1)))} | alone


def dealt_p(calibrate: Floats, tested: Floats, seed: int) -> Floats:
    """p of one held-out normal image among others, each time dealt anew; ties broken at random, as is uniform."""
    rng = np.random.default_rng(seed)
    normal = np.concatenate([calibrate, tested[: len(tested) - TESTED]])
    found = []
    for _ in range(DEALS):
        order = rng.permutation(len(normal))[: len(calibrate) + 1]
        scaled = against_normal(normal[order[1:]], normal[order[:1]])
        p = conformal_p(scaled.new.mean(1), scaled.normal.mean(1))[0]
        found.append(p - rng.random() / (len(calibrate) + 1))
    return np.array(found)


def main() -> None:
    """Measure what is asked for, and print tables for docs/anomaly.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default="digits,MNIST,Fashion-MNIST")
    parser.add_argument("--classes", default="0,1,2,3,4,5,6,7,8,9")
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--keep", type=Path, default=Path("benchmarks/results/anomaly"))
    parser.add_argument("--crossed", default="", help="measure --sets and these classes by five folds, too")
    parser.add_argument("--only-kept", action="store_true", help="measure nothing anew")
    chosen = parser.parse_args()
    rows: list[tuple[str, int, dict[str, float]]] = []
    p: list[Floats] = []
    for split in range(chosen.splits):
        for own in map(int, chosen.classes.split(",")):
            for name in chosen.sets.split(","):
                if chosen.only_kept and not (chosen.keep / f"{name}_{own}_{split}.json").is_file():
                    continue
                calibrate, tested, rivals = measured(name, own, split, chosen.keep)
                rows.append((name, own, aurocs(calibrate, tested) | rivals))
                p.append(dealt_p(calibrate, tested, split))
                print(f"{name} {own} split {split}: ours {rows[-1][2]['ours']:.3f}", flush=True)
    if rows:
        report(rows, np.stack(p))
    for own in map(int, filter(None, chosen.crossed.split(","))):
        for name in chosen.sets.split(","):
            fresh, auroc = crossed(name, own, chosen.keep)
            below = ", ".join(f"{np.mean(fresh <= level):.3f} at most {level}" for level in (0.05, 0.1, 0.2, 0.5))
            print(f"{name} {own} by five folds: AUROC {auroc:.3f}; of {len(fresh)} normal images p {below}", flush=True)


def report(rows: list[tuple[str, int, dict[str, float]]], p: Floats) -> None:
    """Mean AUROC by set, and how uniform p is; p (cases, deals)."""
    parts = {name: [row for row in rows if row[0] == name] for name in dict.fromkeys(row[0] for row in rows)}
    parts["chosen on"] = [row for row in rows if row[1] in CHOSEN_ON.get(row[0], ())]
    parts["never looked at"] = [row for row in rows if row[1] not in CHOSEN_ON.get(row[0], ())]
    parts["all"] = rows
    parts = {name: some for name, some in parts.items() if some}
    print("| score |", " | ".join(f"{name} ({len(some)})" for name, some in parts.items()), "|")
    print("|---|" + "---|" * len(parts))
    for score in rows[0][2]:
        means = [np.mean([row[2][score] for row in some]) for some in parts.values()]
        print(f"| {score} |", " | ".join(f"{mean:.3f}" for mean in means), "|")
    means_of = {rival: np.mean([row[2][rival] for row in rows]) for rival in RIVALS}
    best = max(means_of, key=lambda rival: means_of[rival])
    gaps, classes = (
        np.array([row[2]["ours"] - row[2][best] for row in rows]),
        list(dict.fromkeys(row[:2] for row in rows)),
    )
    own = np.array([np.mean([gap for gap, row in zip(gaps, rows, strict=True) if row[:2] == one]) for one in classes])
    error = own.std(ddof=1) / np.sqrt(len(own)) if len(own) > 1 else np.nan  # splits of a class share its images
    print(f"ours - {best} (the best rival on average): {gaps.mean():+.3f}, standard error {error:.3f}")
    hindsight = np.array([row[2]["ours"] - max(row[2][rival] for rival in RIVALS) for row in rows])
    print(f"ahead in {(gaps > 0).sum()} of {len(gaps)}; of the best rival of each case, in hindsight: ", end="")
    print(f"{hindsight.mean():+.3f}, ahead in {(hindsight > 0).sum()}")
    first = kstest(p[:, 0], "uniform")
    print(f"p of one normal image a case: Kolmogorov-Smirnov D {first.statistic:.3f}, p {first.pvalue:.2f}")
    print(f"of all {p.size} deals: {np.mean(p <= 0.05):.3f} at most 0.05, {np.mean(p <= 0.1):.3f} at most 0.1")


if __name__ == "__main__":
    main()

"""The field's yardstick for k-sparse features: ``python -m benchmarks.uses_mnist`` (make bench-uses).

Features of MNIST with k = 25 are learned from the 60,000 training images without their labels; scikit-learn's logistic
regression learns the digits from their codes with k = 100, and is judged on the 10,000 test images. Makhzani and Frey
(2013, "k-Sparse Autoencoders") report 1.35 % error with 1,000 features. Beside them, by the same regression: as many
features that were never trained (windows of training images), and principal components, all of them or as many as cost
the bits of such a code.

``--choose`` judges on the last 10,000 training images instead, which are then not learned from: windows, codes and
penalties were settled by such images, and the number of epochs by what three minutes of a processor allow. Seconds are
of the processor, in all threads.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.decomposition import PCA  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from benchmarks.bench import RESULTS
from benchmarks.images import PLACES
from benchmarks.uses import PAGE, write_between
from mousaic.config import Config, config_for
from mousaic.device import use_threads
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.stats.code_bits import code_bits, values_within
from mousaic.training.fit import train_members, untrained_members

K, TOLD_BY = 25, 100
"""Active features while features are learned, and of the codes that the digits are told by."""
KINDS = ("learned", "start", "pca")
TOLD_WITH = {2000: (200, 20.0)}
"""Features -> active ones of codes, and penalty, where validation said otherwise than of 1,000."""
COMPONENTS = (values_within(code_bits(TOLD_BY, 1000), 0, 784), 784)
"""Of PCA: as many as cost the bits of a code, and all there are."""
PENALTY_OF_PCA = 100.0
SIDE = 14
"""Of the window that each feature sees, in pixels: half the image."""
EPOCHS, BATCH, RATE = 16, 100, 1e-3
PENALTY = 10.0
"""C of the logistic regression, on codes of root mean square length 1."""
CHOSEN_ON = 10_000


def config_of(features: int, seed: int) -> Config:
    """How features are learned."""
    return config_for(
        size=28, learn="topk", model="local", local=SIDE, features=features, k=K, augment="none", epochs=EPOCHS,
        batch_size=BATCH, learning_rate=RATE, validation=0.0, threads=1, seed=seed,
    )  # fmt: skip


def learned(pixels: np.ndarray, features: int, seed: int) -> Ensemble:
    """Features of images (n, 28, 28), uint8."""
    return train_members(ImageSet.from_arrays(pixels), config_of(features, seed))


def started(pixels: np.ndarray, features: int, seed: int) -> Ensemble:
    """The same features before the first step."""
    return untrained_members(ImageSet.from_arrays(pixels), config_of(features, seed))


def components(pixels: np.ndarray, count: int) -> PCA:
    """The first principal components of images (n, 28, 28), uint8."""
    return PCA(count, svd_solver="covariance_eigh").fit(flat(pixels))


def flat(pixels: np.ndarray) -> np.ndarray:
    """(n, 784), 0 to 1."""
    found: np.ndarray = pixels.reshape(len(pixels), -1).astype(np.float32) / 255
    return found


def codes(ensemble: Ensemble, pixels: np.ndarray, k: int = TOLD_BY, above_next: bool = True) -> csr_matrix:
    """The k largest pre-activations of each image (n, M H), the members' side by side.

    Args:
        above_next: each less the largest that is left out, so that what barely stays counts little.
    """
    x = torch.from_numpy(flat(pixels))
    with torch.no_grad():
        found = ensemble.with_k(k + 1).encode(x).by_value()
    least = found.values[:, :, k:]
    values = found.values[:, :, :k] - least if above_next else found.values[:, :, :k]
    places = found.indices[:, :, :k] + torch.arange(ensemble.members)[:, None, None] * ensemble.features
    row = k * ensemble.members
    shape = (len(pixels), ensemble.members * ensemble.features)
    rows = (one.transpose(0, 1).reshape(-1).numpy() for one in (values, places))
    return csr_matrix((*rows, np.arange(len(pixels) + 1) * row), shape=shape)


def error(
    known: csr_matrix | np.ndarray, labels: np.ndarray, new: csr_matrix | np.ndarray, real: np.ndarray,
    penalty: float = PENALTY,
) -> float:  # fmt: skip
    """The share of new codes (m, F) that are told wrongly by what was learned of known ones (n, F)."""
    squares = known.power(2) if isinstance(known, csr_matrix) else np.square(known)
    length = np.sqrt(squares.sum(1).mean())
    model = LogisticRegression(C=penalty, max_iter=300, tol=1e-4).fit(known / length, labels)
    return float(np.mean(model.predict(new / length) != real))


def measure(data: dict[str, np.ndarray], kind: str, features: int, seed: int) -> dict[str, Any]:
    """Learn, code, tell; the error, and seconds of the processor."""
    told_by, penalty = TOLD_WITH.get(features, (TOLD_BY, PENALTY_OF_PCA if kind == "pca" else PENALTY))
    times = [time.process_time()]
    both = data["x_train"], data["x_test"]
    if kind == "pca":
        model = components(both[0], features)
        times.append(time.process_time())
        known, new = (model.transform(flat(x)) for x in both)
    else:
        ensemble = (learned if kind == "learned" else started)(both[0], features, seed)
        times.append(time.process_time())
        known, new = (codes(ensemble, x, told_by) for x in both)
    times.append(time.process_time())
    wrong = error(known, data["y_train"], new, data["y_test"], penalty)
    times.append(time.process_time())
    return {
        "kind": kind, "features": features, "seed": seed, "images": len(both[0]), "error": wrong,
        **dict(zip(("learn", "code", "tell"), np.diff(times).tolist(), strict=True)), "seconds": times[-1] - times[0],
    }  # fmt: skip


def read(choose: bool, images: int) -> dict[str, np.ndarray]:
    """Training and test images, or with ``choose`` the training images divided."""
    with np.load(PLACES["MNIST"]) as arrays:
        data = {name: arrays[name] for name in ("x_train", "y_train", "x_test", "y_test")}
    if choose:
        data |= {f"{one}_test": data[f"{one}_train"][-CHOSEN_ON:] for one in "xy"}
        data |= {f"{one}_train": data[f"{one}_train"][:-CHOSEN_ON] for one in "xy"}
    return data | {f"{one}_train": data[f"{one}_train"][:images] for one in "xy"}


def section(rows: list[dict[str, Any]]) -> str:
    """The table as the page shows it."""
    lines = [
        "| features | seed | test error | CPU seconds: features, codes, regression | in all |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        parts = ", ".join(f"{row[name]:.0f}" for name in ("learn", "code", "tell"))
        what = {"learned": "", "start": ", never trained", "pca": " components of PCA"}[row["kind"]]
        what, seed = f"{row['features']:,}{what}", "" if row["kind"] == "pca" else row["seed"]
        lines.append(f"| {what} | {seed} | {row['error']:.2%} | {parts} | {row['seconds']:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """A line for each seed; all of them into docs/uses.md, unless they were to choose by."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="*", choices=KINDS, default=KINDS)
    parser.add_argument("--features", type=int, nargs="*", default=[1000, 2000])
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2])
    parser.add_argument("--images", type=int, default=60_000, help="training images that are learned from")
    parser.add_argument("--choose", action="store_true", help="judge on training images that are not learned from")
    parser.add_argument("--out", type=Path, default=RESULTS / "uses_mnist.json")
    arguments = parser.parse_args()
    if not PLACES["MNIST"].is_file():
        print("MNIST: not on this machine")
        return
    data = read(arguments.choose, arguments.images)
    whole = not arguments.choose and arguments.images >= len(data["x_train"])
    rows: dict[tuple[int, int, int], dict[str, Any]] = {}
    if whole and arguments.out.is_file():
        rows = {key_of(row): row for row in json.loads(arguments.out.read_text(encoding="utf-8"))}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with use_threads(1):
        for kind, features, seed in tasks(arguments.kinds, arguments.features, arguments.seeds):
            row = measure(data, kind, features, seed)
            rows[key_of(row)] = row
            print(json.dumps(row), flush=True)
            if whole:
                ordered = [rows[key] for key in sorted(rows)]
                arguments.out.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
                write_between(PAGE, "mnist", section(ordered))


def tasks(kinds: Sequence[str], features: Sequence[int], seeds: Sequence[int]) -> list[tuple[str, int, int]]:
    """What is measured: kind, features, seed; PCA needs neither the one nor the other."""
    own = [(kind, count, seed) for kind in kinds if kind != "pca" for count in features for seed in seeds]
    return own + [("pca", count, 0) for count in COMPONENTS if "pca" in kinds]


def key_of(row: dict[str, Any]) -> tuple[int, int, int]:
    """The row's place in the table."""
    return KINDS.index(row["kind"]), row["features"], row["seed"]


if __name__ == "__main__":
    main()

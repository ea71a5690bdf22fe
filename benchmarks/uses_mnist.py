"""The field's yardstick for k-sparse features: ``python -m benchmarks.uses_mnist`` (make bench-uses).

Features of MNIST with k = 25 are learned from the 60,000 training images without their labels; scikit-learn's logistic
regression learns the digits from their codes with k = 100, and is judged on the 10,000 test images. Makhzani and Frey
(2013, "k-Sparse Autoencoders") report 1.35 % error with 1,000 features.

``--choose`` judges on the last 10,000 training images instead, which are then not learned from: windows, codes and
penalty were settled by such images, and the number of epochs by what three minutes of a processor allow. Seconds are
of the processor, in all threads.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from benchmarks.bench import RESULTS
from benchmarks.images import PLACES
from benchmarks.uses import PAGE, write_between
from mousaic.config import config_for
from mousaic.device import use_threads
from mousaic.images.image_set import ImageSet
from mousaic.model.ensemble import Ensemble
from mousaic.training.fit import train_members

K, TOLD_BY = 25, 100
"""Active features while features are learned, and of the codes that the digits are told by."""
SIDE = 14
"""Of the window that each feature sees, in pixels: half the image."""
EPOCHS, BATCH, RATE = 16, 100, 1e-3
PENALTY = 10.0
"""C of the logistic regression, on codes of root mean square length 1."""
CHOSEN_ON = 10_000


def learned(pixels: np.ndarray, features: int, seed: int) -> Ensemble:
    """Features of images (n, 28, 28), uint8."""
    config = config_for(
        size=28, learn="topk", model="local", local=SIDE, features=features, k=K, augment="none", epochs=EPOCHS,
        batch_size=BATCH, learning_rate=RATE, validation=0.0, threads=1, seed=seed,
    )  # fmt: skip
    return train_members(ImageSet.from_arrays(pixels), config)


def codes(ensemble: Ensemble, pixels: np.ndarray, k: int = TOLD_BY, above_next: bool = True) -> csr_matrix:
    """The k largest pre-activations of each image (n, M H), the members' side by side.

    Args:
        above_next: each less the largest that is left out, so that what barely stays counts little.
    """
    x = torch.from_numpy(pixels.reshape(len(pixels), -1).astype(np.float32) / 255)
    with torch.no_grad():
        found = ensemble.with_k(k + 1).encode(x).by_value()
    least = found.values[:, :, k:]
    values = found.values[:, :, :k] - least if above_next else found.values[:, :, :k]
    places = found.indices[:, :, :k] + torch.arange(ensemble.members)[:, None, None] * ensemble.features
    row = k * ensemble.members
    shape = (len(pixels), ensemble.members * ensemble.features)
    flat = (one.transpose(0, 1).reshape(-1).numpy() for one in (values, places))
    return csr_matrix((*flat, np.arange(len(pixels) + 1) * row), shape=shape)


def error(known: csr_matrix, labels: np.ndarray, new: csr_matrix, real: np.ndarray, penalty: float = PENALTY) -> float:
    """The share of new codes (m, F) that are told wrongly by what was learned of known ones (n, F)."""
    length = np.sqrt(known.multiply(known).sum(1).mean())
    model = LogisticRegression(C=penalty, max_iter=300, tol=1e-4).fit(known / length, labels)
    return float(np.mean(model.predict(new / length) != real))


def measure(data: dict[str, np.ndarray], features: int, seed: int) -> dict[str, Any]:
    """Learn, code, tell; the error, and seconds of the processor."""
    times = [time.process_time()]
    ensemble = learned(data["x_train"], features, seed)
    times.append(time.process_time())
    known, new = codes(ensemble, data["x_train"]), codes(ensemble, data["x_test"])
    times.append(time.process_time())
    wrong = error(known, data["y_train"], new, data["y_test"])
    times.append(time.process_time())
    return {
        "features": features, "seed": seed, "images": len(data["x_train"]), "error": wrong,
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
        lines.append(f"| {row['features']:,} | {row['seed']} | {row['error']:.2%} | {parts} | {row['seconds']:.0f} |")
    return "\n".join(lines)


def main() -> None:
    """A line for each seed; all of them into docs/uses.md, unless they were to choose by."""
    parser = argparse.ArgumentParser(description=__doc__)
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
    rows: dict[tuple[int, int], dict[str, Any]] = {}
    if whole and arguments.out.is_file():
        kept = json.loads(arguments.out.read_text(encoding="utf-8"))
        rows = {(row["features"], row["seed"]): row for row in kept}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with use_threads(1):
        for features in arguments.features:
            for seed in arguments.seeds:
                row = rows[features, seed] = measure(data, features, seed)
                print(json.dumps(row), flush=True)
                if whole:
                    ordered = [rows[key] for key in sorted(rows)]
                    arguments.out.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")
                    write_between(PAGE, "mnist", section(ordered))


if __name__ == "__main__":
    main()

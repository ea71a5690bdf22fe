"""Activations of a real network: one that learned MNIST, and what its last hidden layer says of held-out digits.

    python benchmarks/activations.py mnist.npz activations/ --rows 2000

``activations/acts.npy`` (rows, 128), ``activations/acts.csv`` (path, label) and ``activations/digits/`` (PNG): what
``mousaic train activations/acts.npy --images activations/digits`` takes. The network never saw these digits.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

HIDDEN, UNITS, EPOCHS, BATCH = 256, 128, 3, 128


def network() -> nn.Sequential:
    """784 pixels to 10 digits; the activations are those after the second ReLU."""
    return nn.Sequential(nn.Linear(784, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, UNITS), nn.ReLU(), nn.Linear(UNITS, 10))


def trained(images: Tensor, labels: Tensor) -> nn.Sequential:
    """The network after a few passes over images (n, 784)."""
    torch.manual_seed(0)
    net = network()
    adam = torch.optim.Adam(net.parameters(), 1e-3)
    for _ in range(EPOCHS):
        for part in torch.randperm(len(images)).split(BATCH):
            adam.zero_grad()
            nn.functional.cross_entropy(net(images[part]), labels[part]).backward()
            adam.step()
    return net


def write(folder: Path, acts: NDArray[np.float32], images: NDArray[np.uint8], labels: NDArray[np.int64]) -> None:
    """The rows, their table and their pictures."""
    (folder / "digits").mkdir(parents=True, exist_ok=True)
    np.save(folder / "acts.npy", acts)
    with open(folder / "acts.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["path", "label"])
        for number, (image, label) in enumerate(zip(images, labels.tolist(), strict=True)):
            name = f"{number:05d}.png"
            Image.fromarray(image).save(folder / "digits" / name)
            table.writerow([name, label])


@torch.no_grad()
def main() -> None:
    """Train, and write what the hidden layer says of digits that were held out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mnist", type=Path, help="mnist.npz with x_train, y_train, x_test, y_test")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=2000)
    asked = parser.parse_args()
    with np.load(asked.mnist, allow_pickle=False) as found:
        x, y, held_out, labels = (found[name] for name in ("x_train", "y_train", "x_test", "y_test"))
    x, y = x.reshape(-1, 784) / np.float32(255), y.astype(np.int64)
    with torch.enable_grad():
        net = trained(torch.from_numpy(x.astype(np.float32)), torch.from_numpy(y))
    seen = torch.from_numpy((held_out.reshape(-1, 784) / np.float32(255)).astype(np.float32))
    right = float((net(seen).argmax(1).numpy() == labels).mean())
    acts = net[:4](seen[: asked.rows]).numpy()
    write(asked.folder, acts, held_out[: asked.rows], labels[: asked.rows].astype(np.int64))
    print(f"{asked.folder}: {acts.shape} activations; the network tells {right:.1%} of the held-out digits")


if __name__ == "__main__":
    main()

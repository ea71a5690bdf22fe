"""The studies that are made of tasks, small, and the tables they leave behind."""

from __future__ import annotations

import csv
from pathlib import Path

SMALL = ["--size", "12", "--features", "24", "--copies", "1", "--epochs", "2"]


def compare(data: Path, out: Path) -> list[str]:
    """Five methods, which are four tasks in each of two folds."""
    names = "mean,pca,nmf,report,default"
    return ["compare", str(data), "--out", str(out), "--folds", "2", "--k", "3", "--methods", names, *SMALL]


def choose_k(data: Path, out: Path) -> list[str]:
    """Two k in two folds."""
    return ["choose-k", str(data), "--out", str(out), "--folds", "2", "--ks", "2,5", *SMALL]


def classify(data: Path, out: Path) -> list[str]:
    """Two folds, divided once."""
    return ["classify", str(data), "--out", str(out), "--folds", "2", "--repeats", "1", "--k", "3", *SMALL]


def tables_of(out: Path) -> dict[str, list[dict[str, str]]]:
    """Every table in a folder, all digits of it, but for the seconds that something took."""
    found = {}
    for path in sorted(out.rglob("*.csv")):
        with open(path, newline="", encoding="utf-8") as file:
            found[str(path.relative_to(out))] = [
                {name: cell for name, cell in row.items() if name != "seconds"} for row in csv.DictReader(file)
            ]
    assert found and all(found.values())
    return found

"""How good the features are, on images held out and against their nulls: ``python -m benchmarks.quality``."""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from benchmarks.bench import RESULTS
from benchmarks.measure import Settings, machine
from benchmarks.quality_picture import write_picture
from benchmarks.quality_sets import SETS, RealSet
from mousaic.analysis.compare.comparison import Comparison, compare
from mousaic.analysis.compare.training_part import local_side
from mousaic.analysis.stability.measurement import stability
from mousaic.analysis.stability.stability_result import Stability
from mousaic.config import config_for
from mousaic.images.image_set import ImageSet
from mousaic.report.tables.comparison_files import comparison_dict, comparison_text
from mousaic.stats.reconstruction_scores import interval
from mousaic.training.fit import train_members

METHODS = [
    "pca", "pca-tuned", "pca-best", "dictionary", "images", "report", "default", "local", "start", "start-local",
    "untrained",
]  # fmt: skip
FOUND_BY = ("report", "default", "local")
"""What is trained again and again."""


class Figure(NamedTuple):
    """One line of the summary."""

    what: str
    found: float
    null: str
    """What a null or a rival reaches, in words."""


def main() -> None:
    """Compare and train again on every set, print summaries, write one JSON file and its picture."""
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    facts = machine(Settings(arguments.threads, torch.device("cpu"), False))
    print(", ".join(f"{name} {value}" for name, value in facts.items()), flush=True)
    result: dict[str, Any] = {"machine": facts, "measured": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "sets": {}}
    for one in SETS:
        images = one.load() if not arguments.sets or one.name in arguments.sets else None
        if images is None:
            print(f"\n{one.name}: left out or not on this machine", flush=True)
            continue
        result["sets"][one.name] = _judge(one, images, arguments)
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        write_picture(result, arguments.out.with_suffix(".png"))


def _judge(one: RealSet, images: ImageSet, arguments: argparse.Namespace) -> dict[str, Any]:
    print(f"\n{one.name}: {len(images)} images of {images.shape}, {one.options or 'the default options'}", flush=True)
    options = one.options | {"threads": arguments.threads}
    compared = compare(images, methods=METHODS, **options)
    print(comparison_text(compared), flush=True)
    again = {name: _again(name, images, options, arguments.runs) for name in FOUND_BY}
    seconds = _seconds(images, options, arguments.rounds)
    lines = summary(compared, again, seconds, images)
    print(_table(lines), flush=True)
    agreements = {
        name: {key: value._asdict() for key, value in found.agreements.items()} for name, found in again.items()
    }
    return {
        "comparison": comparison_dict(compared),
        "agreements": agreements,
        "seconds": seconds,
        "figures": [line._asdict() for line in lines],
    }


def _config(name: str, options: dict[str, Any]) -> Any:
    preset = "report" if name == "report" else "default"
    more: dict[str, Any] = {"local": local_side(options.get("size", 64))} if name == "local" else {}
    return config_for(preset, **options | more | {"validation": 0.0})


def _again(name: str, images: ImageSet, options: dict[str, Any], runs: int) -> Stability:
    """Independent runs: other seeds, other samples of the images. Of one member, where members do not act."""
    config = _config(name, options)
    return stability(images, config, train_members(images, config), runs=runs)


def _seconds(images: ImageSet, options: dict[str, Any], rounds: int) -> dict[str, float]:
    """Median time to train the ensemble, in turns."""
    taken: dict[str, list[float]] = {name: [] for name in FOUND_BY}
    for _ in range(rounds):
        for name, times in taken.items():
            began = time.perf_counter()
            train_members(images, _config(name, options))
            times.append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def summary(
    compared: Comparison, again: dict[str, Stability], seconds: dict[str, float], images: ImageSet
) -> list[Figure]:
    """The figures that a change of the training is judged by."""
    rows = {row.method: row for row in compared.rows}
    r = compared.image_pearson
    best = max(("default", "default-omp", "local", "local-omp"), key=lambda name: rows[name].pearson)
    ahead = interval(np.asarray(r[best] - r["pca-tuned"]), images.groups, 0)
    figures = [
        Figure("held-out r, default, one pass", rows["default"].pearson, f"report {rows['report'].pearson:.3f}"),
        Figure("held-out r, default, OMP codes", rows["default-omp"].pearson, f"its start {_r(rows, 'start-omp')}"),
        Figure("held-out r, local, one pass", rows["local"].pearson, f"its start {_r(rows, 'start-local')}"),
        Figure("held-out r, local, OMP codes", rows["local-omp"].pearson, f"its start {_r(rows, 'start-local-omp')}"),
        Figure(f"ahead of tuned PCA, {best}", ahead.mean, f"95 % interval {ahead.low:+.3f} to {ahead.high:+.3f}"),
    ]
    figures += [Figure(f"dead features, {name}", rows[name].dead or 0.0, "") for name in FOUND_BY]
    for name, found in again.items():
        a = found.agreements
        null = f"untrained {a['untrained_runs'].living:.2f}, structureless images {a['pixels_other_images'].living:.2f}"
        figures.append(Figure(f"PW-MCC, living, independent runs, {name}", a["runs"].living, null))
    return figures + [Figure(f"seconds to train, {name}", value, "") for name, value in seconds.items()]


def _r(rows: dict[str, Any], name: str) -> str:
    return f"{rows[name].pearson:.3f}"


def _table(figures: list[Figure]) -> str:
    return "\n".join(f"{figure.what:48}{figure.found:8.3f}  {figure.null}" for figure in figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--runs", type=int, default=10, help="independent runs of each kind")
    parser.add_argument("--rounds", type=int, default=3, help="of the timing")
    parser.add_argument("--sets", nargs="*", choices=[one.name for one in SETS], help="some of the sets")
    parser.add_argument("--out", type=Path, default=RESULTS / "quality.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()

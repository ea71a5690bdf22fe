"""Each kind of member beside the plain tied one of the same settings, and its own start, on images held out.

    python -m benchmarks.family                          the mice, features that see the whole image
    python -m benchmarks.family --model windows          features confined to windows, for the kinds that can be
    python -m benchmarks.family --sets faces             another set

Folds by group, one member, k = 50, H = 256, learning by gradients (``--learn topk``). Of a kind: held-out r of the
start and of the trained member with its own codes, and with exactly k features; how far that is from ``tied`` (95 %
interval over groups); r of the images learned from; the features active in a held-out image; the share that fires on no
image learned from; millions of weights; seconds to train. With ``--pictures FOLDER`` a sheet of each kind's 20 most
used features, learned on all images, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from benchmarks.bench import RESULTS
from benchmarks.quality_sets import SETS
from benchmarks.unseen_sets import unseen_sets
from mousaic.analysis.compare.methods.family_members import with_parts
from mousaic.analysis.compare.rival_methods import METHODS
from mousaic.analysis.cross_validation import cross_validated, with_seed
from mousaic.config import Config, config_for
from mousaic.device import use_threads
from mousaic.images.image_set import ImageSet
from mousaic.images.splits.folds import make_folds, possible_folds
from mousaic.model.code_kinds import coder
from mousaic.model.firing_rates import dead_fraction, firing_rates
from mousaic.model.member_parts import STANDARD, Parts
from mousaic.report.figures.shown_examples import rank_features
from mousaic.report.figures.tiles import signed_pictures
from mousaic.seeds import derive_seed
from mousaic.stats.reconstruction_scores import interval
from mousaic.training.fit import train_members, untrained_members
from mousaic.training.metrics import evaluate, pearson_r

KINDS: dict[str, Parts] = {"tied": STANDARD} | {
    name: METHODS.load(name).parts  # type: ignore[attr-defined]
    for name in METHODS
    if METHODS[name].title == "method_family"
}
COLUMNS = (
    "start",
    "own codes",
    "k codes",
    "over tied",
    "low",
    "high",
    "train",
    "active",
    "dead",
    "Mweights",
    "seconds",
)
SHOWN, ACROSS, GAP = 20, 10, 4
"""Pictures of a sheet, those side by side, and pixels between them."""


def main() -> None:
    """Print a line for each set and kind, and write them all as JSON; or draw the sheets."""
    arguments = _arguments()
    with use_threads(arguments.threads):
        if arguments.pictures:
            for name, images in _sets(arguments.sets):
                for kind in arguments.kinds:
                    draw(images, with_parts(_config(images, arguments), KINDS[kind]), arguments.pictures, kind)
                    print(f"{name}: {kind}", flush=True)
            return
        print(f"{'set, kind':28}" + "".join(f"{name:>10}" for name in COLUMNS))
        lines: list[dict[str, Any]] = []
        for name, images in _sets(arguments.sets):
            for line in judge(images, _config(images, arguments), arguments.kinds, arguments.folds):
                lines.append({"set": name, "model": arguments.model, "seed": arguments.seed} | line)
                print(f"{name + ', ' + line['kind']:28}" + "".join(f"{line[c]:10.4f}" for c in COLUMNS), flush=True)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


def judge(images: ImageSet, config: Config, kinds: list[str], folds: int) -> Iterator[dict[str, Any]]:
    """The line of each kind, ``tied`` first, as the others are compared with it."""
    tied = np.empty(0)
    for kind in ["tied", *(kind for kind in kinds if kind != "tied")]:
        found, r = _one(images, with_parts(config, KINDS[kind]), folds)
        if kind == "tied":
            tied = r
        over = interval(r - tied, images.groups, config.training.seed)
        yield {"kind": kind} | found | {"over tied": over.mean, "low": over.low, "high": over.high}


def _one(images: ImageSet, config: Config, folds: int) -> tuple[dict[str, float], np.ndarray]:
    """The means over folds, and r of each held-out image (N,) with exactly k features."""
    seed, held, columns = config.training.seed, np.zeros(len(images)), []
    plan = make_folds(images.labels, images.groups, possible_folds(images.groups, folds), 1, seed)
    for turn in cross_validated(images, plan, lambda fold: derive_seed(seed, "compare", fold.repeat, fold.number)):
        own, x = turn.own(config), torch.from_numpy(turn.x)
        seen = torch.from_numpy(turn.learned_from.pixels).flatten(1)
        start = evaluate(untrained_members(turn.learned_from, own), x, 0.0)
        began = time.perf_counter()
        trained = train_members(turn.learned_from, own)
        seconds = time.perf_counter() - began
        figures = evaluate(trained, x, 0.0)
        held[turn.fold.held_out] = pearson_r(trained.decode(coder(trained, "topk")(x))[0], x).numpy()
        weights = sum(p.numel() for p in trained.parameters()) / 1e6
        columns.append((len(x), start["pearson"], figures["pearson"], evaluate(trained, seen, 0.0)["pearson"],
                        figures["l0"], dead_fraction(trained, seen), weights, seconds))  # fmt: skip
    count, *rest = np.array(columns).T
    names = ("start", "own codes", "train", "active", "dead", "Mweights", "seconds")
    means = {name: float(np.average(values, weights=count)) for name, values in zip(names, rest, strict=True)}
    return means | {"k codes": float(held.mean())}, held


def draw(images: ImageSet, config: Config, folder: Path, kind: str) -> None:
    """``family_KIND.png``: the most used features of a member that learned from all images, each on its own scale."""
    trained = train_members(images, with_seed(config, config.training.seed))
    originals = torch.from_numpy(images.pixels).flatten(1)
    ranked = rank_features(firing_rates(trained, originals)[0].numpy(), SHOWN)
    tiles = signed_pictures(trained.dictionary()[0][ranked.indices.copy()].view(-1, *images.shape).numpy())
    side = tiles.shape[1] + GAP
    sheet = np.full((side * -(-len(tiles) // ACROSS) - GAP, side * ACROSS - GAP, 3), 255, np.uint8)
    for place, tile in enumerate(tiles):
        y, x = (side * n for n in divmod(place, ACROSS))
        sheet[y : y + side - GAP, x : x + side - GAP] = tile
    folder.mkdir(parents=True, exist_ok=True)
    reduced = Image.fromarray(sheet).quantize(64, dither=Image.Dither.NONE)
    reduced.save(folder / f"family_{kind}.png", optimize=True)


def _config(images: ImageSet, arguments: argparse.Namespace) -> Config:
    return config_for(
        learn="topk", model=arguments.model, size=images.shape[1], k=min(50, images.D // 4), features=256, members=1,
        validation=0.0, seed=arguments.seed, threads=arguments.threads,
    )  # fmt: skip


def _sets(names: list[str]) -> Iterator[tuple[str, ImageSet]]:
    known: dict[str, Callable[[], ImageSet | None]] = {one.name: one.load for one in SETS} | unseen_sets()
    for name in names:
        images = known[name]() if name in known else None
        if images is None:
            print(f"{name}: not on this machine", flush=True)
        else:
            yield name, images


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.family")
    parser.add_argument("--sets", nargs="*", default=["mice"])
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--model", default="whole", choices=["whole", "windows", "local"])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pictures", type=Path, help="draw the sheets into this folder, and nothing else")
    parser.add_argument("--out", type=Path, default=RESULTS / "family.json")
    return parser.parse_args()


if __name__ == "__main__":
    main()

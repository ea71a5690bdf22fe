"""The picture of ``python -m benchmarks.quality``, from its JSON: ``python -m benchmarks.quality_picture JSON PNG``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mousaic.report import figures
from mousaic.report.figures.drawn import Drawn
from mousaic.report.figures.style import DPI, FAINT, INK, SIZE, THIRD, TRAINING, VALIDATION, house_style, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

METHODS = {
    "local-omp": "local, OMP codes",
    "default-omp": "default, OMP codes",
    "local": "local, one pass",
    "default": "default, one pass",
    "dictionary": "dictionary learning, OMP codes",
    "pca-tuned": "PCA, own augmentation",
    "report": "report preset (the experiment)",
    "start-omp": "default before training, OMP codes",
    "start": "default before training, one pass",
    "untrained": "orthogonal noise, untrained",
}
OURS = ("local-omp", "default-omp", "local", "default")
NULLS = ("start", "start-omp", "untrained")
FOUND_BY = {"local": "local", "default": "default", "report": "report preset"}
TIMED = {"local": "local", "default": "default", "report": "report preset"}
AGREEMENTS = {
    "runs": ("independent runs", VALIDATION, "o"),
    "pixels_other_images": ("runs on images with pixels scattered", FAINT, "x"),
    "phases_other_images": ("runs on images with phases scattered", FAINT, "+"),
    "untrained_runs": ("before training", TRAINING, "|"),
}
CAPTION = (
    "Held-out r: Pearson correlation between an image that was not learned from and its reconstruction from k numbers, "
    "mean over images; line: 95 % interval, groups of images resampled. Agreement: PW-MCC, the mean |cosine| of living "
    "features matched one to one between trainings with other seeds on other samples of the images; features are worth "
    "something where the orange dot is right of both grey marks. Seconds: five members, one thread, in turns."
)


def picture(result: Mapping[str, Any]) -> Figure:
    """One column a set; held-out r above, agreement and training time below.

    Args:
        result: what the benchmark wrote; sets or stages that did not run are left out.
    """
    from matplotlib.figure import Figure

    sets = {name: found for name, found in result["sets"].items() if "comparison" in found}
    with house_style():
        figure = Figure(figsize=(3.6 + 2.5 * len(sets), 6.8))
        grid = figure.subplots(
            3, len(sets), squeeze=False, sharey="row", height_ratios=(len(METHODS), 3.6, 3.6),
        )  # fmt: skip
        bottom = 0.2 if len(sets) > 2 else 0.27
        figure.subplots_adjust(2.3 / figure.get_figwidth(), bottom, 0.985, 0.94, wspace=0.08, hspace=0.45)
        timed = [kind for kind in TIMED if any(kind in found.get("seconds", {}) for found in sets.values())]
        for column, (name, found) in enumerate(sets.items()):
            _held_out(grid[0, column], name, found["comparison"])
            _agreement(grid[1, column], found.get("agreements", {}))
            _seconds(grid[2, column], found.get("seconds", {}), timed)
        lines = wrapped(CAPTION, 0.97 * figure.get_figwidth() * DPI, SIZE["small"])
        figure.text(0.012, 0.012, "\n".join(lines), fontsize=SIZE["small"], color=FAINT, va="bottom")
        handles, labels = grid[1, 0].get_legend_handles_labels()
        if handles:
            where, columns = (0.005, 0.03 + 0.022 * len(lines)), 4 if len(sets) > 2 else 2
            figure.legend(
                handles, labels, loc="lower left", bbox_to_anchor=where, ncols=columns, title="Agreement of:",
                alignment="left", handletextpad=0.2, title_fontsize=SIZE["small"],
            )  # fmt: skip
    return figure


def _held_out(axes: Axes, name: str, comparison: Mapping[str, Any]) -> None:
    rows = {row["method"]: row for row in comparison["rows"]}
    settings = comparison["settings"]
    axes.set_title(f"{name}: {settings['images']} images, k = {settings['k']}")
    shown = [method for method in METHODS if method in rows]
    for method in shown:
        row, place = rows[method], len(METHODS) - list(METHODS).index(method)
        colour = VALIDATION if method in OURS else FAINT if method in NULLS else INK
        axes.plot([row["pearson_low"], row["pearson_high"]], [place, place], color=colour)
        axes.plot(row["pearson"], place, "o", color=colour, markersize=5)
        axes.annotate(
            f"{row['pearson']:.3f}", (row["pearson"], place), (0, 4), textcoords="offset points", ha="center",
            fontsize=SIZE["small"], color=colour,
        )  # fmt: skip
    axes.set_yticks(range(len(METHODS), 0, -1), list(METHODS.values()), color=INK)
    axes.set_ylim(0.4, len(METHODS) + 0.9)
    axes.margins(x=0.14)
    axes.set_xlabel("held-out r, higher is better")


def _agreement(axes: Axes, agreements: Mapping[str, Any]) -> None:
    for place, kind in enumerate(reversed(FOUND_BY)):
        for key, (label, colour, marker) in AGREEMENTS.items():
            if kind in agreements:
                value = agreements[kind][key]["living"]
                said = label if place == len(FOUND_BY) - 1 else None
                axes.plot(value, place, marker, color=colour, markersize=7, label=said, linestyle="none")
    axes.set_yticks(range(len(FOUND_BY)), list(reversed(FOUND_BY.values())), color=INK)
    axes.set_ylim(-0.6, len(FOUND_BY) - 0.4)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75])
    axes.set_xlabel("agreement of features (PW-MCC)")


def _seconds(axes: Axes, seconds: Mapping[str, float], timed: Sequence[str]) -> None:
    for place, kind in enumerate(reversed(timed)):
        if kind in seconds:
            ratio = seconds[kind] / seconds["report"]
            axes.barh(place, ratio, color=THIRD, height=0.55)
            axes.annotate(
                f"{seconds[kind]:.1f} s", (ratio, place), (3, 0), textcoords="offset points", va="center",
                fontsize=SIZE["small"],
            )  # fmt: skip
    axes.set_yticks(range(len(timed)), [TIMED[kind] for kind in reversed(timed)], color=INK)
    axes.margins(x=0.2)
    axes.set_xlim(left=0)
    axes.set_xlabel("time to train, report preset = 1")


def write_picture(result: Mapping[str, Any], path: Path) -> None:
    """Save the picture as a PNG."""
    figures.save(Drawn(picture(result), "", "", ""), path)


def main(words: list[str] | None = None) -> None:
    """Draw a result."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality_picture", description=__doc__)
    parser.add_argument("result", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args(words)
    write_picture(json.loads(arguments.result.read_text(encoding="utf-8")), arguments.out)


if __name__ == "__main__":
    main()

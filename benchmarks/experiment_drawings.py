"""The drawings of the experiment's claims: what was measured to a matplotlib figure, words from a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.experiment_verdicts import Found, sets_of
from mousaic.report.figures.style import FAINT, INK, SIZE, THIRD, TRAINING, VALIDATION, WARNING
from mousaic.stats.code_bits import code_bits

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Words = Mapping[str, str]
Draw = Callable[[Found, Words], "Figure"]
KIND_COLOURS = {"local": TRAINING, "edge": THIRD, "global": VALIDATION, "noise": "#bbbbbb"}


def _panels(count: int, height: float = 2.6, share: bool = True) -> tuple[Figure, list[Axes]]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(2.55 * max(count, 2) + 0.4, height), layout="constrained")
    return figure, list(figure.subplots(1, count, sharey=share, squeeze=False)[0])


def _named(words: Words, name: str) -> str:
    return words.get(f"set.{name}", name)


def _legend(figure: Figure, axes: Axes, columns: int = 4) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=columns)


def trajectory(found: Found, words: Words) -> Figure:
    """r over epochs: of copies learned from, of originals learned from, and held out; the mean image's beside."""
    names = sets_of(found, "folds")
    figure, panels = _panels(len(names))
    for axes, name in zip(panels, names, strict=True):
        one = found["folds"][name]
        epochs = range(len(one["history"]))
        axes.plot(
            epochs[1:], [row["pearson"] for row in one["history"][1:]], color=TRAINING, label=words["plot.copies"]
        )
        axes.plot(
            epochs, [row["originals"] for row in one["history"]], ":", color=TRAINING, label=words["plot.originals"]
        )
        axes.plot(epochs, [row["held_out"] for row in one["history"]], color=VALIDATION, label=words["plot.held_out"])
        for kind, style in (("mean image", "--"), ("PCA", "-."), ("default", (0, (1, 1)))):
            axes.axhline(one["r"][kind]["mean"], color=FAINT, linestyle=style, linewidth=1, label=words[f"plot.{kind}"])
        axes.set_title(_named(words, name))
        axes.set_xlabel(words["epoch"])
        axes.set_ylim(0, 1)
    panels[0].set_ylabel("r")
    _legend(figure, panels[0], 3)
    return figure


def transfer(found: Found, words: Words) -> Figure:
    """A square each pair of what was learned from and what is described."""
    names = sets_of(found, "folds", "transfer")
    digits = next((found["transfer"][n]["digits"] for n in names if "digits" in found["transfer"][n]), None)
    described = [*names, *(["digits"] if digits else [])]
    figure, panels = _panels(2, 2.9, False)
    for axes, preset in zip(panels, ("report", "default"), strict=True):
        grid = np.full((len(described), len(described)), np.nan)
        for i, source in enumerate(names):
            for j, target in enumerate(described):
                own = found["folds"][source]["r"][preset] if source == target else None
                grid[i, j] = (own or found["transfer"][source]["on"][target][preset])["mean"]
        if digits:
            part = "on" if preset in digits["on"][names[0]] else "few_on"
            grid[-1] = [digits[part][target][preset]["mean"] for target in described]
        axes.imshow(grid, cmap="Blues", vmin=0, vmax=1.3)
        for (i, j), value in np.ndenumerate(grid):
            weight = "bold" if i == j else "normal"
            axes.text(j, i, f"{value:.2f}", ha="center", va="center", fontsize=SIZE["label"], weight=weight, color=INK)
        labels = [_named(words, name) for name in described]
        axes.set_xticks(range(len(labels)), labels, rotation=20)
        axes.set_yticks(range(len(labels)), labels)
        axes.grid(False)
        axes.set_title(words[f"plot.preset_{preset}"])
        axes.set_xlabel(words["plot.described"])
    panels[0].set_ylabel(words["learned_from"])
    return figure


def _points(axes: Axes, rows: Sequence[tuple[str, Mapping[str, float], str]]) -> None:
    """A mean and its interval a row, the first on top."""
    for place, (_, one, colour) in enumerate(reversed(rows)):
        axes.plot([one["low"], one["high"]], [place, place], color=colour)
        axes.plot(one["mean"], place, "o", color=colour, markersize=4)
        axes.annotate(
            f"{one['mean']:.3f}", (one["mean"], place), (0, 4), textcoords="offset points", ha="center",
            fontsize=SIZE["tiny"], color=colour,
        )  # fmt: skip
    axes.set_yticks(range(len(rows)), [label for label, _, _ in reversed(rows)], color=INK)
    axes.set_ylim(-0.6, len(rows) - 0.3)
    axes.margins(x=0.15)


def copies(found: Found, words: Words) -> Figure:
    """Held-out r without copies, and with the preset's and slight ones."""
    names = sets_of(found, "folds", "copies")
    figure, panels = _panels(len(names))
    for axes, name in zip(panels, names, strict=True):
        r = found["copies"][name]["r"]
        rows = [(kind, r[kind], FAINT) for kind in ("none", "none, as many steps")]
        rows += [("report", found["folds"][name]["r"]["report"], VALIDATION), ("slight", r["slight"], TRAINING)]
        rows += [(f"PCA {kind}", r[f"PCA {kind}"], INK) for kind in ("none", "report", "slight")]
        _points(axes, [(words[f"plot.copies {kind}"], one, colour) for kind, one, colour in rows])
        axes.set_title(_named(words, name))
        axes.set_xlabel(words["plot.held_out_r"])
    return figure


def ensemble(found: Found, words: Words) -> Figure:
    """Agreement of living features between runs, above; held-out r, below."""
    names = sets_of(found, "folds")
    figure, panels = _panels(2, 2.5, False)
    kinds = {"report": VALIDATION, "separate": TRAINING, "start": FAINT, "default": THIRD}
    for place, (kind, colour) in enumerate(kinds.items()):
        for axes, part, measure in ((panels[0], "agreement", "folds_living"), (panels[1], "r", None)):
            for column, name in enumerate(names):
                one = found["folds"][name][part][kind]
                one = one[measure] if measure else one
                x = column + (place - 1.5) * 0.16
                axes.plot([x, x], [one["low"], one["high"]], color=colour)
                label = words[f"plot.{kind}"] if column == 0 else None
                axes.plot(x, one["mean"], "o", color=colour, markersize=4, label=label)
    for axes, title in zip(panels, ("plot.agreement", "plot.held_out_r"), strict=True):
        axes.set_xticks(range(len(names)), [_named(words, name) for name in names])
        axes.set_title(words[title])
        axes.set_ylim(0, 1)
    _legend(figure, panels[0])
    return figure


def sparsity(found: Found, words: Words) -> Figure:
    """r of what was learned from and of what was held out, against k."""
    names = sets_of(found, "sparsity")
    figure, panels = _panels(len(names))
    for axes, name in zip(panels, names, strict=True):
        rows = found["sparsity"][name]["r"]
        ks = [row["k"] for row in rows["trained"]]
        axes.plot(ks, [row["train"] for row in rows["trained"]], "o-", color=TRAINING, label=words["plot.originals"])
        axes.plot(ks, [row["mean"] for row in rows["trained"]], "o-", color=VALIDATION, label=words["plot.held_out"])
        low, high = ([row[end] for row in rows["trained"]] for end in ("low", "high"))
        axes.fill_between(ks, low, high, color=VALIDATION, alpha=0.2, linewidth=0)
        axes.plot(ks, [row["mean"] for row in rows["start"]], "--", color=FAINT, label=words["plot.start_held_out"])
        axes.plot(
            ks, [row["mean"] for row in rows["PCA"]], "-.", color=INK, linewidth=1, label=words["plot.PCA_held_out"]
        )
        axes.set_xscale("log")
        axes.set_xticks(ks, [str(k) for k in ks], minor=False)
        axes.minorticks_off()
        axes.set_title(_named(words, name))
        axes.set_xlabel("k")
        axes.set_ylim(0, 1)
    panels[0].set_ylabel("r")
    _legend(figure, panels[0])
    return figure


def features(found: Found, words: Words) -> Figure:
    """What kinds the living features are of; the share that never fires beside the name."""
    names = sets_of(found, "folds")
    figure, panels = _panels(len(names), 2.2)
    for axes, name in zip(panels, names, strict=True):
        rows = [(kind, found["folds"][name]["features"][kind]) for kind in ("default", "start", "report")]
        for place, (_, one) in enumerate(rows):
            left = 0.0
            for kind, colour in KIND_COLOURS.items():
                label = words[f"plot.kind_{kind}"] if place == 0 else None
                axes.barh(place, one[kind]["mean"], left=left, color=colour, height=0.6, label=label)
                left += one[kind]["mean"]
            dead = words["plot.dead"].format(share=f"{100 * one['dead']['mean']:.0f} %")
            axes.text(0.02, place - 0.47, dead, fontsize=SIZE["tiny"], color=FAINT, va="center")
        axes.set_yticks(range(len(rows)), [words[f"plot.{kind}"] for kind, _ in rows], color=INK)
        axes.set_xlim(0, 1)
        axes.set_ylim(-0.75, len(rows) - 0.6)
        axes.set_title(_named(words, name))
        axes.set_xlabel(words["plot.share"])
    _legend(figure, panels[0])
    return figure


def compression(found: Found, words: Words) -> Figure:
    """r against bits: PCA's curve, and where the preset, its ensemble and the default are."""
    names = sets_of(found, "folds")
    figure, panels = _panels(len(names))
    for axes, name in zip(panels, names, strict=True):
        one = found["folds"][name]
        config, curve = one["config"], one["components"]["default"]["r"]
        axes.plot([8 * c for c in range(len(curve))], curve, color=INK, linewidth=1, label="PCA")
        bits = config["bits"]
        for kind, cost, colour, marker in (
            ("mean image", 0, FAINT, "s"), ("report", bits, VALIDATION, "o"),
            ("report averaged", config["members"] * bits, VALIDATION, "^"),
            ("default", code_bits(config["default_k"], config["default_features"]), TRAINING, "o"),
        ):  # fmt: skip
            axes.plot(cost, one["r"][kind]["mean"], marker, color=colour, label=words[f"plot.{kind}"], linestyle="none")
        axes.set_title(_named(words, name))
        axes.set_xlabel(words["plot.bits"])
        axes.set_ylim(min(0.4, *curve), 1)
    panels[0].set_ylabel(words["plot.held_out_r"])
    _legend(figure, panels[0], 5)
    return figure


def classes(found: Found, words: Words) -> Figure:
    """Held-out r of each class, by the preset and its nulls."""
    names, kinds = sets_of(found, "folds"), ("default", "PCA", "mean image", "report")
    figure, panels = _panels(len(names), 2.4)
    for axes, name in zip(panels, names, strict=True):
        one = found["folds"][name]
        for place, kind in enumerate(kinds):
            for label, side in enumerate(one["by_class"][kind]["classes"]):
                y, colour = place + 0.16 - 0.32 * label, (TRAINING, VALIDATION)[label]
                axes.plot([side["low"], side["high"]], [y, y], color=colour)
                which = words[("first_class", "second_class")[label]] if place == 0 else None
                axes.plot(side["mean"], y, "o", color=colour, markersize=4, label=which)
        axes.set_yticks(range(len(kinds)), [words[f"plot.{kind}"] for kind in kinds], color=INK)
        both = " / ".join(words.get(f"class.{label}", label) for label in one["class_names"])
        axes.set_title(_named(words, name))
        axes.set_xlabel(f"{words['plot.held_out_r']}\n{both}")
        axes.margins(x=0.1)
    _legend(figure, panels[0])
    return figure


def rivals(found: Found, words: Words) -> Figure:
    """Held-out r against the numbers that were learned."""
    names = sets_of(found, "folds", "rivals")
    figure, panels = _panels(len(names))
    for axes, name in zip(panels, names, strict=True):
        parameters = found["rivals"][name]["parameters"]
        r = found["folds"][name]["r"] | found["rivals"][name]["r"]
        groups: dict[str, tuple[list[str], str, str]] = {
            "report": (["report", "report averaged"], VALIDATION, "o"),
            "autoencoder": ([k for k in r if k.startswith("autoencoder ")], TRAINING, "o"),
            "own_copies": ([k for k in r if k.startswith("autoencoder,")], TRAINING, "x"),
            "vae": ([k for k in r if k.startswith("VAE")], WARNING, "s"),
        }
        for group, (kinds, colour, marker) in groups.items():
            kinds = [kind for kind in kinds if kind in parameters]
            axes.plot([parameters[k] for k in kinds], [r[k]["mean"] for k in kinds], marker + "-", color=colour,
                      label=words[f"plot.network_{group}"])  # fmt: skip
        axes.axhline(r["mean image"]["mean"], color=FAINT, linestyle="--", linewidth=1, label=words["plot.mean image"])
        axes.set_xscale("log")
        axes.set_title(_named(words, name))
        axes.set_xlabel(words["plot.parameters"])
    panels[0].set_ylabel(words["plot.held_out_r"])
    _legend(figure, panels[0], 3)
    return figure


def speed(found: Found, words: Words) -> Figure:
    """Processor seconds of one thread."""
    figure, (axes,) = _panels(1, 2.2)
    ways: dict[str, Any] = next(iter(found["speed"].values()))["ways"]
    for place, (way, spent) in enumerate(reversed(ways.items())):
        axes.barh(place, spent["cpu"], color=VALIDATION if way == "report" else FAINT, height=0.6)
        axes.annotate(f"{spent['cpu']:.1f} s", (spent["cpu"], place), (3, 0), textcoords="offset points", va="center",
                      fontsize=SIZE["small"])  # fmt: skip
    axes.set_yticks(range(len(ways)), [words[f"way_{way}"] for way in reversed(ways)], color=INK)
    axes.margins(x=0.15)
    axes.set_xlabel(words["cpu_seconds"])
    return figure


DRAWINGS: dict[str, tuple[tuple[str, ...], Draw]] = {
    "trajectory": (("folds",), trajectory),
    "transfer": (("folds", "transfer"), transfer),
    "copies": (("folds", "copies"), copies),
    "ensemble": (("folds",), ensemble),
    "sparsity": (("folds", "sparsity"), sparsity),
    "features": (("folds",), features),
    "compression": (("folds",), compression),
    "classes": (("folds",), classes),
    "rivals": (("folds", "rivals"), rivals),
    "speed": (("speed",), speed),
}
"""Claim -> the studies that it needs, and its drawing."""

"""Results as matplotlib figures, the same that the commands save."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

from mousaic.errors import MousaicError
from mousaic.report.figures.curve_panels import training_curves
from mousaic.report.figures.reconstruction_rows import reconstructions
from mousaic.report.figures.shown_examples import choose_examples
from mousaic.report.figures.studies.comparison_bars import comparison
from mousaic.report.figures.studies.k_curves import choose_k_picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mousaic.analysis.choose.k_choice import ChosenK
    from mousaic.analysis.compare.comparison import Comparison
    from mousaic.images.image_set import ImageSet
    from mousaic.runs.applied import Reconstructed
    from mousaic.runs.run import Run


def plot_run(run: Run, lang: str = "en") -> Figure:
    """Losses, Pearson r and dead features, epoch by epoch."""
    if not run.history:
        raise MousaicError(f"{run.path} has no complete epoch yet: there is nothing to draw.")
    beside = {part: found["pearson"] for part, found in run.summary["baselines"].items()} if run.finished else {}
    return _shown(training_curves(run.history, beside, lang=lang).figure)


def plot_comparison(found: Comparison, lang: str = "en") -> Figure:
    """Every method's held-out r with its interval."""
    return _shown(comparison(found.rows, found.verdict, found.settings, lang).figure)


def plot_chosen_k(found: ChosenK, lang: str = "en") -> Figure:
    """Error, stability and classes by k."""
    return _shown(choose_k_picture(found, lang).figure)


def plot_reconstructed(found: Reconstructed, images: ImageSet, lang: str = "en") -> Figure:
    """Some of the images of each class beside what the model makes of them, and the difference."""
    if len(images) != len(found.pixels):
        raise MousaicError(f"These are {len(images)} images, and {len(found.pixels)} were reconstructed: give those.")
    chosen = choose_examples(images.labels, [""] * len(images))
    names = [images.class_names[label] if label >= 0 else "" for label in images.labels[chosen]]
    drawn = reconstructions(
        images.pixels[chosen], found.pixels[chosen], found.pearson[chosen], names, [""] * len(chosen),
        titles=[images.paths[i] for i in chosen], classes_in_all=len(images.class_names), lang=lang,
    )  # fmt: skip
    return _shown(drawn.figure)


def _shown(figure: Figure) -> Figure:
    """In a notebook a figure is a picture once IPython knows how, which pyplot would have told it."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        import_module("IPython.core.pylabtools").select_figure_formats(shell, {"png"})
    return figure

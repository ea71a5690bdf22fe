"""The rival methods of a comparison by name: where each is, what it is called, and what it can.

A method is a function that learns from the training part of a fold
(:class:`mousaic.analysis.compare.training_part.Part`) and gives rows of the table
(:class:`mousaic.analysis.compare.fitted.Fitted`). Capabilities:

- ``ours``: a sparse autoencoder of Mousaic that was trained: drawn bold, and measured against PCA;
- ``pca``: principal components, which ours is measured against;
- ``on_request``: compared only where it is named, as it takes several times as long as training the preset ``default``;
- ``needs_run``: judges a run that was trained on other images, and comes with it;
- ``grids``: learns from rows and columns of images, which vectors have not;
- ``not_negative``: takes numbers of 0 and above alone;
- ``quick``, ``of_default``: takes little time, or trains the preset ``default``: those of a kind are one task.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from mousaic.errors import MousaicError
from mousaic.registry import Registry
from mousaic.said import Said, told

if TYPE_CHECKING:
    from mousaic.analysis.compare.fitted import Fitted
    from mousaic.analysis.compare.training_part import Part

    Fit: TypeAlias = Callable[[Part], list[Fitted]]

METHODS: Registry[Fit] = Registry("method")
"""In the order in which they are compared. Naming them imports none."""

_HERE = "mousaic.analysis.compare.methods"
_ON_DEFAULT = frozenset({"ours", "on_request", "of_default"})
METHODS.register("mean", f"{_HERE}.mean_image:fit_mean", "method_mean", {"quick"})
METHODS.register("dct", f"{_HERE}.cosine_transform:fit_dct", "method_dct", {"quick", "grids"})
METHODS.register("pca", f"{_HERE}.principal_components:fit_pca", "method_pca", {"pca", "quick"})
METHODS.register("pca-tuned", f"{_HERE}.tuned_pca:fit_pca_tuned", "method_pca_tuned", {"pca"})
METHODS.register("pca-best", f"{_HERE}.largest_components:fit_pca_best", "method_pca_best", {"pca", "quick"})
METHODS.register("pca-wide", f"{_HERE}.principal_components:fit_pca_wide", "method_pca", {"pca", "quick"})
METHODS.register("nmf", f"{_HERE}.nonnegative_factors:fit_nmf", "method_nmf", {"not_negative"})
METHODS.register("ica", f"{_HERE}.independent_components:fit_ica", "method_ica", {"quick"})
METHODS.register("images", f"{_HERE}.image_dictionary:fit_images", "method_images", {"quick"})
METHODS.register("dictionary", f"{_HERE}.learned_dictionary:fit_dictionary", "method_dictionary")
METHODS.register("autoencoder", f"{_HERE}.deep_autoencoder:fit_autoencoder", "method_autoencoder")
METHODS.register("vae", f"{_HERE}.variational_autoencoder:fit_vae", "method_vae")
METHODS.register("report", f"{_HERE}.preset_members:fit_report", "method_preset", {"ours"})
METHODS.register("default", f"{_HERE}.preset_members:fit_default", "method_preset", {"ours", "of_default"})
METHODS.register("local", f"{_HERE}.local_features:fit_local", "method_local", {"ours", "grids"})
METHODS.register("conv", f"{_HERE}.convolutional_filters:fit_conv", "method_conv", {"ours", "on_request", "grids"})
METHODS.register("start", f"{_HERE}.untrained_members:fit_start", "method_start", {"quick"})
METHODS.register("start-local", f"{_HERE}.untrained_members:fit_start_local", "method_start_of", {"quick", "grids"})
METHODS.register(
    "start-conv", f"{_HERE}.convolutional_filters:fit_start_conv", "method_start_of", {"on_request", "grids"}
)
METHODS.register("untrained", f"{_HERE}.untrained_members:fit_untrained", "method_untrained", {"quick"})
METHODS.register("pretrained", f"{_HERE}.pretrained_run:fit_pretrained", "method_pretrained", {"ours", "needs_run"})
METHODS.register(
    "consensus", f"{_HERE}.merged_members:fit_consensus", "method_consensus", {"ours", "on_request", "of_default"}
)
METHODS.register(
    "stacked", f"{_HERE}.weighted_members:fit_stacked", "method_weighted", {"ours", "on_request", "of_default"}
)
METHODS.register(
    "control", f"{_HERE}.one_large_member:fit_control", "method_control", {"ours", "on_request", "of_default"}
)
for _kind in (
    "untied", "nonlinear", "sigmoid", "deep-2", "deep-3", "tied-deep-2", "tied-deep-3", "top-k-nonnegative",
    "top-k-magnitudes", "batch-top-k", "jump-relu",
):  # fmt: skip
    _place = f"{_HERE}.family_members:{_kind.replace('-', '_').upper()}"
    METHODS.register(_kind, _place, "method_family", {"ours", "on_request"})
    METHODS.register(f"start-{_kind}", f"{_place}_START", "method_start_of", {"on_request"})


def usual_methods() -> list[str]:
    """What is compared where nothing is named and no run is given."""
    left_out = {*METHODS.having("on_request"), *METHODS.having("needs_run")}
    return [name for name in METHODS if name not in left_out]


def choose_methods(names: Sequence[str] | None, run_given: bool) -> list[str]:
    """The methods to compare, in the order of :data:`METHODS`; ``None`` means the usual ones.

    Args:
        run_given: whether there is a run to judge; what needs one then comes with it.

    Raises:
        MousaicError: an unknown name, none at all, or a method that needs a run without one.
    """
    chosen = set(usual_methods() if names is None else names)
    if not chosen:
        raise MousaicError(f"No method to compare: give --methods some of {', '.join(METHODS)}.")
    needing = METHODS.having("needs_run")
    for name in names or ():
        if METHODS[name].name in needing and not run_given:
            raise MousaicError(f"The method {name} needs a run: give --pretrained RUN.")
    return [name for name in METHODS if name in chosen or (run_given and name in needing)]


def suited(names: Sequence[str], asked: bool, grid: bool, negative: bool) -> tuple[list[str], list[Said]]:
    """Those of some methods that such images can be given to, and what has to be said of the others.

    Args:
        asked: they were named, and not what is usual.
        grid: the images have rows and columns.
        negative: some of their numbers are below 0.

    Raises:
        MousaicError: a method that was named cannot take them, or none is left.
    """
    lacking = {"grids": not grid, "not_negative": negative}
    why = {"grids": "needs images with rows and columns", "not_negative": "takes no numbers below 0"}
    out = {name: need for need, lacks in lacking.items() if lacks for name in names if name in METHODS.having(need)}
    kept = [name for name in names if name not in out]
    if out and (asked or not kept):
        name, need = next(iter(out.items()))
        raise MousaicError(f"The method {name} {why[need]}, and these are vectors: leave it out of --methods.")
    said = {need: [name for name, lacked in out.items() if lacked == need] for need in dict.fromkeys(out.values())}
    return kept, [told(f"methods_left_out_{need}", names=left) for need, left in said.items()]

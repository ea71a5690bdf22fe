"""A model as the libraries for sparse autoencoders of language and vision models load it.

One folder a member, ``sae0``, ``sae1``, ...: ``cfg.json`` and ``sae_weights.safetensors`` as SAELens keeps them
(``SAE.load_from_disk``), and ``overcomplete.safetensors``, the state of a ``TopKSAE`` of overcomplete,
with ``overcomplete.json``, the arguments that it is made with. Both rectify codes: what is below 0 among the k largest
counts as 0 there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from mousaic.exports.formats import Given, refuse
from mousaic.files import write_json
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import LINEAR_DECODER, LINEAR_ENCODER, PURSUIT
from mousaic.model.mixture import Mixture
from mousaic.model.sparsity.jump_relu import thresholds
from mousaic.model.tensor_files import write_tensors
from mousaic.runs.run import Run
from mousaic.said import Said, told
from mousaic.version import __version__

TOP_K = ("top-k", "top-k-nonnegative", PURSUIT)
"""Sparsities that both libraries call top-k: of pursuit with the codes of one pass."""
THRESHOLDS = ("batch-top-k", "jump-relu")
"""Those that SAELens calls JumpReLU; overcomplete learns thresholds in a way of its own."""


def write_layouts(given: Given, place: Path) -> list[Said]:
    """A folder a member, and what of the run's own codes the others have no words for."""
    run, ensemble = given.run, given.run.model.ensemble
    check(run)
    for m in range(ensemble.members):
        folder = place / f"sae{m}"
        folder.mkdir()
        one = ensemble.member(m)
        weights = weights_of(one)
        write_tensors(folder / "sae_weights.safetensors", weights)
        write_json(folder / "cfg.json", config_of(run, one))
        if one.parts.sparsity in TOP_K:
            write_tensors(folder / "overcomplete.safetensors", overcomplete_state(weights))
            write_json(folder / "overcomplete.json", overcomplete_arguments(one, weights))
    said = [told("export_pursuit_in_one_pass")] if ensemble.parts.sparsity == PURSUIT else []
    return [*said, *([told("export_not_overcomplete")] if ensemble.parts.sparsity in THRESHOLDS else [])]


def check(run: Run) -> None:
    """Raise where the layouts have no words for the model."""
    ensemble = run.model.ensemble
    linear = {LINEAR_ENCODER, LINEAR_DECODER} <= ensemble.capabilities
    if isinstance(ensemble, Mixture) or not linear or ensemble.parts.sparsity not in (*TOP_K, *THRESHOLDS):
        why = f"those layouts hold linear members, not {', '.join(ensemble.parts.names)}"
        raise refuse(run, "safetensors", why, "use onnx, npz or hf")


def weights_of(one: Ensemble) -> dict[str, Tensor]:
    """Of one member: W_enc (D, H), b_enc (H,), W_dec (H, D) and b_dec (D,), which is also taken off the input.

    Pursuit leaves its bias aside, so that it is 0 there.
    """
    weight, bias = one.values["weight"][0], one.values["bias"][0]
    found = {
        "W_enc": weight.T,
        "b_enc": torch.zeros_like(bias) if one.parts.sparsity == PURSUIT else bias,
        "W_dec": one.atoms(0),
        "b_dec": one.silence()[0],
    }
    if one.parts.sparsity == "jump-relu":
        found["threshold"] = thresholds(one.values)[0]
    if one.parts.sparsity == "batch-top-k":
        found["threshold"] = one.values["threshold"].expand(one.features)
    return {name: tensor.detach().cpu().clone(memory_format=torch.contiguous_format) for name, tensor in found.items()}


def config_of(run: Run, one: Ensemble) -> dict[str, Any]:
    """``cfg.json``: what SAELens makes the autoencoder from."""
    top_k = one.parts.sparsity in TOP_K
    return {
        "architecture": "topk" if top_k else "jumprelu",
        **({"k": one.k, "rescale_acts_by_decoder_norm": False} if top_k else {}),
        "d_in": one.pixels,
        "d_sae": one.features,
        "dtype": "float32",
        "device": "cpu",
        "apply_b_dec_to_input": True,
        "normalize_activations": "none",
        "reshape_activations": "none",
        "metadata": {
            "sae_lens_training_version": None,
            "mousaic_version": __version__,
            "mousaic_run": run.name,
            "mousaic_shape": list(run.model.card.shape),
            "mousaic_codes": one.parts.sparsity,
        },
    }


def overcomplete_state(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state of its linear encoder and dictionary.

    It takes nothing off the input, so the bias does, and adds nothing to the output: add b_dec.
    """
    return {
        "encoder.final_block.0.weight": weights["W_enc"].T.contiguous(),
        "encoder.final_block.0.bias": weights["b_enc"] - weights["b_dec"] @ weights["W_enc"],
        "dictionary._weights": weights["W_dec"].clone(),
        "dictionary.multiplier": torch.tensor(0.0),  # of whose exponential the rows are multiples
    }


def overcomplete_arguments(one: Ensemble, weights: dict[str, Tensor]) -> dict[str, Any]:
    """What ``TopKSAE`` is made with before the state is loaded, and what is added to its output."""
    return {
        "class": "TopKSAE",
        "arguments": {
            "input_shape": one.pixels,
            "nb_concepts": one.features,
            "top_k": one.k,
            "dictionary_params": {"normalization": "identity"},
        },
        "add_to_output": weights["b_dec"].tolist(),
    }

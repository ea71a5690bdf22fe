"""A model as two ONNX files, ``encode.onnx`` and ``decode.onnx``: what a run's ``encode`` does, elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from mousaic.exports.formats import Given, refuse
from mousaic.exports.numpy_file import settings_of
from mousaic.exports.onnx_decoders import DECODER_NODES, decoded, dense, summed
from mousaic.exports.onnx_encoders import ENCODER_NODES, SPARSITY_NODES, Found, codes_in, encoded
from mousaic.exports.onnx_graph import LARGEST, Graph, model_of, typed
from mousaic.extras import needed
from mousaic.files import whole_file
from mousaic.model.ensemble import Ensemble
from mousaic.model.mixture import Mixture
from mousaic.model.store import Model, tensors_of
from mousaic.runs.run import Run
from mousaic.said import Said

ENCODE, DECODE = "encode.onnx", "decode.onnx"


def write_onnx(given: Given, place: Path) -> list[Said]:
    """``images`` float32 (N, C, height, width), prepared, 0 to 1 -> ``values`` float32 and ``indices`` int64, both
    (N, M, k), the strongest first; and from these back to ``reconstructions`` (N, M, C, height, width) and their
    ``mean`` over members. All members are in one graph."""
    model = given.run.model
    check(given.run)
    notes = {"mousaic": json.dumps(settings_of(model))}
    for name, made in ((ENCODE, encode_model(model, notes)), (DECODE, decode_model(model, notes))):
        with whole_file(place / name) as unfinished:
            unfinished.write_bytes(made.SerializeToString())
    return []


def check(run: Run) -> None:
    """Raise where ONNX cannot say what the model does, or its package is missing."""
    needed("onnx", "onnx")
    ensemble = run.model.ensemble
    for one in ensemble.each if isinstance(ensemble, Mixture) else [ensemble]:
        parts = one.parts
        lacking = [parts.encoder] * (parts.encoder not in ENCODER_NODES)
        lacking += [parts.decoder] * (parts.decoder not in DECODER_NODES)
        lacking += [parts.sparsity] * (parts.sparsity not in SPARSITY_NODES)
        if lacking:
            why = f"there is no ONNX for {', '.join(lacking)}"
            raise refuse(run, "onnx", why, "use npz, or train with another --encoder, --decoder or --sparsity")
    if sum(4 * t.numel() for t in tensors_of(ensemble).values()) > LARGEST:
        raise refuse(run, "onnx", "its weights are more than the 2 GB of one ONNX file", "use npz or hf")


def encode_model(model: Model, notes: dict[str, str]) -> Any:
    """The graph from images to codes."""
    graph, shape, ensemble = Graph(), model.card.shape, model.ensemble
    x = graph.op("Flatten", "images")
    found = [codes_of_member(graph, ensemble.member(m), x) for m in range(ensemble.members)]
    for name, each in zip(("values", "indices"), zip(*found, strict=True), strict=True):
        graph.nodes.append(graph.helper.make_node("Concat", [_beside(graph, one) for one in each], [name], axis=1))
    inputs = [typed(graph, "images", np.float32, ["N", *shape])]
    sizes: list[int | str] = ["N", ensemble.members, "k"]
    outputs = [typed(graph, "values", np.float32, sizes), typed(graph, "indices", np.int64, sizes)]
    return model_of(graph, "encode", inputs, outputs, notes)


def decode_model(model: Model, notes: dict[str, str]) -> Any:
    """The graph from codes to reconstructions."""
    graph, shape, ensemble = Graph(), model.card.shape, model.ensemble
    made = []
    for m in range(ensemble.members):
        own = [graph.op("Gather", name, graph.keep(m, np.int64), axis=1) for name in ("values", "indices")]
        y = image_of_member(graph, ensemble.member(m), *own)
        made.append(_beside(graph, graph.shaped(y, -1, *shape)))
    graph.nodes.append(graph.helper.make_node("Concat", made, ["reconstructions"], axis=1))
    graph.nodes.append(graph.helper.make_node("ReduceMean", ["reconstructions", graph.whole(1)], ["mean"], keepdims=0))
    sizes: list[int | str] = ["N", ensemble.members, "k"]
    inputs = [typed(graph, "values", np.float32, sizes), typed(graph, "indices", np.int64, sizes)]
    outputs = [
        typed(graph, "reconstructions", np.float32, ["N", ensemble.members, *shape]),
        typed(graph, "mean", np.float32, ["N", *shape]),
    ]
    return model_of(graph, "decode", inputs, outputs, notes)


def codes_of_member(graph: Graph, one: Ensemble, x: str) -> Found:
    """Of images (B, D), the strongest first; of members that differ in kind, side by side or in a chain."""
    if not isinstance(one, Mixture):
        return graph.strongest_first(*encoded(graph, one, x), codes_in(one))
    left, found, first = x, [], 0
    for kind in one.each:
        values, indices = encoded(graph, kind, left)
        found.append((values, graph.op("Add", indices, graph.keep(first, np.int64))))
        if one.chained:
            left = graph.op("Sub", left, decoded(graph, kind, values, indices))
        first += kind.features
    values, indices = (graph.op("Concat", *each, axis=1) for each in zip(*found, strict=True))
    return graph.strongest_first(values, indices, sum(map(codes_in, one.each)))


def image_of_member(graph: Graph, one: Ensemble, values: str, indices: str) -> str:
    """(B, D) of codes (B, J)."""
    if not isinstance(one, Mixture):
        return decoded(graph, one, values, indices)
    z, first, parts = dense(graph, values, indices, one.features), 0, []
    for weight, kind in zip(one.weights, one.each, strict=True):
        last = first + kind.features
        own = graph.op("Slice", z, graph.whole(first), graph.whole(last), graph.whole(1))
        y = summed(graph, kind, own)
        parts.append(graph.op("Mul", y, graph.keep(weight, np.float32)))
        first = last
    return graph.op("Sum", *parts)


def _beside(graph: Graph, value: str) -> str:
    """With an axis of members, the second."""
    return graph.op("Unsqueeze", value, graph.whole(1))

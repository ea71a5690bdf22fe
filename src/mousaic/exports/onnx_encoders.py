"""Encoders and sparsities as ONNX nodes: from images to the values and numbers of active features.

Each function is the formula of the part of that name (:mod:`mousaic.model.encoders`, :mod:`mousaic.model.sparsity`), of
one member; the tests hold both together in onnxruntime.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from mousaic.arrays import Singles
from mousaic.exports.onnx_graph import Graph
from mousaic.exports.onnx_pursuit import pursued
from mousaic.model.ensemble import Ensemble
from mousaic.model.member_parts import THRESHOLD
from mousaic.model.sparsity.above_threshold import MOST
from mousaic.model.sparsity.jump_relu import PACE
from mousaic.registry import Registry

Found = tuple[str, str]
"""Values and indices (B, J)."""
ToPreactivations = Callable[[Graph, Ensemble, str], str]
"""Of centred images (B, D): (B, H)."""
ToCodes = Callable[[Graph, Ensemble, str], Found]
"""Of pre-activations (B, H)."""


def parameter(one: Ensemble, name: str) -> Singles:
    """A parameter of a single member, without the axis of members."""
    found: Singles = one.values[name].detach()[0].cpu().numpy()
    return found


def encoded(graph: Graph, one: Ensemble, x: str) -> Found:
    """The codes of images (B, D), in any order."""
    if "center" in one.values:
        x = graph.op("Sub", x, graph.keep(parameter(one, "center")))
    a = ENCODER_NODES.load(one.parts.encoder)(graph, one, x)
    return SPARSITY_NODES.load(one.parts.sparsity)(graph, one, a)


def codes_in(one: Ensemble) -> int:
    """J: entries of a code, of which fewer may be active where a threshold decides."""
    return min(one.features, MOST * one.k) if THRESHOLD in one.capabilities else one.k


def _linear(graph: Graph, one: Ensemble, x: str) -> str:
    weight, bias = graph.keep(parameter(one, "weight")), graph.keep(parameter(one, "bias"))
    return graph.op("Gemm", x, weight, bias, transB=1)


def _deep(graph: Graph, one: Ensemble, x: str) -> str:
    h = x
    layer = 1
    while f"deep_{layer}" in one.values:
        weight, bias = (graph.keep(parameter(one, f"{name}_{layer}")) for name in ("deep", "deep_bias"))
        h = graph.op("Relu", graph.op("Gemm", h, weight, bias, transB=1))
        layer += 1
    out = parameter(one, "deep_out")
    branch = graph.op("Gemm", h, graph.keep(out / math.sqrt(out.shape[1]), np.float32), transB=1)
    return graph.op("Add", _linear(graph, one, x), branch)


def _convolutional(graph: Graph, one: Ensemble, x: str) -> str:
    placing = one.parts.placing
    assert placing is not None
    maps = graph.op(
        "Conv",
        graph.shaped(x, -1, *placing.shape),
        graph.keep(filters(one)),
        graph.keep(parameter(one, "filter_bias")),
        strides=[placing.stride] * 2,
        pads=[placing.margin] * 4,
    )
    return graph.op("Flatten", maps)


def filters(one: Ensemble) -> Singles:
    """(F, C, P, P): what lies around a smaller filter counts as 0."""
    placing = one.parts.placing
    assert placing is not None
    kept = one.values["filters"].detach()[0].cpu()
    own = kept if len(placing.sizes) == 1 else kept * placing.mask(kept)
    shaped: Singles = own.reshape(placing.filters, placing.shape[0], placing.side, placing.side).numpy()
    return shaped


def _top_k(graph: Graph, one: Ensemble, a: str) -> Found:
    values, indices = graph.ops("TopK", a, graph.whole(one.k), outputs=2, axis=1)
    return values, indices


def _magnitudes(graph: Graph, one: Ensemble, a: str) -> Found:
    indices = _top_k(graph, one, graph.op("Abs", a))[1]
    return graph.op("GatherElements", a, indices, axis=1), indices


def _present(graph: Graph, one: Ensemble, a: str) -> Found:
    return _top_k(graph, one, graph.op("Relu", a))


def _of_batch(graph: Graph, one: Ensemble, a: str) -> Found:
    return _above(graph, one, a, parameter(one, "threshold").reshape(1))


def _jumping(graph: Graph, one: Ensemble, a: str) -> Found:
    return _above(graph, one, a, np.exp(PACE * parameter(one, "log_threshold")))


def _above(graph: Graph, one: Ensemble, a: str, level: Singles) -> Found:
    nothing = graph.keep(0.0, np.float32)
    reach = graph.op("GreaterOrEqual", a, graph.keep(level, np.float32))
    there = graph.op("And", reach, graph.op("Greater", a, nothing))
    active, most = graph.op("Where", there, a, nothing), graph.whole(codes_in(one))
    values, indices = graph.ops("TopK", active, most, outputs=2, axis=1)
    return values, indices


def _winners(graph: Graph, one: Ensemble, a: str) -> Found:
    placing = one.parts.placing
    assert placing is not None
    maps, side = graph.shaped(a, -1, placing.filters, *placing.grid), placing.neighbourhood
    most = graph.op("MaxPool", maps, kernel_shape=[side] * 2, pads=[side // 2] * 4, strides=[1, 1])
    lost, nowhere = graph.op("Less", maps, most), graph.keep(-math.inf, np.float32)
    values, indices = _top_k(graph, one, graph.op("Flatten", graph.op("Where", lost, nowhere, maps)))
    none = graph.op("Equal", values, nowhere)
    return graph.op("Where", none, graph.keep(0.0, np.float32), values), indices


def _pursued(graph: Graph, one: Ensemble, a: str) -> Found:
    along = graph.op("Sub", a, graph.keep(parameter(one, "bias")))
    return pursued(graph, parameter(one, "weight"), along, one.k)


ENCODER_NODES: Registry[ToPreactivations] = Registry("encoder with ONNX nodes")
ENCODER_NODES.register("linear", _linear)
ENCODER_NODES.register("deep-2", _deep)
ENCODER_NODES.register("deep-3", _deep)
ENCODER_NODES.register("convolutional", _convolutional)

SPARSITY_NODES: Registry[ToCodes] = Registry("sparsity with ONNX nodes")
SPARSITY_NODES.register("top-k", _top_k)
SPARSITY_NODES.register("top-k-magnitudes", _magnitudes)
SPARSITY_NODES.register("top-k-nonnegative", _present)
SPARSITY_NODES.register("batch-top-k", _of_batch)
SPARSITY_NODES.register("jump-relu", _jumping)
SPARSITY_NODES.register("winners", _winners)
SPARSITY_NODES.register("omp", _pursued)

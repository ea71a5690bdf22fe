"""Decoders as ONNX nodes: from the values and numbers of active features to images.

Each function is the formula of the decoder of that name (:mod:`mousaic.model.decoders`), of one member.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from mousaic.exports.onnx_encoders import filters, parameter
from mousaic.exports.onnx_graph import Graph
from mousaic.model.decoders.sigmoid import EDGE, STEEPEST
from mousaic.model.ensemble import Ensemble
from mousaic.registry import Registry

FromCodes = Callable[[Graph, Ensemble, str], str]
"""Of codes with their zeros (B, H): (B, D), the centre left out but where it is no summand."""


def decoded(graph: Graph, one: Ensemble, values: str, indices: str) -> str:
    """Reconstructions (B, D) of codes (B, J)."""
    return summed(graph, one, dense(graph, values, indices, one.features))


def summed(graph: Graph, one: Ensemble, z: str) -> str:
    """Reconstructions (B, D) of codes with their zeros (B, H)."""
    y = DECODER_NODES.load(one.parts.decoder)(graph, one, z)
    if "center" not in one.values or one.parts.decoder == "sigmoid":
        return y
    return graph.op("Add", y, graph.keep(parameter(one, "center")))


def dense(graph: Graph, values: str, indices: str, features: int) -> str:
    """The codes with their zeros, (B, H)."""
    first = graph.op("Slice", values, graph.whole(0), graph.whole(1), graph.whole(1))
    zeros = graph.op("Mul", graph.op("Expand", first, graph.whole(1, features)), graph.keep(0.0, np.float32))
    return graph.op("ScatterElements", zeros, indices, values, axis=1, reduction="add")


def _rows(graph: Graph, one: Ensemble, z: str, name: str = "weight") -> str:
    return graph.op("MatMul", z, graph.keep(parameter(one, name)))


def _untied(graph: Graph, one: Ensemble, z: str) -> str:
    return _rows(graph, one, z, "rows")


def _nonlinear(graph: Graph, one: Ensemble, z: str) -> str:
    hidden = graph.op("Gemm", z, graph.keep(parameter(one, "hidden")), graph.keep(parameter(one, "hidden_bias")))
    out = parameter(one, "out")
    branch = graph.op("MatMul", graph.op("Relu", hidden), graph.keep(out / math.sqrt(len(out)), np.float32))
    return graph.op("Add", _untied(graph, one, z), branch)


def _tied_deep(graph: Graph, one: Ensemble, z: str) -> str:
    layer = sum(name.startswith("deep_bias_") for name in one.values)
    out = parameter(one, "deep_out")
    g = graph.op("MatMul", z, graph.keep(out / math.sqrt(out.shape[1]), np.float32))
    g = graph.op("Relu", graph.op("Add", g, graph.keep(parameter(one, f"deep_bias_{layer}"))))
    while layer > 1:
        layer -= 1
        weight, bias = parameter(one, f"deep_{layer + 1}"), parameter(one, f"deep_bias_{layer}")
        g = graph.op("Relu", graph.op("Gemm", g, graph.keep(weight), graph.keep(bias)))
    return graph.op("Add", _rows(graph, one, z), graph.op("MatMul", g, graph.keep(parameter(one, "deep_1"))))


def _sigmoid(graph: Graph, one: Ensemble, z: str) -> str:
    y = graph.op("Mul", _rows(graph, one, z), graph.keep(STEEPEST, np.float32))
    if "center" in one.values:
        center = parameter(one, "center").clip(EDGE, 1 - EDGE)
        y = graph.op("Add", y, graph.keep(np.log(center / (1 - center)), np.float32))
    return graph.op("Sigmoid", y)


def _transposed(graph: Graph, one: Ensemble, z: str) -> str:
    placing = one.parts.placing
    assert placing is not None
    sides = zip(placing.shape[1:], placing.grid, strict=True)
    over = [size - 1 - (places - 1) * placing.stride for size, places in sides]
    maps = graph.shaped(z, -1, placing.filters, *placing.grid)
    y = graph.op(
        "ConvTranspose", maps, graph.keep(filters(one)), strides=[placing.stride] * 2, pads=[placing.margin] * 4,
        output_padding=over,
    )  # fmt: skip
    return graph.op("Flatten", y)


DECODER_NODES: Registry[FromCodes] = Registry("decoder with ONNX nodes")
DECODER_NODES.register("tied", _rows)
DECODER_NODES.register("untied", _untied)
DECODER_NODES.register("nonlinear", _nonlinear)
DECODER_NODES.register("tied-deep", _tied_deep)
DECODER_NODES.register("sigmoid", _sigmoid)
DECODER_NODES.register("transposed", _transposed)

"""Orthogonal matching pursuit as an ONNX loop of k turns.

As :mod:`mousaic.model.fast.gram_pursuit`: the chosen features' Gram-Schmidt basis is carried along for all features.
ONNX solves no triangle of equations, so each basis vector's own weights of the chosen features are carried along, too:

    q_j = (d_j - sum over i < j of c_ij q_i) / length      hence      P_j = (e_j - sum of c_ij P_i) / length

and the values are the steps along the basis, times P. All of it in float64, as products of near-copies lose digits.
"""

from __future__ import annotations

import numpy as np

from mousaic.arrays import Singles
from mousaic.exports.onnx_graph import Graph, typed
from mousaic.model.fast.gram_pursuit import NONE_LEFT


def pursued(graph: Graph, rows: Singles, along: str, k: int) -> tuple[str, str]:
    """Values and indices (B, k) by the products ``along`` (B, H) of images with the features ``rows`` (H, D)."""
    double = graph.helper.np_dtype_to_tensor_dtype(np.dtype(np.float64))
    wide = graph.op("Cast", graph.keep(rows), to=double)
    gram = graph.op("MatMul", wide, graph.op("Transpose", wide, perm=[1, 0]))
    own = graph.keep((rows.astype(np.float64) ** 2).sum(1))
    start = graph.op("Cast", along, to=double)
    nothing = graph.op("Mul", start, graph.keep(0.0, np.float64))  # (B, H), and below of other sizes
    first = graph.op("Slice", nothing, graph.whole(0), graph.whole(1), graph.whole(1))  # (B, 1)
    row = graph.op("Expand", first, graph.whole(1, k))  # (B, k)
    basis = graph.op("Mul", graph.op("Unsqueeze", nothing, graph.whole(1)), graph.keep(np.zeros((1, k, 1))))
    weights = graph.op("Mul", graph.op("Unsqueeze", row, graph.whole(1)), graph.keep(np.zeros((1, k, 1))))
    state = [start, graph.op("Add", nothing, own), graph.op("Greater", nothing, graph.keep(1.0, np.float64)), basis]
    state += [weights, row, graph.op("Cast", row, to=graph.helper.np_dtype_to_tensor_dtype(np.dtype(np.int64)))]
    turn = _turn(graph, gram, own, len(rows), k)
    found = graph.ops("Loop", graph.keep(k, np.int64), "", *state, outputs=len(state), body=turn)
    steps = graph.op("Unsqueeze", found[5], graph.whole(1))  # (B, 1, k)
    values = graph.op("Squeeze", graph.op("MatMul", steps, found[4]), graph.whole(1))
    single = graph.helper.np_dtype_to_tensor_dtype(np.dtype(np.float32))
    return graph.op("Cast", values, to=single), found[6]


STATE = ("along", "left", "used", "basis", "weights", "steps", "indices")


def _turn(outer: Graph, gram: str, own: str, features: int, k: int) -> object:
    """One turn: the feature that does most for what is left, and what is left then."""
    g = Graph(outer.new_name() + "_")
    shapes: dict[str, tuple[type, list[int | str]]] = {
        "along": (np.float64, ["N", features]), "left": (np.float64, ["N", features]),
        "used": (np.bool_, ["N", features]), "basis": (np.float64, ["N", k, features]),
        "weights": (np.float64, ["N", k, k]), "steps": (np.float64, ["N", k]), "indices": (np.int64, ["N", k]),
    }  # fmt: skip
    j, going = g.prefix + "turn", g.prefix + "going"
    along, left, used, basis, weights, steps, indices = (g.prefix + name for name in STATE)
    number, tiny = g.helper.np_dtype_to_tensor_dtype(np.dtype(np.float64)), g.keep(1e-30, np.float64)
    nothing, last = g.keep(0.0, np.float64), g.whole(1)
    spent = g.op("LessOrEqual", left, g.op("Mul", own, g.keep(NONE_LEFT, np.float64)))
    score = g.op("Div", g.op("Mul", along, along), g.op("Max", own, tiny))
    score = g.op("Where", spent, g.keep(-1.0, np.float64), score)
    score = g.op("Where", used, g.keep(-2.0, np.float64), score)
    best = g.op("ArgMax", score, axis=1, keepdims=1)  # (B, 1)
    adds = g.op("Not", g.op("GatherElements", spent, best, axis=1))
    length = g.op("Sqrt", g.op("Max", g.op("GatherElements", left, best, axis=1), tiny))
    everywhere = g.op("Expand", g.op("Unsqueeze", best, last), g.whole(1, k, 1))
    shares = g.op("Transpose", g.op("GatherElements", basis, everywhere, axis=2), perm=[0, 2, 1])  # (B, 1, k)
    here = g.op("Equal", g.keep(np.arange(k)[None]), j)  # (1, k)
    one = g.op("Cast", here, to=number)

    def outside(whole: str, of: str) -> str:
        """What of (B, n) lies outside the span of the basis, by the same shares of (B, k, n); of length 1, or 0."""
        rest = g.op("Sub", whole, g.op("Squeeze", g.op("MatMul", shares, of), last))
        return g.op("Where", adds, g.op("Div", rest, length), nothing)

    def with_row(of: str, row: str) -> str:
        """(B, k, n) with a row in its place."""
        return g.op("Add", of, g.op("Mul", g.op("Unsqueeze", one, g.whole(2)), g.op("Unsqueeze", row, last)))

    row = outside(g.op("Gather", gram, g.op("Squeeze", best, last)), basis)
    step = g.op("Where", adds, g.op("Div", g.op("GatherElements", along, best, axis=1), length), nothing)
    chosen = g.op("Equal", g.keep(np.arange(features)[None]), best)  # (B, H)
    after = {
        "along": g.op("Sub", along, g.op("Mul", step, row)),
        "left": g.op("Where", chosen, nothing, g.op("Sub", left, g.op("Mul", row, row))),
        "used": g.op("Or", used, chosen),
        "basis": with_row(basis, row),
        "weights": with_row(weights, outside(one, weights)),
        "steps": g.op("Add", steps, g.op("Mul", one, step)),
        "indices": g.op("Where", here, best, indices),
    }
    inputs = [typed(g, j, np.int64, []), typed(g, going, np.bool_, [])]
    inputs += [typed(g, g.prefix + name, *shapes[name]) for name in STATE]
    outputs = [typed(g, g.op("Identity", going), np.bool_, [])]
    outputs += [typed(g, after[name], *shapes[name]) for name in STATE]
    return g.helper.make_graph(g.nodes, g.prefix + "body", inputs, outputs, g.kept)

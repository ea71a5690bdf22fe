"""An ONNX graph as it is put together: a line of code a node."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

from mousaic.extras import needed

OPSET = 18
LARGEST = 2**31 - 2**20
"""Bytes of one file: ONNX keeps a graph in one message, which may have 2 GB."""


class Graph:
    """Nodes, and the numbers that they need.

    Args:
        prefix: of the names of its values, so that a graph inside another has its own.
    """

    def __init__(self, prefix: str = "") -> None:
        self.onnx: ModuleType = needed("onnx", "onnx")
        self.helper = self.onnx.helper
        self.nodes: list[Any] = []
        self.kept: list[Any] = []
        self.prefix, self._count = prefix, 0

    def new_name(self) -> str:
        """A name that nothing here has yet."""
        self._count += 1
        return f"{self.prefix}v{self._count}"

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """A node of one output, whose name is returned."""
        (name,) = self.ops(kind, *inputs, outputs=1, **attributes)
        return name

    def ops(self, kind: str, *inputs: str, outputs: int, **attributes: Any) -> list[str]:
        """A node of several outputs."""
        names = [self.new_name() for _ in range(outputs)]
        self.nodes.append(self.helper.make_node(kind, list(inputs), names, **attributes))
        return names

    def keep(self, array: Any, kind: Any = None) -> str:
        """Numbers of the graph's own: float32, int64, float64 or bool, whichever they are or ``kind`` says."""
        name = self.new_name()
        self.kept.append(self.onnx.numpy_helper.from_array(np.array(array, kind, order="C"), name))
        return name

    def whole(self, *numbers: int) -> str:
        """A vector of whole numbers, such as a shape."""
        return self.keep(numbers, np.int64)

    def shaped(self, value: str, *shape: int) -> str:
        """The same numbers in another shape; 0 keeps a size, -1 is what is left."""
        return self.op("Reshape", value, self.whole(*shape))

    def strongest_first(self, values: str, indices: str, count: int) -> tuple[str, str]:
        """Entries (B, ``count``) of codes, the furthest from 0 first."""
        _, order = self.ops("TopK", self.op("Abs", values), self.whole(count), outputs=2, axis=1)
        return self.op("GatherElements", values, order, axis=1), self.op("GatherElements", indices, order, axis=1)


def typed(graph: Graph, name: str, kind: type, shape: list[int | str]) -> Any:
    """What goes into a graph or comes out of it; names in the shape are sizes that may differ."""
    return graph.helper.make_tensor_value_info(name, graph.helper.np_dtype_to_tensor_dtype(np.dtype(kind)), shape)


def model_of(graph: Graph, name: str, inputs: list[Any], outputs: list[Any], notes: dict[str, str]) -> Any:
    """The whole as a model that :mod:`onnx` found sound."""
    made = graph.helper.make_model(
        graph.helper.make_graph(graph.nodes, name, inputs, outputs, graph.kept),
        opset_imports=[graph.helper.make_opsetid("", OPSET)],
        producer_name="mousaic",
        ir_version=10,
    )
    graph.helper.set_model_props(made, notes)
    graph.onnx.checker.check_model(made)
    return made

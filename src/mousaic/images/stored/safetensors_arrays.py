"""The arrays of a safetensors file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mousaic.images.stored.stored_array import StoredArray
from mousaic.regular_files import open_regular_file

TYPES = {
    "BOOL": "bool", "U8": "uint8", "I8": "int8", "U16": "uint16", "I16": "int16", "U32": "uint32", "I32": "int32",
    "U64": "uint64", "I64": "int64", "F16": "float16", "BF16": "float32", "F32": "float32", "F64": "float64",
}  # fmt: skip
"""The format's names of types -> numpy's. Numpy has no bfloat16, which fits into float32."""


@contextmanager
def safetensors_arrays(path: Path) -> Iterator[dict[str, StoredArray]]:
    """The tensors of a file by their names."""
    from safetensors import safe_open

    with open_regular_file(path):
        pass
    with safe_open(path, framework="pt") as file:
        found = {}
        for name in file.keys():  # noqa: SIM118 - no dictionary
            part = file.get_slice(name)
            kind = TYPES.get(part.get_dtype())
            dtype = None if kind is None else np.dtype(kind)
            found[name] = StoredArray(name, tuple(part.get_shape()), dtype, part.get_dtype(), _reading(file, name))
        yield found


def _reading(file: Any, name: str) -> Any:
    def read(start: int, stop: int) -> NDArray[Any]:
        import torch

        tensor = file.get_slice(name)[start:stop]
        found: NDArray[Any] = (tensor.float() if tensor.dtype == torch.bfloat16 else tensor).numpy()
        return found

    return read

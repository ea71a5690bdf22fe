"""Results as arrays and plain text, and back: so that files hold them without pickle."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor


def pack(value: Any) -> tuple[dict[str, Tensor], str]:
    """The arrays of a value, by number, and the rest of it as JSON.

    Args:
        value: named tuples, dataclasses, lists, tuples, mappings, arrays, text, numbers, truth values and None, in
            each other.

    Examples:
        >>> arrays, text = pack([np.ones(2), 0.5, ("k", None)])
        >>> unpack(arrays, text)
        [array([1., 1.]), 0.5, ('k', None)]
    """
    tensors: dict[str, Tensor] = {}

    def plain(one: Any) -> Any:
        if isinstance(one, np.ndarray):
            name = f"{len(tensors):04d}"
            tensors[name] = torch.from_numpy(np.array(one, order="C"))  # a copy: arrays may share memory, files not
            return {"array": name}
        if hasattr(one, "_asdict"):
            return {"of": type(one).__name__, "fields": {name: plain(of) for name, of in one._asdict().items()}}
        if dataclasses.is_dataclass(one):
            fields = {field.name: plain(getattr(one, field.name)) for field in dataclasses.fields(one)}
            return {"of": type(one).__name__, "fields": fields}
        if isinstance(one, Mapping):
            return {"mapping": [[plain(name), plain(of)] for name, of in one.items()]}
        if isinstance(one, (list, tuple)):
            return {"list" if isinstance(one, list) else "tuple": [plain(of) for of in one]}
        return one.item() if isinstance(one, np.generic) else one

    text = json.dumps(plain(value))
    return tensors, text


def unpack(tensors: Mapping[str, Tensor], text: str, kinds: tuple[type, ...] = ()) -> Any:
    """The inverse of :func:`pack`.

    Args:
        kinds: the named tuples and dataclasses that may be in there: no other is made.

    Raises:
        KeyError, TypeError, ValueError: it is something else.
    """
    known = {kind.__name__: kind for kind in kinds}

    def whole(one: Any) -> Any:
        if not isinstance(one, dict):
            return one
        if "array" in one:
            return tensors[one["array"]].numpy()
        if "of" in one:
            return known[one["of"]](**{name: whole(of) for name, of in one["fields"].items()})
        if "mapping" in one:
            return {whole(name): whole(of) for name, of in one["mapping"]}
        return [whole(of) for of in one["list"]] if "list" in one else tuple(whole(of) for of in one["tuple"])

    return whole(json.loads(text))

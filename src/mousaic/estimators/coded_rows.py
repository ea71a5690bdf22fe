"""Codes as matrices, one row a sample: the features of all members side by side, dense or sparse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from mousaic.arrays import Pixels, Singles
from mousaic.errors import MousaicError
from mousaic.model.codes import Codes
from mousaic.model.store import Model
from mousaic.runs.applied import BATCH, model_encoder
from mousaic.uses.classify.representations import dense_codes


@torch.no_grad()
def dense_rows(model: Model, pixels: Pixels, codes: str, pooled: bool) -> Singles:
    """Codes of images (N, C, height, width) with their zeros: (N, M F).

    Args:
        codes: how they are found: see :func:`mousaic.model.code_kinds.coder`.
        pooled: of filters at places the strongest at any place alone; else every place is a column.

    Raises:
        MousaicError: an unknown kind of codes.
    """
    ensemble = model.ensemble
    if pooled:
        made = [dense_codes(ensemble, found) for found in _batches(model, pixels, codes)]
    else:
        made = [found.dense(ensemble.features).transpose(0, 1).flatten(1) for found in _batches(model, pixels, codes)]
    return np.asarray(torch.cat(made).numpy(), np.float32)


@torch.no_grad()
def sparse_rows(model: Model, pixels: Pixels, codes: str, pooled: bool) -> Any:
    """The same as a ``scipy.sparse.csr_array``; only what is active takes memory, but where filters are pooled."""
    from scipy.sparse import csr_array

    if pooled and model.ensemble.places > 1:
        return csr_array(dense_rows(model, pixels, codes, pooled))
    first = torch.arange(model.ensemble.members)[:, None, None] * model.ensemble.features
    values, columns = [], []
    for found in _batches(model, pixels, codes):
        values.append(found.values.transpose(0, 1).flatten(1))
        columns.append((found.indices + first).transpose(0, 1).flatten(1))
    data, indices = torch.cat(values).numpy(), torch.cat(columns).numpy()
    starts = np.arange(len(data) + 1) * data.shape[1]
    shape = (len(data), model.ensemble.members * model.ensemble.features)
    made = csr_array((data.ravel(), indices.ravel(), starts), shape=shape)
    made.eliminate_zeros()
    return made


@torch.no_grad()
def decoded_rows(model: Model, codes: Any) -> Singles:
    """What the members show, on average, for codes (N, M H), dense or sparse, all places apart: (N, D).

    Raises:
        ValueError: another number of columns.
    """
    ensemble = model.ensemble
    members, features = ensemble.members, ensemble.features
    if codes.shape[1] != members * features:
        raise ValueError(f"Codes have {members * features} columns, and {codes.shape[1]} were given.")
    made = []
    for begin in range(0, codes.shape[0], BATCH):
        part = codes[begin : begin + BATCH]
        dense = part.toarray() if hasattr(part, "toarray") else np.asarray(part)
        z = torch.from_numpy(np.array(dense, np.float32)).view(-1, members, features).transpose(0, 1)
        most = max(1, int((z != 0).sum(2).max()))
        indices = z.abs().topk(most, dim=2).indices.sort(2).values
        made.append(ensemble.decode(Codes(z.gather(2, indices), indices)).mean(0))
    return np.asarray(torch.cat(made).numpy(), np.float32)


@torch.no_grad()
def rebuilt_rows(model: Model, pixels: Pixels, codes: str) -> Singles:
    """What the members, on average, make of images (N, C, height, width): (N, D)."""
    made = [model.ensemble.decode(found).mean(0) for found in _batches(model, pixels, codes)]
    return np.asarray(torch.cat(made).numpy(), np.float32)


def need_places_apart(model: Model, pooled: bool) -> None:
    """Raise a MousaicError where codes do not say where filters lay."""
    if pooled and model.ensemble.places > 1:
        raise MousaicError(
            "Codes of which the strongest place alone is kept do not say where filters lay: use pooling=None to "
            "transform back."
        )


def _batches(model: Model, pixels: Pixels, codes: str) -> Iterator[Codes]:
    encode = model_encoder(model, codes)
    flat: Tensor = torch.from_numpy(np.ascontiguousarray(pixels.reshape(len(pixels), -1)))
    return map(encode, torch.split(flat, BATCH))

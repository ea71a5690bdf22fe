"""Safetensors files, written whole or not at all; those that a training goes on from carry their own checksum."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from mousaic.errors import MousaicError
from mousaic.files import whole_file
from mousaic.regular_files import check_regular

DIGEST = "digest"
"""Under which the checksum stands beside the other things a file says of itself."""


def write_tensors(path: Path, tensors: Mapping[str, Tensor], notes: Mapping[str, str] | None = None) -> None:
    """Replace the file at ``path``.

    Args:
        notes: what the file says of itself; with them it carries a checksum of tensors and notes.

    Raises:
        MousaicError: no space left, or no permission to write; the old file stays.
    """
    ready = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    said = None if notes is None else {**notes, DIGEST: digest_of(ready, notes)}
    with whole_file(path) as partial:
        partial.touch()  # where that is refused, the reason has words
        try:
            save_file(ready, partial, said)
        except SafetensorError as error:
            raise of_the_system(error) from error
        if said:
            _order_notes(partial)


def _order_notes(path: Path) -> None:
    """Put what a file says of itself in order, which the library leaves to chance: equal content has equal bytes."""
    with open(path, "rb+") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
        header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
        ordered = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode().ljust(length)
        if len(ordered) == length:
            file.seek(8)
            file.write(ordered)


def digest_of(tensors: Mapping[str, Tensor], notes: Mapping[str, str]) -> str:
    """SHA-256 of the notes, and of name, kind, shape and bytes of every tensor."""
    digest = sha256(json.dumps({k: v for k, v in notes.items() if k != DIGEST}, sort_keys=True).encode())
    for name in sorted(tensors):
        tensor = tensors[name]
        digest.update(json.dumps([name, str(tensor.dtype), list(tensor.shape)]).encode())
        if tensor.numel():  # nothing cannot be seen as bytes
            digest.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a safetensors file.

    Raises:
        MousaicError: missing, truncated, or something else.
    """
    try:
        check_regular(path, os.stat(path).st_mode)
        return load_file(path)
    except OSError as error:
        raise MousaicError(f"{path} cannot be read ({error.strerror or error}): is this a Mousaic run?") from error
    except (SafetensorError, ValueError, KeyError) as error:
        raise MousaicError(
            f"{path} is truncated or no safetensors file: restore it from a copy, or train again."
        ) from error


def read_checked(path: Path, required: bool) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The tensors and the notes of a file that carries its checksum, which is compared.

    Args:
        required: refuse a file without one; those of earlier versions have none.

    Raises:
        MousaicError: as :func:`read_tensors`, or anything in it was changed.
    """
    tensors = read_tensors(path)
    try:
        with safe_open(path, "pt") as file:
            notes = dict(file.metadata() or {})
    except (OSError, SafetensorError) as error:
        raise MousaicError(f"{path} cannot be read ({error}): restore it from a copy, or train again.") from error
    if (DIGEST in notes or required) and notes.get(DIGEST) != digest_of(tensors, notes):
        raise MousaicError(
            f"{path} was changed or damaged since it was written (its checksum is another's): restore it from a copy, "
            "or train again."
        )
    return tensors, {name: value for name, value in notes.items() if name != DIGEST}


def check_finite(path: Path, tensors: Mapping[str, Tensor]) -> None:
    """Raise a MousaicError unless all floating-point numbers are numbers."""
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not torch.isfinite(tensor).all():
            raise MousaicError(f"{path}: {name} has numbers that are none: restore the file, or train again.")


def of_the_system(error: SafetensorError) -> OSError | SafetensorError:
    """The operating system's refusal that the library has put into text, or the error itself."""
    number = re.search(r"os error (\d+)", str(error))
    return error if number is None else OSError(int(number[1]), os.strerror(int(number[1])))

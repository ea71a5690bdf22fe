"""New images that are copies of a run's own: what knows them already cannot judge them."""

from __future__ import annotations

from collections.abc import Sequence

from mousaic.images.image_set import ImageSet
from mousaic.images.near_duplicates import nearly_among
from mousaic.said import Said, told

NAMED = 3
"""Copies that the sentence names."""


def copies_of(new: ImageSet, own: ImageSet) -> tuple[str, ...]:
    """(m,): the path of the run's image that each new one is a copy of, byte for byte or nearly; "" where of none.

    Args:
        new: prepared as the run's images.
        own: all that the run learned from or held out.
    """
    same = dict(zip(own.sha256, own.paths, strict=True))
    found = [same.get(digest, "") for digest in new.sha256]
    others = [i for i, path in enumerate(found) if not path]
    if own.shape.is_grid and others:
        for i, near in zip(others, nearly_among(new.pixels[others], own.pixels).tolist(), strict=True):
            found[i] = own.paths[near] if near >= 0 else ""
    return tuple(found)


def copies_said(new: ImageSet, copy_of: Sequence[str]) -> list[Said]:
    """How many of the new images are copies, of which, and what follows; nothing where none is."""
    pairs = [told("own_copy", new=path, own=own) for path, own in zip(new.paths, copy_of, strict=True) if own]
    if not pairs:
        return []
    more = told("own_copies_more", count=len(pairs) - NAMED) if len(pairs) > NAMED else None
    return [told("own_copies", count=len(pairs), images=len(new), pairs=pairs[:NAMED], more=more)]

"""``--pages all``: every page of a file is an image, and those of one file are one group."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from mousaic.images.entries import Entry
from mousaic.images.reading.decoded import UnreadableImage
from mousaic.images.reading.image_file import count_images, open_regular


def every_page(entries: Sequence[Entry]) -> list[Entry]:
    """An entry for each page: ``stack.tif`` of 3 pages becomes ``stack.tif#1`` to ``stack.tif#3``, a group of its own.

    Files of one page, or that cannot be read, stay as they are; so does a group that was given.
    """
    found: list[Entry] = []
    for entry in entries:
        try:
            with open_regular(entry.path) as stream:
                count = count_images(stream)
                stream.seek(0)
                digest = hashlib.file_digest(stream, "sha256").hexdigest() if count > 1 else None
        except (UnreadableImage, OSError):
            count, digest = 1, None
        if count == 1:
            found.append(entry)
            continue
        group = entry.group or entry.name
        found += [
            entry._replace(name=f"{entry.name}#{page}", group=group, page=page, digest=digest)
            for page in range(1, count + 1)
        ]
    return found


def page_digest(digest: str, page: int) -> str:
    """A checksum of one page: of the file's own and the page's number, as no two pages are one image."""
    return hashlib.sha256(f"{digest}#{page}".encode()).hexdigest()

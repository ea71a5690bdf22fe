"""Read and prepare many files at once, in bounded memory and in a fixed order."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

import numpy as np

from mousaic.config import ImageOptions
from mousaic.images.entries import Entry
from mousaic.images.every_page import page_digest
from mousaic.images.mapped import LARGE, let_go, room
from mousaic.images.prepare import fit_square
from mousaic.images.ranges import Ends
from mousaic.images.reading.decoded import FIRST_OF, ImageFacts, Pick, UnreadableImage
from mousaic.images.reading.image_file import MAX_PIXELS, open_regular, read_stream
from mousaic.images.reading.library_messages import quiet
from mousaic.said import Said, told

PAGE = frozenset({"treated_page", *FIRST_OF, *FIRST_OF.values()}) - {
    "treated_first_plane",
    "treated_first_plane_of_several",
}
"""What is said of one page of several, and goes without saying where every page is read."""


CHUNK = 64 * 2**20
"""Bytes of one file for squares."""


class Piece(NamedTuple):
    """One image, small, still in the units of its file."""

    square: np.ndarray
    """float32 or float64 (C, size, size); letterbox bars are NaN."""
    ends: Ends | None
    """This and the next three: as of :class:`mousaic.images.reading.decoded.ReadImage`."""
    low: float
    high: float
    inverted: bool
    facts: ImageFacts
    sha256: str


class _Budget:
    """How many pixels may be in decoding at one time, over all threads; one image of the largest size always may."""

    def __init__(self, pixels: int) -> None:
        self._free = pixels
        self._changed = threading.Condition()

    def take(self, pixels: int) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._free >= pixels)
            self._free -= pixels

    def give_back(self, pixels: int) -> None:
        with self._changed:
            self._free += pixels
            self._changed.notify_all()


class _Shelf:
    """Where squares are kept until all of a set are read: what is more than :data:`LARGE` in files."""

    def __init__(self, folder: Path | None) -> None:
        self._folder, self._lock = folder, threading.Lock()
        self._in_memory = self._used = 0
        self._chunk = np.empty(0, np.uint8)

    def keep(self, square: np.ndarray) -> np.ndarray:
        """The same numbers, where they may stay."""
        with self._lock:
            if self._folder is None or self._in_memory + square.nbytes <= LARGE // 2:
                self._in_memory += square.nbytes
                return square
            if self._used + square.nbytes > len(self._chunk):
                let_go()
                self._chunk, self._used = room([max(CHUNK, square.nbytes)], np.uint8, self._folder, 0), 0
            kept = self._chunk[self._used : self._used + square.nbytes].view(square.dtype).reshape(square.shape)
            kept[...] = square
            self._used += -(-square.nbytes // 8) * 8
        return kept


def gather(
    entries: Sequence[Entry],
    options: ImageOptions,
    progress: Callable[[int, int], None] | None = None,
    beside: Path | None = None,
) -> list[Piece | Said]:
    """For each entry its piece, or the reason why it cannot be read. ``progress`` is told (done, all) now and then.
    ``beside``: where pieces are kept that are too many for memory.

    Decoders run outside Python's lock, so a few threads read several files at once.
    """
    budget, shelf = _Budget(max(MAX_PIXELS, options.most_pixels)), _Shelf(beside)
    results: list[Piece | Said] = [told("unreadable_empty")] * len(entries)  # each replaced below
    workers = max(1, min(8, os.cpu_count() or 1, len(entries)))
    with quiet(), ThreadPoolExecutor(workers, thread_name_prefix="read") as pool:
        waiting = {pool.submit(_read_one, entry, options, budget, shelf): i for i, entry in enumerate(entries)}
        try:
            for done, future in enumerate(as_completed(waiting), 1):
                results[waiting[future]] = future.result()
                if progress is not None:
                    progress(done, len(entries))
        except BaseException:  # an interrupt must not wait for the rest of the folder
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return results


def _read_one(entry: Entry, options: ImageOptions, budget: _Budget, shelf: _Shelf) -> Piece | Said:
    taken: list[int] = []

    def admit(pixels: int) -> None:
        budget.take(pixels)
        taken.append(pixels)

    try:
        with open_regular(entry.path) as stream:
            digest = entry.digest or hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
            image = read_stream(
                stream, entry.path.suffix, color=options.color, background=options.background,
                max_pixels=options.most_pixels, admit=admit,
                pick=Pick(entry.page or options.page, options.project, options.channel),
            )  # fmt: skip
            if entry.page is not None:
                digest = page_digest(digest, entry.page)
                facts = image.facts._replace(treatments=tuple(t for t in image.facts.treatments if t.key not in PAGE))
                image = image._replace(facts=facts)
            square = shelf.keep(fit_square(image.pixels, options.size, options.fit))
            return Piece(square, image.ends, image.low, image.high, image.inverted, image.facts, digest)
    except UnreadableImage as error:
        return error.reason
    except MemoryError:
        return told("unreadable_memory")
    except OSError as error:  # a disk or network share that fails while reading
        return told("unreadable_system", reason=str(error.strerror))
    finally:
        budget.give_back(sum(taken))

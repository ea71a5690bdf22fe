"""Read and prepare many files at once, in bounded memory and in a fixed order."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from mousaic.config import ImageOptions
from mousaic.images.entries import Entry
from mousaic.images.every_page import page_digest
from mousaic.images.pieces import Piece, Pieces
from mousaic.images.prepare import fit_square
from mousaic.images.reading.decoded import FIRST_OF, Pick, UnreadableImage
from mousaic.images.reading.image_file import MAX_PIXELS, open_regular, read_stream
from mousaic.images.reading.library_messages import quiet
from mousaic.said import told

PAGE = frozenset({"treated_page", *FIRST_OF, *FIRST_OF.values()}) - {
    "treated_first_plane",
    "treated_first_plane_of_several",
}
"""What is said of one page of several, and goes without saying where every page is read."""


AHEAD = 256
"""Files that wait to be read."""


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


def gather(
    entries: Sequence[Entry],
    options: ImageOptions,
    progress: Callable[[int, int], None] | None = None,
    beside: Path | None = None,
) -> Pieces:
    """The images of the entries, and which cannot be read. ``progress`` is told (done, all) now and then.
    ``beside``: where pixels are kept that are too many for memory.

    Decoders run outside Python's lock, so a few threads read several files at once.
    """
    budget, pieces = _Budget(max(MAX_PIXELS, options.most_pixels)), Pieces(len(entries), beside)
    workers = max(1, min(8, os.cpu_count() or 1, len(entries)))
    with quiet(), ThreadPoolExecutor(workers, thread_name_prefix="read") as pool:
        try:
            for done, ahead in enumerate(_few_ahead(pool, entries, options, budget, pieces), 1):
                ahead.result()
                if progress is not None:
                    progress(done, len(entries))
        except BaseException:  # an interrupt must not wait for the rest of the folder
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    pieces.settle()
    return pieces


def _few_ahead(
    pool: ThreadPoolExecutor, entries: Sequence[Entry], options: ImageOptions, budget: _Budget, pieces: Pieces
) -> Iterator[Future[None]]:
    """All entries in their order, of which :data:`AHEAD` at a time wait for a thread."""
    waiting: deque[Future[None]] = deque()
    for place, entry in enumerate(entries):
        if len(waiting) == AHEAD:
            yield waiting.popleft()
        waiting.append(pool.submit(_read_one, place, entry, options, budget, pieces))
    yield from waiting


def _read_one(place: int, entry: Entry, options: ImageOptions, budget: _Budget, pieces: Pieces) -> None:
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
            square = fit_square(image.pixels, options.size, options.fit)
            given = image.ends, image.low, image.high, image.inverted, image.facts
            pieces.put(place, Piece(square, *given, digest))
    except UnreadableImage as error:
        pieces.lose(place, error.reason)
    except MemoryError:
        pieces.lose(place, told("unreadable_memory"))
    except OSError as error:  # a disk or network share that fails while reading
        pieces.lose(place, told("unreadable_system", reason=str(error.strerror)))
    finally:
        budget.give_back(sum(taken))

"""What tifffile cannot decode: LZW, JPEG, CCITT and more through the libtiff inside Pillow."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

from mousaic.images.reading.decoded import Decoded, Number, UnreadableImage
from mousaic.images.reading.pillow_decoder import mode_of, open_pillow, samples_of
from mousaic.images.reading.tiff_tags import orientation
from mousaic.said import Said, told, verbatim

_stderr = threading.Lock()
_SAID = re.compile(r"^(tempfile\.tif|_?[A-Za-z]\w*): ")  # its lines begin with its own function or Pillow's file name
_DAMAGE = re.compile(r"^(tempfile\.tif|\w*(Decode|Fill|ReadRaw)\w*): (?!Warning)")


def decode_libtiff(stream: BinaryIO, page: Any, frames: int, max_pixels: int, said: list[Said], why: str) -> Decoded:
    """Decode the first page; ``why`` says what tifffile lacks, ``page`` is tifffile's view of the tags.

    Raises:
        UnreadableImage: libtiff cannot decode it either, or only with gaps; or what Pillow raises.
    """
    from PIL import UnidentifiedImageError

    codecs = importlib.util.find_spec("imagecodecs") is not None
    advice = f"{why}, which cannot be read" if codecs else f'{why}: pip install "mousaic[tiff]" may read it'
    bits = page.bitspersample if isinstance(page.bitspersample, int) else max(page.bitspersample)
    number: Number = "float" if page.sampleformat == 3 else "unsigned"
    try:
        with _captured_stderr() as lines:
            stream.seek(0)
            image = open_pillow(stream, "TIFF", max_pixels)
            wide = _wide(stream, image) if bits == 16 else None
            image.load()  # also turns the image upright
            samples, alpha, full = wide or samples_of(image, said)
    except (UnidentifiedImageError, UnreadableImage, KeyError, SyntaxError):
        raise UnreadableImage(verbatim(advice)) from None
    if any(_DAMAGE.match(line) for line in lines):
        raise UnreadableImage(told("damaged_data"))
    if image.mode == "I" or page.sampleformat not in (1, 3):
        raise UnreadableImage(verbatim(advice))
    if page.photometric == 0:
        said.append(told("treated_white_is_zero"))
    if image.mode.startswith("I;16"):
        full = float(2 ** min(bits, 16) - 1)
        if page.photometric == 0:  # Pillow inverts 8-bit images, but not these
            samples = np.uint16(full) - samples
    if 8 < bits <= 16 and number == "unsigned":
        said.append(told("treated_depth_kept" if samples.dtype.itemsize == 2 else "treated_depth_cut", bits=bits))
    if orientation(page) != 1:
        said.append(told("treated_turned"))
    return Decoded(samples, alpha, False, full, False, 1, "TIFF", mode_of(image), bits, number, frames, said)


def _wide(stream: BinaryIO, image: Any) -> tuple[np.ndarray, np.ndarray | None, float] | None:
    """16-bit colour at its full depth, turned upright, or None where Pillow does not offer the way.

    Pillow keeps the high byte of each sample. Told that the bytes lie the other way round, it keeps the low one.
    """
    from PIL import Image

    if len(image.tile) != 1 or image.tile[0][0] != "libtiff" or image.tile[0][3][0] not in ("RGB;16N", "RGBA;16N"):
        return None
    place = stream.tell()
    stream.seek(0)
    second: Any = Image.open(stream, formats=("TIFF",))
    swapped = image.mode + (";16B" if sys.byteorder == "little" else ";16L")
    second.tile = [second.tile[0]._replace(args=(swapped, *second.tile[0].args[1:]))]
    second.load()
    low = np.asarray(second)
    stream.seek(place)
    image.load()
    words = np.asarray(image).astype(np.uint16)
    words <<= 8
    words |= low
    return words[..., :3], words[..., 3] if words.shape[2] == 4 else None, 65535.0


@contextlib.contextmanager
def _captured_stderr() -> Iterator[list[str]]:
    """What libtiff prints, as lines; it writes to the process's standard error, past Python.

    Lines that another thread wrote meanwhile are passed on afterwards.
    """
    lines: list[str] = []
    with _stderr, tempfile.TemporaryFile() as sink:
        try:
            kept = os.dup(2)
        except OSError:  # no standard error, nothing to hide
            yield lines
            return
        os.dup2(sink.fileno(), 2)
        try:
            yield lines
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            sink.seek(0)
            for raw in sink.read(1 << 20).splitlines(keepends=True):
                line = raw.decode("utf-8", "replace")
                if _SAID.match(line):
                    lines.append(line)
                else:
                    os.write(2, raw)

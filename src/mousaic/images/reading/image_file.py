"""Read one image file: any content, never a surprise.

Whatever lies at the path, :func:`read_image` returns pixels or raises :class:`UnreadableImage` with a
short reason. Sizes are checked from the header before anything is decoded.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Literal

from mousaic.images.reading.channels import finish
from mousaic.images.reading.decoded import Background, Decoded, ImageFacts, ReadImage, UnreadableImage
from mousaic.images.reading.library_messages import quiet
from mousaic.said import Said, told

__all__ = ["MAX_PIXELS", "ImageFacts", "ReadImage", "UnreadableImage", "open_regular", "read_image", "read_stream"]

# 50 million pixels in three float32 channels are 0.6 GB; decoding adds about as much again.
MAX_PIXELS = 50_000_000

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
)
_EXTENSIONS = {
    "PNG": {".png", ".apng"},
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"},
    "BMP": {".bmp", ".dib"},
    "GIF": {".gif"},
    "WebP": {".webp"},
    "TIFF": {".tif", ".tiff"},
}
EXTENSIONS = frozenset[str]().union(*_EXTENSIONS.values())


def read_image(
    path: str | Path,
    *,
    color: Literal["grey", "rgb"] = "grey",
    background: Background = "black",
    max_pixels: int = MAX_PIXELS,
) -> ReadImage:
    """Read the first frame of a PNG, JPEG, BMP, GIF, WebP or TIFF file at its own depth.

    Args:
        path: a regular file (or a link to one); its content decides the format, not its name.
        color: one grey channel (ITU-R BT.601 weights) or three colour channels.
        background: what lies behind transparent pixels.
        max_pixels: larger images (width x height, from the header) are refused before decoding.

    Returns:
        float32 pixels (height, width, channels) in the file's own units, with the value of full brightness.
        Signed integers are shifted so that their smallest possible value is 0.

    Raises:
        UnreadableImage: for whatever reason the file cannot be read. Nothing else is raised.
    """
    with open_regular(path) as stream:
        return read_stream(stream, Path(path).suffix, color=color, background=background, max_pixels=max_pixels)


@contextmanager
def open_regular(path: str | Path) -> Iterator[BufferedReader]:
    """Open a regular file for reading; anything else (folder, pipe, device, socket) is refused, not waited for.

    Raises:
        UnreadableImage: it is no regular file, or may not be opened.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise UnreadableImage(told("unreadable_folder" if os.path.isdir(path) else "unreadable_no_regular_file"))
        # O_NONBLOCK: should a pipe take the file's place just now, opening it does not wait for a writer.
        no_wait = getattr(os, "O_NONBLOCK", 0)
        stream = open(path, "rb", opener=lambda name, flags: os.open(name, flags | no_wait))  # noqa: SIM115
    except FileNotFoundError:
        raise UnreadableImage(told("unreadable_link" if os.path.islink(path) else "unreadable_missing")) from None
    except PermissionError:
        raise UnreadableImage(told("unreadable_forbidden")) from None
    except (OSError, ValueError) as error:
        raise UnreadableImage(_phrase(getattr(error, "strerror", None) or str(error))) from None
    with stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise UnreadableImage(told("unreadable_no_regular_file"))
        yield stream


def read_stream(
    stream: BinaryIO,
    suffix: str = "",
    *,
    color: Literal["grey", "rgb"] = "grey",
    background: Background = "black",
    max_pixels: int = MAX_PIXELS,
    admit: Callable[[int], None] = lambda pixels: None,
) -> ReadImage:
    """:func:`read_image` for an open file.

    ``suffix`` is the extension the file came with; ``admit`` is told the number of pixels before they are decoded,
    and may wait until there is room for them.
    """
    try:
        with quiet() as heard:
            found = _decode(stream, max_pixels, admit)
            expected = _EXTENSIONS.get(found.format, set())
            if suffix and suffix.lower() not in expected:
                found.treatments.append(told("treated_extension", format=found.format))
            if heard:
                found.treatments.append(told("treated_metadata"))
            return finish(found, color, background)
    except UnreadableImage:
        raise
    except MemoryError:
        raise UnreadableImage(told("unreadable_memory")) from None
    except Exception as error:  # decoders meet hostile bytes here: whatever they raise is a reason, never a traceback
        raise UnreadableImage(_phrase(str(error) or type(error).__name__)) from None


def _decode(stream: BinaryIO, max_pixels: int, admit: Callable[[int], None]) -> Decoded:
    header = stream.read(32)
    stream.seek(0)
    if not header:
        raise UnreadableImage(told("unreadable_empty"))
    kind = next((name for signature, name in SIGNATURES if header.startswith(signature)), None)
    if header[:4] == b"RIFF" and header[8:12] == b"WEBP":
        kind = "WebP"
    if kind is None:
        raise UnreadableImage(told("unreadable_other"))
    if kind == "TIFF":
        from mousaic.images.reading.tiff_decoder import decode_tiff

        return decode_tiff(stream, max_pixels, admit)
    from mousaic.images.reading.pillow_decoder import decode_pillow

    return decode_pillow(stream, kind, header, max_pixels, admit)


def _phrase(message: str) -> Said:
    """A library's message as one short phrase of ours."""
    text = re.sub(r"<[^>]*>|0x[0-9a-f]+", "", message).strip()
    text = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
    if re.search(r"truncated|unexpected end|incomplete|not enough|buffer is smaller", text, re.IGNORECASE):
        return told("damaged_short")
    if re.search(r"decoder error|cannot load this image|broken data|unrecognized data|corrupted|invalid", text.lower()):
        return told("damaged_undecodable", reason=text[:100])
    return told("damaged_as_said", reason=text[:100])

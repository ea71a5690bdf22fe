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
from mousaic.images.reading.decoded import Background, Decoded, ImageFacts, Pick, ReadImage, UnreadableImage
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
ENDINGS = {
    "PNG": {".png", ".apng"},
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"},
    "BMP": {".bmp", ".dib"},
    "GIF": {".gif"},
    "WebP": {".webp"},
    "TIFF": {".tif", ".tiff"},
    "DICOM": {".dcm", ".dicom", ".ima"},
}
FIRST = Pick()
EXTENSIONS = frozenset[str]().union(*ENDINGS.values())


def read_image(
    path: str | Path,
    *,
    color: Literal["grey", "rgb", "all"] = "grey",
    background: Background = "black",
    max_pixels: int = MAX_PIXELS,
    pick: Pick = FIRST,
) -> ReadImage:
    """Read one image of a PNG, JPEG, BMP, GIF, WebP, TIFF or DICOM file at its own depth.

    Args:
        path: a regular file (or a link to one); its content decides the format, not its name.
        color: one grey channel (ITU-R BT.601 weights), three colour channels, or all there are, up to 16.
        background: what lies behind transparent pixels.
        max_pixels: larger images (width x height, from the header) are refused before decoding.
        pick: which page or frame, and which channel.

    Returns:
        Pixels (height, width, channels) in the file's own units, with what they mean.

    Raises:
        UnreadableImage: for whatever reason the file cannot be read. Nothing else is raised.
    """
    with open_regular(path) as stream:
        suffix = Path(path).suffix
        return read_stream(stream, suffix, color=color, background=background, max_pixels=max_pixels, pick=pick)


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
    color: Literal["grey", "rgb", "all"] = "grey",
    background: Background = "black",
    max_pixels: int = MAX_PIXELS,
    admit: Callable[[int], None] = lambda pixels: None,
    pick: Pick = FIRST,
) -> ReadImage:
    """:func:`read_image` for an open file.

    ``suffix`` is the extension the file came with; ``admit`` is told the number of pixels before they are decoded,
    and may wait until there is room for them.
    """
    try:
        with quiet() as heard:
            found = _decode(stream, max_pixels, admit, pick)
            expected = ENDINGS.get(found.format, set())
            if suffix and suffix.lower() not in expected:
                found.treatments.append(told("treated_extension", format=found.format))
            if heard:
                found.treatments.append(told("treated_metadata"))
            return finish(found, color, background, pick.channel)
    except UnreadableImage:
        raise
    except MemoryError:
        raise UnreadableImage(told("unreadable_memory")) from None
    except Exception as error:  # decoders meet hostile bytes here: whatever they raise is a reason, never a traceback
        raise UnreadableImage(_phrase(str(error) or type(error).__name__)) from None


def _decode(stream: BinaryIO, max_pixels: int, admit: Callable[[int], None], pick: Pick) -> Decoded:
    kind, header = _kind_of(stream)
    if kind == "DICOM":
        from mousaic.images.reading.dicom_decoder import decode_dicom

        return decode_dicom(stream, max_pixels, admit, pick)
    if kind == "TIFF":
        from mousaic.images.reading.tiff_decoder import decode_tiff

        return decode_tiff(stream, max_pixels, admit, pick)
    from mousaic.images.reading.pillow_decoder import decode_pillow

    return decode_pillow(stream, kind, header, max_pixels, admit, pick)


def count_images(stream: BinaryIO) -> int:
    """How many pages or frames a file has, each with all its channels; 1 where that cannot be read."""
    try:
        with quiet():
            kind, _ = _kind_of(stream)
            if kind == "DICOM":
                from mousaic.images.reading.dicom_decoder import count_dicom

                return count_dicom(stream)
            if kind == "TIFF":
                from mousaic.images.reading.tiff_decoder import count_tiff

                return count_tiff(stream)
            from mousaic.images.reading.pillow_decoder import count_frames

            return count_frames(stream, kind)
    except Exception:  # whatever is wrong with it is said when it is read
        return 1


def _kind_of(stream: BinaryIO) -> tuple[str, bytes]:
    """The format by its content, and the first bytes."""
    header = stream.read(132)
    stream.seek(0)
    if not header:
        raise UnreadableImage(told("unreadable_empty"))
    kind = next((name for signature, name in SIGNATURES if header.startswith(signature)), None)
    if header[:4] == b"RIFF" and header[8:12] == b"WEBP":
        kind = "WebP"
    if header[128:] == b"DICM":
        kind = "DICOM"
    if kind is None:
        raise UnreadableImage(told("unreadable_other"))
    return kind, header


def _phrase(message: str) -> Said:
    """A library's message as one short phrase of ours."""
    text = re.sub(r"<[^>]*>|0x[0-9a-f]+", "", message).strip()
    text = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
    if re.search(r"truncated|unexpected end|incomplete|not enough|buffer is smaller", text, re.IGNORECASE):
        return told("damaged_short")
    if re.search(r"decoder error|cannot load this image|broken data|unrecognized data|corrupted|invalid", text.lower()):
        return told("damaged_undecodable", reason=text[:100])
    return told("damaged_as_said", reason=text[:100])

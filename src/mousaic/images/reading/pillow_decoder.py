"""PNG, JPEG, BMP, GIF and WebP through Pillow, without its losses of depth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from mousaic.images.reading.decoded import (
    COLOUR,
    GREY,
    Decoded,
    Pick,
    UnreadableImage,
    check_size,
    first_of,
    with_alpha,
)
from mousaic.images.reading.jpeg_scans import check_scans
from mousaic.images.reading.projection import projected
from mousaic.said import Said, told, verbatim

if TYPE_CHECKING:
    from PIL import Image

PALETTE = told("mode_palette")
MODES = {
    "1": told("mode_black_and_white"),
    "L": GREY,
    "LA": with_alpha(GREY),
    "I;16": GREY,
    "P": PALETTE,
    "PA": with_alpha(PALETTE),
    "RGB": COLOUR,
    "RGBA": with_alpha(COLOUR),
    "RGBX": COLOUR,
    "CMYK": told("mode_cmyk"),
}


def decode_pillow(
    stream: BinaryIO, kind: str, header: bytes, max_pixels: int, admit: Callable[[int], None], pick: Pick
) -> Decoded:
    """Decode the picked frame of ``stream``; raises UnreadableImage or whatever Pillow raises."""
    image: Any = _open(stream, kind, max_pixels)
    if kind == "JPEG":
        check_scans(stream, image.width * image.height)
    admit(image.width * image.height)
    if not getattr(image, "is_animated", False):
        if pick.page > 1 and pick.project == "first":
            raise UnreadableImage(told("unreadable_page", page=pick.page, count=1))
    elif pick.project != "first":
        every, count = _all_frames(image, kind, header), int(image.n_frames)
        return projected(every, pick, count, image.width * image.height, max_pixels)
    elif pick.page > 1:
        return _later_frame(image, kind, header, pick.page)
    return _decode_first(stream, image, kind, header, max_pixels)


def count_frames(stream: BinaryIO, kind: str) -> int:
    """How many frames the file has."""
    return int(getattr(_open(stream, kind, 1 << 62), "n_frames", 1))


def _all_frames(image: Any, kind: str, header: bytes) -> Iterator[Decoded]:
    for number in range(1, int(image.n_frames) + 1):
        yield _later_frame(image, kind, header, number)


def _later_frame(image: Any, kind: str, header: bytes, number: int) -> Decoded:
    """A frame of an animation by its number from 1, as it is shown: at 8 bits, over the frames before it."""
    frames = int(image.n_frames)
    if number > frames:
        raise UnreadableImage(told("unreadable_page", page=number, count=frames))
    image.seek(number - 1)
    image.load()
    said = [told("treated_page", page=number, count=frames)]
    samples, alpha, full = _samples(image, said)
    mode = MODES.get(image.mode) or verbatim(image.mode)
    mode = mode if alpha is None else with_alpha(mode)
    return Decoded(samples, alpha, False, (0.0, full), False, 1, kind, mode, 8, "unsigned", frames, said)


def _decode_first(stream: BinaryIO, image: Any, kind: str, header: bytes, max_pixels: int) -> Decoded:
    """The first frame, at its own depth."""
    bits = header[24] if kind == "PNG" else 1 if image.mode == "1" else 8
    said: list[Said] = []
    wide = _png16(stream, image, header) if bits == 16 and kind == "PNG" and header[25] != 0 else None
    if wide is None:
        image.load()
        check_size(image.width, image.height, max_pixels)
        if kind == "PNG" and bits in (2, 4) and image.mode == "L" and "transparency" in image.info:
            image.info["transparency"] *= 255 // (2**bits - 1)  # Pillow widens the pixels, but not their key
        samples, alpha, full = _samples(image, said)
        if bits == 16 and samples.dtype.itemsize == 1:
            said.append(told("treated_depth_cut", bits=16))
    else:
        samples, alpha, full = wide
    if bits == 16 and samples.dtype.itemsize == 2:
        said.append(told("treated_depth_kept", bits=16))
    mode = MODES.get(image.mode) or verbatim(image.mode)
    if kind == "PNG" and bits == 16:  # Pillow's own mode is that of its 8-bit version
        mode = {0: GREY, 2: COLOUR, 4: with_alpha(GREY), 6: with_alpha(COLOUR)}[header[25]]
    if alpha is not None:
        mode = with_alpha(mode)
    orientation = _orientation(image, said)
    _say_profile(image, said)
    frames = _frames(image, stream, kind, said)
    return Decoded(samples, alpha, False, (0.0, full), False, orientation, kind, mode, bits, "unsigned", frames, said)


def _open(stream: BinaryIO, kind: str, max_pixels: int) -> Image.Image:
    """Read the header alone and refuse what is too large; no other of Pillow's many decoders sees the file."""
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(stream, formats=(kind.upper(),))
    except Image.DecompressionBombError:
        raise UnreadableImage(told("unreadable_far_too_large", limit=max_pixels)) from None
    except UnidentifiedImageError:
        raise UnreadableImage(told("damaged_beginning", format=kind)) from None
    check_size(image.width, image.height, max_pixels)
    return image


def _samples(image: Image.Image, said: list[Said]) -> tuple[np.ndarray, np.ndarray | None, float]:
    """A loaded Pillow image as samples (height, width, S), opacity and full scale; appends what was converted."""
    key = image.info.get("transparency")
    if image.mode.startswith("I;16"):
        grey = np.asarray(image).astype(np.uint16, copy=False)
        alpha = np.where(grey == key, 0, 65535).astype(np.uint16) if isinstance(key, int) else None
        return grey[..., None], alpha, 65535.0
    if image.mode in ("P", "PA"):
        said.append(told("treated_palette"))
    if image.mode == "CMYK":
        said.append(told("treated_cmyk"))
    if image.mode == "LA" or (image.mode in ("1", "L") and key is not None):
        pair = np.asarray(image if image.mode == "LA" else image.convert("LA"))
        return pair[..., :1], pair[..., 1], 255.0
    if image.mode in ("PA", "RGBA") or key is not None:
        four = np.asarray(image.convert("RGBA"))
        return four[..., :3], four[..., 3], 255.0
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))[..., None], None, 255.0
    return np.asarray(image if image.mode == "RGB" else image.convert("RGB")), None, 255.0


def _png16(stream: BinaryIO, image: Any, header: bytes) -> tuple[np.ndarray, np.ndarray | None, float] | None:
    """A 16-bit PNG with colour or opacity at its full depth, or None where Pillow does not offer the way.

    Pillow keeps the high byte of each sample. Its other unpacker of the same width keeps the low byte, so
    decoding twice gives both.
    """
    from PIL import Image

    pairs = {2: ("RGB;16B", "RGB;16L"), 4: ("LA;16B", "RGBA"), 6: ("RGBA;16B", "RGBA;16L")}
    high_mode, low_mode = pairs.get(header[25], ("", ""))
    if len(image.tile) != 1 or image.tile[0][3] != high_mode:
        return None
    stream.seek(0)
    second: Any = Image.open(stream, formats=("PNG",))
    second.tile = [second.tile[0]._replace(args=low_mode)]
    second.load()  # numpy would hide what goes wrong in it
    low = np.asarray(second)
    if low_mode == "RGBA":  # grey and opacity, two bytes each, read as four channels
        words = np.ascontiguousarray(low).view(">u2").astype(np.uint16)
        return words[..., :1], words[..., 1], 65535.0
    stream.seek(0)
    first = Image.open(stream, formats=("PNG",))
    first.load()
    words = np.asarray(first).astype(np.uint16)
    words <<= 8
    words |= low
    image.load()  # also meets the chunks behind the pixels
    key = image.info.get("transparency")
    if words.shape[2] == 4:
        return words[..., :3], words[..., 3], 65535.0
    alpha = np.where((words == np.array(key)).all(axis=2), 0, 65535).astype(np.uint16) if key is not None else None
    return words, alpha, 65535.0


def _orientation(image: Image.Image, said: list[Said]) -> int:
    try:
        value = image.getexif().get(274, 1)
    except Exception:  # EXIF is a small TIFF of its own, with its own ways of being damaged
        said.append(told("treated_metadata"))
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _say_profile(image: Image.Image, said: list[Said]) -> None:
    profile = image.info.get("icc_profile")
    # Nearly every camera names sRGB, which is what pixels are taken to be anyway.
    if isinstance(profile, bytes) and image.mode not in ("1", "L", "LA") and b"sRGB" not in profile.replace(b"\0", b""):
        said.append(told("treated_profile"))


def _frames(image: Any, stream: BinaryIO, kind: str, said: list[Said]) -> int:
    """How many frames there are; counting a GIF means walking through it, so a large one is not counted."""
    if not getattr(image, "is_animated", False):
        return 1
    try:
        frames = 0 if kind == "GIF" and stream.seek(0, 2) > 1 << 24 else int(image.n_frames)
    except Exception:
        frames = 0
    said.append(first_of("frame", frames))
    return frames

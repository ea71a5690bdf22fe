"""What the samples of a TIFF mean: inverted, palette, CMYK, Lab, YCbCr, opacity, side-by-side channels."""

from __future__ import annotations

from typing import Any

import numpy as np

from mousaic.images.reading.decoded import COLOUR, GREY, Decoded, Number, UnreadableImage, with_alpha
from mousaic.images.reading.tiff_limits import JPEG
from mousaic.images.reading.tiff_tags import name_of, orientation
from mousaic.said import Said, told

WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, SEPARATED, YCBCR, LAB = 0, 1, 2, 3, 4, 5, 6, 8
COLOURS = frozenset({WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, SEPARATED, YCBCR, LAB})
"""Meanings that are understood, by the number of the tag."""

BYTES = (0.0, 255.0)


def settle(page: Any, samples: np.ndarray, frames: int, said: list[Said]) -> Decoded:
    """The samples (height, width, S) as red, green and blue, grey, or channels side by side; opacity apart.

    Raises:
        UnreadableImage: they are no brightness, or their colours are not understood.
    """
    kind, bits = samples.dtype.kind, int(page.bitspersample)
    if kind not in "buif" or (kind == "i" and bits != 8 * samples.dtype.itemsize):
        raise UnreadableImage(told("unreadable_numbers", type=str(samples.dtype)))
    number: Number = "float" if kind == "f" else "signed" if kind == "i" else "unsigned"
    least, full = (-(2.0 ** (bits - 1)), 2.0 ** (bits - 1) - 1) if kind == "i" else (0.0, 2.0**bits - 1)
    if kind == "b":
        full = 1.0
    if samples.dtype == np.float16:
        samples = samples.astype(np.float32)
    if page.photometric == PALETTE:
        return _palette(page, samples, bits, frames, said)
    colours = {RGB: 3, YCBCR: 3, LAB: 3, SEPARATED: 4}.get(page.photometric, 1)
    samples, alpha, premultiplied, channels = _split_alpha(page, samples, colours, said)
    mode = COLOUR if colours == 3 else told("mode_channels", count=samples.shape[2]) if channels else GREY
    if page.photometric == SEPARATED:
        if samples.shape[2] != 4 or kind in "if":
            raise UnreadableImage(told("unreadable_inks"))
        samples, mode = _cmyk(samples, full), told("mode_cmyk")
        said.append(told("treated_cmyk"))
    if page.photometric == YCBCR and not (page.compression == JPEG and page.planarconfig == 1):  # that makes RGB of it
        samples = _through_pillow(page, samples, "YCbCr")
    if page.photometric == LAB:
        samples, mode = _through_pillow(page, samples, "LAB"), told("mode_lab")
        said.append(told("treated_lab"))
    if page.photometric == WHITE_IS_ZERO:
        if kind != "f":  # of floats the whole set says what is white
            samples = ~samples if kind in "bi" else samples.dtype.type(2**bits - 1) - samples
        said.append(told("treated_white_is_zero"))
    if kind in "ui" and bits > 8:
        said.append(told("treated_depth_kept", bits=bits))
    mode = told("mode_black_and_white") if kind == "b" else mode if alpha is None else with_alpha(mode)
    ends = None if kind == "f" else (least, full)
    inverted = kind == "f" and page.photometric == WHITE_IS_ZERO
    turned = orientation(page)
    return Decoded(
        samples, alpha, premultiplied, ends, channels, turned, "TIFF", mode, bits, number, frames, said, inverted
    )


def _split_alpha(
    page: Any, samples: np.ndarray, colours: int, said: list[Said]
) -> tuple[np.ndarray, np.ndarray | None, bool, bool]:
    """(samples, opacity, premultiplied, whether the samples are side-by-side channels)."""
    count = samples.shape[2]
    extra = [int(e) for e in page.extrasamples][: count - colours]
    extra += [0] * (count - colours - len(extra))
    alpha, premultiplied = None, False
    places = [colours + i for i, e in enumerate(extra) if e in (1, 2)]
    if places:
        alpha = samples[..., places[0]]
        premultiplied = extra[places[0] - colours] == 1
    if colours == 1:
        kept = [i for i in range(count) if i not in places]
        return samples[..., kept] if places else samples, alpha, premultiplied, len(kept) > 1
    unused = len(extra) - len(places[:1])
    if unused:
        said.append(told("treated_spare_channels", count=unused) if unused > 1 else told("treated_spare_channel"))
    return samples[..., :colours], alpha, premultiplied, False


def _palette(page: Any, samples: np.ndarray, bits: int, frames: int, said: list[Said]) -> Decoded:
    table = page.colormap
    if table is None or bits > 16 or samples.dtype.kind in "if" or table.shape[1] < 2 ** min(bits, 16):
        raise UnreadableImage(told("damaged_palette"))
    colours = (table >> 8 if table.max() > 255 else table).astype(np.uint8).T
    said.append(told("treated_palette"))
    looked_up = colours[samples[..., 0].astype(np.intp)]
    turned = orientation(page)
    return Decoded(
        looked_up,
        None,
        False,
        (0.0, 255.0),
        False,
        turned,
        "TIFF",
        told("mode_palette"),
        bits,
        "unsigned",
        frames,
        said,
    )


def _through_pillow(page: Any, samples: np.ndarray, mode: str) -> np.ndarray:
    """Colours of 8 bits, in a mode of Pillow's, as red, green and blue."""
    from PIL import Image, ImageCms

    if samples.dtype != np.uint8 or samples.shape[2] != 3:
        raise UnreadableImage(told("unreadable_colours", name=name_of(page.photometric)))
    image: Any = Image.frombytes(mode, (samples.shape[1], samples.shape[0]), samples.tobytes())
    if mode != "LAB":
        return np.asarray(image.convert("RGB"))
    lab, rgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    return np.asarray(ImageCms.profileToProfile(image, lab, rgb, outputMode="RGB"))


def _cmyk(samples: np.ndarray, full: float) -> np.ndarray:
    """Ink to light, as Pillow does it: red = (1 - cyan)(1 - black), each as a share of full; float32 (H, W, 3)."""
    light = samples[..., 3].astype(np.float32)
    np.subtract(full, light, out=light)
    out = np.empty((*samples.shape[:2], 3), np.float32)
    for c in range(3):
        np.subtract(full, samples[..., c], out=out[..., c], casting="unsafe")
        out[..., c] *= light
    out /= np.float32(full)
    return out

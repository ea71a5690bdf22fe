"""Files of every kind that docs/formats.md names, each with the array that it was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import Image

SIDE = 16
"""Pixels; also the side of a tile."""
COMPRESSIONS = ("none", "LZW", "deflate", "Zstandard", "LZMA", "PackBits")
CODES = {"none": None, "LZW": "lzw", "deflate": "zlib", "Zstandard": "zstd", "LZMA": "lzma", "PackBits": "packbits"}
PREDICTED = {"LZW": "LZW with predictor", "deflate": "deflate with predictor"}
LAYOUTS: dict[str, dict[str, Any]] = {"strips": {"rowsperstrip": 5}, "tiles": {"tile": (16, 16)}}
ORDERS = {"little": "<", "big": ">"}
RNG = np.random.default_rng(0)
Shares = NDArray[np.float64]


class Sample(NamedTuple):
    """One file."""

    format: str
    meaning: str
    numbers: str
    ends: str
    """What becomes 0 and 1."""
    compression: str
    order: str
    layout: str
    extension: str
    write: Callable[[Path], None]
    shares: Shares
    """(3, SIDE, SIDE), 0 to 1: what has to come out."""


def samples() -> Iterator[Sample]:
    """All files, those of a line of the table one after another."""
    yield from _pillow_grey()
    yield from _pillow_colour()
    yield from _tiff_grey()
    yield from _tiff_packed()
    yield from _tiff_colours()


def _pillow_grey() -> Iterator[Sample]:
    bits = RNG.integers(0, 2, (SIDE, SIDE)).astype(bool)
    grey, deep = (RNG.integers(0, 2**n, (SIDE, SIDE)).astype(f"u{n // 8}") for n in (8, 16))
    for name, how in (("PNG", {}), ("BMP", {}), ("GIF", {}), ("WebP", {"lossless": True})):
        if name in ("PNG", "BMP"):
            yield _pillow(name, "black-and-white", "1 bit", "0, 1", bits, _three(bits), **how)
        yield _pillow(name, "grey", "8 bits", "0, 255", grey, _three(grey / 255), **how)
    yield _pillow("PNG", "grey", "16 bits", "0, 65535", deep, _three(deep / 65535))
    smooth = np.add.outer(np.arange(SIDE), np.arange(SIDE)).astype(np.uint8) * 8
    for name in ("JPEG", "WebP"):
        yield _pillow(name, "grey, lossy", "8 bits", "0, 255", smooth, _three(smooth / 255), quality=98)


def _pillow_colour() -> Iterator[Sample]:
    colour = RNG.integers(0, 256, (SIDE, SIDE, 3)).astype(np.uint8)
    opacity = RNG.integers(0, 256, (SIDE, SIDE, 1)).astype(np.uint8)
    for name, how in (("PNG", {}), ("BMP", {}), ("WebP", {"lossless": True})):
        yield _pillow(name, "colour", "8 bits", "0, 255", colour, _planes(colour / 255), **how)
    seen = _planes(colour / 255 * (opacity / 255))
    yield _pillow("PNG", "colour, opacity", "8 bits", "0, 255", np.concatenate([colour, opacity], 2), seen)
    index = RNG.integers(0, 9, (SIDE, SIDE)).astype(np.uint8)
    table = RNG.integers(0, 256, (9, 3)).astype(np.uint8)
    for name in ("PNG", "GIF", "BMP"):
        image = Image.fromarray(index, "P")
        image.putpalette(table.tobytes())
        yield _image(name, "palette", "8 bits", "0, 255", image, _planes(table[index] / 255))


def _tiff_grey() -> Iterator[Sample]:
    """Grey of every type: whole numbers to the ends of their type, floats on each scale."""
    for dtype in ("u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8"):
        least, most = np.iinfo(dtype).min, np.iinfo(dtype).max
        array = RNG.integers(least, most, (SIDE, SIDE), dtype=dtype, endpoint=True)
        share = (array.astype(np.float64) - float(least)) / (float(most) - float(least))
        kind = "signed" if dtype[0] == "i" else "unsigned"
        yield from _both_ways(f"{8 * int(dtype[1])} bits, {kind}", f"{least}, {most}", array, share)
    for dtype, (low, high) in product(("f2", "f4", "f8"), ((0, 1), (0, 255), (0, 60_000), (-1, 2.3), (0, 300))):
        array = RNG.uniform(low, high, (SIDE, SIDE)).astype(dtype)
        array[0, :2] = low, high
        wide = array.astype(np.float64)
        own = (low, high) in ((-1, 2.3), (0, 300))
        white = {1: 1, 255: 255, 60_000: 65535}.get(int(high), float(wide.max())) if not own else float(wide.max())
        black = float(wide.min()) if own else 0.0
        ends = "its extremes" if own else f"0, {white}"
        numbers = f"{8 * int(dtype[1])} bits, float, {low:g} to {high:g}"
        yield from _both_ways(numbers, ends, array, (wide - black) / (white - black))


def _both_ways(numbers: str, ends: str, array: np.ndarray, share: Shares) -> Iterator[Sample]:
    for photometric, seen in (("minisblack", share), ("miniswhite", 1 - share)):
        for packed, order, layout in product(COMPRESSIONS, ORDERS, LAYOUTS):
            yield _tiff(
                "grey, 0 black or white",
                numbers,
                ends,
                packed,
                order,
                layout,
                array,
                _three(seen),
                photometric=photometric,
            )


def _tiff_packed() -> Iterator[Sample]:
    """Samples of other than whole bytes."""
    for bits in (1, 2, 4, 10, 12, 14):
        array = RNG.integers(0, 2**bits, (SIDE, SIDE)).astype(np.uint8 if bits < 8 else np.uint16)
        share, how = _three(array / (2**bits - 1)), {"photometric": "minisblack"}
        if bits == 1:
            array = array.astype(bool)
        else:
            how |= {"bitspersample": bits}
        yield _tiff("grey", f"{bits} bits", f"0, {2**bits - 1}", "none", "little", "strips", array, share, **how)


def _tiff_colours() -> Iterator[Sample]:
    for dtype in ("u1", "u2", "f4"):
        most = 1.0 if dtype == "f4" else float(np.iinfo(dtype).max)
        array = (RNG.random((SIDE, SIDE, 3)) * most).astype(dtype)
        numbers = f"{8 * int(dtype[1])} bits, {'float, 0 to 1' if dtype == 'f4' else 'unsigned'}"
        for planar, packed, order, layout in product(("contig", "separate"), COMPRESSIONS, ORDERS, LAYOUTS):
            stored = array if planar == "contig" else np.moveaxis(array, 2, 0)
            name = f"{layout}, {'pixel by pixel' if planar == 'contig' else 'plane by plane'}"
            how = {"photometric": "rgb", "planarconfig": planar, **LAYOUTS[layout]}
            for predicted in (False, True) if packed in PREDICTED else (False,):
                label = PREDICTED[packed] if predicted else packed
                yield _tiff("colour", numbers, f"0, {most:g}", label, order, name, stored, _planes(array / most),
                            predictor=predicted, **how)  # fmt: skip
    for bits in (8, 16):
        ink = RNG.integers(0, 2**bits, (SIDE, SIDE, 4)).astype(f"u{bits // 8}")
        light = (1 - ink[..., :3] / (2**bits - 1)) * (1 - ink[..., 3:] / (2**bits - 1))
        for packed, order in product(("none", "LZW", "deflate"), ORDERS):
            yield _tiff("CMYK", f"{bits} bits, unsigned", f"0, {2**bits - 1}", packed, order, "strips", ink,
                        _planes(light), photometric="separated")  # fmt: skip
    index = RNG.integers(0, 256, (SIDE, SIDE)).astype(np.uint8)
    table = RNG.integers(0, 256, (3, 256)).astype(np.uint16)
    for packed, order in product(COMPRESSIONS, ORDERS):
        yield _tiff("palette", "8 bits", "0, 255", packed, order, "strips", index, table[:, index] / 255,
                    photometric="palette", colormap=table * 256)  # fmt: skip


def _tiff(
    meaning: str, numbers: str, ends: str, packed: str, order: str, layout: str, array: np.ndarray, seen: Shares,
    **how: Any,
) -> Sample:  # fmt: skip
    code = CODES[packed.removesuffix(" with predictor")]
    how = LAYOUTS.get(layout, {}) | how

    def write(path: Path) -> None:
        tifffile.imwrite(path, array, compression=code, byteorder=ORDERS[order], metadata=None, **how)  # type: ignore[arg-type]

    return Sample("TIFF", meaning, numbers, ends, packed, order, layout, "tif", write, seen)


def _pillow(name: str, meaning: str, numbers: str, ends: str, array: np.ndarray, seen: Shares, **how: Any) -> Sample:
    return _image(name, meaning, numbers, ends, Image.fromarray(array), seen, **how)


def _image(name: str, meaning: str, numbers: str, ends: str, image: Image.Image, seen: Shares, **how: Any) -> Sample:
    packed = "lossless" if how.get("lossless") else "lossy" if "quality" in how else "its own"
    order = {"PNG": "big", "BMP": "little"}.get(name, "its own")

    def write(path: Path) -> None:
        image.save(path, **how)

    return Sample(name, meaning, numbers, ends, packed, order, "its own", name.lower(), write, seen)


def _three(grey: np.ndarray) -> Shares:
    return np.repeat(grey.astype(np.float64)[None], 3, 0)


def _planes(colour: np.ndarray) -> Shares:
    return np.moveaxis(colour.astype(np.float64), 2, 0)

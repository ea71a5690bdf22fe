"""DICOM through pydicom (extra ``dicom``): the stored numbers, brought to the units that the file says.

Only what says how pixels are stored is read: no name, date or number of a patient is ever looked at. pydicom reads the
header alone; pixels are taken from their place in the file, once it is known that they are all there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from mousaic.images.reading.decoded import COLOUR, GREY, Decoded, Number, Pick, UnreadableImage, check_size, first_of
from mousaic.images.reading.projection import projected
from mousaic.said import Said, told

FORMAT, PACKAGE = "DICOM", "pydicom"
PLAIN = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")
"""Transfer syntaxes that are read: numbers as they are, the low byte first."""
NEEDED = [
    "Rows", "Columns", "SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "NumberOfFrames",
    "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "RescaleSlope", "RescaleIntercept",
    "ModalityLUTSequence", "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "PixelData",
]  # fmt: skip
PIXELS = 0x7FE00010
COLOURS = {"MONOCHROME1": 1, "MONOCHROME2": 1, "RGB": 3}
LONG = (b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"UC", b"UN", b"UR", b"UT")
"""Kinds of values whose length has four bytes, behind two that are kept free."""


class Layout(NamedTuple):
    """How the pixels of a file are stored, and what they mean."""

    rows: int
    columns: int
    colours: int
    planes: bool
    """Colours one after another, not pixel by pixel."""
    frames: int
    allocated: int
    """Bits that a number takes."""
    stored: int
    """Bits of them that count, the lowest ones."""
    signed: bool
    white_is_zero: bool
    scale: tuple[float, float]
    """Slope and intercept of the units."""
    start: int
    """Of the pixels in the file."""

    @property
    def bytes(self) -> int:
        """Of one frame."""
        return self.rows * self.columns * self.colours * self.allocated // 8


def readable() -> bool:
    """Whether the package that reads DICOM is here."""
    try:
        return find_spec(PACKAGE) is not None
    except ValueError:  # it is being imported, or was made not to be there
        return False


def decode_dicom(stream: BinaryIO, max_pixels: int, admit: Callable[[int], None], pick: Pick) -> Decoded:
    """Decode the frame of ``stream`` that was picked; raises UnreadableImage or whatever pydicom raises."""
    layout = _layout(stream, max_pixels)
    admit(layout.rows * layout.columns)

    def frames() -> Iterator[Decoded]:
        for number in range(1, layout.frames + 1):
            yield _frame(stream, layout, number)

    if pick.project != "first":
        return projected(frames(), pick, layout.frames, layout.rows * layout.columns, max_pixels)
    if pick.page > layout.frames:
        raise UnreadableImage(told("unreadable_page", page=pick.page, count=layout.frames))
    found = _frame(stream, layout, pick.page)
    said = [] if layout.frames == 1 else [first_of("frame", layout.frames)]
    if pick.page > 1:
        said = [told("treated_page", page=pick.page, count=layout.frames)]
    return found._replace(treatments=said + found.treatments)


def count_dicom(stream: BinaryIO) -> int:
    """How many frames the file has."""
    return _layout(stream, 1 << 62).frames


def _layout(stream: BinaryIO, max_pixels: int) -> Layout:
    if not readable():
        raise UnreadableImage(told("skip_format_by", format=FORMAT, package=PACKAGE))
    syntax = _transfer_syntax(stream)
    if syntax not in PLAIN:
        raise UnreadableImage(told("unreadable_syntax", name=_name_of(syntax)))
    from pydicom import dcmread

    stream.seek(0)
    head: Any = dcmread(stream, specific_tags=NEEDED, defer_size=1 << 24)
    pixels = head.get_item(PIXELS, keep_deferred=True)
    if pixels is None:
        raise UnreadableImage(told("damaged_no_image"))
    rows, columns, colours = (int(head.get(name, usual)) for name, usual in zip(NEEDED[:3], (0, 0, 1), strict=True))
    check_size(columns, rows, max_pixels)
    kind = str(head.get("PhotometricInterpretation", ""))
    if COLOURS.get(kind) != colours:
        raise UnreadableImage(told("unreadable_colours", name=kind[:40]))
    allocated, stored = _bits(head)
    frames, signed = max(int(head.get("NumberOfFrames", 1) or 1), 1), bool(int(head.get("PixelRepresentation", 0)))
    found = Layout(
        rows, columns, colours, bool(int(head.get("PlanarConfiguration", 0) or 0)), frames, allocated, stored, signed,
        kind == "MONOCHROME1", _scale(head), int(pixels.value_tell),
    )  # fmt: skip
    if found.start + found.frames * found.bytes > stream.seek(0, 2) or pixels.length < found.frames * found.bytes:
        raise UnreadableImage(told("damaged_short"))
    return found


def _bits(head: Any) -> tuple[int, int]:
    """Bits that a number takes, and those that count."""
    allocated = int(head.get("BitsAllocated", 0))
    stored = int(head.get("BitsStored", allocated))
    highest = int(head.get("HighBit", stored - 1))
    if allocated not in (8, 16, 32) or not 1 <= stored <= allocated or highest != stored - 1:
        raise UnreadableImage(told("unreadable_bits", bits=f"{stored}/{allocated}"))
    return allocated, stored


def _scale(head: Any) -> tuple[float, float]:
    """Slope and intercept: of the file, or of all its frames alike."""
    if "ModalityLUTSequence" in head:
        raise UnreadableImage(told("unreadable_lookup"))
    groups = [*head.get("SharedFunctionalGroupsSequence", ()), *head.get("PerFrameFunctionalGroupsSequence", ())]
    sources = [head, *(one for group in groups for one in group.get("PixelValueTransformationSequence", ()))]
    found = {
        (float(one.get("RescaleSlope", 1)), float(one.get("RescaleIntercept", 0)))
        for one in sources
        if "RescaleSlope" in one or "RescaleIntercept" in one
    }
    if len(found) > 1:
        raise UnreadableImage(told("unreadable_scales"))
    slope, intercept = found.pop() if found else (1.0, 0.0)
    if slope == 0 or not np.isfinite([slope, intercept]).all():
        raise UnreadableImage(told("damaged_tags"))
    return slope, intercept


def _frame(stream: BinaryIO, layout: Layout, number: int) -> Decoded:
    """A frame by its number from 1. Where the file gives a scale, its units are those; floats as any others."""
    stream.seek(layout.start + (number - 1) * layout.bytes)
    whole = np.frombuffer(stream.read(layout.bytes), f"<{'i' if layout.signed else 'u'}{layout.allocated // 8}")
    samples = _counting(whole, layout)
    shape = (layout.colours, layout.rows, layout.columns)
    samples = np.moveaxis(samples.reshape(shape), 0, 2) if layout.planes else samples.reshape(*shape[1:], shape[0])
    said: list[Said] = []
    if layout.white_is_zero:
        said.append(told("treated_white_is_zero"))
    kind: Number = "signed" if layout.signed else "unsigned"
    least = -(2 ** (layout.stored - 1)) if layout.signed else 0
    most = least + 2**layout.stored - 1
    ends: tuple[float, float] | None = (float(least), float(most))
    if layout.scale != (1.0, 0.0):
        slope, intercept = layout.scale
        samples, ends = (samples * slope + intercept).astype(np.float64 if layout.allocated > 16 else np.float32), None
        said.append(told("treated_rescaled", slope=slope, intercept=intercept))
    elif layout.white_is_zero:
        samples = (least + most - samples.astype(np.int64)).astype(samples.dtype)
    if layout.stored > 8:
        said.append(told("treated_depth_kept", bits=layout.stored))
    mode = COLOUR if layout.colours == 3 else GREY
    inverted = ends is None and layout.white_is_zero
    return Decoded(
        samples, None, False, ends, False, 1, FORMAT, mode, layout.stored, kind, layout.frames, said, inverted
    )


def _counting(whole: np.ndarray, layout: Layout) -> np.ndarray:
    """The bits that count; others above them, such as those of overlays, are left out."""
    spare = layout.allocated - layout.stored
    return whole if not spare else (whole << spare) >> spare  # of signed numbers the sign moves along


def _transfer_syntax(stream: BinaryIO) -> str:
    """How the rest of the file is written, from its first group, without reading anything else."""
    stream.seek(132)
    while True:
        start = stream.read(8)
        if len(start) < 8 or start[:2] != b"\x02\x00":
            raise UnreadableImage(told("damaged_beginning", format=FORMAT))
        length = int.from_bytes(start[6:8] if start[4:6] not in LONG else stream.read(4), "little")
        if start[2:4] == b"\x10\x00":
            return stream.read(min(length, 64)).decode("ascii", "replace").rstrip("\0 ")
        stream.seek(length, 1)


def _name_of(syntax: str) -> str:
    from pydicom.uid import UID

    return str(UID(syntax).name)[:60]

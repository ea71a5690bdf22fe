"""DICOM files, for docs/formats.md and the tests: of a patient whose name no output may hold."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.formats_files import SIDE, Sample

SYNTAXES = {"implicit VR": "1.2.840.10008.1.2", "explicit VR": "1.2.840.10008.1.2.1"}
PATIENT = "Vanderzwilk^Quentin"


def dicom(pixels: np.ndarray, syntax: str = "1.2.840.10008.1.2.1", **changes: Any) -> bytes:
    """A file of frames (rows, columns), (frames, rows, columns) or, of colours, (rows, columns, 3)."""
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import UID, SecondaryCaptureImageStorage

    colour = pixels.ndim == 3 and pixels.shape[2] == 3
    data = Dataset()
    data.PatientName, data.PatientID = PATIENT, "Q-4711"
    data.SOPClassUID, data.SOPInstanceUID = SecondaryCaptureImageStorage, "1.2.3"
    data.Rows, data.Columns = pixels.shape[:2] if colour or pixels.ndim == 2 else pixels.shape[1:]
    data.SamplesPerPixel = 3 if colour else 1
    data.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        data.PlanarConfiguration = 0
    if pixels.ndim == 3 and not colour:
        data.NumberOfFrames = len(pixels)
    data.BitsAllocated = data.BitsStored = 8 * pixels.dtype.itemsize
    data.HighBit = data.BitsStored - 1
    data.PixelRepresentation = int(pixels.dtype.kind == "i")
    data.PixelData = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    for name, value in changes.items():
        if value is None:
            delattr(data, name)
        else:
            setattr(data, name, value)
    data["PixelData"].VR = "OW" if pixels.dtype.itemsize > 1 else "OB"
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = UID(syntax)
    out = io.BytesIO()
    data.save_as(out, enforce_file_format=True, implicit_vr=syntax == "1.2.840.10008.1.2", little_endian=True)
    return out.getvalue()


def dicom_samples() -> Iterator[Sample]:
    """A file of every kind that is read."""
    rng = np.random.default_rng(7)
    for bits, signed, colour in ((8, False, False), (12, False, False), (16, False, False), (16, True, False),
                                 (8, False, True)):  # fmt: skip
        least, most = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
        shape = (SIDE, SIDE, 3) if colour else (SIDE, SIDE)
        kind = f"{'i' if signed else 'u'}{2 if bits > 8 else 1}"
        array = rng.integers(least, most, shape, dtype=kind, endpoint=True)
        share = (array.astype(np.float64) - least) / (most - least)
        seen = np.moveaxis(share, 2, 0) if colour else np.broadcast_to(share, (3, SIDE, SIDE))
        numbers = f"{bits} bits, {'signed' if signed else 'unsigned'}"
        stored = {"BitsStored": bits, "HighBit": bits - 1}
        for meaning, shares in _meanings(seen, colour):
            for name, syntax in SYNTAXES.items():
                photometric = {} if meaning != "grey, 0 white" else {"PhotometricInterpretation": "MONOCHROME1"}
                write = partial(_write, dicom(array, syntax, **stored, **photometric))
                yield Sample(
                    "DICOM", meaning, numbers, f"{least}, {most}", "none", "little", name, "dcm", write, shares
                )
    deep = rng.integers(0, 4096, (SIDE, SIDE), dtype=np.uint16)
    units = deep * 2.0 - 1024
    share = (units - units.min()) / np.ptp(units)
    data = dicom(deep, BitsStored=12, HighBit=11, RescaleSlope="2", RescaleIntercept="-1024")
    shares = np.broadcast_to(share, (3, SIDE, SIDE))
    yield Sample("DICOM", "grey, rescaled", "12 bits, unsigned", "its extremes", "none", "little", "explicit VR", "dcm",
                 partial(_write, data), shares)  # fmt: skip


def _meanings(seen: np.ndarray, colour: bool) -> list[tuple[str, np.ndarray]]:
    return [("colour", seen)] if colour else [("grey", seen), ("grey, 0 white", 1 - seen)]


def _write(data: bytes, path: Path) -> None:
    path.write_bytes(data)

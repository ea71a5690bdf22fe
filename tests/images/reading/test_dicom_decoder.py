"""DICOM: numbers and units as the file gives them, everything else a sentence, and nothing of the patient."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mousaic
from benchmarks.dicom_files import PATIENT, dicom
from mousaic.config import ImageOptions
from mousaic.images.image_set import load_images
from mousaic.images.reading import dicom_decoder
from mousaic.images.reading.decoded import Pick
from mousaic.images.reading.image_file import ReadImage, UnreadableImage, count_images, read_stream

pytest.importorskip("pydicom")
GREY8 = np.random.default_rng(0).integers(0, 256, (6, 7)).astype(np.uint8)
GREY16 = np.random.default_rng(1).integers(0, 4096, (6, 7)).astype(np.uint16)
SIGNED = np.random.default_rng(2).integers(-900, 900, (6, 7)).astype(np.int16)
COLOUR = np.random.default_rng(3).integers(0, 256, (6, 7, 3)).astype(np.uint8)


def read(data: bytes, **options: Any) -> ReadImage:
    return read_stream(io.BytesIO(data), ".dcm", **options)


def why(data: bytes, **options: Any) -> str:
    with pytest.raises(UnreadableImage) as caught:
        read(data, **options)
    return str(caught.value)


@pytest.mark.parametrize("syntax", dicom_decoder.PLAIN)
@pytest.mark.parametrize("pixels", [GREY8, GREY16, SIGNED])
def test_numbers_as_they_are_stored(pixels, syntax):
    found = read(dicom(pixels, syntax))
    assert (found.pixels[..., 0] == pixels).all() and found.facts.format == "DICOM" and found.facts.frames == 1
    info = np.iinfo(pixels.dtype)
    assert found.ends == (info.min, info.max)


def test_colours_pixel_by_pixel_and_plane_by_plane():
    planes = dicom(COLOUR, PlanarConfiguration=1, PixelData=np.moveaxis(COLOUR, 2, 0).tobytes())
    assert (read(dicom(COLOUR), color="rgb").pixels == COLOUR).all()
    assert (read(planes, color="rgb").pixels == COLOUR).all()


def test_bits_above_those_stored_do_not_count():
    data = dicom(GREY16 | 0xF000, BitsStored=12, HighBit=11)
    found = read(data)
    assert (found.pixels[..., 0] == GREY16).all() and found.ends == (0, 4095) and found.facts.bits == 12
    twelve = (SIGNED.astype(np.int32) & 0xFFF).astype(np.uint16).view(np.int16)
    assert (read(dicom(twelve, BitsStored=12, HighBit=11)).pixels[..., 0] == SIGNED).all()


def test_units_are_those_of_the_file():
    found = read(dicom(GREY16, RescaleSlope="0.5", RescaleIntercept="-1024"))
    assert np.allclose(found.pixels[..., 0], GREY16 * 0.5 - 1024) and found.ends is None and not found.inverted
    assert "times 0.5 plus -1024" in str(found.facts.treatments[0])


def test_white_is_zero(tmp_path):
    found = read(dicom(GREY8, PhotometricInterpretation="MONOCHROME1"))
    assert (found.pixels[..., 0] == 255 - GREY8).all() and "white is zero" in str(found.facts.treatments[0])
    assert (
        read(dicom(SIGNED, PhotometricInterpretation="MONOCHROME1")).pixels[..., 0] == -1 - SIGNED.astype(int)
    ).all()
    for name, kind in (("a", "MONOCHROME1"), ("b", "MONOCHROME2")):
        data = dicom(GREY16[:6, :6], PhotometricInterpretation=kind, RescaleSlope="2", RescaleIntercept="0")
        (tmp_path / f"{name}.dcm").write_bytes(data)
    first, second = load_images(tmp_path, ImageOptions(size=8)).pixels
    assert np.allclose(first, 1 - second, atol=1e-6) and np.ptp(first) > 0.05


def test_frames_by_the_same_options_as_pages():
    stack = np.stack([GREY16, GREY16[::-1], GREY16 // 2])
    data = dicom(stack)
    assert count_images(io.BytesIO(data)) == 3
    first = read(data)
    assert (first.pixels[..., 0] == GREY16).all() and "3" in str(first.facts.treatments[0]) and first.facts.frames == 3
    assert (read(data, pick=Pick(page=2)).pixels[..., 0] == stack[1]).all()
    assert (read(data, pick=Pick(project="max")).pixels[..., 0] == stack.max(0)).all()
    assert np.allclose(read(data, pick=Pick(project="mean")).pixels[..., 0], stack.mean(0))
    assert "there is no page 4: it has 3" in why(data, pick=Pick(page=4))


def scaled(slope: float) -> Any:
    from pydicom.dataset import Dataset

    inner, outer = Dataset(), Dataset()
    inner.RescaleSlope, inner.RescaleIntercept = slope, 1
    outer.PixelValueTransformationSequence = [inner]
    return outer


def test_the_scale_of_an_enhanced_file_is_that_of_all_its_frames():
    stack = np.stack([GREY16, GREY16])
    assert np.allclose(read(dicom(stack, SharedFunctionalGroupsSequence=[scaled(3)])).pixels[..., 0], 3.0 * GREY16 + 1)
    apart = dicom(stack, PerFrameFunctionalGroupsSequence=[scaled(1), scaled(2)])
    assert "different scales" in why(apart)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Rows": 0}, "has no pixels"),
        ({"Rows": 60000, "Columns": 60000}, "too large"),
        ({"Rows": 12}, "ends too early"),
        ({"NumberOfFrames": 2}, "ends too early"),
        ({"PhotometricInterpretation": "PALETTE COLOR"}, "with colours as PALETTE COLOR"),
        ({"PhotometricInterpretation": "YBR_FULL"}, "with colours as YBR_FULL"),
        ({"BitsAllocated": 1, "BitsStored": 1, "HighBit": 0}, "with samples of 1/1 bits"),
        ({"HighBit": 15, "BitsStored": 12}, "with samples of 12/16 bits"),
        ({"RescaleSlope": 0, "RescaleIntercept": 0}, "make no sense"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(changes, sentence):
    assert sentence in why(dicom(GREY16, **changes))


def test_only_plain_transfer_syntaxes():
    for syntax, name in (("1.2.840.10008.1.2.4.90", "JPEG 2000"), ("1.2.840.10008.1.2.1.99", "Deflated"),
                         ("1.2.840.10008.1.2.2", "Big Endian"), ("1.2.840.10008.1.2.5", "RLE")):  # fmt: skip
        data = dicom(GREY16).replace(b"1.2.840.10008.1.2.1\0", syntax.encode().ljust(20, b"\0")[:20], 1)
        if len(syntax) <= 20:
            assert name in why(data) and "uncompressed" in why(data)


def test_without_the_package_the_sentence_names_it(tmp_path, monkeypatch):
    (tmp_path / "a.dcm").write_bytes(dicom(GREY8))
    (tmp_path / "b.png").write_bytes(dicom(GREY8))
    monkeypatch.setattr(dicom_decoder, "find_spec", lambda _: None)
    with pytest.raises(mousaic.MousaicError, match="DICOM is not read: convert it to TIFF, in Python with pydicom"):
        load_images(tmp_path)


def test_nothing_of_the_patient_is_read_or_written(tmp_path):
    for number in range(8):
        data = dicom(np.roll(np.kron(GREY16[:6, :6], np.ones((3, 3), np.uint16)), number, 0))
        (tmp_path / "scans" / "ab"[number % 2] / f"{number}.dcm").parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "scans" / "ab"[number % 2] / f"{number}.dcm").write_bytes(data)
    run = mousaic.train(tmp_path / "scans", out=tmp_path / "run", size=16, features=16, k=2, epochs=1, threads=1)
    assert run.record["intake"]["formats"] == {"DICOM": 8}
    for path in Path(run.path).rglob("*"):
        if path.is_file():
            assert not any(word.encode() in path.read_bytes() for word in (*PATIENT.split("^"), "Q-4711")), path


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_anywhere_it_is_a_reason(draws):
    data = bytearray(dicom(np.stack([GREY16, GREY16])))
    if draws.draw(st.booleans()):
        del data[draws.draw(st.integers(0, len(data) - 1)) :]
    for _ in range(draws.draw(st.integers(0, 3))):
        if data:
            data[draws.draw(st.integers(0, len(data) - 1))] = draws.draw(st.integers(0, 255))
    try:
        found = read(bytes(data))
        assert np.isfinite(found.pixels).all()
    except UnreadableImage:
        pass

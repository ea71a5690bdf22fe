"""Damaged and hostile files never raise anything but UnreadableImage, hang, or take much memory."""

from __future__ import annotations

import functools
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from mousaic.images.reading.image_file import UnreadableImage, read_stream

HOSTILE = Path(__file__).parents[3].parent / "shared" / "data" / "hostile"
KINDS = [
    "png",
    "png16",
    "palette",
    "jpeg",
    "gif",
    "bmp",
    "webp",
    "tiff",
    "tiff-zlib",
    "tiff-lzw",
    "tiff-tiles",
    "tiff-jpeg",
    "tiff-fax",
]


@functools.cache
def valid(kind: str) -> bytes:
    grey = np.random.default_rng(0).integers(0, 256, (12, 14)).astype(np.uint8)
    out = io.BytesIO()
    if kind in ("tiff", "tiff-zlib", "tiff-tiles"):
        tile = (16, 16) if kind == "tiff-tiles" else None
        compression = "zlib" if kind == "tiff-zlib" else None
        tifffile.imwrite(out, grey.astype(np.uint16) * 200, tile=tile, compression=compression)
    elif kind in ("tiff-lzw", "tiff-jpeg"):
        Image.fromarray(grey).save(out, "TIFF", compression=kind.replace("-", "_") if kind == "tiff-lzw" else "jpeg")
    elif kind == "tiff-fax":
        Image.fromarray(grey > 99).save(out, "TIFF", compression="group4")
    elif kind == "png16":
        Image.fromarray(grey.astype(np.uint16) * 200).save(out, "PNG")
    elif kind == "palette":
        Image.fromarray(grey).convert("RGB").quantize(8).save(out, "PNG", transparency=3)
    else:
        Image.fromarray(grey).convert("RGB").save(out, kind)
    return out.getvalue()


def attempt(data: bytes) -> None:
    try:
        found = read_stream(io.BytesIO(data), max_pixels=1_000_000)
    except UnreadableImage as reason:
        assert 0 < len(str(reason)) < 200 and "\n" not in str(reason)
    else:
        assert found.pixels.ndim == 3 and np.isfinite(found.pixels).all() and found.pixels.dtype == np.float32


@pytest.mark.parametrize("kind", KINDS)
def test_truncated_anywhere_is_unreadable(kind: str) -> None:
    data = valid(kind)
    assert read_stream(io.BytesIO(data)).pixels.shape == (12, 14, 1)
    for keep in range(0, len(data) - 16, 7):
        attempt(data[:keep])
    with pytest.raises(UnreadableImage):
        read_stream(io.BytesIO(data[: len(data) // 2]))


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_changed_bytes_never_surprise(kind: str, data: st.DataObject) -> None:
    changed = bytearray(valid(kind))
    places = st.one_of(st.integers(0, min(200, len(changed) - 1)), st.integers(0, len(changed) - 1))
    for place in data.draw(st.lists(places, min_size=1, max_size=6)):
        changed[place] = data.draw(st.one_of(st.integers(0, 255), st.sampled_from([0, 1, 127, 128, 255])))
    attempt(bytes(changed))


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(KINDS), st.binary(max_size=200))
def test_rubbish_behind_a_signature_never_surprises(kind: str, rubbish: bytes) -> None:
    attempt(valid(kind)[:8] + rubbish)
    attempt(rubbish)


WATCHED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
from pathlib import Path
from mousaic.images.image_set import intake
from mousaic.images.reading.image_file import UnreadableImage, read_image
from mousaic.report.findings.intake_text import intake_text
root = Path(sys.argv[1])
outcomes = {"read": 0, "refused": 0}
for path in sorted(p for folder in root.iterdir() if folder.is_dir() for p in folder.iterdir()):
    for color in ("grey", "rgb"):
        try:
            read_image(path, color=color)
            outcomes["read"] += 1
        except UnreadableImage:
            outcomes["refused"] += 1
report = intake(root)
report.to_dict()
print(intake_text(report))
print(outcomes["read"], outcomes["refused"], report.read, len(report.skipped))
# Of this program alone: ru_maxrss also counts what the process was before it became this program.
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the collection of hostile image files is not beside the project")
def test_every_hostile_file_is_read_or_refused() -> None:
    """In a process that may not take more than 2 GiB of addresses, within a minute."""
    command = [sys.executable, "-c", WATCHED, str(HOSTILE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and done.stderr == ""
    *_, counts, memory = done.stdout.strip().splitlines()
    read, refused, used, skipped = map(int, counts.split())
    assert read + refused == 2 * 155
    assert used >= 85 and used + skipped == 154  # one is a .bin, which is no image file
    assert int(memory) < 1 << 20  # kB

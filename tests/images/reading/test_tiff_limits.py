"""TIFF that is damaged, cut short or would need far too much memory is refused, and prints nothing."""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image

from mousaic.images.reading.image_file import UnreadableImage, read_image
from tests.images.reading.tiff_writing import retagged, written

RNG = np.random.default_rng(0)
BOMBS = Path(__file__).parents[3].parent / "shared" / "cases" / "tiff_bombs"


@pytest.mark.parametrize("compression", ["jpeg", "jpeg2000", "webp"])
def test_an_image_far_larger_than_its_strip_is_refused(tmp_path: Path, compression: str) -> None:
    path = written(tmp_path / "a.tif", np.zeros((900, 900, 3), np.uint8), photometric="rgb", compression=compression)
    with pytest.raises(UnreadableImage, match="unpacks to far more"):
        read_image(retagged(path, t256=9, t257=9, t278=9))


@pytest.mark.parametrize("compression", ["tiff_ccitt", "group3", "group4"])
@pytest.mark.parametrize("rows", [40, 16])
@pytest.mark.parametrize("photometric", [0, 1])
def test_faxes_and_their_damage(tmp_path: Path, compression: str, rows: int, photometric: int) -> None:
    array = np.add.outer(np.arange(40), np.arange(30)) % 11 < 4
    tags = {278: rows, 262: photometric}
    Image.fromarray(array).save(tmp_path / "a.tif", compression=compression, tiffinfo=tags)
    found = read_image(tmp_path / "a.tif")
    np.testing.assert_array_equal(found.pixels[..., 0], array)
    assert str(found.facts.depth) == "1-bit black-and-white"
    data = bytearray((tmp_path / "a.tif").read_bytes())
    with tifffile.TiffFile(tmp_path / "a.tif") as tiff:
        page: Any = tiff.pages[0]
        start, length = page.dataoffsets[0], page.databytecounts[0]
    noticed = 0
    for place in range(start, start + length - 3):
        changed = bytes(data[:place]) + bytes([data[place] ^ 0x5A]) + bytes(data[place + 1 :])
        (tmp_path / "b.tif").write_bytes(changed)
        try:
            read_image(tmp_path / "b.tif")
        except UnreadableImage as error:
            noticed += "compressed data are broken" in str(error)
    assert noticed > 0.2 * (length - 3)


@pytest.mark.parametrize("how", [{}, {"compression": "zlib"}, {"tile": (16, 16)}, {"rowsperstrip": 7}])
def test_cut_short_is_unreadable(tmp_path: Path, how: dict[str, Any]) -> None:
    array = RNG.integers(0, 256, (64, 64)).astype(np.uint8)
    path = written(tmp_path / "a.tif", array, **how)
    data = path.read_bytes()
    for keep in (len(data) - 1, len(data) // 2, 300, 50, 9):
        path.write_bytes(data[:keep])
        with pytest.raises(UnreadableImage, match="ends too early" if keep > 1000 else None):
            read_image(path)


@pytest.mark.parametrize("tags", [{"t256": 2**31 - 1, "t257": 2**31 - 1}, {"t256": 20_000_000}, {"t257": 4_000_000}])
def test_absurd_sizes_are_refused(tmp_path: Path, tags: dict[str, int]) -> None:
    path = written(tmp_path / "a.tif", np.zeros((100, 100), np.uint8), compression="zlib")
    with pytest.raises(UnreadableImage):
        read_image(retagged(path, **tags))


@pytest.mark.parametrize("compression", ["zlib", "lzma"])
def test_strip_that_would_unpack_to_a_gigabyte_takes_no_memory(tmp_path: Path, compression: str) -> None:
    import lzma
    import zlib

    zeros = b"\0" * (1 << 20)
    if compression == "zlib":
        packer: Any = zlib.compressobj(9)
        bomb = b"".join(packer.compress(zeros) for _ in range(400)) + packer.flush()
    else:
        bomb = lzma.compress(zeros * 16) * 160
    path = written(tmp_path / "a.tif", np.zeros((10, 10), np.uint8), compression=compression)
    start = path.stat().st_size
    path.write_bytes(path.read_bytes() + bomb)
    tracemalloc.start()
    with suppress(UnreadableImage):  # or its first bytes are taken
        assert not read_image(retagged(path, t273=start, t279=len(bomb))).pixels.any()
    assert tracemalloc.get_traced_memory()[1] < len(bomb) + (8 << 20)
    tracemalloc.stop()


def test_damage_prints_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Image.fromarray(RNG.integers(0, 2, (40, 40)).astype(bool)).save(tmp_path / "a.tif", compression="group4")
    data = bytearray((tmp_path / "a.tif").read_bytes())
    (tmp_path / "a.tif").write_bytes(bytes(data[:20]) + b"\x55\xaa\x0f" * 4 + bytes(data[32:]))
    with pytest.raises(UnreadableImage):
        read_image(tmp_path / "a.tif")
    assert capfd.readouterr() == ("", "")


def test_a_fax_without_its_end_mark_ends(tmp_path: Path) -> None:
    """Eight rows like the white one before them, one bit each, and nothing more; in a process that can be stopped."""
    path = written(tmp_path / "a.tif", np.zeros((8, 8), np.uint8), compression="zlib", photometric="minisblack")
    start = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"\xff")
    retagged(path, t258=1, t259=4, t273=start, t279=1)
    script = f"from mousaic.images.reading.image_file import read_image; print(read_image({str(path)!r}).pixels.sum())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and float(done.stdout) == 0, done.stderr


@pytest.mark.parametrize("compression", [5, 8, 32773, 34925, 50000])
def test_strips_that_all_point_at_one_long_stream_are_refused_at_once(tmp_path: Path, compression: int) -> None:
    """273 KB that unpack to 240 MB for each of 5,000 strips took over an hour."""
    strips = 5000
    path = written(tmp_path / "a.tif", np.zeros((strips, 10), np.uint8), rowsperstrip=1, compression=compression)
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as tiff:
        page: Any = tiff.pages[0]
        offsets, counts = page.tags[273], page.tags[279]
    start, length = len(data), 273_000
    data += RNG.bytes(length)
    for tag, value in ((offsets, start), (counts, length)):
        size = 4 if tag.dtype_name in ("LONG", "LONG8") else 2
        if size == 2:  # counts so small that 16 bits held them: the longest stream that these allow
            value = min(value, 65535)
        for n in range(strips):
            data[tag.valueoffset + size * n : tag.valueoffset + size * (n + 1)] = value.to_bytes(size, "little")
    path.write_bytes(bytes(data))
    began = time.process_time()
    with pytest.raises(UnreadableImage, match="far more than the image holds"):
        read_image(path)
    assert time.process_time() - began < 1


@pytest.mark.skipif(not BOMBS.is_dir(), reason="the collected cases are not beside the project")
def test_collected_bombs_are_refused_at_once() -> None:
    for path in BOMBS.iterdir():
        began = time.process_time()
        with pytest.raises(UnreadableImage, match=r"far more than the image holds|damaged"):
            read_image(path)
        assert time.process_time() - began < 2


def test_strips_of_noise_and_shared_tiles_are_read(tmp_path: Path) -> None:
    """Packing makes noise longer than it was; sparse files let all empty tiles be one."""
    array = RNG.integers(0, 256, (300, 7)).astype(np.uint8)
    for compression in ("lzw", "packbits", "zlib", "zstd", "lzma"):
        path = written(tmp_path / "a.tif", array, rowsperstrip=1, compression=compression)
        np.testing.assert_array_equal(read_image(path).pixels[..., 0], array)
    path = written(tmp_path / "b.tif", np.full((64, 64), 9, np.uint8), tile=(16, 16), compression="zlib")
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as tiff:
        page: Any = tiff.pages[0]
        tag = page.tags[324]
        first = page.dataoffsets[0]
    for n in range(tag.count):
        data[tag.valueoffset + 4 * n : tag.valueoffset + 4 * (n + 1)] = first.to_bytes(4, "little")
    path.write_bytes(bytes(data))
    assert (read_image(path).pixels == 9).all()

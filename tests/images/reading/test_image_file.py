"""Each kind of file comes out as the pixels that were put in, or as a short reason."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mousaic.images.reading.image_file import ReadImage, UnreadableImage, read_image

RAMP = np.add.outer(np.arange(20) * 8, np.arange(30)).astype(np.uint8)
COLOUR = np.stack([RAMP, RAMP[::-1], 255 - RAMP], axis=2)


def png16(path: Path, samples: np.ndarray, key: tuple[int, ...] | None = None) -> Path:
    """Write (height, width, 1..4) uint16 as a PNG, its rows filtered in turn by none, left and up."""
    height, width, channels = samples.shape
    rows = samples.astype(">u2").view(np.uint8).reshape(height, -1)
    step, body = 2 * channels, b""
    for y, row in enumerate(rows):
        kind = y % 3
        before = np.concatenate([np.zeros(step, np.uint8), row[:-step]]) if kind == 1 else rows[y - 1]
        body += bytes([kind]) + (row - before if kind else row).astype(np.uint8).tobytes()
    colour_type = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0))]
    chunks += [(b"tRNS", struct.pack(f">{len(key)}H", *key))] if key else []
    chunks += [(b"IDAT", zlib.compress(body)), (b"IEND", b"")]
    packed = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(packed))
    return path


def said(found: ReadImage) -> tuple[str, ...]:
    """What was done to the pixels, in English."""
    return tuple(str(what) for what in found.facts.treatments)


def reason(path: Path | str) -> str:
    with pytest.raises(UnreadableImage) as raised:
        read_image(path)
    return str(raised.value)


@pytest.mark.parametrize("extension", ["png", "bmp", "gif", "webp", "tif"])
def test_lossless_formats_keep_every_pixel(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"a.{extension}"
    Image.fromarray(RAMP).save(path, **({"lossless": True} if extension == "webp" else {}))
    found = read_image(path)
    assert found.pixels.dtype == np.float32 and found.pixels.shape == (20, 30, 1) and found.ends == (0, 255)
    np.testing.assert_allclose(found.pixels[..., 0], RAMP, atol=1e-4)
    colour = read_image(path, color="rgb").pixels
    np.testing.assert_array_equal(colour, np.repeat(RAMP[..., None], 3, axis=2))


def test_jpeg_is_close_and_named(tmp_path: Path) -> None:
    Image.fromarray(COLOUR).save(tmp_path / "a.jpg", quality=95)
    found = read_image(tmp_path / "a.jpg", color="rgb")
    assert found.facts.format == "JPEG" and str(found.facts.mode) == "colour" and found.facts.bits == 8
    assert np.abs(found.pixels - COLOUR).mean() < 6


def test_colour_to_grey_uses_bt601_weights(tmp_path: Path) -> None:
    Image.fromarray(COLOUR).save(tmp_path / "a.png")
    expected = COLOUR @ np.array([0.299, 0.587, 0.114])
    found = read_image(tmp_path / "a.png")
    np.testing.assert_allclose(found.pixels[..., 0], expected, atol=1e-3)
    assert "colour made grey" in said(found)


def test_16_bit_grey_png_keeps_more_than_256_levels(tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 4000).astype(np.uint16).reshape(40, 100)
    Image.fromarray(ramp).save(tmp_path / "a.png")
    found = read_image(tmp_path / "a.png")
    assert len(np.unique(found.pixels)) > 3900 and found.ends == (0, 65535) and found.facts.bits == 16
    np.testing.assert_array_equal(found.pixels[..., 0], ramp)
    assert said(found) == ("16-bit depth kept",)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_16_bit_png_of_every_colour_type_keeps_both_bytes(tmp_path: Path, channels: int) -> None:
    samples = np.random.default_rng(channels).integers(0, 65536, (9, 11, channels), dtype=np.uint16)
    found = read_image(png16(tmp_path / "a.png", samples), color="rgb")
    expected = samples[..., : 1 if channels < 3 else 3].astype(np.float64)
    if channels in (2, 4):
        expected = expected * (samples[..., -1:] / 65535)
    np.testing.assert_allclose(found.pixels, np.broadcast_to(expected, found.pixels.shape), rtol=1e-5, atol=0.02)
    assert found.ends == (0, 65535) and "16-bit depth kept" in said(found)


@pytest.mark.parametrize("channels", [2, 3])
def test_16_bit_png_cut_short(tmp_path: Path, channels: int) -> None:
    path = png16(tmp_path / "a.png", np.random.default_rng(0).integers(0, 65536, (30, 30, channels), dtype=np.uint16))
    path.write_bytes(path.read_bytes()[:1500])
    assert reason(path) == "damaged: the file ends too early"


@pytest.mark.parametrize("channels", [1, 3])
def test_16_bit_transparent_colour_becomes_background(tmp_path: Path, channels: int) -> None:
    samples = np.random.default_rng(0).integers(0, 65536, (6, 7, channels), dtype=np.uint16)
    samples[2, 3] = samples[4, 4] = 1234
    found = read_image(png16(tmp_path / "a.png", samples, (1234,) * channels), color="rgb", background="white")
    assert (found.pixels[2, 3] == 65535).all() and (found.pixels[4, 4] == 65535).all()
    np.testing.assert_array_equal(found.pixels[0], np.broadcast_to(samples[0], (7, 3)))


def test_few_bit_grey_png_with_transparent_shade(tmp_path: Path) -> None:
    """Pillow widens 4-bit pixels to 0..255 but leaves their transparent shade at 0..15."""
    rows = b"".join(b"\0" + bytes([0x0F, 0x3F]) for _ in range(4))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 4, 4, 4, 0, 0, 0, 0)), (b"tRNS", struct.pack(">H", 3)),
        (b"IDAT", zlib.compress(rows)), (b"IEND", b""),
    ]  # fmt: skip
    packed = b"".join(struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in chunks)
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + packed)
    assert read_image(tmp_path / "a.png", background="white").pixels[0, :, 0].tolist() == [0, 255, 255, 255]
    assert read_image(tmp_path / "a.png", background="black").pixels[0, :, 0].tolist() == [0, 255, 0, 255]


TURNED = {
    1: lambda a: a,
    2: np.fliplr,
    3: lambda a: np.rot90(a, 2),
    4: np.flipud,
    5: lambda a: np.swapaxes(a, 0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(np.swapaxes(a, 0, 1), 2),
    8: lambda a: np.rot90(a, 1),
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("extension", ["png", "webp", "tif"])
def test_orientation_tag_is_applied(tmp_path: Path, orientation: int, extension: str) -> None:
    image = Image.fromarray(COLOUR)
    exif = image.getexif()
    exif[274] = orientation
    path = tmp_path / f"a.{extension}"
    image.save(path, exif=exif, **({"lossless": True} if extension == "webp" else {}))
    found = read_image(path, color="rgb")
    np.testing.assert_array_equal(found.pixels, TURNED[orientation](COLOUR))
    assert ("turned upright as its orientation tag asks" in said(found)) == (orientation != 1)
    assert (found.facts.height, found.facts.width) == found.pixels.shape[:2]


@pytest.mark.parametrize(("background", "level"), [("black", 0), ("grey", 127.5), ("white", 255)])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_alpha_is_laid_on_the_background(tmp_path: Path, background: str, level: float, mode: str) -> None:
    image = Image.fromarray(COLOUR).convert(mode)
    opacity = np.tile(np.linspace(0, 255, 30).astype(np.uint8), (20, 1))
    image.putalpha(Image.fromarray(opacity))
    image.save(tmp_path / "a.png")
    found = read_image(tmp_path / "a.png", color="rgb", background=background)  # type: ignore[arg-type]
    bare = np.asarray(Image.fromarray(COLOUR).convert(mode[:-1]).convert("RGB")).astype(float)
    share = opacity[..., None] / 255
    np.testing.assert_allclose(found.pixels, bare * share + level * (1 - share), atol=1e-3)
    assert f"transparency laid on {background}" in said(found)


def test_palette_with_transparency(tmp_path: Path) -> None:
    image = Image.fromarray((np.arange(12).reshape(3, 4) % 3).astype(np.uint8), "P")
    image.putpalette([10, 20, 30, 200, 100, 50, 255, 0, 0])
    image.save(tmp_path / "a.png", transparency=1)
    image.save(tmp_path / "a.gif", transparency=1)
    for name in ("a.png", "a.gif"):
        found = read_image(tmp_path / name, color="rgb", background="white")
        assert found.pixels[0].tolist() == [[10, 20, 30], [255, 255, 255], [255, 0, 0], [10, 20, 30]]
        assert {"palette looked up", "transparency laid on white"} <= {*said(found)}


def test_one_bit_and_cmyk(tmp_path: Path) -> None:
    bits = (np.indices((5, 9)).sum(axis=0) % 2).astype(bool)
    Image.fromarray(bits).save(tmp_path / "a.png")
    found = read_image(tmp_path / "a.png")
    np.testing.assert_array_equal(found.pixels[..., 0] / 255, bits)
    assert str(found.facts.mode) == "black-and-white" and found.facts.bits == 1
    Image.new("CMYK", (16, 16), (255, 0, 0, 0)).save(tmp_path / "a.jpg", quality=95)
    cyan = read_image(tmp_path / "a.jpg", color="rgb")
    assert "CMYK converted to colour" in said(cyan)
    np.testing.assert_allclose(cyan.pixels[8, 8], [0, 255, 255], atol=4)


def test_animations_give_their_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("L", (8, 8), 40 * i) for i in range(1, 5)]
    for name in ("a.gif", "a.png", "a.webp"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:])
        found = read_image(tmp_path / name)
        assert found.facts.frames == 4 and "first of 4 frames used" in said(found)
        np.testing.assert_allclose(found.pixels, 40, atol=2)


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    Image.fromarray(RAMP).save(tmp_path / "a.jpg")
    (tmp_path / "a.jpg").rename(tmp_path / "a.png")
    found = read_image(tmp_path / "a.png")
    assert found.facts.format == "JPEG"
    assert said(found) == ("JPEG content under another extension read as JPEG",)


def test_what_is_no_image_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    assert reason(tmp_path / "empty.png") == "the file is empty"
    (tmp_path / "text.png").write_text("hello")
    assert reason(tmp_path / "text.png").startswith("not a PNG")
    (tmp_path / "folder.png").mkdir()
    assert reason(tmp_path / "folder.png") == "is a folder"
    assert reason(tmp_path / "none.png") == "no such file"
    (tmp_path / "link.png").symlink_to("nowhere.png")
    assert reason(tmp_path / "link.png") == "is a link to a missing file"
    (tmp_path / "loop.png").symlink_to("loop.png")
    assert reason(tmp_path / "loop.png")
    assert reason("bad\0name.png")
    assert reason(tmp_path / ("x" * 5000 + ".png"))
    Image.fromarray(COLOUR).save(tmp_path / "a.ppm")
    assert reason(tmp_path / "a.ppm").startswith("not a PNG")


def test_pipes_sockets_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(tmp_path)  # socket names are limited to about 100 characters
        try:
            listener.bind("socket.png")
        finally:
            os.chdir(here)
        reasons: list[str] = []
        names = [str(tmp_path / "pipe.png"), str(tmp_path / "socket.png"), "/dev/zero"]
        worker = threading.Thread(target=lambda: reasons.extend(reason(name) for name in names), daemon=True)
        worker.start()
        worker.join(10)
    assert reasons == ["is not a regular file"] * 3


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user who can be refused")
def test_file_without_permission(tmp_path: Path) -> None:
    Image.fromarray(RAMP).save(tmp_path / "a.png")
    (tmp_path / "a.png").chmod(0)
    assert reason(tmp_path / "a.png") == "may not be read (permission denied)"


def test_too_large_is_known_from_the_header(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT" + b"\0" * 50)
    assert "too large" in reason(tmp_path / "a.png")
    Image.fromarray(RAMP).save(tmp_path / "b.png")
    with pytest.raises(UnreadableImage, match="30 x 20 pixels"):
        read_image(tmp_path / "b.png", max_pixels=599)
    assert read_image(tmp_path / "b.png", max_pixels=600).pixels.size == 600


def test_damaged_metadata_is_said_and_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Image.fromarray(RAMP).save(tmp_path / "a.jpg", exif=b"Exif\0\0II*\0\xff\xff\xff\x00" + b"\x99" * 40)
    found = read_image(tmp_path / "a.jpg")
    assert "damaged metadata ignored" in said(found)
    assert capfd.readouterr() == ("", "")


def test_importing_starts_nothing_heavy() -> None:
    code = "import sys, mousaic.images.image_set; print([m for m in ('torch', 'PIL', 'tifffile') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"

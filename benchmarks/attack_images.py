"""Images changed at random, and images made to take all time or all memory: read, or refused as unreadable."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import struct
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from benchmarks.attack_ground import Table
from benchmarks.dicom_files import dicom_samples
from benchmarks.formats_files import samples
from mousaic.images.reading.decoded import UnreadableImage
from mousaic.images.reading.image_file import EXTENSIONS, read_image

SECONDS, MEMORY, BATCH = 10.0, 2 << 30, 250
"""What one image may take of the processor, and of memory beyond what the process has; and images of one process."""
Change = Callable[[bytearray, random.Random, list[bytes]], None]


def attack_images(folder: Path, count: int, seed: int) -> Iterator[Table]:
    """Two lines: ``count`` changed images, and all that are made to be too much."""
    place = folder / "pictures"
    place.mkdir()
    known = [(path.suffix, path.read_bytes()) for path in _originals(place)]
    found = _tried((_changed(known, f"{seed} {number}") for number in range(count)), place)
    yield _table("Images: changed at random", found)
    yield _table("Images: made to take all time or memory", _tried(_bombs(), place))


def _table(what: str, found: dict[str, str]) -> Table:
    lost = tuple(f"{name}: {told}" for name, told in found.items() if told not in ("read", "refused"))
    kinds = ", ".join(f"{sum(told == kind for told in found.values())} {kind}" for kind in ("read", "refused"))
    return Table(f"{what} ({kinds}; each under {SECONDS:.0f} s and 2 GiB)", len(found), len(found) - len(lost), lost)


def _originals(place: Path) -> Iterator[Path]:
    """A file of every kind of docs/formats.md, and a few that are larger."""
    for number, sample in enumerate(chain(samples(), dicom_samples())):
        path = place / f"{number}.{sample.extension}"
        sample.write(path)
        yield path
    across = np.linspace(0, 255, 96)
    photo = Image.fromarray(np.stack([np.add.outer(across, across) / 2, *np.meshgrid(across, across)], 2).astype("u1"))
    for name, how in (("a.jpg", {"progressive": True}), ("b.webp", {}), ("c.png", {}), ("d.gif", {"save_all": True})):
        photo.save(place / name, **how)
        yield place / name


def _changed(known: list[tuple[str, bytes]], key: str) -> tuple[str, bytes]:
    chance = random.Random(key)
    suffix, whole = chance.choice(known)
    data = bytearray(whole)
    for _ in range(chance.choice((1, 1, 1, 3))):
        chance.choice(CHANGES)(data, chance, [other for _, other in known])
    return f"{key}{suffix}", bytes(data)


def _bytes(data: bytearray, chance: random.Random, others: list[bytes]) -> None:
    for _ in range(chance.choice((1, 3, 30))):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)


def _number(data: bytearray, chance: random.Random, others: list[bytes]) -> None:
    """Sizes, offsets and counts stand near the beginning."""
    at = chance.randrange(max(1, min(len(data), 400)))
    data[at : at + 4] = struct.pack(
        chance.choice("<>") + "I", chance.choice((0, 1, 2**15, 2**16, 2**31 - 1, 2**32 - 1))
    )


def _cut(data: bytearray, chance: random.Random, others: list[bytes]) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _again(data: bytearray, chance: random.Random, others: list[bytes]) -> None:
    first, last = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    data[last:last] = data[first:last] * chance.choice((1, 2, 50))


def _mixed(data: bytearray, chance: random.Random, others: list[bytes]) -> None:
    """From some place on another file."""
    other, at = chance.choice(others), chance.randrange(len(data) + 1)
    data[at:] = other[min(at, len(other)) :]


CHANGES: tuple[Change, ...] = (_bytes, _number, _cut, _again, _mixed)


def _tried(images: Iterator[tuple[str, bytes]], place: Path) -> dict[str, str]:
    """What became of each: ``read``, ``refused``, or what it should not have been. A process that dies lost one."""
    found: dict[str, str] = {}
    waiting: list[tuple[str, bytes]] = []
    for image in chain(images, [None]):
        waiting += [image] if image is not None else []
        while waiting and (image is None or len(waiting) >= BATCH):
            ended = _in_a_process(waiting, place)
            found |= ended
            waiting = waiting[len(ended) :]
    return found


def _in_a_process(images: list[tuple[str, bytes]], place: Path) -> dict[str, str]:
    told = place / "told"
    child = os.fork()
    if not child:
        _read_each(images, place, told)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    lines = told.read_text().splitlines() if told.is_file() else []
    found = dict(json.loads(line) for line in lines)
    if status:
        found[images[len(found)][0]] = f"the process ended with status {status}"
    told.unlink(missing_ok=True)
    return found


def _read_each(images: list[tuple[str, bytes]], place: Path, told: Path) -> None:
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, taken + MEMORY))
    with told.open("w") as out:
        for name, data in images:
            spent = time.process_time()
            limit = int(spent + 2 * SECONDS) + 1
            resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))  # a hang ends the process
            path = place / f"one{Path(name).suffix}"
            path.write_bytes(data)
            try:
                read_image(path)
                ended = "read"
            except UnreadableImage:
                ended = "refused"
            except BaseException:
                ended = traceback.format_exc()[-1500:]
            seconds = time.process_time() - spent
            print(json.dumps([name, ended if seconds < SECONDS else f"{seconds:.0f} s"]), file=out, flush=True)


def _bombs() -> Iterator[tuple[str, bytes]]:
    zeros = zlib.compress(bytes(1 << 28), 9)
    for side in (60_000, 2**31 - 1):
        yield f"wide {side}.png", _png(side, side, zeros)
    yield "long stream.png", _png(16, 16, zeros)
    yield "text.png", _png(16, 16, zlib.compress(bytes(16 * 17), 9), zeros)
    yield "screen.gif", b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b";"
    yield "sizes.bmp", b"BM" + struct.pack("<IHHIIiiHHIIiiII", 70, 0, 0, 54, 40, 2**30, 2**30, 1, 24, 0, 0, 0, 0, 0, 0)
    for compression in ("zlib", "lzw", "zstd", "lzma", "packbits"):
        yield f"{compression}.tif", _strips(compression)
    stream = io.BytesIO()
    Image.effect_noise((2000, 2000), 90).save(stream, "JPEG", progressive=True)
    whole = stream.getvalue()
    last = whole.rindex(b"\xff\xda")
    yield "scans.jpg", whole[:-2] + whole[last:-2] * 4000 + whole[-2:]
    yield "directories.tif", _circle()
    assert {Path(name).suffix for name in ("a.png", "a.gif", "a.bmp", "a.tif", "a.jpg")} <= EXTENSIONS


def _png(width: int, height: int, stream: bytes, text: bytes | None = None) -> bytes:
    def block(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = block(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    more = b"" if text is None else block(b"zTXt", b"Comment\0\0" + text) * 20
    return b"\x89PNG\r\n\x1a\n" + head + more + block(b"IDAT", stream) + block(b"IEND", b"")


def _strips(compression: str) -> bytes:
    """2,000 strips of one row that all point at one stream of 16 MB of zeros."""
    stream = io.BytesIO()
    tifffile.imwrite(stream, np.zeros((4096, 4096), np.uint8), compression=compression, rowsperstrip=4096)
    stream.seek(0)
    with tifffile.TiffFile(stream) as file:
        page = file.pages[0]
        packed = stream.getvalue()[page.dataoffsets[0] : page.dataoffsets[0] + page.databytecounts[0]]
        kind = int(page.compression)
    count, first = 2000, 8 + 2 + 12 * 9 + 4
    data = first + 8 * count
    tags = [(256, 4, 1, 4096), (257, 4, 1, count), (258, 3, 1, 8), (259, 3, 1, kind), (262, 3, 1, 1),
            (273, 4, count, first), (277, 3, 1, 1), (278, 4, 1, 1), (279, 4, count, first + 4 * count)]  # fmt: skip
    head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags)
    places = struct.pack("<I", data) * count + struct.pack("<I", len(packed)) * count
    return head + struct.pack("<I", 0) + places + packed


def _circle() -> bytes:
    """A directory that names itself as the next one."""
    stream = io.BytesIO()
    tifffile.imwrite(stream, np.zeros((16, 16), np.uint8), metadata=None)
    data = bytearray(stream.getvalue())
    at = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, at)[0]
    struct.pack_into("<I", data, at + 2 + 12 * count, at)
    return bytes(data)

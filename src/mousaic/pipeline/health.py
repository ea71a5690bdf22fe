"""What this machine offers Mousaic: versions, device, threads, caches, disk, memory, and a training that is tried."""

from __future__ import annotations

import platform
import re
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from mousaic.arrays import Singles
from mousaic.device import choose_device, processors
from mousaic.errors import MousaicError, in_one_line
from mousaic.files import write_text
from mousaic.memory import free_disk, free_memory
from mousaic.said import Said, told
from mousaic.stages import Stage, untold
from mousaic.version import __version__

GIGABYTE = 2**30
LITTLE_DISK, LITTLE_MEMORY = 1.0, 2.0
"""Gigabytes below which a training of a few hundred images may not get through."""
SLOW = 60.0
"""Seconds that the self-test takes at most on a machine that is fit."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    said: Said
    remedy: Said | None = None
    """What to do about it; None where all is well."""


def examine(folder: Path, self_test: bool = True, stage: Stage = untold) -> Iterator[Finding]:
    """Everything, one finding after another.

    Args:
        folder: where runs are to be written.
        self_test: make images, train on them, and look whether that gives what it should.
    """
    yield from versions()
    yield device()
    yield threads()
    yield memory()
    yield disk(folder)
    yield cache()
    if self_test:
        stage(told("doctor_trying"), 0.0)
        yield tried()


def versions() -> Iterator[Finding]:
    """Mousaic, Python, and every package that it cannot do without."""
    yield Finding(told("doctor_mousaic", version=__version__, python=platform.python_version(), system=_system()))
    found, wrong = [], []
    for name, least in _wanted():
        try:
            own = version(name)
        except PackageNotFoundError:
            own = ""
        found.append(f"{name} {own or '-'}")
        if not own or _numbers(own) < _numbers(least):
            wrong.append(f"{name}>={least}")
    remedy = told("doctor_install", packages=" ".join(f"'{one}'" for one in wrong)) if wrong else None
    yield Finding(told("doctor_packages", packages=", ".join(found)), remedy)


def device() -> Finding:
    """Where it would compute, and whether that computes."""
    chosen = choose_device("auto")
    try:
        ok = bool(torch.eye(64, device=chosen).matmul(torch.eye(64, device=chosen)).sum() == 64)
    except RuntimeError:
        ok = False
    name = torch.cuda.get_device_name() if chosen.type == "cuda" else platform.machine()
    return Finding(told("doctor_device", device=chosen.type, name=name), None if ok else told("doctor_no_device"))


def threads() -> Finding:
    """Processors, and how many of them are used."""
    there, own = processors(), torch.get_num_threads()
    remedy = told("doctor_many_threads", cores=there) if own > there else None
    return Finding(told("doctor_threads", cores=there, threads=own), remedy)


def memory() -> Finding:
    """What is left of it."""
    free = free_memory()
    if free is None:
        return Finding(told("doctor_memory_unknown"))
    left = free / GIGABYTE
    return Finding(told("doctor_memory", free=left), told("doctor_little_memory") if left < LITTLE_MEMORY else None)


def disk(folder: Path) -> Finding:
    """Whether runs can be written there, and how much is left."""
    try:
        with tempfile.TemporaryDirectory(prefix=".mousaic-", dir=folder) as tried:
            write_text(Path(tried) / "tried.txt", "tried")
    except (OSError, MousaicError):
        return Finding(told("doctor_no_writing", folder=str(folder)), told("doctor_other_folder"))
    left = (free_disk(folder) or 0) / GIGABYTE
    remedy = told("doctor_little_disk") if left < LITTLE_DISK else None
    return Finding(told("doctor_disk", folder=str(folder), free=left), remedy)


def cache() -> Finding:
    """Whether code that is compiled once is kept."""
    if find_spec("numba") is None:
        return Finding(told("doctor_no_compiler"), told("doctor_install", packages="numba"))
    from mousaic.model.fast.compiler import compiled_anew
    from mousaic.model.fast.gram_pursuit import pursue_compiled

    pursue_compiled(torch.eye(4), torch.ones(1, 4), 2)
    anew = compiled_anew()
    return Finding(
        told("doctor_cache_missing" if anew else "doctor_cache"), told("doctor_cache_folder") if anew else None
    )


def tried() -> Finding:
    """A training on images made for it: twice the same bytes, and better than the mean image on what it never saw."""
    began = time.monotonic()
    try:
        wrong = _train_twice()
    except Exception as error:  # whatever it is, it is what a training here would end with
        return Finding(told("doctor_failed", why=in_one_line(error)), told("doctor_reinstall"))
    seconds = time.monotonic() - began
    if wrong is not None:
        return Finding(wrong, told("doctor_reinstall"))
    return Finding(told("doctor_tried", seconds=seconds), told("doctor_slow") if seconds > SLOW else None)


def _train_twice() -> Said | None:
    """What is wrong; None where nothing is."""
    from mousaic.images.image_set import ImageSet
    from mousaic.pipeline.training_run import train

    images = ImageSet.from_arrays(moving_spots())
    small: dict[str, Any] = {"features": 64, "k": 8, "epochs": 4, "report": False}
    with tempfile.TemporaryDirectory(prefix="mousaic-doctor-") as found:
        first, second = (train(images, out=Path(found) / name, **small) for name in ("first", "second"))
        if (first.path / "model.safetensors").read_bytes() != (second.path / "model.safetensors").read_bytes():
            return told("doctor_other_bytes")
        own, mean = (kind["validation"]["pearson"] for kind in (first.summary, first.summary["baselines"]))
        return None if own > mean else told("doctor_learns_nothing", r=own, mean=mean)


def moving_spots(count: int = 40, size: int = 32) -> Singles:
    """Images (count, size, size) with a spot that moves and one that does not, and noise."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:size, :size]
    at = rng.uniform(0.2, 0.8, (count, 2, 1, 1)) * size
    still = np.exp(-((y - size / 3) ** 2 + (x - size / 3) ** 2) / size)
    moving = np.exp(-((y - at[:, 0]) ** 2 + (x - at[:, 1]) ** 2) / size)
    found: Singles = (0.1 + 0.4 * (still + moving) + rng.uniform(0, 0.05, moving.shape)).clip(0, 1).astype(np.float32)
    return found


def _wanted() -> Iterator[tuple[str, str]]:
    """Each package of the installation with the least version that will do."""
    for line in requires("mousaic") or ():
        found = re.fullmatch(r"([\w.-]+)>=([\d.]+)", line.replace(" ", ""))
        if found is not None:  # no extra
            yield found[1], found[2]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text.partition("+")[0])[:3])


def _system() -> str:
    return f"{platform.system()} {platform.machine()}"

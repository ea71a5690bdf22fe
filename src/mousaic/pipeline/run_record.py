"""What ``config.json`` of a new run says: every parameter, what was found in the images, and where it was trained."""

from __future__ import annotations

import dataclasses
import os
import platform
import secrets
import sys
import time
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch

from mousaic.config import Config
from mousaic.device import choose_device
from mousaic.images.image_set import ImageSet
from mousaic.kept_paths import kept_path, shown_path
from mousaic.training.fit import backend_for
from mousaic.version import __version__


def run_record(
    config: Config, source: Path | None, images: ImageSet, originals: int, place: Path, raw: bool = False
) -> dict[str, Any]:
    """What ``config.json`` says beside its kind and schema; ``originals`` are those trained on.

    Paths are kept as seen from the run, which will be at ``place``, and from the working folder: a run can be given
    away without telling where its user lives, and goes on after the whole project was moved.

    ``run`` is the run's mark, which no other has: its checkpoints carry it, and are no other's.
    """
    device = choose_device(config.training.device)
    root = images.intake.root
    intake = dataclasses.replace(images.intake, root=root and shown_path(root))
    packages = ("torch", "numpy", "pillow", "tifffile", "imagecodecs", "safetensors", "matplotlib")
    return {
        "run": secrets.token_hex(16),
        "config": dataclasses.asdict(config),
        "data": source and {"from_run": kept_path(source, place), "from_start": kept_path(source)},
        "raw_tables": raw,
        "class_names": list(images.class_names),
        "shape": list(images.shape),
        "limits": None if images.limits is None else list(images.limits),
        "groups_from": images.groups_from,
        "ranges": images.ranges and [one.to_json() for one in images.ranges],
        "intake": intake.to_dict(),
        "command": _command(),
        "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "versions": {"mousaic": __version__, "python": platform.python_version()}
        | {package: _version(package) for package in packages},
        "machine": f"{platform.system()} {platform.machine()}",
        "threads": config.training.threads or torch.get_num_threads(),
        "device": str(device),
        "backend": backend_for(images, config, device, originals),
    }


@cache
def _version(package: str) -> str:
    """Of an installed package, looked up once: whoever fits many models in memory records each."""
    return version(package)


def _command() -> list[str]:
    """The words of the command line, whole paths as :func:`shown_path` has them."""
    program, *words = sys.argv or [""]
    ours = Path(program).stem == "mousaic" or Path(program).parts[-2:] == ("mousaic", "__main__.py")
    return ["mousaic" if ours else _word(program), *map(_word, words)]


def _word(word: str) -> str:
    """``--out=`` may stand before the path."""
    option, sign, value = word.partition("=") if word.startswith("--") else ("", "", word)
    return f"{option}{sign}{shown_path(value)}" if os.path.isabs(value) else word
